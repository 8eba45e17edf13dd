"""Numbers of items, table rows and tables that skip or repeat (rule `numbering`); headings have their own check.

A list that begins anew at its first number is a new one, and what stands in other pages of a table is not there to be
counted: rows and tables are remarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.document import Document, Span
from extractors.facts import Facts
from extractors.vietnamese import fold
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, Severity, make

_WORDS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_BRACKETED = re.compile(r"\((?P<no>\d{1,2})\)\s(?=[^\W\d_])")
_SAID = re.compile(rf"(?P<no>{'|'.join(_WORDS)}) là(?=[,:\s])")
_TOLD = re.compile(rf"thứ (?P<no>{'|'.join(_ORDINALS)})(?=[,:])")
#: criteria have numbers of their own, of which a report names some: "(1) Quy hoạch, (3) Thủy lợi"
_SELECTED = re.compile(r"(?<!\w)(?:tiêu chí|chỉ tiêu|tiêu chuẩn|điều kiện)(?!\w)")
#: what may stand before an item within its paragraph
_BEFORE = re.compile(r"(?:^|[.;:,]\s)[\s*_-]*$")
_CAPTION = re.compile(r"[\s*_]*(?P<kind>bảng|biểu|hình|biểu đồ)\s+(?:số\s+)?(?P<no>\d{1,2})\s*[.:-]\s*\S")
#: paragraphs between two items of one list
_APART = 4


@dataclass(frozen=True, slots=True)
class _Item:
    """A numbered item: its place in the list, where its number stands, in which block."""

    no: int
    span: Span
    block: int


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield the first break of each kind of list, then of tables."""
    headings = {section.block for section in facts.sections}
    for pattern, words in ((_BRACKETED, None), (_SAID, _WORDS), (_TOLD, _ORDINALS)):
        yield from _breaks(document, facts, list(_items(document, facts, pattern, words, headings)))
    yield from _rows(document, facts)
    yield from _captions(document, facts)


def _items(
    document: Document, facts: Facts, pattern: re.Pattern[str], words: Sequence[str] | None, headings: set[int]
) -> Iterator[_Item]:
    for match in pattern.finditer(facts.folded):
        index = document.block_at(match.start())
        block = document.blocks[index]
        if block.kind in ("cell", "margin", "note") or index in headings:
            continue
        if words is None and _SELECTED.search(facts.folded, block.span.start, block.span.end):
            continue
        if _BEFORE.search(facts.folded[max(block.span.start, match.start() - 8) : match.start()]):
            no = words.index(match["no"]) + 1 if words else int(match["no"])
            yield _Item(no, Span(match.start("no"), match.end("no")), index)


def _breaks(document: Document, facts: Facts, items: Sequence[_Item]) -> Iterator[Finding]:
    """Yield the first item that repeats or skips a number of its list, which began at one."""
    counting = False
    for before, after in pairwise([_Item(0, Span(0, 0), -1), *items]):
        if after.no == 1:
            counting = True
            continue
        near = after.block - before.block <= _APART
        if after.no == before.no and _same_words(facts, before, after):
            continue  # a paragraph that stands twice
        if counting and near and before.no and (after.no == before.no or after.no == before.no + 2):
            yield _finding(document, facts, before.span, after.span, "warning")
            return
        counting = counting and near and after.no == before.no + 1


def _same_words(facts: Facts, before: _Item, after: _Item) -> bool:
    """Whether what follows two items begins alike."""
    one, other = (facts.folded[item.span.end : item.span.end + 30] for item in (before, after))
    return one == other


def _rows(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield, for each table, the first running number of a row that repeats or skips between two that go on."""
    grids = {grid.table: grid for grid in document.grids}
    for layout in facts.layouts:
        column = layout.row_numbers
        if column is None or layout.partial:
            continue
        rows = grids[layout.table].rows[layout.head :]
        cells = dict.fromkeys(row[column] for row in rows if row[column] >= 0)
        texts = [(index, document.quote(document.blocks[index].span).strip(" .*")) for index in cells]
        plain = [(index, int(text)) for index, text in texts if re.fullmatch(r"\d{1,3}", text)]
        if len(plain) < len(texts):
            continue  # groups have numbers of their own
        numbers = [no for _, no in plain]
        odd = [at for at in range(1, len(numbers)) if numbers[at] != numbers[at - 1] + 1]
        if len(odd) == 1 and numbers[0] == 1 and numbers[odd[0]] in (numbers[odd[0] - 1], numbers[odd[0] - 1] + 2):
            first, second = plain[odd[0] - 1][0], plain[odd[0]][0]
            yield _finding(document, facts, document.blocks[first].span, document.blocks[second].span, "info")


def _captions(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield the first number that two tables with different names bear."""
    seen: dict[tuple[str, str], Span] = {}
    for block in document.blocks:
        folded = facts.folded[block.span.start : block.span.end]
        match = _CAPTION.match(folded) if block.kind != "cell" and len(block.span) < 160 else None
        if match is None:
            continue
        before = seen.setdefault((match["kind"], match["no"]), block.span)
        if fold(document.quote(before)).strip() != folded.strip():
            yield _finding(document, facts, before, block.span, "info")
            return


def _finding(document: Document, facts: Facts, before: Span, after: Span, severity: Severity) -> Finding:
    a, b = (" ".join(document.quote(span).split())[:40] for span in (before, after))
    template = messages.LIST_REPEATED if a.lower() == b.lower() else messages.LIST_GAP
    evidence = [Evidence(after), Evidence(before)]
    message = template.format(before=a, after=b)
    return make(document, facts, "numbering", severity, message, evidence, messages.ASK_NUMBERING)
