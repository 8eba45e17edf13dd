"""What was found in a report, as text for people."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.document import Document, Span
from pipeline.analyse import Analysis, Failure
from pipeline.checks.finding import Finding
from pipeline.export.jsonl import Record
from pipeline.export.record import coverage
from pipeline.export.words import RULES, SEVERITIES, period_words, place_words

_HEADINGS = SEVERITIES | {"info": "Thể thức – Lưu ý"}
_MOST_INFOS = 10
_MOST_QUOTES = 4

#: a quoted place longer than this is cut to what stands around its numbers
_LONG = 260
_AROUND = 70
_LONGEST_MARK = 160
_SENTENCE_END = re.compile(r"[.!?…]\s+")

#: nothing of a report may steer a terminal
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Paint:
    """What is written before and after headings and the numbers of a quotation."""

    strong: tuple[str, str]
    mark: tuple[str, str]


PLAIN = Paint(("", ""), ("«", "»"))
COLOUR = Paint(("\x1b[1m", "\x1b[0m"), ("\x1b[1;31m", "\x1b[0m"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file, as the last line and the exit status count it."""

    status: str
    severities: tuple[str, ...]

    @property
    def unread(self) -> bool:
        """Whether the file or a part of it could not be read."""
        return self.status != "ok"


def outcome(record: Record) -> Outcome:
    """Return what the summary needs of a record."""
    return Outcome(record["status"], tuple(finding["severity"] for finding in record["findings"]))


def clean(text: str) -> str:
    r"""Return text on one line that cannot steer a terminal.

    >>> clean("a\n\tb \x1b[31m")
    'a b \ufffd[31m'
    """
    return _CONTROLS.sub("\ufffd", " ".join(text.split()))


def report(result: Analysis | Failure, paint: Paint = PLAIN) -> str:
    """Return the text of one report: its findings by severity, what holds and how much was understood."""
    if isinstance(result, Failure):
        return clean(result.message)
    return "\n".join([*_head(result, paint), *_findings(result, paint), *_figures(result)])


def summary(outcomes: Sequence[Outcome], skipped: Iterable[tuple[str, int]]) -> str:
    """Return the lines about all files: how many were read, what was found, what was passed over."""
    failed = sum(1 for one in outcomes if one.status == "error")
    partial = sum(1 for one in outcomes if one.status == "partial")
    count = Counter(severity for one in outcomes for severity in one.severities)
    read = f"Đã đọc {len(outcomes) - failed} tệp"
    read += f" ({partial} tệp chỉ được một phần)" if partial else ""
    read += f", {failed} tệp không đọc được" if failed else ""
    found = ", ".join(f"{count[severity]} {words.lower()}" for severity, words in SEVERITIES.items())
    return "\n".join([f"{read}: {found}.", *passed_over(skipped)])


def passed_over(skipped: Iterable[tuple[str, int]]) -> list[str]:
    """Return a line about what was no report, none where nothing was passed over."""
    told = ", ".join(f"{count} {reason}" for reason, count in skipped)
    return [f"Bỏ qua: {told}."] if told else []


def _head(result: Analysis, paint: Paint) -> Iterator[str]:
    source, header = result.document.source, result.facts.header
    unit = header.unit or header.issuer or "chưa rõ đơn vị"
    period = period_words(header.period) or "chưa rõ kỳ báo cáo"
    yield f"{paint.strong[0]}{clean(source.path)}{paint.strong[1]} – {clean(unit)} – {period}"
    for notice in source.warnings:
        place = f" ({notice.place})" if notice.place else ""
        yield f"  Về tệp: {clean(notice.message)}{place}"


def _findings(result: Analysis, paint: Paint) -> Iterator[str]:
    if not result.findings:
        yield "  Chưa phát hiện mâu thuẫn."
    for severity, words in _HEADINGS.items():
        found = [finding for finding in result.findings if finding.severity == severity]
        if not found:
            continue
        yield f"  {paint.strong[0]}{words} ({len(found)}){paint.strong[1]}"
        shown = found[:_MOST_INFOS] if severity == "info" else found
        for finding in shown:
            yield from _finding(result.document, finding, paint)
        if len(found) > len(shown):
            yield f"    … và {len(found) - len(shown)} lưu ý khác"


def _finding(document: Document, finding: Finding, paint: Paint) -> Iterator[str]:
    quotes = list(quotations(document, [evidence.span for evidence in finding.evidence], paint))
    where = f"{quotes[0][0]} · " if quotes else ""
    yield f"    • {where}{RULES.get(finding.rule, finding.rule)}: {clean(finding.message)}"
    for place, text in quotes[:_MOST_QUOTES]:
        yield f"        {'' if place == quotes[0][0] else place + ': '}{text}"
    if len(quotes) > _MOST_QUOTES:
        yield f"        … và {len(quotes) - _MOST_QUOTES} chỗ khác"
    if finding.suggestion:
        yield f"        → {clean(finding.suggestion)}"


