"""Sentences that stand twice, alike but for one figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from extractors.relations.arithmetic import shown
from extractors.relations.claimed import two_tellings
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation
from extractors.relations.world import World
from extractors.vietnamese import fold

#: a sentence with fewer words or figures may stand twice by chance
_WORDS, _FIGURES = 9, 2
#: headings and openings of other times and places: there a sentence tells of each
_EACH = re.compile(
    r"(?<!\w)(?:quý|tháng \d|tuần|năm \d{4}|đợt|giai đoạn|lần|kỳ|thôn|ấp|bản|khu phố|tổ dân phố|trường|chi bộ"
    r"|xã \w|phường \w"
    r"|khối|lĩnh vực|phòng|ban|ngành|hội|đoàn|kế hoạch|phương hướng|nhiệm vụ|mục tiêu)(?!\w)"
)


def read_twice(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield the two figures by which a sentence that stands twice differs, if all others are alike."""
    seen: dict[str, list[tuple[Figure, ...]]] = {}
    for figures in passages.by_block.values():
        for sentence in _sentences(figures):
            if len(sentence) >= _FIGURES:
                key = " # ".join(f.before for f in sentence) + f" # {sentence[-1].after}"
                if len(key.split()) > _WORDS + len(sentence):
                    seen.setdefault(key, []).append(sentence)
    for sentences in seen.values():
        if len(sentences) == 2:
            yield from _differing(world, *sentences)


def _sentences(figures: Sequence[Figure]) -> Iterable[tuple[Figure, ...]]:
    """Return the figures of each sentence of a block."""
    if len(figures) < _FIGURES:
        return ()
    return (tuple(sentence) for _, sentence in groupby(figures, lambda figure: figure.sentence))


def _differing(world: World, first: Sequence[Figure], second: Sequence[Figure]) -> Iterator[Relation]:
    unlike = [(a, b) for a, b in zip(first, second, strict=True) if a.value != b.value]
    alike = [a for a, b in zip(first, second, strict=True) if a.value == b.value]
    telling = max((len(f"{f.value:f}".replace(".", "")) for f in alike), default=0)
    if len(unlike) != 1 or (telling < 3 and len(alike) < 3) or first[0].block == second[0].block:
        return
    if any(_EACH.search(_title(world, sentence[0])) for sentence in (first, second)):
        return
    one, other = unlike[0][1], unlike[0][0]
    if world.measures[one.number].period != world.measures[other.number].period:
        return
    reading = Reading(f"{shown(one.value)} ≠ {shown(other.value)}", "cùng một câu ở hai chỗ", "fails")
    yield two_tellings(world, one, other, reading, certain=False)


def _title(world: World, figure: Figure) -> str:
    """Return the folded titles that a figure stands under."""
    by_id = {section.id: section for section in world.sections}
    section = next((s for s in reversed(world.sections) if s.block < figure.block), None)
    titles = []
    while section is not None:
        titles.append(fold(section.title))
        section = by_id.get(section.parent) if section.parent else None
    return " ; ".join(titles)
