"""The worlds of communes and their districts: names, fields and phrasings, read from a file beside this one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

#: what a figure is made of: counted in a quarter, standing at its end, or computed from others
Kind = Literal[
    "flow", "out", "part", "share", "stock", "level", "target", "open", "close", "sum", "less", "rate", "reached"
]
DISTRICT = ""
Layout = Literal["prose", "bullets", "table", "run", "columns", "wide"]
COMPUTED = ("sum", "less", "rate", "reached")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a field: how it comes about, its unit, and how tables and lists name it."""

    key: str
    kind: Kind
    labels: tuple[str, ...]
    unit: str = ""
    money: bool = False
    low: int = 0
    high: int = 0
    step: int = 0
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A field of work with its figures; sentences hold the keys of figures in braces."""

    key: str
    titles: tuple[str, ...]
    prose: tuple[str, ...]
    figures: tuple[Figure, ...]
    running: tuple[str, ...] = ()
    prior: tuple[str, ...] = ()
    upper: tuple[str, ...] = ()
    balance: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class World:
    """A district with twelve communes; `year` is the later one of the years told.

    `said` are sentences in place of the usual ones, by the place where they stand; `outline` and `left_in` likewise.
    `towns` are those of the communes that are `thị trấn`. `named` are names of periods by their number of quarters.
    `bare` is the share of authors without points between thousands, `whole` that of those who write money in đồng.
    """

    name: str
    seed: int
    province: str
    district: str
    year: int
    communes: tuple[str, ...]
    titles: tuple[str, ...]
    openings: tuple[str, ...]
    endings: tuple[str, ...]
    talk: tuple[str, ...]
    fields: tuple[Field, ...] = field(repr=False)
    layouts: tuple[Layout, ...] = ("prose", "prose", "bullets", "bullets", "table")
    bullets: tuple[str, ...] = ("- {label}: {value}",)
    before_year: str = " năm "
    outline: tuple[str, ...] = ()
    left_in: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict, hash=False, repr=False)
    headings: tuple[str, ...] = ("{n}.", "{roman}.", "{roman}.")
    sum_first: bool = False
    bare: float = 0.0
    whole: float = 0.0
    said: Mapping[str, str] = field(default_factory=dict, hash=False, repr=False)

    @property
    def units(self) -> tuple[str, ...]:
        """The communes and the district, which has no name of a commune."""
        return (*self.communes, DISTRICT)

    def kind(self, unit: str) -> str:
        """Return what a commune is, as it stands before its name."""
        return "thị trấn" if unit in self.towns else "xã"

    def says(self, place: str, usual: str) -> str:
        """Return the words of this world for a place, or the usual ones."""
        return self.said.get(place, usual)

    @property
    def figures(self) -> dict[str, Figure]:
        """Every figure by key."""
        return _figures(self.fields)


@cache
def _figures(fields: tuple[Field, ...]) -> dict[str, Figure]:
    return {figure.key: figure for one in fields for figure in one.figures}


@cache
def world(name: str) -> World:
    """Return a world by name: `dev` may be looked at by who writes rules, the others may not."""
    told = tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
    fields = tuple(_field(one) for one in told.pop("field"))
    return World(name=name, fields=fields, **_tuples(told))


def _field(told: dict[str, Any]) -> Field:
    figures = tuple(Figure(**_tuples(one)) for one in told.pop("figures"))
    return Field(figures=figures, **_tuples(told))


def _tuples(told: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in told.items()}
