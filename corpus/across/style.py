"""How an author writes: order, layout and phrasing of the fields, kept over all periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from corpus.across.world import DISTRICT, Figure, Layout, World


@dataclass(frozen=True, slots=True)
class Style:
    """The hand of an author; numbers in mappings choose among the phrasings of the world."""

    order: tuple[str, ...]
    layout: Mapping[str, Layout]
    phrasing: Mapping[str, int]
    heading: int
    billions: bool
    padded: bool
    wide: bool
    bare: bool
    whole: bool


def style(world: World, unit: str) -> Style:
    """Return the style of a unit's author; the first two communes copied one template."""
    hand = world.communes[0] if unit == world.communes[1] else unit
    rng = Random(f"{world.seed} style {hand}")
    keys = [field.key for field in world.fields]
    order = [keys[0], *rng.sample(keys[1:], len(keys) - 1)] if rng.random() < 0.7 else rng.sample(keys, len(keys))
    return Style(
        order=tuple(order),
        layout={key: rng.choice(world.layouts) for key in keys},
        phrasing={key: rng.randrange(60) for key in (*keys, "title", "opening", "ending", "talk")},
        heading=rng.randrange(3),
        billions=unit == DISTRICT or rng.random() < 0.35,
        padded=rng.random() < 0.75,
        wide=rng.random() < 0.5,
        bare=rng.random() < world.bare,
        whole=rng.random() < world.whole,
    )


def chosen(hand: Style, key: str, options: Sequence[str]) -> str:
    """Return which of the phrasings for a key an author keeps to."""
    return options[hand.phrasing[key] % len(options)]


def label(hand: Style, figure: Figure) -> str:
    """Return how an author names a figure in tables and lists."""
    return figure.labels[(hand.phrasing["title"] + len(figure.key)) % len(figure.labels)]


def printed(value: Decimal, *, padded: bool = False, bare: bool = False) -> str:
    """Return a number as staff print it: comma before decimals, points between thousands unless `bare`.

    >>> printed(Decimal(1502)), printed(Decimal("97.50")), printed(Decimal(7), padded=True)
    ('1.502', '97,5', '07')
    >>> printed(Decimal(1502), bare=True)
    '1502'
    """
    if bare:
        return printed(value, padded=padded).replace(".", "")
    if value == value.to_integral_value():
        whole = int(value)
        return f"{whole:02d}" if padded and 0 <= whole < 10 else f"{whole:,}".replace(",", ".")
    return f"{value.normalize():,f}".replace(",", " ").replace(".", ",").replace(" ", ".")
