"""The figures of a report by key: their values, and how its author prints them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from corpus.across.page import Page
from corpus.across.periods import Period
from corpus.across.plan import Money
from corpus.across.style import Style, printed
from corpus.across.told import PRIOR, RUNNING, Told, computed
from corpus.across.world import COMPUTED, World

#: before the name of a commune: what the district says of it
ABOVE = "huyện>"
Slot = Callable[[str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report under its author's hand: the page, whose it is, of which period, and how figures and words are put."""

    page: Page
    world: World
    unit: str
    period: Period
    hand: Style
    slot: Slot
    words: Mapping[str, str]

    def fill(self, sentence: str) -> None:
        """Add a line whose slots are filled."""
        self.page.fill(sentence, self.unit, self.slot, self.words)


def values(world: World, told: Told, unit: str, number: int) -> dict[str, Decimal]:
    """Return all figures of a unit in a period by key, computed ones last."""
    figures = world.figures
    keys = [before + key for before in ("", RUNNING, PRIOR) for key in figures]
    made = {key: Decimal(told[unit, number, key]) for key in keys if (unit, number, key) in told}
    for figure in figures.values():
        if figure.kind in COMPUTED and figure.key not in made and all(key in made for key in figure.of):
            made[figure.key] = computed(figure, made)
    return made


def slots(world: World, hand: Style, value: Mapping[str, Decimal], money: Money | None = None) -> Slot:
    """Return what prints a figure by key: the number and, for money, the unit after it."""
    figures = world.figures
    how = money or ("tỷ" if hand.billions else "đồng" if hand.whole else "triệu")

    def slot(key: str) -> tuple[str, str]:
        figure = figures[key.removeprefix(RUNNING).removeprefix(PRIOR)]
        if figure.money:
            return _money(value[key], how, bare=hand.bare)
        return printed(value[key], padded=hand.padded and figure.kind != "rate", bare=hand.bare), ""

    return slot


def _money(value: Decimal, how: Money, *, bare: bool) -> tuple[str, str]:
    if how == "đồng":
        return printed(value * 1_000_000), " đồng"
    if how in ("triệu", "nhầm"):
        return printed(value, bare=bare), " triệu đồng" if how == "triệu" else " tỷ đồng"
    return printed(round(value / 1000, 1 if how == "tỷ tròn" else 3), bare=bare), " tỷ đồng"
