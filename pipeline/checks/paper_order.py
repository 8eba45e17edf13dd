"""Papers of one body, kind and year whose numbers run against their dates (rule `citation`), as a remark.

Numbers begin at 01 on the first day of the year and follow the order of dates (Decree 30/2020, Article 15); those of
the Party run through a term. A few days apart a number may have been kept free.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from extractors.document import Document
from extractors.facts import Facts
from extractors.numbers.papers import Paper
from pipeline.checks import messages
from pipeline.checks.calendar_order import shown
from pipeline.checks.finding import Evidence, Finding, make

_APART = 7
_MOST = 40


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield the first two papers that contradict the order."""
    groups: dict[tuple[str, ...], dict[tuple[int, str], Paper]] = {}
    for paper in facts.papers:
        if paper.number is None or paper.issuer is None or not paper.issuer.level or not _is_day(paper.when):
            continue
        if paper.key[0].isdigit() and "/" in document.text[paper.span.start : paper.span.end].partition("-")[0]:
            key = (*paper.key[1:], str(paper.when)[:4], paper.issuer.body, paper.issuer.level, paper.issuer.name)
            groups.setdefault(key, {}).setdefault((int(paper.key[0]), str(paper.when)), paper)
    for group in groups.values():
        for (low, early), (high, late) in combinations(sorted(group)[:_MOST], 2):
            apart = (date.fromisoformat(early) - date.fromisoformat(late)).days
            if low < high and apart > _APART:
                one, other = group[low, early], group[high, late]
                texts = [" ".join(document.quote(paper.span).split()) for paper in (one, other)]
                message = messages.CITATION_ORDER.format(
                    one=texts[0], first=shown(early), other=texts[1], second=shown(late)
                )
                evidence = [Evidence(paper.span, paper.number) for paper in (one, other)]
                yield make(document, facts, "citation", "info", message, evidence, messages.ASK_CITATION)
                return


def _is_day(when: str | None) -> bool:
    try:
        return bool(when) and bool(date.fromisoformat(str(when)))
    except ValueError:
        return False
