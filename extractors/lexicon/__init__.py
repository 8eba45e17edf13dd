"""Words of Vietnamese reports as data with examples, and the matchers built from them.

Each CSV file holds one kind of word; `tests/test_lexicon.py` refuses a row without an example that it reads.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractors.patterns import quick
from extractors.vietnamese import fold, fold_key


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a word table of this package, e.g. `table("units.csv")`."""
    text = files(__name__).joinpath(name).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@dataclass(frozen=True, slots=True)
class UnitWord:
    """A unit of measure or a counted noun, folded, with its kind (count, person, money, percent …)."""

    text: str
    kind: str
    refuse: tuple[str, ...] = ()


@cache
def unit_words() -> dict[str, tuple[UnitWord, ...]]:
    """Return the units by their first syllable, longest first; nouns that are no units hide shorter units in them."""
    found: dict[str, list[UnitWord]] = {}
    for row in table("units.csv"):
        word = UnitWord(fold(row["unit"]), row["kind"], tuple(filter(None, fold(row["refuse"]).split("|"))))
        found.setdefault(_first_word(word.text), []).append(word)
    hiding = [row["compound"] for row in table("compounds.csv")] + [row["noun"] for row in table("nouns.csv")]
    for text in (fold(words) for words in hiding if " " in words):
        if text not in {word.text for word in found.get(_first_word(text), [])}:
            found.setdefault(_first_word(text), []).append(UnitWord(text, "compound"))
    return {first: tuple(sorted(words, key=lambda w: -len(w.text))) for first, words in found.items()}


_WORD = re.compile(r"[\w%]+|[^\w\s]")


def _first_word(text: str) -> str:
    match = _WORD.match(text)
    return match.group() if match else text


def unit_at(folded: str, start: int) -> UnitWord | None:
    """Return the longest unit that begins at an offset of folded text, compounds masking shorter units.

    >>> unit_at("đảng viên mới", 0).text
    'đảng viên'
    >>> unit_at("hộ tịch", 0)
    """
    match = _WORD.match(folded, start)
    if match is None:
        return None
    for word in _words_at(match.group()):
        end = start + len(word.text)
        if folded.startswith(word.text, start) and not _goes_on(folded, end):
            if word.kind == "compound":
                return None
            if not _refused(word, folded[end : end + 12].lstrip()):
                return word
    return None


_RAISED = "¹²³⁰⁴⁵⁶⁷⁸⁹"


def _words_at(first: str) -> tuple[UnitWord, ...]:
    """Return the units that begin with a word, the raised number of a note after it left out."""
    return unit_words().get(first) or unit_words().get(first.rstrip(_RAISED), ())


def _goes_on(folded: str, end: int) -> bool:
    # the raised number of a note ends a word
    return end < len(folded) and folded[end].isalnum() and folded[end - 1].isalnum() and folded[end] not in _RAISED


def _refused(word: UnitWord, following: str) -> bool:
    return any(following.startswith(refused) for refused in word.refuse)


def units_in(folded: str, start: int, end: int) -> list[tuple[int, UnitWord]]:
    """Return the units in a stretch of folded text with their offsets, compounds skipped, left to right."""
    found: list[tuple[int, UnitWord]] = []
    at = start
    while match := _WORD.search(folded, at, end):
        at = match.end()
        for word in _words_at(match.group()):
            stop = match.start() + len(word.text)
            if stop <= end and folded.startswith(word.text, match.start()) and not _goes_on(folded, stop):
                if _refused(word, folded[stop : stop + 12].lstrip()):
                    continue
                if word.kind != "compound":
                    found.append((match.start(), word))
                at = stop
                break
    return found


@cache
def _kinds() -> dict[str, str]:
    return {word.text: word.kind for words in unit_words().values() for word in words}


