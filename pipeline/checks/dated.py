"""Dated facts of law and reporting, as tables: a rule is in force from its first day up to the day it ended.

Rows that no source at hand confirms are marked `unverified` and never raise more than a remark.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractors.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Act:
    """A law or paper with the days it was in force: `since` the first, `ended` the first without force (ISO).

    It is cited by number ("61/2018/NĐ-CP"; `day` where a number alone is given anew every year) or by name and year.
    """

    what: str
    number: str
    day: str
    name: str
    year: str
    successor: str
    since: str
    ended: str
    verified: bool
    source: str


@cache
def acts() -> tuple[Act, ...]:
    """Return the acts that ended, as validity.csv has them."""
    text = files(__package__ or "").joinpath("validity.csv").read_text("utf-8")
    return tuple(_act(row) for row in csv.DictReader(text.splitlines()))


def _act(row: dict[str, str]) -> Act:
    number, _, day = row["number"].partition("|")
    return Act(
        row["what"],
        plain_number(number),
        day,
        fold(row["name"]),
        row["year"],
        row["replaced_by"],
        row["valid_from"],
        row["valid_to"],
        row["trust"] == "verified",
        row["source"],
    )


def plain_number(number: str) -> str:
    """Return a number and symbol in one form, however its signs and leading zeros are printed.

    >>> plain_number("01/2020/TT-VPCP"), plain_number("66-QĐ/TW")
    ('1/2020/TT-VPCP', '66/QĐ-TW')
    """
    parts = number.upper().replace("–", "-").replace("/", "-").split("-")
    number, *rest = parts[0].lstrip("0"), *parts[1:]
    year = rest.pop(0) if rest and rest[0].isdigit() else ""
    return "/".join(filter(None, (number, year, "-".join(rest))))


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """The official abbreviation of a kind of paper, in symbols of the State or of the Party, from a day on (ISO)."""

    short: str
    name: str
    family: str
    since: str
    verified: bool


@cache
def abbreviations() -> tuple[Abbreviation, ...]:
    """Return the abbreviations of abbreviations.csv."""
    text = files(__package__ or "").joinpath("abbreviations.csv").read_text("utf-8")
    return tuple(
        Abbreviation(row["abbreviation"], row["name"], row["family"], row["valid_from"], row["trust"] == "verified")
        for row in csv.DictReader(text.splitlines())
    )


@cache
def by_number() -> dict[str, Act]:
    """Return the acts by their number in one form."""
    return {act.number: act for act in acts()}


@cache
def by_name() -> dict[tuple[str, str], Act]:
    """Return the acts that are cited by name and year."""
    return {(act.name, act.year): act for act in acts() if act.name}
