"""Lists that tell two things in turn ("05 đơn khiếu nại, 09 đơn tố cáo đúng; 12 khiếu nại, 20 tố cáo sai")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.ledger.entries import Entry, Group
from extractors.lexicon.amounts import alike
from extractors.relations.sums.hanging import countable_firsts
from extractors.relations.world import World

_WORD = re.compile(r"[^\W\d_]+")
#: how many things may take turns
_TURNS = (2, 3)
#: a total with the parts that name the same thing
Named = tuple[int, tuple[int, ...]]


def side_by_side(world: World, group: Group, children: Sequence[Entry]) -> list[Named] | None:
    """Return each total that a list divides with its parts by the thing that these name in turn.

    None where the items of the list do not take turns; a thing without a total of its own has none in the result.
    """
    if group.kind not in ("cue", "colon", "bracket") or not any(child.separator == ";" for child in children):
        return None
    parts = countable_firsts(world, [child for child in children if not child.predicate])
    if any(world.unit(part) in ("", "%") for part in parts):
        return None
    said = [_said(world, part) for part in parts]
    for turns in _TURNS:
        if len(parts) >= 2 * turns and len(parts) % turns == 0 and _in_items(world, parts, turns):
            names = _names(said, turns)
            if names:
                return _divided(world, group, parts, names)
    return None


def _said(world: World, part: int) -> frozenset[str]:
    """Return the words of a part's own clause."""
    entry = world.entry_of(part)
    return frozenset(_WORD.findall(f"{world.words(entry.label)} {world.words(entry.quantities[0].after)}"))


def _in_items(world: World, parts: Sequence[int], turns: int) -> bool:
    """Whether a semicolon stands before each turn and nowhere else."""
    marks = [world.entry_of(part).separator == ";" for part in parts[1:]]
    return marks == [at % turns == 0 for at in range(1, len(parts))]


def _names(said: Sequence[frozenset[str]], turns: int) -> list[frozenset[str]]:
    """Return the words that each of the things is named with in every turn and the others never, [] if one has none."""
    names = []
    for at in range(turns):
        others = frozenset[str]().union(*(words for i, words in enumerate(said) if i % turns != at))
        names.append(frozenset.intersection(*said[at::turns]) - others)
    return names if all(names) else []


def _divided(world: World, group: Group, parts: Sequence[int], names: Sequence[frozenset[str]]) -> list[Named]:
    """Return the totals before a list that are named as the things are, each with its parts."""
    totals = [q.number for p in group.parents for q in world.ledger.entries[p].quantities if q.number < min(parts)]
    found = []
    for at, name in enumerate(names):
        like = (n for n in totals if alike(world.unit(n), world.unit(parts[at])))
        total = next((n for n in like if name & _said(world, n)), None)
        if total is not None:
            found.append((total, tuple(parts[at :: len(names)])))
    return found
