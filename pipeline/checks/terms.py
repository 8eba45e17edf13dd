"""Terms of rules that ended, told as those of today (rule `stale-law`), as remarks: rows of terms.csv.

What the report tells of the time before counts by that time, as with laws; a sentence that tells history is right.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractors.document import Document, Span
from extractors.facts import Facts
from extractors.lexicon import phrase_pattern, table
from extractors.vietnamese import fold
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, make
from pipeline.checks.stale import reported

_SENTENCE = re.compile(r"[.;](?=\s|$)")


@dataclass(frozen=True, slots=True)
class Term:
    """A term with the words that have to stand in its sentence, the first day without it (ISO) and what followed it."""

    pattern: re.Pattern[str]
    beside: re.Pattern[str] | None
    ended: str
    successor: str
    source: str


@cache
def terms() -> tuple[Term, ...]:
    """Return the rows of terms.csv."""
    text = files(__package__ or "").joinpath("terms.csv").read_text("utf-8")
    return tuple(
        Term(
            re.compile(phrase_pattern([row["term"]])),
            re.compile(phrase_pattern(row["beside"].split("|"))) if row["beside"] else None,
            row["valid_to"],
            row["replaced_by"],
            row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    )


@cache
def _history() -> re.Pattern[str]:
    return re.compile(phrase_pattern([row["cue"] for row in table("law_cues.csv") if row["kind"] == "history"]))


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield the first place of each successor's forerunner in a report whose whole time lies behind the end of it."""
    first, _ = reported(facts)
    if not first:
        return
    told: set[str] = set()
    for term in terms():
        if term.ended > first or term.successor in told:
            continue
        for match in term.pattern.finditer(facts.folded):
            if _is_current(document, facts, term, match):
                told.add(term.successor)
                text = " ".join(document.text[match.start() : match.end()].split())
                day = "/".join(reversed(term.ended.split("-")))
                message = messages.STALE_TERM.format(text=text, day=day, successor=term.successor)
                evidence = [Evidence(Span(match.start(), match.end()))]
                yield make(document, facts, "stale-law", "info", message, evidence, messages.ASK_STALE)
                break


def _is_current(document: Document, facts: Facts, term: Term, match: re.Match[str]) -> bool:
    """Whether the sentence of a term tells no history, no year of before, and what has to stand beside it."""
    block = document.blocks[document.block_at(match.start())].span
    start = max((m.end() for m in _SENTENCE.finditer(facts.folded, block.start, match.start())), default=block.start)
    after = _SENTENCE.search(facts.folded, match.end(), block.end)
    sentence = facts.folded[start : after.start() if after else block.end]
    if _history().search(sentence) or (term.beside is not None and not term.beside.search(sentence)):
        return False
    years = re.findall(r"(?<![\d/])(?:19|20)\d\d(?!\d)", fold(sentence))
    return not any(year < term.ended[:4] for year in years)
