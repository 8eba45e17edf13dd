"""Laws cited with a year that is none of theirs (rule `citation`), as remarks.

The years of laws by name are rows of laws.csv, those of amendments among them; those of the terms of the National
Assembly, which the symbols of its acts name ("10/2022/QH15"), rows of legislatures.csv.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from extractors.document import Document
from extractors.facts import Facts
from extractors.vietnamese import fold
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, make
from pipeline.checks.stale import laws_by_year


@cache
def years_of() -> dict[str, tuple[str, ...]]:
    """Return the years in which laws of a name were passed or amended."""
    text = files(__package__ or "").joinpath("laws.csv").read_text("utf-8")
    return {fold(row["name"]): tuple(row["years"].split("|")) for row in csv.DictReader(text.splitlines())}


@cache
def terms_of() -> dict[str, tuple[str, str]]:
    """Return the first and last year of the terms of the National Assembly by their symbols."""
    text = files(__package__ or "").joinpath("legislatures.csv").read_text("utf-8")
    return {row["symbol"]: (row["first"], row["last"]) for row in csv.DictReader(text.splitlines())}


def _other_term(document: Document, facts: Facts) -> Iterator[Finding]:
    told: set[tuple[str, ...]] = set()
    for paper in facts.papers:
        symbol = paper.key[3].removeprefix("UBTV")
        years = terms_of().get(symbol)
        if paper.number is None or years is None or not paper.key[1] or paper.key in told:
            continue
        if not years[0] <= paper.key[1] <= years[1]:
            told.add(paper.key)
            text = " ".join(document.quote(paper.span).split())
            message = messages.LAW_TERM.format(text=text, symbol=symbol, first=years[0], last=years[1])
            evidence = [Evidence(paper.span, paper.number)]
            yield make(document, facts, "citation", "info", message, evidence, messages.ASK_CITATION)


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield each law with a year that is not one of its own, once, then acts of a term that has not their year."""
    yield from _other_term(document, facts)
    told: set[tuple[str, str]] = set()
    for law in laws_by_year(document, facts):
        years = years_of().get(law.name, ())
        if not years or law.year in years or (law.name, law.year) in told:
            continue
        told.add((law.name, law.year))
        text = " ".join(document.quote(law.span).split())
        shown = ("năm " if len(years) == 1 else "các năm ") + ", ".join(years)
        message = messages.LAW_YEAR.format(text=text, years=shown)
        evidence = [Evidence(law.span, law.number)]
        yield make(document, facts, "citation", "info", message, evidence, messages.ASK_CITATION)
