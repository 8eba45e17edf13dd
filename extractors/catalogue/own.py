"""Metrics that staff add: a catalogue as a value, and which metric of it a quantity measures.

Their phrases are plain words, never expressions; a built-in metric gives way only to a longer one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extractors.catalogue.lookup import Metric, find_metric, metrics, narrowing, told_length
from extractors.catalogue.scopes import Wording
from extractors.lexicon import phrase_pattern
from extractors.lexicon.amounts import alike
from extractors.vietnamese import fold_key

#: what stands between two parts of a phrase for any words, and how long these may be
_GAP = re.compile(r"\s*(?:…|\.{3,})\s*")
_ANY_WORDS = r"(?!\w).{0,40}?(?<!\w)"


@dataclass(frozen=True, slots=True)
class OwnPhrase:
    """A way of writing a metric of staff: unit, words, how many characters these have, and what refuses it."""

    metric: str
    unit: str
    words: re.Pattern[str]
    length: int
    refuse: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What quantities are linked to: the built-in metrics and those that staff add, each with its phrases."""

    own: tuple[Metric, ...] = ()
    phrases: tuple[OwnPhrase, ...] = ()

    def metric(self, code: str) -> Metric | None:
        """Return a metric of the catalogue by its code."""
        return next((metric for metric in self.own if metric.code == code), None) or metrics().get(code)


BUILT_IN = Catalogue()


def own_phrase(metric: str, unit: str, words: str, refuse: Sequence[str] = ()) -> OwnPhrase:
    """Return a phrase as it is matched; "…" in its words stands for up to 40 characters.

    Between two words the number with its unit may stand ("trồng sen": "trồng # ha sen").

    >>> phrase = own_phrase("flyers", "tờ rơi", "Phát … tờ rơi")
    >>> bool(phrase.words.search("đã phát cho dân # tờ rơi")), phrase.length
    (True, 11)
    """
    parts = [key for part in _GAP.split(words) if (key := fold_key(part))]
    blank = rf"\s+(?:#\s+(?:{re.escape(fold_key(unit))}\s+)?)?"
    spelled = _ANY_WORDS.join(re.escape(part).replace(r"\ ", blank) for part in parts)
    refused = re.compile(phrase_pattern(list(refuse))) if refuse else None
    return OwnPhrase(metric, unit, re.compile(rf"(?<!\w){spelled}(?!\w)"), len(" ".join(parts)), refused)


def metric_of(catalogue: Catalogue, wording: Wording, unit: str) -> str | None:
    """Return the code of the metric of a catalogue that a quantity with these words and unit measures, or None."""
    built_in = find_metric(wording, unit)
    own = next(iter(own_metrics(catalogue, wording, unit)), None) if catalogue.phrases else None
    if own is None or (built_in and told_length(built_in, wording, unit) >= own.length):
        return built_in
    return own.metric


def own_metrics(catalogue: Catalogue, wording: Wording, unit: str) -> list[OwnPhrase]:
    """Return the phrase of each metric of staff that fits words and unit, those with the most characters first."""
    found: dict[str, OwnPhrase] = {}
    for phrase in catalogue.phrases:
        if unit_fits(phrase.unit, unit) and _stands(phrase, wording):
            known = found.get(phrase.metric)
            found[phrase.metric] = phrase if known is None or phrase.length > known.length else known
    return sorted(found.values(), key=lambda phrase: -phrase.length)


@cache
def unit_fits(asked: str, unit: str) -> bool:
    """Whether a unit as staff write it is that of a quantity, a longer name of it, or one of its family.

    >>> unit_fits("tờ rơi", "tờ"), unit_fits("phần trăm", "%"), unit_fits("%", "hộ")
    (True, True, False)
    """
    one, other = (fold_key(text).replace("phần trăm", "%") for text in (asked, unit))
    return alike(one, other)


def _stands(phrase: OwnPhrase, wording: Wording) -> bool:
    """Whether a phrase stands in near or own words, where nothing beside it says change or a part."""
    circles = (wording.near, wording.own)
    if phrase.refuse and any(phrase.refuse.search(circle) for circle in circles):
        return False
    return any(phrase.words.search(circle) and not narrowing().search(_without(phrase, circle)) for circle in circles)


def beyond_own(catalogue: Catalogue, metric: str, words: str) -> str:
    """Return words without those that a metric of staff is told with, all words for a built-in metric."""
    for phrase in _phrases_of(catalogue, metric):
        words = _without(phrase, words)
    return words


def _phrases_of(catalogue: Catalogue, metric: str) -> Iterator[OwnPhrase]:
    return (phrase for phrase in catalogue.phrases if phrase.metric == metric)


def _without(phrase: OwnPhrase, words: str) -> str:
    return phrase.words.sub(lambda match: " # " if "#" in match.group() else " . ", words)
