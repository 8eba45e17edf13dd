"""Errors injected over the numbers of gold, and edits that harm nothing: how many are found, how many alarm.

The sample that always runs holds floors that a fall would break; `-m slow` tries two thousand errors of all splits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

import pytest

from corpus.errors import drawn
from corpus.word_edits import word_edit
from tests.injected import (
    Tried,
    alarms,
    found_in_word,
    found_share,
    harmless,
    misses,
    reports,
    summary,
    tried,
    word_form,
)

SEED = 20240614
SPLITS = ("develop", "further", "evaluate")
#: the bars of the issue, and what the small sample reaches, less a little
BAR, FLOOR = 0.95, 0.6
ALARM_BAR, ALARM_FLOOR = 0.005, 0.02


@cache
def errors(split: str, count: int) -> tuple[Tried, ...]:
    """Errors of a split; each split has a seed of its own."""
    return tuple(tried(split, name, edit) for name, edit in drawn(reports(split), SEED + SPLITS.index(split), count))


def told(lines: Sequence[str], pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]) -> None:
    terminal = pytestconfig.pluginmanager.get_plugin("terminalreporter")
    with capsys.disabled():
        terminal.write_line("\n" + "\n".join(lines))


def test_a_small_sample_of_errors(pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]) -> None:
    some = [*errors("develop", 30), *errors("further", 30)]
    lines = summary(some)
    told([f"injector: {'; '.join(lines[:3])}; {lines[-1]}"], pytestconfig, capsys)
    assert len(some) == 60
    assert sum(one.edit.must for one in some) >= 30
    assert found_share(some) >= FLOOR


def test_a_small_sample_of_harmless_edits(pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]) -> None:
    made = [("develop", *one) for one in harmless("develop", 1, SEED)][::12]
    new = [(code, name, alarms(split, name, text)) for split, code, name, text in made]
    loud = [f"{name} {code}: {found[0].message}" for code, name, found in new if found]
    told([f"harmless: {len(loud)}/{len(made)} alarm"], pytestconfig, capsys)
    assert len(made) > 60
    assert len(loud) <= ALARM_FLOOR * len(made), "\n".join(loud)


def in_word(count: int) -> list[tuple[Tried, bool]]:
    """Errors of the develop split that have a place in the Word forms, with whether they are found there."""
    made = []
    for one in errors("develop", count):
        form = word_edit(word_form(one.name), reports("develop")[one.name], one.edit)
        if form is not None and one.edit.must:
            made.append((one, found_in_word(one.name, one.edit, form)))
    return made


def test_errors_in_word_files_are_found_as_in_texts(
    pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> None:
    made = in_word(30)
    told([word_figures(made)], pytestconfig, capsys)
    assert len(made) >= 8
    assert sum(word for _, word in made) >= sum(one.found for one, _ in made) - 1


def word_figures(made: Sequence[tuple[Tried, bool]]) -> str:
    words, texts = sum(word for _, word in made), sum(one.found for one, _ in made)
    return f"injector, Word files: found {words} of {len(made)} errors; in the same texts {texts}"


@pytest.mark.slow
def test_many_errors_in_word_files(pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]) -> None:
    made = in_word(667)
    apart = [f"  {one.name} {one.edit.code}: {one.edit.changes}" for one, word in made if one.found and not word]
    told([word_figures(made), *apart[:20]], pytestconfig, capsys)
    assert len(made) > 200
    assert sum(word for _, word in made) >= 0.97 * sum(one.found for one, _ in made)


@pytest.mark.slow
def test_two_thousand_errors(pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]) -> None:
    every = [one for split in SPLITS for one in errors(split, 667)]
    lines = [line for split in SPLITS for line in (f"== {split}", *summary(errors(split, 667)))]
    told([*lines, "== all", *summary(every)], pytestconfig, capsys)
    assert len(every) >= 2000
    assert found_share(every) >= BAR, "\n".join(misses(every)[:15])


@pytest.mark.slow
def test_harmless_edits_of_all_reports(pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]) -> None:
    made = [(split, *one) for split in SPLITS for one in harmless(split, 1, SEED)]
    loud = [(split, code, name, new) for split, code, name, text in made if (new := alarms(split, name, text))]
    by_code = Counter(code for _, code, _, _ in loud)
    lines = [f"harmless: {len(loud)}/{len(made)} alarm = {len(loud) / len(made):.4f}", f"  {dict(by_code)}"]
    lines += [f"  {name} {code}: {new[0].message}" for split, code, name, new in loud if split != "evaluate"]
    told(lines, pytestconfig, capsys)
    assert len(loud) <= ALARM_BAR * len(made)
