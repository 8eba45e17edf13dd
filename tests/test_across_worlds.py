"""The worlds of district reports are true: figures printed agree in a report, between periods and with the district.

Nothing here runs a rule; what the rules find is measured in `test_across_faults.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest

from corpus.across.folder import Base, base, plain_reports
from corpus.across.periods import CADENCES
from corpus.across.told import PRIOR, RUNNING, computed
from corpus.across.world import COMPUTED, DISTRICT, world

WORLDS = ("dev", "held", "unseen", "fresh", "blind")
#: which worlds have a second column with this head, no points between thousands, money in đồng, and towns
OWN_WAYS = {"fresh": (True, True, True, True), "blind": (False, True, False, True)}


def number(text: str) -> int:
    return int(text.replace(".", ""))


def said(of: Base, path: str) -> dict[tuple[str, str], set[str]]:
    """What a report prints of whom, by unit and key."""
    made: dict[tuple[str, str], set[str]] = {}
    for mark in plain_reports(of)[path].marks:
        made.setdefault((mark.unit, mark.key), set()).add(mark.printed)
    return made


@pytest.mark.parametrize("name", WORLDS)
@pytest.mark.parametrize("order", CADENCES)
def test_plain_folder_agrees_with_itself(name: str, order: str) -> None:
    of = base(name, order)
    opening, _, _, closing = of.world.fields[0].balance
    checked: Counter[str] = Counter()
    told = {(one.unit, one.number): said(of, path) for path, one in plain_reports(of).items()}
    for (unit, at), figures in told.items():
        assert all(len(texts) == 1 for texts in figures.values()), (unit, at)
        for before in range(at):
            if of.periods[at].follows(of.periods[before]):
                assert figures[unit, opening] == told[unit, before][unit, closing]
                checked["opening"] += 1
        if unit == DISTRICT:
            for key in (opening, closing):
                parts = [number(min(figures[one, key])) for one in of.world.communes]
                own = [number(min(told[one, at][one, key])) for one in of.world.communes]
                assert parts == own
                assert sum(parts) == number(min(figures[DISTRICT, key]))
                checked["sum"] += 1
    assert checked["sum"] == 8
    assert checked["opening"] >= 13


@pytest.mark.parametrize("name", WORLDS)
def test_keys_of_a_world_are_unique(name: str) -> None:
    keys = [figure.key for field in world(name).fields for figure in field.figures]
    assert len(keys) == len(set(keys)) > 25


@pytest.mark.parametrize("name", WORLDS)
@pytest.mark.parametrize("order", CADENCES)
def test_computed_figures_follow_from_those_printed_beside_them(name: str, order: str) -> None:
    of = base(name, order)
    rules = [one for one in of.world.figures.values() if one.kind in COMPUTED and one.kind != "reached"]
    checked: Counter[str] = Counter()
    for path, one in plain_reports(of).items():
        figures = {key: min(texts) for (unit, key), texts in said(of, path).items() if unit == one.unit}
        for rule in rules:
            if {rule.key, *rule.of} <= set(figures):
                value = computed(rule, {key: decimal(figures[key]) for key in rule.of})
                assert decimal(figures[rule.key]) == value, (path, rule.key)
                checked[rule.kind] += 1
    assert min(checked[kind] for kind in ("sum", "less", "rate")) > 20


@pytest.mark.parametrize("name", WORLDS)
def test_last_year_and_sums_since_january_are_those_reported(name: str) -> None:
    checked: Counter[str] = Counter()
    for order in ("quarters", "years"):
        of = base(name, order)
        told = {(one.unit, one.number): said(of, path) for path, one in plain_reports(of).items()}
        for (unit, at), figures in told.items():
            for (_, key), texts in figures.items():
                bare, before = key.removeprefix(RUNNING).removeprefix(PRIOR), range(at - 2, at - 1)
                since = range(at + 1) if key.startswith(RUNNING) else before
                of_then = [told[unit, one].get((unit, bare)) for one in since if one >= 0] if bare != key else []
                if of_then and all(of_then):
                    expected = sum(decimal(min(one)) for one in of_then if one)
                    assert decimal(min(texts)) == expected, (unit, at, key)
                    checked[key[:4]] += 1
    assert min(checked[RUNNING], checked[PRIOR[:4]]) > 20


@pytest.mark.parametrize("name", WORLDS)
def test_only_a_world_with_ways_of_its_own_prints_them(name: str) -> None:
    texts = {path: one.text for path, one in plain_reports(base(name, "quarters")).items()}
    every = "\n".join(texts.values())
    second = re.findall(r"\tTừ đầu năm đến nay\tGhi chú\n1\t[^\t]+\t[^\t]+\t[\d.,]+\t[\d.,]*\t\n", every)
    without = re.findall(r"(?<![\d.,])[1-9]\d{3} (?:hồ sơ|hộ|triệu)", every)
    found = (bool(second), bool(without), ".000.000 đồng" in every, any("thi tran" in path for path in texts))
    assert found == OWN_WAYS.get(name, (False,) * 4)


def decimal(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))
