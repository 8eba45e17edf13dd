"""Marks the tests that tests/cases/known_failures.toml lists as strict expected failures."""

from __future__ import annotations

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
