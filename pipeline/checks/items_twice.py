"""Items and rows of tables written twice in a row, figures and all (rule `enumeration`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.document import Document, Span
from extractors.facts import Facts
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, make

#: an item with a figure, and the same again behind a mark
_TWICE = re.compile(
    r"(?:(?<=[:;,(] )|(?<=[:;,(])|^)"
    r"(?P<item>(?:[^\W\d_][^,;:.()\n]{2,80}(?::\s*)?\d[^,;()\n]{0,40}|\d[\d.]* \w+ \w+ \w[^,;:.()\n\d]{1,60})"
    r"(?:\([^()\n]{1,40}\))?)"
    r"(?P<mark>[;,] (?:và )?)(?P<again>(?P=item))(?=[;,.)]|\s*$)",
    re.MULTILINE,
)
_FIGURE = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_LEAST_WORDS = 2


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield the items of lists and the rows of tables that stand twice, one right behind the other."""
    yield from _items(document, facts)
    yield from _rows(document, facts)


def _told(facts: Facts) -> list[Span]:
    """Return the lists of which an announced count tells already that an item is there twice."""
    failing = (r for r in facts.relations if r.kind == "enumeration" and r.verdict == "fails")
    return [o.span for r in failing for o in r.operands if o.role == "item" and o.span is not None]


def _items(document: Document, facts: Facts) -> Iterator[Finding]:
    told = _told(facts)
    for block in document.blocks:
        if block.kind == "cell":
            continue
        figures = _FIGURE.findall(document.text, block.span.start, block.span.end)
        if len(figures) == len(set(figures)):
            continue  # an item that stands twice tells its figure twice
        for found in _TWICE.finditer(document.text, block.span.start, block.span.end):
            known = any(span.start <= found.start("again") < span.end for span in told)
            if not known and len(_LETTERS.findall(found["item"])) >= _LEAST_WORDS:
                spans = [Span(found.start("item"), found.end("item")), Span(found.start("again"), found.end("again"))]
                yield _finding(document, facts, found["item"].strip(), spans)


def _rows(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield the rows of a table with a name and two figures that repeat the row above them."""
    layouts = {layout.table: layout for layout in facts.layouts}
    for grid in document.grids:
        before: list[str] = []
        for row, cells in enumerate(grid.rows):
            told = [document.quote(document.blocks[i].span).strip() if i >= 0 else "" for i in cells]
            numbered = layouts[grid.table].row_numbers
            plain = [text for column, text in enumerate(told) if column != numbered]
            figures = sum(any(c in "123456789" for c in text) for text in plain[1:])
            apart = row > 0 and set(cells).isdisjoint({i for i in grid.rows[row - 1] if i >= 0})  # no merged cells
            if (
                apart
                and plain == before
                and figures > 1
                and _LETTERS.search(plain[0])
                and row >= layouts[grid.table].head
            ):
                spans = [document.blocks[i].span for i in cells if i >= 0]
                yield _finding(document, facts, plain[0], [Span(spans[0].start, spans[-1].end)])
            before = plain


def _finding(document: Document, facts: Facts, item: str, spans: list[Span]) -> Finding:
    message = messages.ITEM_TWICE.format(item=item[:80])
    evidence = [Evidence(span) for span in spans]
    return make(document, facts, "enumeration", "warning", message, evidence, messages.ASK_ITEM_TWICE)