def _figures(result: Analysis) -> Iterator[str]:
    verdicts = Counter(relation.verdict for relation in result.facts.relations)
    undecided = f", {verdicts['undecided']} phép chưa đủ căn cứ" if verdicts["undecided"] else ""
    yield f"  {verdicts['holds']} phép tính khớp{undecided}."
    seen = coverage(result)
    yield (
        f"  Số trong báo cáo: {seen.numbers} · hiểu là số liệu: {seen.measures} · gắn chỉ tiêu: {seen.linked}"
        f" · có quan hệ với số khác: {seen.in_relations} · đã đối chiếu khớp: {seen.verified}"
        f" · mâu thuẫn: {seen.contradicted}"
    )


# -- quoted places -------------------------------------------------------------------------------------------------


def quotations(document: Document, spans: Sequence[Span], paint: Paint) -> Iterator[tuple[str, str]]:
    """Yield line in words and text of each sentence or table row around the spans, these marked in it."""
    passages: dict[Span, list[Span]] = {}
    for span in spans:
        passages.setdefault(_passage(document, span), []).append(span)
    for passage, marks in passages.items():
        place = document.place(marks[0].start)
        where = place_words(place.line, place.page, document.source.format)
        yield where, f"“{_marked(document, passage, sorted(marks), paint)}”"


def _passage(document: Document, span: Span) -> Span:
    """The table row or the sentence that a span begins in."""
    at = max(0, bisect_right(document.blocks, span.start, key=lambda block: block.span.start) - 1)
    block = document.blocks[at]
    if block.origin.cell is None:
        return _sentence(document, block.span, span)
    table, row = block.origin.cell.table, block.origin.cell.row
    near = document.blocks[max(0, at - 40) : at + 40]
    cells = [b.span for b in near if (c := b.origin.cell) and (c.table, c.row) == (table, row)]
    return Span(cells[0].start, cells[-1].end)


def _sentence(document: Document, block: Span, span: Span) -> Span:
    text = document.quote(block)
    ends = [m.end() for m in _SENTENCE_END.finditer(text) if not text[m.end() : m.end() + 1].islower()]
    start = max((end for end in ends if block.start + end <= span.start), default=0)
    last = min(span.end, block.end)
    end = min((end for end in ends if block.start + end >= last), default=len(text))
    return Span(block.start + start, block.start + end)


def _marked(document: Document, passage: Span, marks: Sequence[Span], paint: Paint) -> str:
    """A passage with its marks, cut to what stands around them where it is long."""
    windows = [passage] if len(passage) <= _LONG else _windows(document, passage, marks)
    texts = [_window(document, window, marks, paint) for window in windows]
    before = "… " if windows[0].start > passage.start else ""
    after = " …" if windows[-1].end < passage.end else ""
    return before + " … ".join(texts) + after


def _windows(document: Document, passage: Span, marks: Sequence[Span]) -> list[Span]:
    """What stands around each mark, from blank to blank, joined where they touch."""
    windows: list[Span] = []
    for mark in marks:
        wanted = max(passage.start, mark.start - _AROUND)
        start = passage.start if wanted == passage.start else document.text.find(" ", wanted, mark.start) + 1 or wanted
        last = min(mark.end, mark.start + _LONGEST_MARK) + _AROUND
        end = passage.end if last >= passage.end else max(document.text.rfind(" ", mark.start, last), mark.start + 1)
        if windows and start <= windows[-1].end:
            windows[-1] = Span(windows[-1].start, max(end, windows[-1].end))
        else:
            windows.append(Span(start, end))
    return windows


def _window(document: Document, window: Span, marks: Sequence[Span], paint: Paint) -> str:
    parts, at = [], window.start
    for mark in marks:
        end = min(mark.end, window.end)
        if mark.start >= at and mark.start < end:
            before, marked = _plain(document, Span(at, mark.start)), _plain(document, Span(mark.start, end))
            parts += [before, paint.mark[0], marked, paint.mark[1]]
            at = end
    parts.append(_plain(document, Span(at, window.end)))
    return "".join(parts).strip()


def _plain(document: Document, span: Span) -> str:
    """Text for one line; the cells of a table row are set apart by a bar."""
    return _CONTROLS.sub("\ufffd", re.sub(r"[^\S\n]+", " ", document.quote(span)).replace("\n", " | "))
