"""The code keeps its own rules: lint, form, types, and which package may import which."""

from __future__ import annotations

import subprocess
import sysconfig
import tomllib
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["ruff", "check", "."], id="ruff"),
        pytest.param(["ruff", "format", "--check", "."], id="format"),
        pytest.param(["mypy"], id="mypy"),
        pytest.param(["lint-imports"], id="imports"),
    ],
)
def test_quality(command: list[str]) -> None:
    tool = Path(sysconfig.get_path("scripts"), command[0])
    done = subprocess.run([tool, *command[1:]], cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_package_is_in_the_wheel() -> None:
    """A package that pyproject.toml forgets works here and is missing where Soát is installed."""
    listed = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    made = [
        init.parent.relative_to(TOP) for top in ("extractors", "pipeline") for init in (TOP / top).rglob("__init__.py")
    ]
    assert sorted(listed) == sorted(".".join(package.parts) for package in made)
