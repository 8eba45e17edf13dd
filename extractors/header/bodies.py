"""The bodies that the head names, the issuing one last.

Words of bodies are rows of bodies.csv: how they are written in text, whether they open a line, each with an example.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractors.header.columns import Line
from extractors.header.foot import office_of
from extractors.header.names import Unit, rank_of, unit_at_start, units_of
from extractors.vietnamese import fold

_ACRONYM = re.compile(r"[B-DF-HJ-NP-TV-XZĐ&]{2,}|UB\w*|ATGT|ANTT|ANQP|ƯDCNTT|BCHQS|.*&.*|CNTT|THCS|THPT")
#: lines of a head that name no body: marks of urgency and secrecy, forms, rules, what is told of a copy
_NO_BODY = re.compile(
    r"số\s*:?[\s\d./…]|v/v|dự thảo|mẫu|biểu|phụ lục|hỏa tốc|khẩn|thượng khẩn|mật|bản sao|địa chỉ|điện thoại|email"
    r"|cộng hòa xã hội|độc lập|đảng cộng sản|\W*$|.*(?<!\w)ngày(?!\w)"
)
_ENDS_BODY = re.compile(r"số\s*:?[\s\d./…]|v/v|nơi nhận|kính gửi")
_LISTED = re.compile(r"[-–+•]\s*\w|\d+[.)]\s")
_SCHOOL = re.compile(r"trường (?!chính trị)")
_COMMUNE = re.compile(r"(?<=\w )(?:ubnd|ủy ban nhân dân|đảng ủy) (?=xã|phường|thị|đặc)")
_STATE = ("UBND", "HĐND")


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = files(__package__ or "").joinpath("bodies.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def _opens() -> re.Pattern[str]:
    """Return the pattern of the first words of a body, on folded text."""
    words = sorted((fold(row["phrase"]) for row in _rows() if row["opens"] == "yes"), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})(?!\w)")


@cache
def _phrases() -> re.Pattern[str]:
    words = sorted((fold(row["phrase"]) for row in _rows()), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")


@cache
def _written() -> dict[str, str]:
    return {fold(row["phrase"]): row["written"] or row["phrase"] for row in _rows()}


@dataclass(frozen=True, slots=True)
class Body:
    """A body of the head: its name as it is written in text, the unit that it names, if it does, those above it."""

    name: str
    unit: Unit | None
    above: tuple[str, ...] = ()

    @property
    def is_unit(self) -> bool:
        """Whether the line is nothing but a unit ("TỈNH SƠN BÌNH")."""
        return self.unit is not None and fold(self.name) == fold(self.unit.text)


def head_bodies(lines: Sequence[Line], place: str = "") -> tuple[Body, ...]:
    """Return the bodies that the lines before the title name, the upper ones first.

    `place` is that of the date line: a name may go on below as far as it does ("XÃ KHÁNH BÌNH", "TÂY BẮC").
    """
    printed: list[str] = []
    for part in _form_parts(lines):
        if part is None:
            printed.append("")  # what was begun does not go on below
        elif printed and (committee := _below(printed[-1], part)):
            printed.append(f"{committee} {part}")
        elif printed and printed[-1] and (_goes_on(printed[-1], part) or _completes(printed[-1], part, place)):
            printed[-1] += f" {part}"
        else:
            printed.append(part if _opens().match(fold(part)) or unit_at_start(part) else "")
    printed = [text for text in printed if text]
    bodies = [_body(text) for text in printed]
    # the Youth Union prints its name where others print the motto
    return tuple(body for body in bodies if len(bodies) == 1 or fold(body.name) != "đoàn tncs hồ chí minh")


def _form_parts(lines: Sequence[Line]) -> Iterator[str | None]:
    """Yield what may name a body, None for a line that ends the name before it: a number, a list, a sentence."""
    for line in lines:
        sentence = line.text.endswith((".", ";", ",")) and not line.text.isupper()
        if _LISTED.match(line.text) or sentence or _ENDS_BODY.match(fold(line.text)) or office_of(line.text):
            yield None
            continue
        text = line.text.strip(" *_-–.")
        yield from (part for part in _parts(text) if not _NO_BODY.match(fold(part)))


def _parts(text: str) -> list[str]:
    """Take apart two bodies on one line ("UBND HUYỆN AN THẠNH UBND XÃ AN LẠC")."""
    second = _COMMUNE.search(fold(text))
    if second and units_of(text[: second.start()]):
        return [text[: second.start()].strip(), text[second.start() :]]
    return [text]


def _below(before: str, text: str) -> str | None:
    """Return the committee of a unit that stands alone below the one above it ("UBND TP. AN THẠNH", "PHƯỜNG 5")."""
    committee = re.match(r"(?:ubnd|ủy ban nhân dân) ", fold(before))
    above, named = units_of(before), units_of(text)
    if committee is None or not above or not unit_at_start(text) or not named:
        return None
    return before[: committee.end()].strip() if rank_of(named[0].text) < rank_of(above[-1].text) else None


def _goes_on(before: str, text: str) -> bool:
    """Whether a line goes on with the body of the line before: its unit, or the rest of its name."""
    folded = fold(text)
    named = bool(units_of(before)) or _SCHOOL.match(fold(before)) is not None
    if unit_at_start(text):
        opener = _opens().match(fold(before))
        return opener is not None and not named
    return not named and not _opens().match(folded) and text.isupper() == before.isupper() and not _is_short(before)


def _completes(before: str, text: str, place: str) -> bool:
    """Whether a line is the rest of the name that the line before ends with."""
    units = units_of(before)
    return bool(units and place) and fold(f"{units[-1].name} {text}") == fold(place)


def _is_short(before: str) -> bool:
    """Whether a line is a whole body already: its first words and nothing more."""
    match = _opens().fullmatch(fold(before))
    return match is not None and fold(before) in ("ủy ban nhân dân", "hội đồng nhân dân", "đảng ủy")


def _body(printed: str) -> Body:
    units = units_of(printed)
    if not units:
        return Body(body_name(printed), None)
    # of "UBND PHƯỜNG 5, QUẬN 3" the lower one is meant, the other says where it lies
    lowest = min(units, key=lambda unit: rank_of(unit.text))
    return Body(body_name(printed[: lowest.end]), lowest, tuple(u.text for u in units if u is not lowest))


def body_name(printed: str) -> str:
    """Return the name of a body as it is written in running text.

    >>> body_name("BAN CHỈ ĐẠO CÁC CHƯƠNG TRÌNH MTQG HUYỆN AN THẠNH")
    'Ban Chỉ đạo các Chương trình MTQG huyện An Thạnh'
    """
    if not printed.isupper():
        return _shortened(printed)
    units = units_of(printed)
    if units and not fold(printed[: units[0].start]).strip():
        unit = units[0].text
        committee = re.match(r"\w+ (?:ủy|đoàn)(?= )", fold(printed))
        return f"{_first_up(committee.group())} {units[0].name}" if committee else unit
    words = _cased((printed[: units[-1].start] if units else printed).strip())
    return f"{words} {units[-1].text}" if units else words


def _shortened(printed: str) -> str:
    """Return a name in small letters with committees in their short form."""
    match = re.match(r"ủy ban nhân dân|hội đồng nhân dân", fold(printed))
    return f"{_written()[match.group()]}{printed[match.end() :]}" if match else printed


def _cased(capitals: str) -> str:
    # one word that opens a body is no more than a word inside of one ("phòng thủ dân sự", "công đoàn cơ sở")
    found = [at for at in _phrases().finditer(fold(capitals)) if not at.start() or not _opens_alone(at.group())]
    known = {at.start(): _written()[at.group()] for at in found}
    ends = {at.start(): at.end() for at in found}
    out: list[str] = []
    at = 0
    for word in re.finditer(r"\S+", capitals):
        if word.start() < at:
            continue
        if word.start() in known:
            out.append(known[word.start()] + capitals[ends[word.start()] : _end(capitals, ends[word.start()])])
            at = ends[word.start()]
        else:
            out.append(_word(word.group(), name=bool(out) and _SCHOOL.match(fold(out[0] + " ")) is not None))
    return _first_up(" ".join(out))


def _opens_alone(phrase: str) -> bool:
    return " " not in phrase and _opens().fullmatch(phrase) is not None and not _ACRONYM.fullmatch(phrase.upper())


def _end(text: str, start: int) -> int:
    """Return where the punctuation after a phrase ends."""
    while start < len(text) and not text[start].isspace():
        start += 1
    return start


def _word(capitals: str, *, name: bool) -> str:
    if _ACRONYM.fullmatch(capitals.strip(",;")) and not capitals.isdigit():
        return capitals
    return capitals.capitalize() if name else capitals.lower()


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def issuer_of(bodies: Sequence[Body]) -> str | None:
    """Return the issuing body: the last one, with the unit or the committee above that it belongs to.

    A department is one of its unit ("Phòng Nội vụ huyện An Thạnh"), a board of the Party one of its committee
    ("Ban Dân vận Huyện ủy An Thạnh").
    """
    named = [body for body in bodies if not body.is_unit] or list(bodies)
    if not named:
        return None
    last = named[-1]
    if last.unit is not None or _SCHOOL.match(fold(last.name)):
        return last.name
    above = [body for body in bodies[: bodies.index(last)] if body.unit is not None]
    if not above or above[-1].unit is None:
        return None if fold(last.name) in ("ubnd", "hđnd", "đảng ủy") else last.name
    unit = above[-1].unit
    if fold(last.name).endswith(f" {unit.noun}"):
        return f"{last.name} {unit.name}"
    of_unit = above[-1].is_unit or above[-1].name.startswith(_STATE)
    return f"{last.name} {unit.text if of_unit else above[-1].name}"


def is_school(body: Body) -> bool:
    """Whether a body is a school: it reports for itself, not for the unit that it lies in."""
    return _SCHOOL.match(fold(body.name)) is not None
