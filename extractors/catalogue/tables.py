"""The tables of the catalogue, read once."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a CSV table of the catalogue, by its head."""
    return tuple(csv.DictReader(files(__package__).joinpath(name).read_text("utf-8").splitlines()))
