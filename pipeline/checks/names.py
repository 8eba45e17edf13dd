"""The report's own unit under another name in its text (rule `name`): a slip of one letter, or what a template left.

Neighbours, units of before a merger and units of cited papers bear other names rightly: only the name that stands in
the role of the report's own unit is compared, and only as a slip, or where the paper signs and closes with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.cues import seeker
from extractors.document import Document, Span
from extractors.facts import Facts
from extractors.header.names import units_of
from extractors.vietnamese import fold
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, Severity, make
from pipeline.checks.head import is_slip

#: words before a unit that speak of it as the report's own
_OWN_ROLE = re.compile(
    r"(?<!\w)(?:trên địa bàn|toàn|ubnd|ủy ban nhân dân|đảng ủy|hđnd|hội đồng nhân dân|chính quyền|đảng bộ|nhân dân"
    r"|cán bộ|công chức|mặt trận tổ quốc|mttq)\s+$"
)
#: … and those that name it beside others, as a neighbour or as it was
_BESIDE = re.compile(r"(?<!\w)(?:với|cùng|giữa|giáp|sang|đoàn|các|hai|ba|lân cận|cũ|nguyên)(?!\w)[^.;:]*$")
_NEXT_TO = re.compile(r"(?<!\w)(?:với|cùng|giữa|giáp|sang|các|hai|ba|lân cận)(?:\s\w+){0,2}\s+$")
_LISTED = re.compile(r"\s*(?:,|và|;)\s*(?:xã|phường|thị trấn)\s")
MERGED = seeker(r"(?<!\w)(?:sáp nhập|hợp nhất|sắp xếp đơn vị|\(cũ\)|trước sắp xếp|đổi tên|chia tách)")
NOUNS = ("thị trấn", "thị xã", "thành phố", "đặc khu", "phường", "huyện", "quận", "xã")


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit where a paragraph names it: as the report's own, or beside others."""

    name: str
    span: Span
    own: bool
    beside: bool


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield at most one finding for a slip in the text and one for a paper that closes as another unit's."""
    unit = facts.header.unit
    if (
        unit is None
        or facts.header.level not in ("xa", "huyen")
        or facts.header.web
        or "unit" in dict(facts.header.taken_from)
    ):
        return
    severity: Severity = "info" if facts.header.draft else "warning"
    told_by_head = {name for name, _ in facts.header.own_names if is_slip(name, unit)}
    mentions = mentions_of(document, facts, _noun(unit))
    counts = Counter(one.name for one in mentions)
    slips = [one for one in mentions if one.name not in told_by_head and _slipped(one, unit)]
    named = [one.span for one in slips if one.name == slips[0].name]
    # a name that stands elsewhere as another unit's is that unit's here, too
    if named and counts[unit] > len(named) == counts[slips[0].name]:
        message = messages.NAME_BODY.format(here=slips[0].name, count=len(named), head=unit)
        evidence = [Evidence(span) for span in named]
        yield make(document, facts, "name", severity, message, evidence, messages.ASK_NAME)
    yield from _other_parent(document, facts, unit)
    yield from _left_over(document, facts, unit, severity)


def _slipped(one: Mention, unit: str) -> bool:
    """Whether a mention is the unit misspelt: in its role, or in its marks only where no neighbour is named."""
    return is_slip(one.name, unit) and (one.own or (not one.beside and _marks_only(one.name, unit)))


def mentions_of(document: Document, facts: Facts, noun: str) -> list[Mention]:
    """Return the units of a kind ("xã") that the paragraphs of a report name."""
    found: list[Mention] = []
    for block in document.blocks:
        if noun not in facts.folded[block.span.start : block.span.end]:
            continue
        text = document.quote(block.span)
        for named in units_of(text):
            if named.noun != noun:
                continue
            start = block.span.start + named.start
            end = block.span.start + named.end
            before = facts.folded[max(block.span.start, start - 50) : start]
            listed = _LISTED.match(facts.folded, end, block.span.end) is not None
            own = bool(_OWN_ROLE.search(before)) and not listed and not _BESIDE.search(before)
            beside = listed or _NEXT_TO.search(before) is not None
            found.append(Mention(named.text, Span(start, end), own, beside))
    return found


def _marks_only(one: str, other: str) -> bool:
    """Whether two names differ in their marks only, ways of writing the same name aside: no two neighbours do.

    >>> _marks_only("xã Đông Cuờng", "xã Đông Cường"), _marks_only("xã Hoà An", "xã Hòa An")
    (True, False)
    """
    return is_slip(one, other) and _bare(one) == _bare(other)


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _other_parent(document: Document, facts: Facts, unit: str) -> Iterator[Finding]:
    """Yield the report's unit told as part of two districts or provinces ("xã An Lạc, huyện Sơn Bình"), as a remark."""
    if MERGED(facts.folded):
        return
    own = re.compile(rf"(?<!\w){re.escape(fold(unit))}\s*[,-]\s*(?=(?P<noun>huyện|quận|thị xã|tỉnh)\s)")
    first: dict[str, tuple[str, Span]] = {}
    for match in own.finditer(facts.folded):
        named = next(iter(units_of(document.text[match.end() : match.end() + 60])), None)
        if named is None or named.start:
            continue
        span = Span(match.end(), match.end() + named.end)
        known = first.setdefault(named.noun, (named.text, span))
        if not alike(fold(known[0]), fold(named.text)):
            message = messages.NAME_PARENT.format(unit=unit, one=known[0], other=named.text)
            yield make(
                document, facts, "name", "info", message, [Evidence(span), Evidence(known[1])], messages.ASK_NAME
            )
            return


def _noun(unit: str) -> str:
    return next((noun for noun in NOUNS if fold(unit).startswith(f"{noun} ")), "xã")


def _left_over(document: Document, facts: Facts, unit: str, severity: Severity) -> Iterator[Finding]:
    """Yield a paper whose foot or closing names another unit that it speaks of nowhere else."""
    place = facts.header.place
    if not place or not fold(unit).endswith(fold(place)) or MERGED(facts.folded):
        return
    others = [(name, span) for name, span in _foot(facts, unit) if not (is_slip(name, unit) or _is_count(name))]
    bare = {fold(name).removeprefix(f"{_noun(name)} ") for name, _ in others}
    elsewhere = any(facts.folded.count(name) > len(others) for name in bare)
    beside = any(fold(place) in facts.folded[span.start : span.end] for _, span in others)
    if others and not elsewhere and not beside:
        message = messages.NAME_LEFT.format(here=others[0][0], head=unit)
        evidence = [Evidence(_first_line(document, span)) for _, span in others[:1]]
        yield make(document, facts, "name", severity, message, evidence, messages.ASK_NAME)


def _is_count(name: str) -> bool:
    """Whether a name is none but a count behind a noun ("Chủ tịch UBND xã 36 lượt"): only wards bear numbers."""
    noun, _, number = fold(name).rpartition(" ")
    return number.isdigit() and noun not in ("phường", "quận")


def _foot(facts: Facts, unit: str) -> Sequence[tuple[str, Span]]:
    same = fold(unit)
    own = {span for name, span in facts.header.own_names if alike(fold(name), same)}
    named = [(name, span) for name, span in facts.header.own_names if _noun(name) == _noun(unit)]
    return [(name, span) for name, span in named if span not in own and not alike(fold(name), same)]


def alike(one: str, other: str) -> bool:
    """Whether one name is the other, or the beginning of it."""
    return one.startswith(other) or other.startswith(one)


def _first_line(document: Document, span: Span) -> Span:
    end = document.text.find("\n", span.start, span.end)
    return Span(span.start, end if end > span.start else span.end)
