"""Contradictions in folders of one single period: what is found of faults placed at random, and what traps raise."""

from __future__ import annotations

import pytest

from corpus.across.alone import faulty_alone, trapped_alone
from corpus.across.score import precision, recall, scored, table
from tests.test_across_faults import WORLDS, finder, shown

#: folders of each kind that the slow measure draws from a world
FAULTY, TRAPPED = 30, 20


@pytest.mark.parametrize("name", WORLDS)
def test_only_one_period_is_in_the_folder(name: str) -> None:
    kinds = set()
    for folder in (*faulty_alone(name, 9), *trapped_alone(name, 3)):
        assert len({path.split("/")[0] for path in folder.files}) == 1
        assert not folder.previous
        assert all(gold.fault.kind == "missing" or gold.fault.path in folder.files for gold in folder.golds)
        for printed in (printed for gold in folder.golds for printed in gold.wrong):
            assert printed.text in folder.files[printed.path].split("\n")[printed.line - 1]
        kinds |= {gold.fault.kind for gold in folder.golds}
    assert kinds == {"clone", "commune_district", "district_sum", "left_from_sum", "missing", "other_name", "scale"}


def test_the_same_on_every_machine() -> None:
    first, again = (list(faulty_alone("dev", 3)) for _ in range(2))
    assert [one.files for one in first] == [one.files for one in again]


def test_a_small_sample_of_one_period(pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]) -> None:
    made = scored(finder(), [*faulty_alone("dev", 3), *trapped_alone("dev", 1)])
    found, right = recall(made)["all"], precision(made)
    shown([f"one period: found {found}; precision {right}"], pytestconfig, capsys)
    assert right.hits == right.of
    assert recall(made)["missing"].hits == recall(made)["missing"].of
    assert found.hits >= 3


@pytest.mark.slow
@pytest.mark.parametrize("name", WORLDS)
def test_all_of_one_period(name: str, pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]) -> None:
    made = scored(finder(), [*faulty_alone(name, FAULTY), *trapped_alone(name, TRAPPED)])
    shown([f"one period, world {name}:", *table(made)], pytestconfig, capsys)
    assert recall(made)["all"].of >= 2 * FAULTY
