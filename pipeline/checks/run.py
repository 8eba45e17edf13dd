"""All checks in their order; the places of those still to come are here."""

from __future__ import annotations

from extractors.document import Document
from extractors.facts import Facts
from pipeline.checks import (
    annexes,
    balances,
    blanks,
    calendar_order,
    citations,
    dates,
    days_counted,
    decimals,
    doubled,
    empty_sections,
    foreign_names,
    granularity,
    growths,
    head,
    head_parts,
    items_twice,
    laws,
    list_numbers,
    lists,
    merger,
    names,
    numbering,
    paper_order,
    paper_symbols,
    papers,
    products,
    ratios,
    repeats,
    reporting,
    shares,
    signs,
    spelling,
    stale,
    sums,
    terms,
    whole_bases,
)
from pipeline.checks.finding import Finding
from pipeline.checks.one_defect import told_once
from pipeline.checks.scanned import in_scan

_CHECKS = (
    head.check,
    head_parts.check,
    names.check,
    foreign_names.check,
    merger.check,
    dates.check,
    calendar_order.check,
    days_counted.check,
    reporting.check,
    citations.check,
    paper_symbols.check,
    papers.check,
    paper_order.check,
    annexes.check,
    blanks.check,
    empty_sections.check,
    stale.check,
    laws.check,
    terms.check,
    decimals.check,
    signs.check,
    spelling.check,
    doubled.check,
    numbering.check,
    list_numbers.check,
    sums.check,
    shares.check,
    granularity.check,
    whole_bases.check,
    ratios.check,
    products.check,
    growths.check,
    balances.check,
    lists.check,
    items_twice.check,
    repeats.check,
)


def check(document: Document, facts: Facts) -> tuple[Finding, ...]:
    """Return the findings of all checks by place in the document, each defect and each id once."""
    found: dict[str, Finding] = {}
    told = told_once(document, facts, (finding for one in _CHECKS for finding in one(document, facts)))
    for finding in in_scan(document, told):
        found.setdefault(finding.id, finding)
    return tuple(sorted(found.values(), key=lambda f: (f.evidence[0].span.start if f.evidence else 0, f.rule, f.id)))
