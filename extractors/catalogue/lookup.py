"""Label path and unit to a metric: phrases as data, matched in widening circles.

A metric must explain the whole label: a word that says change, another period or another scope refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from extractors.catalogue.explained import unexplained
from extractors.catalogue.scopes import Wording, is_narrowed
from extractors.catalogue.tables import rows
from extractors.cues import cues, seeker
from extractors.lexicon import families, phrase_pattern, unit_kind
from extractors.vietnamese import fold, fold_tones

Found = re.Match[str] | None

_NUMBER_NEXT = re.compile(r"[\s:]*(?:(?:là|có|đạt)\s+)?#")


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of the catalogue: code, Vietnamese name, unit, group, and kind (stock, flow, rate)."""

    code: str
    name_vi: str
    unit: str
    group: str
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way of writing a metric: the units it comes in and the words that must and must not stand by it.

    `context` must stand in the sentence or path, with `in_sentence` in the sentence; `above` lists metrics
    of which one must be the parent's; `refuse_beside` are words that must not stand in the sentence (after "||"),
    `refuse_clause` those that must not stand between the semicolons around the number, or over its table (after
    another "||").
    """

    metric: str
    units: frozenset[str]
    own: str
    context: str
    in_sentence: bool
    above: frozenset[str]
    refuse: str
    refuse_beside: str
    refuse_clause: str
    example: str


@cache
def metrics() -> dict[str, Metric]:
    """Return the catalogue by code, in its own order."""
    return {row["code"]: Metric(**row) for row in rows("metrics.csv")}


@cache
def concepts() -> dict[str, tuple[frozenset[str], str]]:
    """Return the ways of saying a thing by its name: the families that use it, and a pattern of its words."""
    return {
        row["concept"]: (frozenset(row["families"].split("|")), phrase_pattern(row["words"].split("|")))
        for row in rows("concepts.csv")
    }


_CONCEPT = re.compile(r"\{([a-z_]+)\}")


def _spelled(expression: str) -> str:
    """Return a folded expression with the words of each concept that it names in braces."""
    return _CONCEPT.sub(lambda match: concepts()[match[1]][1], fold_tones(expression))


@cache
def phrases() -> tuple[Phrase, ...]:
    """Return the phrases of the catalogue."""
    return tuple(_phrase(row) for row in rows("phrases.csv"))


def _phrase(row: dict[str, str]) -> Phrase:
    context, above = row["context"], frozenset[str]()
    if context.startswith("parent:"):
        context, above = "", frozenset(context.removeprefix("parent:").split("|"))
    refuse, beside, clause = (f"{row['refuse']}||||".split("||"))[:3]
    return Phrase(
        row["metric"],
        frozenset(fold(unit) for unit in row["units"].split("|")),
        _spelled(row["own"]),
        _spelled(context.removeprefix("@")),
        context.startswith("@"),
        above,
        _spelled(refuse),
        _spelled(beside),
        _spelled(clause),
        row["example"],
    )


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    """Return an expression of the phrases compiled: most reports need only some of them."""
    return re.compile(expression)


@cache
def _phrases_of(keys: frozenset[str]) -> tuple[Phrase, ...]:
    return tuple(phrase for phrase in phrases() if phrase.units & keys)


@cache
def _searches(keys: frozenset[str]) -> tuple[tuple[Phrase, Callable[[str], Found], tuple[str, ...]], ...]:
    """Return the phrases of a unit, each with how it is sought and texts of which one stands where it does."""
    return tuple((phrase, _pattern(phrase.own).search, cues(phrase.own)) for phrase in _phrases_of(keys))


@cache
def narrowing() -> re.Pattern[str]:
    """Return the pattern of words that say a change, a mean or some of what is counted."""
    return re.compile(_narrowing())


@cache
def _narrowing() -> str:
    return phrase_pattern([row["word"] for row in rows("residue.csv")])


@cache
def share_rows() -> dict[str, dict[str, str]]:
    """Return, by metric, that of a percentage that hangs on its count, and the sibling beside which it is none."""
    return {row["metric"]: row for row in rows("share_metrics.csv")}


@cache
def parts_of_identities() -> frozenset[str]:
    """Return the metrics that are parts of others in the catalogue's own sums ("trước hạn" of what was resolved)."""
    return frozenset(part for row in rows("identities.csv") for part in row["parts"].split("|"))


@cache
def counted_in(group: str) -> frozenset[str]:
    """Return the units that the counts of a group of metrics come in ("dossiers": dossier …)."""
    own = (phrase for phrase in phrases() if phrase.metric.partition(".")[0] == group)
    return frozenset().union(*(phrase.units for phrase in own)) - {"percent"}


@cache
def unit_keys(unit: str) -> frozenset[str]:
    """Return a unit with its kind, its first word and their families: what phrases name it by."""
    key = fold(unit)
    first = re.split(r"[ /,]", key)[0]
    return frozenset({key, unit_kind(key), first} | families(key) | families(first)) - {""}


