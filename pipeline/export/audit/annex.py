"""The annex of a sheet: points that found no room before it, remarks, what was dismissed, what holds, what was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from extractors.relations.relation import Relation
from pipeline.analysis import Analysis
from pipeline.export.audit.elements import paragraph
from pipeline.export.audit.letters import shortened
from pipeline.export.audit.looks import ANNEX, ATTACHED, HEADING, ITEM, LINE, SUBHEADING, Look
from pipeline.export.audit.places import headings_of
from pipeline.export.audit.points import Point
from pipeline.export.audit.tables import MANY, Frame, points_table
from pipeline.export.audit.words import covered, kinds_held, notices
from pipeline.export.packing import clean
from pipeline.export.passages import where
from pipeline.export.words import RELATIONS, SEVERITIES

Element = etree._Element

_LONGEST_READING, _LONGEST_TITLE, _LONGEST_LINE = 400, 110, 1200
_BY_PROGRAM = "Các phép tính do phần mềm Soát làm lại tự động; người rà soát kiểm tra trước khi ký."


@dataclass(frozen=True, slots=True)
class Added:
    """A part that others add to the annex, such as a comparison with an older file: its heading and its lines."""

    heading: str
    lines: tuple[str, ...]


Part = tuple[str, list[Element]]


def annex(
    frame: Frame, analysis: Analysis, moved: Sequence[tuple[int, Point]], found: Sequence[Point], added: Sequence[Added]
) -> list[Element]:
    """Return the annex as elements: `moved` are the numbered points without room before it, `found` all points."""
    title = str(analysis.document.source.path)
    head = [
        _paragraph(frame, ANNEX, "PHỤ LỤC"),
        _paragraph(frame, ATTACHED, f"(Kèm theo Phiếu rà soát báo cáo, tệp {shortened(clean(title), _LONGEST_TITLE)})"),
    ]
    parts = [
        *_left(frame, moved),
        *_remarks(frame, found),
        *_dismissed(frame, found),
        *((clean(one.heading), _lines(frame, one.lines)) for one in added),
        *_calculations(frame, analysis),
        ("Mức độ đọc báo cáo", _lines(frame, [covered(analysis), *notices(analysis), _BY_PROGRAM])),
    ]
    for number, (heading, elements) in enumerate(parts, 1):
        head += [_paragraph(frame, HEADING, f"{number}. {heading}"), *elements]
    return head


def on_new_page(first: Element) -> None:
    """Let a paragraph begin a new page."""
    properties = first.find(qn("w:pPr"))
    if properties is not None:
        properties.insert(1, OxmlElement("w:pageBreakBefore"))


def _paragraph(frame: Frame, look: Look, text: str) -> Element:
    return paragraph(frame.line(look, text))


def _lines(frame: Frame, texts: Iterable[str]) -> list[Element]:
    return [_paragraph(frame, LINE, shortened(clean(text), _LONGEST_LINE)) for text in texts]


def _left(frame: Frame, moved: Sequence[tuple[int, Point]]) -> Iterator[Part]:
    for severity in ("error", "warning"):
        these = [(number, point) for number, point in moved if point.severity == severity]
        if these:
            yield f"{SEVERITIES[severity]} (tiếp theo, {len(these)} điểm)", [points_table(frame, these, MANY)]


def _remarks(frame: Frame, found: Sequence[Point]) -> Iterator[Part]:
    remarks = [point for point in found if point.severity == "info" and point.dismissed is None]
    if remarks:
        yield f"{SEVERITIES['info']} ({len(remarks)} điểm)", [points_table(frame, list(enumerate(remarks, 1)), MANY)]


def _dismissed(frame: Frame, found: Sequence[Point]) -> Iterator[Part]:
    dropped = [point for point in found if point.dismissed is not None]
    if dropped:
        made = points_table(frame, list(enumerate(dropped, 1)), MANY, dismissed=True)
        yield f"Đã bỏ qua ({len(dropped)} điểm)", [made]


# -- calculations --------------------------------------------------------------------------------------------------


def _calculations(frame: Frame, analysis: Analysis) -> Iterator[Part]:
    relations = analysis.facts.relations
    held = [relation for relation in relations if relation.verdict == "holds"]
    open_ones = [relation for relation in relations if relation.verdict == "undecided"]
    if held:
        heading = f"Đã kiểm tra và khớp: {len(held)} phép tính ({kinds_held(analysis)})"
        yield heading, list(_by_section(frame, analysis, held))
    if open_ones:
        yield f"Chưa đủ căn cứ: {len(open_ones)} phép tính", list(_by_section(frame, analysis, open_ones))


def _by_section(frame: Frame, analysis: Analysis, relations: Sequence[Relation]) -> Iterator[Element]:
    """Calculations in the order of the report, each with its line, below the headings that they stand under."""
    headings = headings_of(analysis)
    told: dict[str, Counter[str]] = {}
    for start, number in sorted((_start(analysis, one), number) for number, one in enumerate(relations)):
        told.setdefault(headings.title(start), Counter()).update([_told(analysis, start, relations[number])])
    for title, texts in told.items():
        if title:
            yield _paragraph(frame, SUBHEADING, title)
        for text, count in texts.items():
            yield _paragraph(frame, ITEM, text + (f" – {count} phép tính như vậy" if count > 1 else ""))


def _told(analysis: Analysis, start: int, relation: Relation) -> str:
    kind = RELATIONS.get(relation.kind, relation.kind)
    missing = f"; {relation.missing}" if relation.missing else ""
    reading = shortened(clean(relation.reading), _LONGEST_READING)
    return clean(f"– {where(analysis.document, start)}: {reading} ({kind}{missing})")


def _start(analysis: Analysis, relation: Relation) -> int:
    numbers = [operand.number for operand in relation.operands if operand.number is not None]
    return min((analysis.facts.numbers[number].span.start for number in numbers), default=0)
