"""Runs the notebooks; `python tests/notebooks.py` puts what they show now into them."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
#: of one notebook, in seconds
_LONGEST = 120


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def executed(path: Path) -> NotebookNode:
    """Return a notebook with what its cells show, run in its own folder; raises CellExecutionError."""
    notebook = read(path)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    resources = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=_LONGEST, kernel_name="python3", resources=resources).execute()
    return normalised(notebook)


def normalised(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook without what differs from run to run: counts, times, versions of the kernel, names of cells."""
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for index, cell in enumerate(notebook.cells):
        cell.metadata, cell.id = nbformat.from_dict({}), f"cell-{index}"
        if cell.cell_type == "code":
            cell.execution_count = None
            cell.outputs = [_output(one) for one in cell.outputs]
    return notebook


def _output(output: NotebookNode) -> NotebookNode:
    if "execution_count" in output:
        output.execution_count = None
    if "data" in output:
        output.metadata = nbformat.from_dict({})
        # what a figure is called in memory
        output.data.pop("text/plain", None) if "image/svg+xml" in output.data else None
        output.data = nbformat.from_dict({kind: _text(shown) for kind, shown in sorted(output.data.items())})
    return output


def _text(shown: str) -> str:
    return re.sub(r"[ \t]+(?=\n)", "", shown).rstrip("\n") + "\n" * shown.endswith("\n")


def written(notebook: NotebookNode) -> str:
    return nbformat.writes(notebook, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    wanted = sys.argv[1:]
    for path in NOTEBOOKS:
        if not wanted or any(name in path.name for name in wanted):
            path.write_text(written(executed(path)), "utf-8")


if __name__ == "__main__":
    main()