def find_metric(wording: Wording, unit: str) -> str | None:
    """Return the code of the metric that a quantity with these words and unit measures, or None."""
    told = wording.own if wording.cell else wording.told
    scores: dict[str, float] = {}
    told_of: dict[str, bool] = {}
    close: set[str] = set()
    for phrase, at_near, at_own in _fitting(wording, unit):
        near = _score(phrase, at_near, wording.near, wording)
        own = near if at_own is at_near else _score(phrase, at_own, wording.own, wording)
        if not near and phrase.refuse and not wording.cell and seeker(phrase.refuse)(wording.near):
            continue  # what the nearest words refuse, those around them do not bring back
        if near and wording.cell and phrase.refuse and seeker(phrase.refuse)(wording.own):
            near = 0  # the row says what part of its column a figure is
        if (near or own) and phrase.metric not in told_of:
            told_of[phrase.metric] = _is_told_of(wording, told, unit, phrase.metric)
        if (near or own) and told_of[phrase.metric]:
            if near or wording.cell or _touches(phrase, wording.own):
                close.add(phrase.metric)
            scores[phrase.metric] = max(scores.get(phrase.metric, 0), 1.5 * near, own)
    # what the nearest words tell counts before what only stands further off in the item
    asked = {code: score for code, score in scores.items() if code in close} or scores
    found = max(asked, key=lambda code: asked[code], default=None)
    deeper = [code for code in scores if found and code in close and code.startswith(found + ".")]
    return max(deeper, key=lambda code: scores[code], default=found)


def _fitting(wording: Wording, unit: str) -> Iterator[tuple[Phrase, Found, Found]]:
    """Yield the phrases of a unit that stand in the near or own words of a quantity, with where they do."""
    near_words, own_words = wording.near, wording.own
    narrowed = seeker(_narrowing())
    narrowed_near, narrowed_own = narrowed(near_words), narrowed(own_words)
    if narrowed_near and narrowed_own:
        return
    same = near_words == own_words
    both = own_words if same else f"{near_words}\n{own_words}"
    for phrase, search, texts in _searches(unit_keys(unit)):
        for text in texts:
            if text in both:
                break
        else:
            if texts:
                continue
        if phrase.above and not phrase.above & wording.above:
            continue
        near = None if narrowed_near else search(near_words)
        own = near if same else None if narrowed_own else search(own_words)
        if near or own:
            yield phrase, near, own


def _touches(phrase: Phrase, own: str) -> bool:
    """Whether the words of a phrase stand right before a number ("trước hạn, đúng hạn # hồ sơ")."""
    match = _pattern(phrase.own).search(own)
    return match is not None and bool(_NUMBER_NEXT.match(own, match.end()))


def _is_told_of(wording: Wording, told: str, unit: str, metric: str) -> bool:
    """Whether all words around a figure are words of a metric, and nothing above makes it one of a part."""
    unknown = unexplained(told, unit, metric, wording.level, cell=wording.cell)
    return unknown is None and not is_narrowed(wording, metric)


def told_length(metric: str, wording: Wording, unit: str) -> int:
    """Return how many characters the longest words have that tell a metric in the near or own words of a quantity."""
    own = [phrase for phrase in _phrases_of(unit_keys(unit)) if phrase.metric == metric]
    found = (_pattern(phrase.own).search(circle) for phrase in own for circle in (wording.near, wording.own))
    return max((len(match.group()) for match in found if match), default=0)


def _score(phrase: Phrase, match: Found, circle: str, wording: Wording) -> int:
    """Return how much of a circle a phrase explains that was found in it, 0 where it does not fit."""
    if match is None or (phrase.refuse and seeker(phrase.refuse)(circle)):
        return 0
    if phrase.above and phrase.refuse and seeker(phrase.refuse)(wording.lead):
        return 0
    beside = wording.sentence.partition(" ; ")[0]
    if phrase.refuse_beside and seeker(phrase.refuse_beside)(beside):
        return 0
    if phrase.refuse_clause and seeker(phrase.refuse_clause)(wording.clause):
        return 0
    score = 2 * (len(match.group()) + 1) if match.group() else 1
    score += 60 if phrase.above else 0  # the parent's metric says it
    if phrase.context:
        around = wording.sentence
        if wording.cell or not phrase.in_sentence:
            # what other rows are about says nothing of one, unless a phrase asks for them
            said = wording.sentence if phrase.in_sentence or not wording.cell else wording.sentence.partition(" ; ")[0]
            around = f"{wording.own} ; {wording.path} ; {said}"
        found = seeker(phrase.context)(around)
        if found is None:
            return 0
        # what stands nearer says more than a far heading
        score += len(found.group()) + (12 if phrase.in_sentence else max(0, 20 - found.start() // 10))
    return score
