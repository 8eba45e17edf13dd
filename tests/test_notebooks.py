"""The notebooks run, show what is committed, and hold nothing of the machine that ran them."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    any(find_spec(name) is None for name in ("nbclient", "ipykernel", "matplotlib", "spacy")),
    reason="cần phần mở rộng: pip install '.[notebooks]'",
)
pytest.importorskip("nbclient")
from tests.notebooks import NOTEBOOKS, executed, read, written  # noqa: E402  # after the line above

TOP = Path(__file__).parents[1]
#: a notebook with its pictures; it is read on the web, and every change of it is kept for ever
MOST_BYTES = 150_000


def test_there_are_three() -> None:
    assert [path.name[:2] for path in NOTEBOOKS] == ["01", "02", "03"]


@pytest.mark.filterwarnings("ignore")  # the libraries that start kernels warn of each other
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_shows_what_is_committed(path: Path) -> None:
    """Where this fails since reports are read better: `python tests/notebooks.py`, look at them, commit them."""
    assert written(executed(path)) == path.read_text("utf-8")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_small_and_holds_no_paths(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.encode()) < MOST_BYTES
    machine = (TOP, TOP.parent, Path.home(), Path(sys.prefix), Path(tempfile.gettempdir()))
    # as it stands in JSON, a back stroke twice
    assert [one for one in machine if json.dumps(f"{one}{os.sep}")[1:-1] in text] == []
    assert "site-packages" not in text
    shown = [output for cell in read(path).cells if cell.cell_type == "code" for output in cell.outputs]
    assert shown
    assert all(output.output_type in ("display_data", "execute_result", "stream") for output in shown)
    assert all(output.get("name") != "stderr" for output in shown)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_defines_nothing(path: Path) -> None:
    """Notebooks draw: what other code could need belongs into modules."""
    code = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "code")
    assert not re.search(r"^\s*(?:class|async def|def) ", code, re.MULTILINE)
