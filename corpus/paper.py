"""Where the parts of a report stand on an official paper (Decree 30/2020/NĐ-CP, annex I): head, title, body, foot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from corpus.layout import Paragraph, Part, Table

Look = Literal[
    "superior", "issuer", "motto", "number", "date",  # head
    "recipients", "recipient", "signer", "signed", "name",  # foot
]  # fmt: skip
Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a head or foot; `low` puts it into the second band of its column, which both sides share."""

    part: Paragraph
    side: Side
    look: Look
    low: bool = False

    @property
    def text(self) -> str:
        """The line as it is printed."""
        return shown(self.part)


@dataclass(frozen=True, slots=True)
class Columns:
    """Lines side by side, in the order of the text."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """Centred lines, the first of them the name of the kind of paper; an annex begins a page."""

    lines: tuple[Paragraph, ...]
    annex: bool = False


@dataclass(frozen=True, slots=True)
class Centred:
    """A centred line of the body."""

    line: Paragraph
    bold: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """The line above a table that names the unit of its figures."""

    line: Paragraph


Place = Columns | Title | Centred | Unit | Part
_MOTTO = re.compile(r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ HỘI|Độc lập\s*[-–]|ĐẢNG CỘNG SẢN VIỆT NAM$")
_DATE = re.compile(r"\D{0,60},?\s*ngày\b.{0,12}\btháng\b.{0,12}\bnăm\b.{0,8}$")
_NUMBER = re.compile(r"Số\s*:?\s*\S*|V/v\b")
_KIND = re.compile(
    r"(?:BÁO CÁO|KẾ HOẠCH|THÔNG BÁO|TỜ TRÌNH|QUYẾT ĐỊNH|NGHỊ QUYẾT|HƯỚNG DẪN|CHƯƠNG TRÌNH|ĐỀ ÁN|BIÊN BẢN|KẾT LUẬN)\b"
)
_TO = re.compile(r"Kính gửi\b")
_ANNEX = re.compile(r"(?:PHỤ LỤC|Phụ lục)\b[^.;]*$|(?:BIỂU|PHỤ BIỂU|MẪU)\s+(?:SỐ\s+)?\d*[^.;]*$")
_RECIPIENTS = re.compile(r"Nơi nhận\s*:?")
_UNIT = re.compile(r"\(?(?:Đơn vị(?: tính)?|ĐVT)\s*:")
_CAPTION = re.compile(r"(?:Bảng|Biểu)(?: số)?\s+\d")
_POWER = re.compile(r"(?:TM|T/M|KT|K/T|TL|TUQ|Q)\b\.?|(?:PHÓ )?(?:CHỦ TỊCH|TRƯỞNG|BÍ THƯ|GIÁM ĐỐC|CHÁNH|CHỦ NHIỆM)\b")
_MOST_HEAD, _MOST_TITLE, _MOST_SIGNATURE, _SHORT, _LINE = 14, 5, 8, 70, 160


def arranged(parts: Sequence[Part]) -> list[Place]:
    """Return the parts in their places; their text and its order stay what they are."""
    head = _head(parts)
    made: list[Place] = [Columns(tuple(_head_lines(head)))] if head else []
    at = len(head)
    while at < len(parts):
        place, taken = _next(parts, at, at == len(head))
        made.append(place)
        at += taken
    return made


def _next(parts: Sequence[Part], at: int, first: bool) -> tuple[Place, int]:
    """The place of the part at an index, and how many parts it takes."""
    part = parts[at]
    if isinstance(part, Table):
        return part, 1
    if foot := _foot(parts, at):
        return Columns(tuple(foot)), len(foot)
    text = shown(part)
    if len(text) > _LINE or part.kind not in ("paragraph", "heading"):
        return part, 1
    if _ANNEX.match(text) or (first and _KIND.match(text)):
        return _title(part, parts[at + 1 :], annex=not first)
    return _line_of_its_own(parts, at, part) or part, 1


def _line_of_its_own(parts: Sequence[Part], at: int, line: Paragraph) -> Place | None:
    """A short line that is set apart: the address, a division, what stands above a table."""
    text = shown(line)
    if _TO.match(text):
        return Centred(line, bold=False)
    if _UNIT.match(text) and _is_table(parts[at + 1 : at + 2]):
        return Unit(line)
    if (_CAPTION.match(text) and _heads_table(parts[at + 1 : at + 3])) or _is_division(
        parts[at - 1] if at else None, line
    ):
        return Centred(line, bold=True)
    return None


def shown(part: Paragraph) -> str:
    """Return a paragraph's text as it is printed, with its number, bullet or mark."""
    mark = "-" if part.kind == "item" else part.number
    return " ".join(word for word in (mark, part.text) if word)


def _is_table(parts: Sequence[Part]) -> bool:
    return isinstance(next(iter(parts), None), Table)


