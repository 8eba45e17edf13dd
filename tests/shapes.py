"""Sentences of a given shape with figures drawn by chance, and the same with one figure grossly wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random
from typing import Any

SHAPES: tuple[Mapping[str, str], ...] = tuple(
    tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["shape"]
)
#: by how much a figure is wrong
_FACTORS = tuple(map(Decimal, ("0.4", "0.5", "0.6", "1.6", "1.8", "2.2", "2.5")))


def _rounded(value: Any, places: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as it is printed: its value, its decimals, whether one digit gets a nought before it."""

    value: Decimal
    places: int = 0
    padded: bool = False

    def __str__(self) -> str:
        text = f"{self.value:,}".replace(",", " ").replace(".", ",").replace(" ", ".")
        return f"0{text}" if self.padded and 0 < self.value < len("0123456789") else text


def shown(value: Any, places: int = 0, *, padded: bool = False) -> Shown:
    """Return a figure rounded half up."""
    return value if isinstance(value, Shown) else Shown(_rounded(value, places), places, padded)


def drawn(shape: Mapping[str, str], random: Random) -> dict[str, Shown]:
    """Return the figures of a shape: `draw` is run with R (a number between two), P (a share) and Q (a quotient)."""
    names: dict[str, Any] = {
        "R": random.randint,
        "D": Decimal,
        "N": shown,
        "P": lambda part, whole, places=1: shown(Decimal(100) * Decimal(part) / Decimal(whole), places),
        "Q": lambda one, other, places=1: shown(Decimal(one) / Decimal(other), places),
        "P0": lambda value: shown(value, padded=True),
        "r": random,
    }
    exec(shape.get("draw", ""), names)
    figures: dict[str, Any] = eval(f"dict({shape['figures']})", names)
    return {name: shown(value) for name, value in figures.items()}


def wrong_of(figure: Shown, sign: str, random: Random) -> Shown:
    """Return a figure grossly off, up or down where `sign` says which."""
    factors = [f for f in _FACTORS if not sign or (f < 1) == (sign == "-")]
    value = _rounded(figure.value * random.choice(factors), figure.places)
    return Shown(value if value != figure.value else figure.value + 2, figure.places, figure.padded)


def sentences(shape: Mapping[str, str], random: Random) -> tuple[str, list[str]]:
    """Return a right sentence of a shape and those with one of its figures wrong that nobody may pass over."""
    figures = drawn(shape, random)
    wrong = []
    for one in shape.get("wrong", "").split():
        name = one.lstrip("+-")
        other = wrong_of(figures[name], one.removesuffix(name), random)
        wrong.append(shape["text"].format(**{**figures, name: other}))
    return shape["text"].format(**figures), wrong
