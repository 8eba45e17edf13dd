"""Laws cited by name with a year in which none of that name was passed (rule `citation`), as a remark.

The years are rows of laws.csv, those of amendments among them.
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


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield each law with a year that is not one of its own, once."""
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
