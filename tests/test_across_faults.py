"""Contradictions between the reports of a district: what is found of faults placed at random, and what traps raise.

The districts, faults and traps of `corpus/across` are drawn from fixed seeds. What they hold is tested here without the
rules; the rules are measured on a few folders, and with `-m slow` on all of the five worlds.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

import pytest

from corpus.across.draw import Folder, faulty, plain, trapped
from corpus.across.faults import FAULTS
from corpus.across.folder import base, plain_reports
from corpus.across.gold import WHOLE, Printed
from corpus.across.lay import TRAPS
from corpus.across.periods import CADENCES
from corpus.across.score import Finder, Outcome, Share, alarms, outcome, precision, recall, scored, table
from corpus.across.told import PRIOR, RUNNING
from pipeline.analysis import analyse_bytes
from pipeline.compare.asked import read_checklist
from pipeline.compare.run import across
from pipeline.export.cross import CrossFinding, CrossPlace
from pipeline.export.record import as_mapping, record
from pipeline.export.record_types import Record

WORLDS = ("dev", "held", "unseen", "fresh", "blind")
#: where who mends the rules may look at alarms; of the other worlds only totals are shown
OPEN = "dev"
#: folders of each kind that the slow measure draws from a world, five faults or traps in each
FAULTY, TRAPPED = 45, 60
#: of the quick sample: faults of 15 that are found at least, and the least share of alarms that are right
LEAST_FOUND, LEAST_RIGHT = 11, 0.95


def digest(folders: Iterable[Folder]) -> str:
    parts = [f"{path}\0{text}\0" for one in folders for path, text in sorted({**one.files, **one.previous}.items())]
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:16]


#: of the first folders with faults and of those with traps: seeds and worlds are fixed
DIGESTS = {
    "dev": ("e7fea234825f4227", "d44918c8b0bb03c0"),
    "held": ("ea440a32c610377d", "d5d73f6738711b66"),
    "unseen": ("67ca76a8d2e8587d", "ef3a454e52027cfa"),
    "fresh": ("7728942f3ca11c48", "c94b3b9f474205c0"),
    "blind": ("85dd968ab1017eb2", "714a930e18d2689b"),
}


@pytest.mark.parametrize("name", WORLDS)
def test_drawn_the_same_on_every_machine(name: str) -> None:
    assert (digest(faulty(name, 4)), digest(trapped(name, 4))) == DIGESTS[name]


@pytest.mark.parametrize("name", WORLDS)
def test_faults_stand_where_gold_says(name: str) -> None:
    kinds: Counter[str] = Counter()
    for folder in faulty(name, 12):
        for gold in folder.golds:
            kinds[gold.fault.kind] += 1
            assert gold.wrong or gold.fault.kind in WHOLE
            for printed in gold.touched:
                held = folder.files.get(printed.path) or folder.previous[printed.path]
                assert printed.text in held.split("\n")[printed.line - 1]
            assert gold.fault.kind == "missing" or gold.fault.path in folder.files
    assert set(kinds) == set(FAULTS)


@pytest.mark.parametrize("name", WORLDS)
def test_traps_of_every_kind_are_laid(name: str) -> None:
    folders = list(trapped(name, 24))
    kinds = Counter(trap.kind for folder in folders for trap in folder.traps)
    assert len(TRAPS) >= 15
    assert set(kinds) == set(TRAPS)
    assert min(kinds.values()) >= 2
    assert all(not folder.golds for folder in folders)


@pytest.mark.parametrize("name", WORLDS)
def test_what_a_trap_changes_is_not_told_again_elsewhere(name: str) -> None:
    """A figure that a note explains would contradict its sum since January and what a later report says it was."""
    changed: set[str] = set()
    for folder in trapped(name, 24):
        for trap in folder.traps:
            if trap.kind in ("own_offices", "erratum"):
                changed |= {key for _, key in trap.plan.shift} | {key for _, _, key in trap.plan.told}
    marks = [mark for order in CADENCES for one in plain_reports(base(name, order)).values() for mark in one.marks]
    again = {
        mark.key.removeprefix(RUNNING).removeprefix(PRIOR) for mark in marks if mark.key.startswith((RUNNING, PRIOR))
    }
    assert len(changed) >= 2
    assert not changed & again
    assert again


def finding(places: Sequence[tuple[str, int, str]], kind: str = "x", message: str = "") -> CrossFinding:
    evidence = [CrossPlace(path, line, 1, text, None, None) for path, line, text in places]
    return CrossFinding("f", kind, kind, "error", message, "", evidence, None, None, None)


def told_by_gold(folder: Folder) -> list[CrossFinding]:
    """The findings of one who knows where the faults are."""
    made = []
    for gold in folder.golds:
        places = [(one.path, one.line, one.text) for one in gold.wrong[:1]]
        made.append(finding(places, gold.fault.kind, f"Xã {gold.fault.unit}"))
    return made


def test_score_of_who_knows_who_is_silent_and_who_errs() -> None:
    folders = [*faulty("dev", 3), *trapped("dev", 2)]
    knows = scored(told_by_gold, folders)
    assert recall(knows)["all"] == Share(15, 15)
    assert precision(knows) == Share(15, 15)
    silent = scored(lambda _: [], folders)
    assert recall(silent)["all"] == Share(0, 15)
    assert precision(silent) == Share(0, 0)
    trap = folders[-1].traps[0]
    erring = outcome(folders[-1], [finding([(min(trap.paths), 1, "5")])])
    assert alarms([erring])[trap.kind].hits == 1
    assert precision([erring]) == Share(0, 1)
    shifted = next(gold for gold in folders[0].golds if gold.fault.kind == "opening").wrong[0]
    beside = outcome(folders[0], [finding([(shifted.path, shifted.line, shifted.text + "1")])])
    assert not any(found for _, found in beside.found)


def test_share_has_the_interval_of_wilson() -> None:
    low, high = Share(95, 100).interval
    assert (round(low, 3), round(high, 3)) == (0.888, 0.978)
    assert Share(0, 0).interval == (0.0, 1.0)


@cache
def read(path: str, text: str) -> Record:
    return record(analyse_bytes(text.encode(), path))


@cache
def as_json(path: str, text: str) -> dict[str, object]:
    return as_mapping(read(path, text))


def finder() -> Finder:
    """The rules across reports."""

    def found(folder: Folder) -> list[CrossFinding]:
        now = [(as_json(path, text), text) for path, text in folder.files.items()]
        before = [(as_json(path, text), text) for path, text in folder.previous.items()]
        asked = read_checklist(folder.checklist, "a.csv") if folder.checklist else ()
        return list(across(now, before, asked))

    return found


def shown(lines: Sequence[str], pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]) -> None:
    terminal = pytestconfig.pluginmanager.get_plugin("terminalreporter")
    with capsys.disabled():
        terminal.write_line("\n" + "\n".join(lines))


def test_a_small_sample_of_faults_and_traps(pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]) -> None:
    rules = finder()
    made = scored(rules, [*faulty("dev", 3), *trapped("dev", 1), next(plain("dev"))])
    found, right = recall(made)["all"], precision(made)
    shown([f"across: found {found}; precision {right}"], pytestconfig, capsys)
    assert found.of == 15
    assert found.hits >= LEAST_FOUND
    assert right.hits >= LEAST_RIGHT * right.of


@pytest.mark.slow
@pytest.mark.parametrize("name", WORLDS)
def test_all_faults_and_traps(name: str, pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]) -> None:
    rules = finder()
    made = scored(rules, [*faulty(name, FAULTY), *trapped(name, TRAPPED), *plain(name)])
    linked = [(gold, found) for one in made for gold, found in one.found if has_metric(one.folder, gold.wrong[:1])]
    of_metrics = Share(sum(found for _, found in linked), len(linked))
    lines = [*table(made), f"found of figures with a metric: {of_metrics}"]
    shown([f"across, world {name}:", *lines, *(false_alarms(made) if name == OPEN else ())], pytestconfig, capsys)
    assert recall(made)["all"].of == 5 * FAULTY


def has_metric(folder: Folder, places: Sequence[Printed]) -> bool:
    """Whether the record links the wrong figure to a metric of the catalogue."""
    for place in places:
        numbers = read(place.path, folder.files[place.path]).numbers
        if any((one.line, one.text) == (place.line, place.text) and one.metric for one in numbers):
            return True
    return False


def false_alarms(made: Sequence[Outcome]) -> list[str]:
    """The first false alarms in words, for who mends the rules."""
    every = [f"  {one.kind} [{one.severity}] {one.message}" for outcome in made for one in outcome.false]
    return [f"false alarms, the first of {len(every)}:", *every[:20]]
