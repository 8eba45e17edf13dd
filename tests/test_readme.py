"""The README's two commands stand as they are, CI runs the test one, every command of soat is named."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import typer

from pipeline import cli

TOP = Path(__file__).parents[1]
README = (TOP / "README.md").read_text("utf-8")

RUN = (
    "python3 -m venv .venv && .venv/bin/python -m pip install -c constraints.txt . "
    "&& .venv/bin/soat run corpus/reports --out ket-qua"
)
TESTS = (
    "python3 -m venv .venv && .venv/bin/python -m pip install -c constraints.txt -e '.[test]' "
    "&& .venv/bin/python -m pytest"
)


def test_exactly_two_commands_are_marked() -> None:
    marked = re.findall(r"^<!-- command: (\w+) -->\n```sh\n(.*?)\n```$", README, flags=re.MULTILINE | re.DOTALL)
    assert marked == [("run", RUN), ("tests", TESTS)]


def test_ci_runs_the_test_command_of_the_readme() -> None:
    shown = subprocess.run(["bash", ".ci/run", "--show"], cwd=TOP, capture_output=True, text=True, check=True)
    assert shown.stdout == TESTS + "\n"
    assert "pytest" not in (TOP / ".ci/run").read_text("utf-8")


def test_every_command_is_named() -> None:
    app = next(value for value in vars(cli).values() if isinstance(value, typer.Typer))
    commands = typer.main.get_command(app).commands
    assert commands
    assert [name for name in commands if f"`soat {name}" not in README] == []


def test_constraints_pin_names_and_versions_only() -> None:
    lines = (TOP / "constraints.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9][\w.-]*==[\w.+!]+", line)] == []
    assert lines == sorted(lines, key=str.lower)
    assert not any(line.lower().startswith("soat==") for line in lines)
