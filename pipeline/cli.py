"""The command line."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

app = typer.Typer(add_completion=False)


@app.callback()
def _root() -> None:
    """Soát."""


@app.command()
def check(paths: list[Path], format: str = "text") -> None:
    """Check."""
    from pipeline.analyse import Failure, analyse
    from pipeline.export.jsonl import json_line
    from pipeline.export.record import as_mapping, record
    from pipeline.ingest.folder import find_files

    for file in find_files(paths).files:
        result = analyse(file.path, file.shown)
        if isinstance(result, Failure) or format == "json":
            sys.stdout.buffer.write(json_line(as_mapping(record(result))))


def main() -> None:
    """Run."""
    app()
