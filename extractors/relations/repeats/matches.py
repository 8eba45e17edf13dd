"""A match of two mentions that may tell one fact: what their words and units share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from extractors.lexicon import unit_kind
from extractors.lexicon.amounts import alike
from extractors.relations.repeats.mentions import Mention, Words
from extractors.relations.repeats.same_words import naming

#: units of two syllables that count things of any kind
_PLAIN = frozenset(
    ("hồ sơ", "đơn vị", "lượt người", "vụ việc", "đồng chí", "ý kiến", "công trình", "văn bản", "hội nghị")
)


@dataclass(frozen=True, slots=True)
class Match:
    """Another mention of what may be the same fact.

    `metric` says that the catalogue links both to one metric; `shared` how many naming syllables both are told with;
    `reach` how many of the first are found in what the second stands under; `missing` those of the first that other
    figures of the unit are told with and the second is not; `extra` those that only the second is told with;
    `unheard` all those that only the first is told with; `named` says that both name what they count, `turned` that
    one is told of another stage or turn of things than the other ("đang giải quyết", "mới").
    """

    other: Mention
    metric: bool
    shared: int
    reach: int
    missing: int
    extra: int
    unheard: int
    named: bool
    turned: bool

    @property
    def rank(self) -> tuple[bool, int]:
        """How near the words are: the higher the nearer."""
        return self.metric, 2 * self.shared + self.reach - 2 * self.missing - self.extra

    @property
    def plain(self) -> bool:
        """Whether nothing tells the two apart: one metric, noun or two shared words, and none that only one has."""
        return not self.missing and not self.extra and (self.metric or self.shared > 1 or self.named)


def is_like(one: Mention, other: Mention) -> bool:
    """Whether figures are of one metric, or of like units and not of two metrics."""
    if one.metric and other.metric:
        return one.metric == other.metric
    return one.unit == other.unit or alike(one.unit, other.unit)


@lru_cache(maxsize=1 << 10)
def is_specific(unit: str) -> bool:
    """Whether a unit names by itself what is counted ("hòa giải viên"), as a plain one does not ("người", "hồ sơ")."""
    return " " in unit and unit_kind(unit) in ("count", "person", "unknown") and unit not in _PLAIN


def is_named(one: Mention, other: Mention, others: Words) -> bool:
    """Whether the unit of one names what is counted and the other is told with all of it."""
    return is_specific(one.unit) and (one.unit == other.unit or (other.cell and naming(one.unit) <= others.told))


def figures_of(one: Mention) -> list[str]:
    """Return what a figure shares with those that are equal, or rounded, or one slip of the pen away.

    Its tenths, and the next one where it has decimals, its sorted digits, then its digits with each one masked.
    """
    printed = str(one.value)
    if printed.isdigit() and one.step >= 1:
        tenths = [f"={printed}0"] * 2
    else:
        printed, whole = f"{one.value:f}", int(one.value * 10)
        tenths = [f"={whole}", f"={whole + (one.step < 1)}"]
    found = [*tenths, f"~{''.join(sorted(printed.replace('.', '')))}"]
    if len(printed) > 2:
        found += [f"{printed[:at]}_{printed[at + 1 :]}" for at, mark in enumerate(printed) if mark != "."]
    return found