@cache
def unit_kind(unit: str | None) -> str:
    """Return the kind of a unit: count, person, money, area, length, weight, percent, rate, score, time or unknown."""
    key = fold_key(unit or "")
    if key in ("", "%"):
        return "percent" if key == "%" or unit == "%" else "unknown"
    if key in _kinds():
        return _kinds()[key]
    if "/" in key:
        return "rate"
    words = key.split()
    for length in range(len(words) - 1, 0, -1):
        kind = _kinds().get(" ".join(words[:length]))
        if kind:
            return kind
    return "unknown"


@cache
def _families() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in table("families.csv"):
        for unit in row["units"].split("|"):
            found.setdefault(fold(unit), set()).add(row["family"])
    return {unit: frozenset(names) for unit, names in found.items()}


@cache
def families(unit: str) -> frozenset[str]:
    """Return the families of units that a unit may be counted together with ("thị trấn" with "xã").

    >>> sorted(families("lượt"))
    ['meeting', 'visit']
    """
    return _families().get(unit, frozenset())


def phrase_pattern(phrases: list[str]) -> str:
    """Return an alternation that matches any of the folded phrases as whole words, longest first.

    >>> bool(re.search(phrase_pattern(["trong đó", "trong đó có"]), "và trong  đó có 5"))
    True
    """
    ordered = sorted({fold(phrase) for phrase in phrases}, key=lambda p: (-len(p), p))
    return quick(r"(?<!\w)(?:" + _branches(ordered) + r")(?!\w)")


def guarded_pattern(phrases: Mapping[str, tuple[Sequence[str], str]]) -> str:
    """Return an alternation of folded phrases as whole words, longest first, each with what refuses it.

    That is the words right before it, and an expression of those right behind it, "" for none.

    >>> bool(re.search(guarded_pattern({"riêng": (["sầu"], "lẻ")}), "sầu riêng 5, riêng lẻ 6"))
    False
    """
    ordered = sorted(phrases.items(), key=lambda item: (-len(fold(item[0])), fold(item[0])))
    branches = (
        "".join(rf"(?<!{word} )" for word in before)
        + _escaped(fold(phrase))
        + (rf"(?!\w| (?:{behind})(?!\w))" if behind else r"(?!\w)")
        for phrase, (before, behind) in ordered
    )
    return quick(rf"(?<!\w)(?:{'|'.join(branches)})")


def _branches(phrases: Sequence[str]) -> str:
    """Return an alternation, longest first, in which phrases that begin alike share their beginning.

    >>> _branches(["trong đó có", "trong đó", "trừ"])
    'tr(?:ong\\\\s+đó(?:\\\\s+có|)|ừ)'
    """
    groups: dict[str, list[str]] = {}
    for phrase in phrases:
        groups.setdefault(phrase[:1], []).append(phrase)
    return "|".join(map(_shared, groups.values()))


def _shared(phrases: Sequence[str]) -> str:
    one, other = min(phrases), max(phrases)
    first = one[: next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))]
    rests = [phrase[len(first) :] for phrase in phrases]
    # what ends here is the shortest: the longer ones come before it
    longer = _branches([rest for rest in rests if rest])
    tail = "" if len(rests) == 1 else f"(?:{longer}{'' if all(rests) else '|'})"
    return _escaped(first) + tail


def _escaped(text: str) -> str:
    return re.escape(text).replace(r"\ ", r"\s+")


@cache
def scales(*, steps: bool = False) -> tuple[re.Pattern[str], ...]:
    """Return a pattern for each scale of answers, or only for those with `steps` that every case stands on one of."""
    rows = (row for row in table("scales.csv") if not steps or row["steps"] == "yes")
    return tuple(re.compile(_scale(row["words"], row["not_before"])) for row in rows)


def _scale(words: str, not_before: str) -> str:
    """Return the pattern of a scale, no word of which begins a compound with what it does not stand before."""
    return phrase_pattern(words.split("|")) + (rf"(?!\s+(?:{not_before})(?!\w))" if not_before else "")
