"""The head and foot of a paper: issuer, unit, number, symbol, place, date, kind, title, period, signer, recipients.

Each field is sought in its place; one that is not there in the signature, the closing and opening sentences ("text"),
and unit, level, period and kind at last in the names of file and folder ("file name"). What is nowhere is None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from extractors.document import Document
from extractors.header.columns import Line, form_lines
from extractors.header.fields import NOTHING, Header, Overrides, Parts
from extractors.header.file_names import kind_of_path, period_of_path, unit_of_path
from extractors.header.foot import CLOSING, ENDS, find_foot, find_recipients, find_signature
from extractors.header.lines import find_date, find_number, head_lines
from extractors.header.names import level_of
from extractors.header.overrides import overridden
from extractors.header.periods import period_in, period_in_sentence
from extractors.header.titles import fallback_kind, find_kind, find_title, is_draft, is_page, kind_of_closing, posted
from extractors.header.units import Place, find_units, own_names

__all__ = ["NOTHING", "Header", "Overrides", "read_header"]

#: paragraphs below the title that may open the text
_OPENING = 8
_DECLARED = re.compile(r"kỳ (?:báo cáo|số liệu)\s*:")
_HEAD_LINES = 30
#: an annex says so of the paper that it belongs to, with that one's day
_ATTACHED = re.compile(r"\W*(?:kèm theo|ban hành|đính kèm)|.{0,60}ngày \d")
_SHEETS = frozenset({"xlsx", "xls", "ods"})
#: lines at the end of a paper without a closing sentence and recipients that may be its signature
_FOOT_LINES = 12
#: lines below the recipients that may belong to the form: tables of an annex follow
_LONGEST_FOOT = 60


def read_header(document: Document, overrides: Overrides = NOTHING) -> Header:
    """Return the header of a document, blank parts of it marked; what `overrides` say counts more than the text."""
    blocks = [b for b in document.blocks if b.kind not in ("note", "margin")]
    texts = [" ".join(document.quote(b.span).replace("*", "").split()) for b in blocks]
    lines = form_lines(document)
    foot = find_foot(lines)
    found = Parts()
    kind_at = find_kind(texts, blocks, found)
    title = _block_of(document, kind_at)
    head = head_lines(lines, title)
    start = min(foot, max(len(lines) - _FOOT_LINES, 0))
    last = lines[start : start + _LONGEST_FOOT]
    find_number(head, found)
    find_date(head, last, found)
    find_signature(lines, foot, found)
    find_recipients(lines, found)
    web = is_page(texts)
    _find_kind_elsewhere(document, texts, found, web=web)
    find_title(texts, blocks, lines, kind_at, found)
    page = found.fields["kind"] == "tin_bai" or (web and kind_at is None)
    closing = (*(line for line in lines[:start] if CLOSING.match(line.text) or ENDS.search(line.text)), *last)
    opening = texts[(kind_at or 0) + 1 : (kind_at or 0) + _OPENING]
    place = Place(_above_title(lines, title), closing, tuple(opening), tuple(texts), page)
    find_units(place, found)
    _find_period(texts, place, found)
    _find_period_of_annex(document, found)
    _find_in_path(document.source.path, found)
    draft = is_draft(lines[:20])
    header = Header(
        draft=draft,
        web=web,
        blanks=tuple(found.blanks),
        own_names=own_names(place),
        taken_from=tuple(sorted(found.taken_from.items())),
        **found.fields,  # type: ignore[arg-type]  # fields by name
    )
    return overridden(header, overrides)


def _find_kind_elsewhere(document: Document, texts: Sequence[str], found: Parts, *, web: bool) -> None:
    """Find the kind of a paper that has no line with it: by symbol and date, closing sentence, file name."""
    if found.fields.get("kind"):
        return
    kind = fallback_kind(found, texts)
    if kind in ("khac", "tin_bai") and not web:
        closing = next((text for text in reversed(texts) if CLOSING.match(text)), "")
        found.take("kind", kind_of_closing(closing), "text")
        found.take("kind", kind_of_path(document.source.path), "file name")
    if kind == "tin_bai" and document.source.format in _SHEETS:
        kind = "khac"  # an annex, no news
    found.fields["kind"] = found.fields.get("kind") or kind
    if found.fields["kind"] == "tin_bai" and "date" not in found.fields and (day := posted(texts)):
        found.fields["date"] = day


def _block_of(document: Document, kind_at: int | None) -> int | None:
    """Return the block of the line that names the kind of paper, notes and margins counted."""
    index = [i for i, block in enumerate(document.blocks) if block.kind not in ("note", "margin")]
    return None if kind_at is None else index[kind_at]


def _above_title(lines: Sequence[Line], title: int | None) -> tuple[Line, ...]:
    """Return the lines above the kind of paper, without one those before "Kính gửi" or the first long line."""
    head = lines[:_HEAD_LINES]
    return _before_addressee(head) if title is None else tuple(line for line in head if line.block < title)


def _before_addressee(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines of a head without a title: those before "Kính gửi" or the first long line."""
    ends = (i for i, line in enumerate(lines) if line.text.lower().startswith("kính gửi") or len(line.text) > 120)
    return tuple(lines[: next(ends, len(lines))])


#: the years that a sentence tells of one after the other; a title tells of one, or from when to when
_YEARS = re.compile(r"(?<!\w)năm (20\d\d)(?!\s?[-–/]\s?\d)")


def _find_period(texts: Sequence[str], place: Place, found: Parts) -> None:
    """Find the period that the title names, else the opening or the closing sentence of a paper."""
    issued = found.text("date") if found.fields.get("kind") == "bao_cao" else ""
    title = found.text("title")
    period, named = period_in(title, issued)
    if period and not (title.endswith(".") and len(set(_YEARS.findall(title.lower()))) > 1):
        found.fields["period"] = period
    declared = (text for text in texts[:_HEAD_LINES] if len(text) < 120 and _DECLARED.match(text.lower()))
    found.take("period", next((period_in(text)[0] for text in declared), None), "text")
    if named or place.page:
        return
    closing = [text for text in reversed(texts) if CLOSING.match(text)][:1]
    for text in (*place.opening, *closing):
        if text in found.text("title"):
            continue
        found.take("period", period_in_sentence(text, issued) if _reports(text) else None, "text")
    if not found.fields.get("period"):
        found.fields.pop("period", None)


def _reports(text: str) -> bool:
    """Whether a sentence opens or closes a report or says of which days its figures are."""
    low = text.lower()
    words = ("như sau", "số liệu", "thời gian", "trên đây là", "kỳ báo cáo", "thời điểm")
    return low.startswith("(từ ") or any(word in low for word in words)


def _find_period_of_annex(document: Document, found: Parts) -> None:
    """Take the period of a sheet from the lines above its first table: its title does not say what paper it is."""
    if document.source.format not in _SHEETS:
        return
    above = takewhile(lambda block: block.kind != "cell", document.blocks[:_HEAD_LINES])
    texts = (document.quote(block.span) for block in above)
    said = (period_in(text)[0] for text in texts if not _ATTACHED.match(text.lower()))
    found.take("period", next(filter(None, said), None), "text")


def _find_in_path(path: str, found: Parts) -> None:
    """Take unit, level and period from the names of file and folder where the text has none."""
    unit = unit_of_path(path)
    if unit and not found.fields.get("unit"):
        found.take("unit", unit, "file name")
        found.take("level", level_of(unit, found.text("date")), "file name")
    if found.fields.get("kind") != "tin_bai":
        found.take("period", period_of_path(path), "file name")
