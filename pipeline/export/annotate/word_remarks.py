"""What is said beside the text: each standing finding in full at its first place, pointers at its other places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.document import Document, Span
from pipeline.analysis import Analysis
from pipeline.checks.finding import Finding
from pipeline.export.annotate.remarks import AUTHOR, remark
from pipeline.export.packing import clean
from pipeline.export.words import SEVERITIES

#: Word gives each author a colour and lets the reader hide one: remarks never bury a wrong number
AUTHOR_OF_INFOS = f"{AUTHOR} – {SEVERITIES['info']}"
SIGNED = (
    "Tệp gốc có chữ ký số. Thêm nhận xét làm chữ ký số hết giá trị nên bản ghi chú này không kèm chữ ký số; khi cần"
    " căn cứ pháp lý, dùng tệp gốc."
)
_NO_PLACE = "Nhận xét này nói về cả văn bản."
_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment: who says it, its paragraphs with the first as heading, and the words it is about.

    `span` is None for what is said of the whole document; `code` is the line with the finding's id.
    """

    author: str
    lines: tuple[str, ...]
    span: Span | None
    code: str = ""


def remarks(analysis: Analysis, *, signed: bool = False) -> list[Remark]:
    """Return the remarks on a report in the order of their places; findings that staff dismissed have none.

    Findings are counted from 1 in the order of their first places, and pointers name them by that number. `signed`
    tells that a digital signature was taken off.
    """
    standing = sorted((one for one in analysis.findings if one.dismissed is None), key=_first)
    made = [Remark(AUTHOR, ("Chữ ký số", SIGNED), None)] if signed else []
    made += [_whole(number, one) for number, one in enumerate(standing, 1)]
    made += _pointers(analysis.document, standing)
    return sorted(made, key=lambda one: one.span.start if one.span else -1)


def _first(finding: Finding) -> int:
    return finding.evidence[0].span.start if finding.evidence else -1


def _whole(number: int, finding: Finding) -> Remark:
    head, *said, code = remark(finding).split("\n")
    span = finding.evidence[0].span if finding.evidence else None
    lines = [f"[{number}] {head}", *said, "" if span else _NO_PLACE]
    author = AUTHOR_OF_INFOS if finding.severity == "info" else AUTHOR
    return Remark(author, tuple(clean(line) for line in lines if line), span, code)


def _pointers(document: Document, standing: Sequence[Finding]) -> Iterator[Remark]:
    """The other places of errors and warnings, those of several findings at one place as one remark."""
    told: dict[Span, list[str]] = {}
    for number, finding in enumerate(standing, 1):
        if finding.severity == "info":
            continue
        spans = list(dict.fromkeys(evidence.span for evidence in finding.evidence))
        for span in spans[1:]:
            told.setdefault(span, []).append(_pointer(document, number, finding, spans[0]))
    return (Remark(AUTHOR, tuple(lines), span) for span, lines in told.items())


def _pointer(document: Document, number: int, finding: Finding, first: Span) -> str:
    severity, where = SEVERITIES[finding.severity].lower(), quoted(document, first)
    return f"Xem nhận xét [{number}] ({severity}) tại “{where}”. Mã phát hiện: {finding.id}"


def quoted(document: Document, span: Span) -> str:
    """Return the words at a span for a sentence, long ones cut with a mark."""
    text = clean(document.quote(span))
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE].rstrip()}…"