def _heads_table(parts: Sequence[Part]) -> bool:
    """Whether a table follows, at once or below the line of its unit."""
    first = next(iter(parts), None)
    return isinstance(first, Table) or (first is not None and bool(_UNIT.match(first.text)) and _is_table(parts[1:]))


def _is_division(before: Part | None, line: Paragraph) -> bool:
    """A heading such as "Phần thứ nhất", or the title that stands alone below it."""
    if line.kind == "heading":
        return shown(line).casefold().startswith(("phần ", "chương "))
    return isinstance(before, Paragraph) and before.kind == "heading" and not before.text and is_caps(line.text)


def is_caps(text: str) -> bool:
    """Return whether a text is printed in capitals."""
    return text == text.upper() and text != text.lower()


def _plain(parts: Sequence[Part]) -> Iterator[Paragraph]:
    """The plain paragraphs that parts begin with."""
    for part in parts:
        if isinstance(part, Table) or part.kind != "paragraph":
            return
        yield part


def _head(parts: Sequence[Part]) -> list[Paragraph]:
    """The paragraphs of the head: those before the title or the address, as far as the last that is sure."""
    lines = list(_plain(parts[:_MOST_HEAD]))
    lines = list(takewhile(lambda one: len(one.text) <= _LINE and not _KIND.match(one.text), lines))
    lines = list(takewhile(lambda one: not _TO.match(one.text), lines))
    sure = [at for at, one in enumerate(lines) if _side(one.text) == "right" or _NUMBER.match(one.text)]
    return lines[: sure[-1] + 1] if sure else []


def _side(text: str) -> Side:
    return "right" if _MOTTO.match(text) or _DATE.match(text) else "left"


def _head_lines(head: Sequence[Paragraph]) -> Iterator[Line]:
    left = [one.text for one in head if _side(one.text) == "left" and not _NUMBER.match(one.text)]
    issuers = [text for text in left if text.upper() != text.lower()]
    below = False
    for one in head:
        if _side(one.text) == "right":
            date = _DATE.match(one.text) is not None
            yield Line(one, "right", "date" if date else "motto", date)
            continue
        below = below or _NUMBER.match(one.text) is not None
        last = one.text in issuers[-1:] or (one.text in issuers[-2:] and one.text.endswith("NHÂN DÂN"))
        yield Line(one, "left", "number" if below else "issuer" if last else "superior", below)


def _title(first: Paragraph, others: Sequence[Part], *, annex: bool) -> tuple[Title, int]:
    """The name of the paper or annex with what it is about: the lines up to the next gap."""
    lines = [first]
    for line in _plain(others[:_MOST_TITLE]):
        about = len(lines) == 1 and not annex
        if (line.spaced and not about) or _TO.match(line.text) or _UNIT.match(line.text) or not _unfinished(line.text):
            break
        lines.append(line)
    return Title(tuple(lines), annex), len(lines)


def _unfinished(text: str) -> bool:
    return len(text) <= 2 * _LINE and not text.endswith((".", ";", ":", "./."))


def _foot(parts: Sequence[Part], at: int) -> list[Line]:
    """The lines of a foot that begins at a part: recipients and signature in either order, or only one of them."""
    recipients = _recipients(parts, at)
    signature = _signature(parts, at + len(recipients))
    if not recipients and signature:
        recipients = _recipients(parts, at + len(signature))
        return signature + recipients if recipients or at + len(signature) == len(parts) else []
    return recipients + signature


def _recipients(parts: Sequence[Part], at: int) -> list[Line]:
    first = parts[at] if at < len(parts) else None
    if not isinstance(first, Paragraph) or first.kind != "paragraph" or not _RECIPIENTS.fullmatch(first.text):
        return []
    lines = [Line(first, "left", "recipients")]
    for part in parts[at + 1 :]:
        if isinstance(part, Table) or not (part.kind == "item" or part.text.endswith(";") or "Lưu" in part.text[:6]):
            break
        lines.append(Line(part, "left", "recipient"))
    return lines


def _signature(parts: Sequence[Part], at: int) -> list[Line]:
    """Who signs: power and office in capitals, then perhaps a word of the signing, then the name."""
    lines = list(_plain(parts[at : at + _MOST_SIGNATURE]))
    lines = list(takewhile(lambda one: len(one.text) <= _SHORT and not _RECIPIENTS.match(one.text), lines))
    if not lines or not (is_caps(lines[0].text) and _POWER.match(lines[0].text)):
        return []
    caps = len(list(takewhile(lambda one: is_caps(one.text), lines)))
    signed = len(list(takewhile(lambda one: one.text.startswith(("(", "[")), lines[caps:])))
    named = caps + signed + 1
    return [Line(one, "right", _signer(at, caps, signed)) for at, one in enumerate(lines[:named])]


def _signer(at: int, caps: int, signed: int) -> Look:
    return "signer" if at < caps else "signed" if at < caps + signed else "name"
