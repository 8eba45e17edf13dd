"""Figures whose decimal sign is another one than the report's own, so that they can be misread (rule `format`).

Decimals take a comma (Decree 86/2012 prints them so), and where dots group thousands a dot before decimals is read as
one of those. A list that mixes both signs is a habit of its writer: a remark, as nothing in it is ambiguous.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.document import Document
from extractors.facts import Facts
from extractors.numbers.number import Number
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, Severity, make

_DOT = re.compile(r"\d{1,3}\.\d{1,2}")
_COMMA = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+),\d{1,4}")
_GROUPS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
#: how many of a report's decimals may have the odd sign: with more it has two habits
_FEW = 3


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield at most one finding: the first decimal with a dot in a report that writes commas."""
    measures = [(i, n) for i, n in enumerate(facts.numbers) if n.role == "measure"]
    dotted = [
        (i, n) for i, n in measures if _DOT.fullmatch(document.quote(n.span)) and (n.unit or _in_cell(document, n))
    ]
    if not dotted:
        return
    commas = [(i, n) for i, n in measures if _COMMA.fullmatch(document.quote(n.span))]
    grouped = [(i, n) for i, n in measures if _GROUPS.fullmatch(document.quote(n.span))]
    if not commas:
        return
    index, odd = dotted[0]
    other = _beside(document, odd, commas)
    # the figure that shows both signs best: 1.719,58
    proof = next((one for one in commas if "." in document.quote(one[1].span)), (grouped or commas)[0])
    few = len(dotted) <= _FEW and len(dotted) <= len(commas)
    # of a share both signs can only part decimals
    severity: Severity = "warning" if few and grouped and not other and not odd.percent else "info"
    values = {"text": _text(document, odd), "other": _text(document, proof[1])}
    message = messages.FORMAT_DECIMAL.format(**values, right=document.quote(odd.span).replace(".", ","))
    evidence = [Evidence(odd.span, index), Evidence(proof[1].span, proof[0])]
    yield make(document, facts, "format", severity, message, evidence, messages.ASK_FORMAT)


def _in_cell(document: Document, number: Number) -> bool:
    return document.blocks[document.block_at(number.span.start)].kind == "cell"


def _beside(document: Document, odd: Number, commas: Sequence[tuple[int, Number]]) -> bool:
    """Whether a decimal with the usual sign stands in the same paragraph: a mixed list."""
    at = document.block_at(odd.span.start)
    block = document.blocks[at]
    return block.kind != "cell" and any(block.span.holds(number.span) for _, number in commas)


def _text(document: Document, number: Number) -> str:
    return " ".join(document.text[number.span.start : max(number.end, number.span.end)].split())
