"""Single paragraphs in the words of several authors: right ones raise nothing, wrong ones are found so often."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.passages import CLEAN, UNREAD, WRONG, Passage, alarms, is_found, passages

RIGHT = list(passages(CLEAN))
#: at least this share is found, by size of the error: the floors lie a little under what was measured
FLOORS = {WRONG: {"gross": 0.93, "small": 0.92}, UNREAD: {"gross": 0.58, "small": 0.58}}
#: those never read are there once others have written them
FILES = [path for path in FLOORS if path.exists()]


def share(found: Sequence[bool]) -> float:
    return sum(found) / len(found)


def test_files_hold_what_they_say() -> None:
    assert [len(list(passages(path))) for path in (CLEAN, WRONG)] == [876, 1137]
    for path in FILES:
        assert {p.size for p in passages(path)} == {"gross", "small"}
        assert [p.text for p in passages(path) if p.wrong not in p.text and p.wrong[:1].isdigit()] == []


@pytest.mark.parametrize("start", range(0, 876, 60))
def test_right_paragraphs_raise_no_alarm(start: int) -> None:
    raised = [(p.text, told) for p in RIGHT[start : start + 60] if (told := alarms(p.text))]
    assert raised == []


def test_paragraphs_put_right_raise_no_alarm() -> None:
    mended = [p.mended for path in FILES for p in passages(path) if p.mended is not None]
    assert len(mended) > 1000
    assert [(text, told) for text in mended if (told := alarms(text))] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: "unread" if "evaluate" in path.parts else "read")
def test_wrong_paragraphs_are_found(path: Path, pytestconfig: pytest.Config) -> None:
    """Of those unread nothing but these two figures is printed."""
    by_size: dict[str, list[Passage]] = {}
    for passage in passages(path):
        by_size.setdefault(passage.size, []).append(passage)
    found = {size: share([is_found(p) for p in told]) for size, told in sorted(by_size.items())}
    told = ", ".join(f"{size} {value:.3f}" for size, value in found.items())
    terminal = pytestconfig.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None:
        terminal.write_line(f"\npassages, {path.parts[-3]}: {told}")
    assert all(found[size] >= floor for size, floor in FLOORS[path].items()), found
