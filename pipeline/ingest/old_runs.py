"""Runs of a paragraph set in fonts of before Unicode: their texts in Unicode, each in its run."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

from pipeline.ingest.old_letters import font_encoding, letter_lengths, shows_capitals, to_unicode
from pipeline.ingest.old_text import capitals_restored, is_in_unicode, score


@dataclass(frozen=True, slots=True)
class Run:
    """A text as it is stored, and the name of the font that shows it ("" where nothing is said)."""

    text: str
    font: str = ""


def stretches(runs: Iterable[Run]) -> Iterator[tuple[str, list[int]]]:
    """Yield encoding and places of the runs that follow each other in one old encoding.

    A letter and its mark may stand in two runs.
    """
    names = [font_encoding(run.font) for run in runs]
    for name, group in groupby(range(len(names)), lambda place: names[place]):
        if name:
            yield name, list(group)


def are_trusted(paragraphs: Iterable[Sequence[Run]]) -> bool:
    """Return whether the fonts of a file tell its letters.

    Fonts stay behind where letters have been changed: then most of what they show is in Unicode.
    """
    texts = [_joined(runs, places) for runs in paragraphs for _, places in stretches(runs)]
    unicode = sum(map(is_in_unicode, texts))
    return sum(not text.isascii() for text in texts) - unicode >= unicode


def mended_runs(runs: Sequence[Run], *, trusted: bool) -> tuple[list[str], str | None]:
    """Return the texts of a paragraph's runs in Unicode, and the old encoding that some of them were in."""
    texts = [run.text for run in runs]
    found = None
    for name, places in stretches(runs):
        shown = _joined(runs, places)
        if is_in_unicode(shown):
            continue
        text = to_unicode(shown, name)
        before, after = score(shown).share, score(text).share
        if after < before or (after == before and not trusted):
            continue
        text = capitals_restored(text) if name == "tcvn3" else text
        found = found if shown.isascii() else name
        for place, part in zip(places, _parts(text, name, [texts[place] for place in places]), strict=True):
            texts[place] = part.upper() if shows_capitals(runs[place].font) else part
    return texts, found


def _joined(runs: Sequence[Run], places: Iterable[int]) -> str:
    return "".join(runs[place].text for place in places)


def _parts(text: str, name: str, shown: Sequence[str]) -> Iterator[str]:
    """The letters of each run: one belongs to the run in which its first sign stands."""
    starts = list(accumulate(letter_lengths("".join(shown), name), initial=0))
    edges = (bisect_left(starts, behind) for behind in accumulate(map(len, shown), initial=0))
    return (text[first:end] for first, end in pairwise(edges))
