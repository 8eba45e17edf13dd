"""Figures that were never filled in: dots, lines, x's or a gap where a number belongs before its unit (rule `missing`).

Dots behind a word or a comma end a list of examples ("cát, sỏi… ", "già làng, … người có uy tín"); those that stand
alone between words wait for a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.document import Document, Span
from extractors.facts import Facts
from extractors.lexicon import unit_at
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, Severity, make

#: dots between blanks, a line, or x's in the place of a figure
_BLANK = re.compile(
    r"(?<=[^\W\d_]|:)\s(?P<blank>0?(?:\.{2,}(?:[\s.]*\.)?|[.…]*…[.…]*|_{2,})|x{2,3}|\(\s?(?:\?+|\.{2,}|…)\s?\)|\?{2,3})\s?(?=[^\W_]|%)"
)
#: a gap behind words that a figure follows
_GAP = re.compile(
    r"(?<!\w)(?i:gồm|có|được|đạt|là|với|tổ chức|tiếp nhận|giải quyết|cấp|tổng số)(?P<blank> {3,}|\t+)"
    r"(?=[^\W\d_]|%)"
)
#: a wide gap between two words, the only one of its paragraph: lines set to one width have many
_WIDE = re.compile(r"(?<=[^\W\d_])(?P<blank> {4,})(?=[^\W\d_]|%)")
_GAPS = re.compile(r" {3,}|\t")
#: what every blank holds, sought before them
_TRIGGER = re.compile(r"[.…_x?\t ](?:(?<=…)|(?<=\t)|(?<=\.)\.|(?<=_)_|(?<=x)x|(?<=\?)[)?]| {2})")
_DOTS = re.compile(r"\.{2,}|…+")
#: examples that dots end
_EXAMPLES = re.compile(r"(?<!\w)(?:như|gồm|các|:)[^.;]{0,60},[^,.;:]{1,25}$|,[^,.;:]{1,25},[^,.;:]{1,25}$")
_PERCENT = re.compile(r"\s?%")
#: what such a unit may open that is no count ("... năm 2024", "... tháng"), or blanks that forms have
_NO_COUNT = frozenset(("năm", "tháng", "ngày", "quý", "kỳ", "phần", "khoản", "điều", "lần", "cấp", "mục", "giờ"))
_MOST = 5


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield the blanks of running text that stand where a figure belongs, no more than a reader looks through."""
    if facts.header.web:
        return
    severity: Severity = "info" if facts.header.draft else "warning"
    yield from _in_tables(document, facts)
    found = 0
    opens = (document.block_at(match.start()) for match in _TRIGGER.finditer(document.text))
    for index in dict.fromkeys(opens):
        block = document.blocks[index]
        if block.kind in ("cell", "margin", "note"):
            continue
        for span in _in_text(document.text, facts.folded, block.span):
            end = min(span.end + 16, block.span.end)
            words = " ".join(document.text[max(block.span.start, span.start - 24) : end].split())
            message = messages.MISSING_FIGURE.format(text=words)
            yield make(document, facts, "missing", severity, message, [Evidence(span)], messages.ASK_FIGURE)
            found += 1
            if found == _MOST:
                return


def _in_tables(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield, as a remark, the only cell of a column of figures that holds dots in the place of one."""
    grids = {grid.table: grid for grid in document.grids}
    for layout in facts.layouts:
        rows = grids[layout.table].rows[layout.head :]
        for column in range(len(rows[0]) if rows else 0):
            cells = [row[column] for row in rows if row[column] >= 0]
            texts = [document.quote(document.blocks[cell].span).strip() for cell in cells]
            dots = [cell for cell, text in zip(cells, texts, strict=True) if _DOTS.fullmatch(text)]
            figures = sum(text[:1].isdigit() for text in texts)
            if len(dots) == 1 and figures > 2 and figures + 1 == len(texts) and column not in layout.labels:
                row = next(row for row in rows if row[column] == dots[0])
                named = " ".join(document.quote(document.blocks[cell].span) for cell in row if cell >= 0)
                message = messages.MISSING_FIGURE.format(text=named[:60])
                evidence = [Evidence(document.blocks[dots[0]].span)]
                yield make(document, facts, "missing", "info", message, evidence, messages.ASK_FIGURE)


def _in_text(text: str, folded: str, span: Span) -> Iterator[Span]:
    # folding takes lines away as marks of emphasis
    sentence = text[span.start : span.end].rstrip().endswith((".", ";", ":"))
    single = sentence and len(_GAPS.findall(text, span.start, span.end)) == 1
    for pattern in (_BLANK, _WIDE) if single else (_BLANK, _GAP):
        for match in pattern.finditer(text, span.start, span.end):
            listed = _EXAMPLES.search(folded, max(span.start, match.start() - 90), match.start())
            if not listed and _counts(folded, match.end(), span.end):
                yield Span(match.start("blank"), match.end())


def _counts(folded: str, at: int, end: int) -> bool:
    """Whether a unit of something counted, or a percent sign, stands right there."""
    if _PERCENT.match(folded, at, end):
        return True
    unit = unit_at(folded, at)
    return unit is not None and unit.text not in _NO_COUNT
