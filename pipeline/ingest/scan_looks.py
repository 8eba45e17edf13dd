"""What looks at the cells of a table say: which of them counts, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.ingest.scan_engine import Read
from pipeline.ingest.scan_repairs import unstained
from pipeline.ingest.scan_rules import Rect
from pipeline.ingest.scan_words import SURE

#: confidence of a figure on which no two looks agree
_DOUBTED = 50.0
#: confidence of a look that counts, which one that was cut out of figures taken for one has not
_LEAST_SURE = 30
#: how much surer one look must be than one that differs, and how much likelier it is that a small cell holds a figure
_MUCH_SURER, _AS_FIGURE = 20, 15
#: a word as names begin, what a rule leaves of itself before it
_NAMED = re.compile(r"\W?[^\W\d_a-zđ][^\W\d_A-ZĐ]\w")
_FIGURE = re.compile(r"\d+(?:[.,/]\d+)*%?")


def likeliest(looks: Sequence[list[Read]]) -> list[Read]:
    """Return what looks at a figure say: for certain where the first, which sees its row, and another agree.

    The others see it by itself and err alike, so that they count as one; where they differ from the first the surest
    is taken, in doubt unless it is much surer.
    """
    first, *others = looks
    if surety(first) >= _LEAST_SURE and any(text_of(first) == text_of(other) for other in others):
        return [replace(word, confidence=max(word.confidence, float(SURE))) for word in first]
    best = max(looks, key=_likeliness)
    rivals = [surety(look) for look in looks if text_of(look) != text_of(best)]
    if surety(best) >= SURE and surety(best) - max(rivals, default=0) > _MUCH_SURER:
        return best
    return [replace(word, confidence=min(word.confidence, _DOUBTED)) for word in best]


def _likeliness(look: Sequence[Read]) -> float:
    return surety(look) + (_AS_FIGURE if _FIGURE.fullmatch(text_of(look)) else 0)


def counted(places: Sequence[Rect], held: Mapping[Rect, list[Read]]) -> dict[Rect, list[Read]]:
    """Return the running numbers of rows that their neighbours in the first column tell and that were not read."""
    if not places:
        return {}
    least = min(place[0] for place in places)
    near = max(place[3] - place[1] for place in places)
    column = sorted((place for place in places if place[0] - least < near), key=lambda place: place[1])
    found: dict[Rect, list[Read]] = {}
    for before, place, after in zip(column, column[1:], column[2:], strict=False):
        above, below = text_of(held.get(before)), text_of(held.get(after))
        read = held.get(place) or [Read((0, 0, 0), place[0], place[1], place[2] - place[0], place[3] - place[1], 0, "")]
        between = above.isdecimal() and below.isdecimal() and int(below) == int(above) + 2
        if between and read[0].confidence < SURE and text_of(read) != str(int(above) + 1):
            found[place] = [replace(read[0], text=str(int(above) + 1), confidence=_DOUBTED)]
    return found


def is_word(words: Sequence[Read]) -> bool:
    """Return whether letters stand in a cell: for certain, or a word as names begin ("Tổ 14")."""
    text = text_of(words)
    return bool(_NAMED.match(text)) or (surety(words) >= SURE and not any(c.isdigit() for c in text))


def text_of(words: Sequence[Read] | None) -> str:
    """Return the words of a cell written together."""
    return "".join(word.text for word in words or ())


def clean(words: Sequence[Read]) -> list[Read]:
    """Return the words of a cell without what its rules leave."""
    texts = unstained([word.text for word in words])
    return [replace(word, text=text) for word, text in zip(words, texts, strict=True) if text]


def surety(words: Sequence[Read]) -> float:
    """Return the confidence of the word that is least sure, less than none for no words."""
    return min((word.confidence for word in words), default=-1.0)
