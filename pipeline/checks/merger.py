"""Units and bodies that are no longer there, or not yet, on the day of a paper (rule `name`), and provinces misspelt.

The facts are dated rows of units.csv. Only who issues a paper, what stands above him in its head, and whom it is
addressed to are asked: what its text tells of units of before is history.
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
from extractors.header.names import Unit, units_of
from extractors.vietnamese import fold
from pipeline.checks import messages
from pipeline.checks.calendar_order import shown
from pipeline.checks.finding import Evidence, Finding, make
from pipeline.checks.head import is_slip

#: lines of the head
_HEAD = 12
_FORMER = re.compile(r"\(\s*(?:cũ|trước đây)|(?<!\w)(?:cũ|nguyên|trước đây|trước sắp xếp)(?!\w)")


@dataclass(frozen=True, slots=True)
class DatedUnit:
    """A kind of unit (`name` empty), or one unit or body, with its first day and the first day without it (ISO, "").

    `also` are other ways to write its name.
    """

    kind: str
    name: str
    also: tuple[str, ...]
    since: str
    ended: str
    successor: str
    source: str

    def known(self, day: str) -> bool:
        """Whether it is there on a day or in a month (ISO)."""
        return self.since[: len(day)] <= day and (not self.ended or day < self.ended[: len(day)])


@cache
def dated_units() -> tuple[DatedUnit, ...]:
    """Return the rows of units.csv."""
    text = files(__package__ or "").joinpath("units.csv").read_text("utf-8")
    return tuple(_unit(row) for row in csv.DictReader(text.splitlines()))


def _unit(row: dict[str, str]) -> DatedUnit:
    also = tuple(filter(None, row["also"].split("|")))
    return DatedUnit(
        row["kind"], row["name"], also, row["valid_from"], row["valid_to"], row["successor"], row["source"]
    )


@cache
def _by_name() -> dict[tuple[str, str], DatedUnit]:
    return {(one.kind, plain(name)): one for one in dated_units() for name in (one.name, *one.also)}


def plain(name: str) -> str:
    """Return a name in one form, with or without a dash, with i or y.

    >>> plain("Bà Rịa – Vũng Tàu") == plain("Bà Rịa-Vũng Tàu"), plain("Gia Lai") == plain("Gia Lại")
    (True, False)
    """
    return " ".join(fold(name).replace("-", " ").replace("ý", "í").replace("y", "i").split())


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield units of the head and the addressee that are not there on the day of the paper, then provinces misspelt."""
    day = facts.header.date or ""
    if len(day) >= len("2025-07") and not facts.header.web and facts.header.title_span is not None:
        told: set[str] = set()
        for text, span, one in _of_head(document, facts):
            if not one.known(day) and text not in told:
                told.add(text)
                yield _finding(document, facts, text, span, one, day)
    yield from _misspelt(document, facts)


def _of_head(document: Document, facts: Facts) -> Iterator[tuple[str, Span, DatedUnit]]:
    """Yield the units and bodies that head and addressee name, with their rows."""
    for block in document.blocks[:_HEAD]:
        title = facts.header.title_span
        folded = facts.folded[block.span.start : block.span.end]
        addressed = folded.lstrip(" *").startswith("kính gửi")
        above = title is not None and block.span.end <= title.start
        if not (addressed or above) or len(folded) > 200 or _FORMER.search(folded):
            continue
        for unit in units_of(document.quote(block.span)):
            row = _row(unit)
            if row is not None:
                yield unit.text, Span(block.span.start + unit.start, block.span.start + unit.end), row
        yield from (_bodies(folded, block.span) if addressed else ())


def _row(unit: Unit) -> DatedUnit | None:
    """Return the row of a unit by its name, else that of its kind."""
    return _by_name().get((unit.noun, plain(unit.name))) or _by_name().get((unit.noun, ""))


def _bodies(folded: str, span: Span) -> Iterator[tuple[str, Span, DatedUnit]]:
    for one in dated_units():
        at = folded.find(fold(one.name)) if one.kind == "sở" else -1
        if at >= 0:
            yield one.name, Span(span.start + at, span.start + at + len(one.name)), one


def _finding(document: Document, facts: Facts, text: str, span: Span, one: DatedUnit, day: str) -> Finding:
    if one.ended:
        successor = messages.UNIT_NOW.format(successor=one.successor) if one.successor else ""
        message = messages.UNIT_ENDED.format(text=text, day=shown(one.ended), report=shown(day), successor=successor)
    else:
        message = messages.UNIT_NOT_YET.format(text=text, day=shown(one.since), report=shown(day))
    return make(document, facts, "name", "info", message, [Evidence(span)], messages.ASK_NAME)


def _misspelt(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield the first "tỉnh …" that no province is called and one letter keeps from the only one it may be."""
    for block in document.blocks:
        if "tỉnh " not in facts.folded[block.span.start : block.span.end]:
            continue
        for unit in units_of(document.quote(block.span)):
            right = _meant(unit) if unit.noun == "tỉnh" else None
            if right is not None:
                span = Span(block.span.start + unit.start, block.span.start + unit.end)
                message = messages.PROVINCE_SLIP.format(here=unit.text, right=right)
                yield make(document, facts, "name", "info", message, [Evidence(span)], messages.ASK_NAME)
                return


def _meant(unit: Unit) -> str | None:
    if ("tỉnh", plain(unit.name)) in _by_name():
        return None
    near = [one for one in dated_units() if one.kind == "tỉnh" and is_slip(unit.text, f"tỉnh {one.name}")]
    return f"tỉnh {near[0].name}" if len(near) == 1 else None
