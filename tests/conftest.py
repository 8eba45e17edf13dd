"""Marks the tests of tests/cases/known_failures.toml as strict expected failures; reads files in this process."""

from __future__ import annotations

import gc
import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LIST = HERE / "cases" / "known_failures.toml"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    known = {row["test"]: row["reason"] for row in tomllib.loads(LIST.read_text("utf-8")).get("failure", [])}
    for item in items:
        reason = known.get(item.nodeid.removeprefix("tests/"))
        if reason is not None:
            item.add_marker(pytest.mark.xfail(reason=reason, strict=True))


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Let go of what a module of tests kept: workers are copies of this process, and a large one is copied slowly."""
    if nextitem is not None and nextitem.path == item.path:
        return
    module = getattr(item, "module", None)  # what modules share is kept
    for value in list(vars(module).values()) if module else []:
        if hasattr(value, "cache_clear") and getattr(value, "__module__", "") == item.module.__name__:  # type: ignore[attr-defined]
            value.cache_clear()
    gc.collect()


@pytest.fixture(autouse=True)
def in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers would each warm up for one small file: they have their own tests, and those that start the program."""
    if request.path.stem != "test_workers":
        monkeypatch.setattr("pipeline.apart._MOST_WORKERS", 0)
