"""Figures of running text in reading order, each with the words that stand between it and its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.cues import cues
from extractors.relations.world import World
from extractors.slots import fills_slots
from extractors.vietnamese import SENTENCE_AFTER_DOTS

#: a full stop that ends a sentence: after a word of two letters, a figure or its unit, not after "TP." or "TT."
_STOP = re.compile(r"(?:(?<=[\w)%\"]{2})(?<!\btp)(?<!\btx)(?<!\btt)|(?<=[\d)%])|(?<=\d [mgl]))[.!?](?=\s|$)")
_MARKS = frozenset(".!?")


@fills_slots
@dataclass(frozen=True, slots=True)
class Figure:
    """A measure of running text: its place, and the folded words since the one before it and up to the next.

    `before` begins with the sentence at the earliest and `after` ends with it; `unit` and `value` are those understood.
    """

    number: int
    block: int
    sentence: int
    before: str
    after: str
    unit: str
    value: Decimal

    @property
    def home(self) -> tuple[int, int]:
        """Block and sentence."""
        return self.block, self.sentence


@dataclass(frozen=True, slots=True)
class Passages:
    """All figures of running text in order, those of each block, and its folded words with single blanks.

    `whole` holds the words of all blocks that have figures.
    """

    figures: Sequence[Figure]
    by_block: Mapping[int, Sequence[Figure]]
    said: Mapping[int, str]
    whole: str

    def without(self, numbers: AbstractSet[int]) -> Passages:
        """Return the same but for some figures; the words around the others are as they were."""
        by_block = {block: tuple(f for f in every if f.number not in numbers) for block, every in self.by_block.items()}
        return replace(self, figures=tuple(f for f in self.figures if f.number not in numbers), by_block=by_block)

    def where(self, *patterns: re.Pattern[str]) -> Iterator[tuple[int, Sequence[Figure]]]:
        """Yield the blocks in whose words one of some expressions may be found, with their figures."""
        asked = [cues(pattern.pattern) for pattern in patterns]
        if not all(asked):
            yield from self.by_block.items()
            return
        texts = [text for some in asked for text in some if text in self.whole]
        for block, said in self.said.items() if texts else ():
            for text in texts:
                if text in said:
                    yield block, self.by_block[block]
                    break


def read_passages(world: World) -> Passages:
    """Return the figures of running text; cells of tables have none."""
    inside: dict[int, list[int]] = {}
    for number, measure in world.measures.items():
        entry = world.ledger.entries[measure.entry]
        if not entry.path and world.numbers[number].value is not None:
            inside.setdefault(entry.block, []).append(number)
    by_block = {block: tuple(figures_of(world, block, sorted(inside[block]))) for block in sorted(inside)}
    said = {block: world.words(world.document.blocks[block].span) for block in by_block}
    every = tuple(figure for figures in by_block.values() for figure in figures)
    return Passages(every, by_block, said, "\n".join(said.values()))


def found_in(
    world: World, passages: Passages, pattern: re.Pattern[str]
) -> Iterator[tuple[Sequence[Figure], re.Match[str]]]:
    """Yield what a pattern finds in the blocks of running text that have figures, with these."""
    for block, figures in passages.where(pattern):
        span = world.document.blocks[block].span
        yield from ((figures, found) for found in pattern.finditer(world.folded, span.start, span.end))


def figures_of(world: World, block: int, numbers: Sequence[int]) -> Iterator[Figure]:
    """Yield some measures of a block, in their order, each with the words between it and its neighbours among them."""
    span = world.document.blocks[block].span
    sentence, left = 0, span.start
    for at, index in enumerate(numbers):
        number = world.numbers[index]
        right = world.numbers[numbers[at + 1]].span.start if at + 1 < len(numbers) else span.end
        stop = _stop(world, left, number.span.start, last=True)
        sentence += stop is not None
        before = world.folded[left if stop is None else stop.end() : number.span.start]
        left = number.end
        following = _stop(world, left, right)
        after = world.folded[left : right if following is None else following.start()]
        if following is not None and following.group() not in _MARKS:
            after += following.group()  # dots belong to the list that they leave open
        yield Figure(index, block, sentence, _joined(before), _joined(after), world.unit(index), world.value(index))


def _stop(world: World, start: int, end: int, *, last: bool = False) -> re.Match[str] | None:
    """Return the first or last end of a sentence in a stretch of text, None for none."""
    if end <= start or (_MARKS | {"…"}).isdisjoint(world.folded[start:end]):
        return None
    dots = SENTENCE_AFTER_DOTS.finditer(world.document.text, start, end)
    found = sorted((*_STOP.finditer(world.folded, start, end), *dots), key=re.Match.start)
    return found[-1 if last else 0] if found else None


def _joined(words: str) -> str:
    return " ".join(words.split())
