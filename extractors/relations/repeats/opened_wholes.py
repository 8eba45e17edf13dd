"""Wholes told again at the head of a clause, before their parts: "18 nhà sai phép …; trong 81 nhà sai phép".

The words behind such a whole name it as they named it before; the two are one fact, however far apart they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.lexicon.amounts import alike
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import two_tellings
from extractors.relations.doers import of_two_doers
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation
from extractors.relations.repeats.nearby import are_told_apart
from extractors.relations.repeats.restated import VERB, is_plain, made_of
from extractors.relations.repeats.same_words import naming, setting_apart, turning
from extractors.relations.world import World

#: smaller wholes meet by chance
_SMALL = 10
_OPENS = re.compile(r"(?:^|[.,;:] |^\W+)(?:trong|trên)(?: tổng)?(?: số)?$")
#: what stands between the name of a whole and its first part: no word that makes it some of what was told
_LEADS = re.compile(r"^(?:\W*|,? ?(?:thì )?(?:đã |chỉ )?có(?: tới| đến)?|\W*(?:gồm|thì))$")
_AGAIN = re.compile(r"^(?:ấy|này|đó|trên|(?:nói|kể|nêu) trên|trên đây|đã nêu|vừa (?:nêu|nói|kể))(?!\w) ?")
_WHY = "nhắc lại tổng số trước các phần của nó"


def read_opened_wholes(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield each whole that opens a clause and is another than the only figure told by its words before."""
    for figures in passages.by_block.values():
        for at, (whole, part) in enumerate(pairwise(figures)):
            named = _named(world, whole, part) if at else frozenset[str]()
            if not named or _is_told(figures, at):
                continue
            rivals = [f for f in figures[:at] if _names(world, f, whole, named)]
            rivals = [f for f in rivals if not (are_told_apart(world, passages, f, whole))]
            other = rivals[-1] if len({f.value for f in rivals}) == 1 else None
            if other is not None and not of_two_doers(world, other, whole) and _same_time(world, other, whole):
                reading = Reading(f"{shown(whole.value)} ≠ {shown(other.value)}", _WHY, "fails")
                yield replace(two_tellings(world, whole, other, reading, certain=False), tied=True)


def _named(world: World, whole: Figure, part: Figure) -> frozenset[str]:
    """Return the syllables that name a whole at the head of its clause and before a part of it; none for any other."""
    if not (_OPENS.search(whole.before) and is_plain(world, whole) and whole.value >= _SMALL):
        return frozenset()
    behind = VERB.split(whole.after)[0]
    leads = _AGAIN.sub("", whole.after[len(behind) :].strip())
    parted = part.home == whole.home and alike(part.unit, whole.unit) and part.value < whole.value
    apart = setting_apart(f"# {behind}")
    return naming(behind) - naming(whole.unit) if parted and _LEADS.match(leads) and not apart else frozenset()


def _is_told(figures: Sequence[Figure], at: int) -> bool:
    """Whether a whole is told, or made of what is told, elsewhere in its paragraph."""
    whole = figures[at]
    before = [f for f in figures[:at] if alike(f.unit, whole.unit)]
    return any(f.value == whole.value for f in figures if f is not whole) or made_of(whole, before)


def _names(world: World, figure: Figure, whole: Figure, named: frozenset[str]) -> bool:
    """Whether the words of a figure name a whole: those right behind it, else those of its clause before it."""
    if figure.unit != whole.unit or not is_plain(world, figure) or world.numbers[figure.number].of is not None:
        return False
    own = VERB.split(whole.after)[0]
    behind, before = VERB.split(figure.after)[0], re.split(r"[,;:(] ?", figure.before)[-1]
    said = behind if naming(behind) - naming(figure.unit) else before
    return named <= naming(said) and turning(own) <= turning(said) and not setting_apart(f"{before} #")


def _same_time(world: World, one: Figure, other: Figure) -> bool:
    first, second = (world.measures[f.number] for f in (one, other))
    return first.period == second.period and first.moment == second.moment
