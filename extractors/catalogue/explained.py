"""Whether the words next to a figure are all words that a metric is told with.

A metric must explain the whole label: a word that is none of its own (a field, a place, a group of people) names a part
or another scope. The words are `vocabulary.csv`; a metric that stands in none of its rows may be told with any.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extractors.catalogue.tables import rows
from extractors.lexicon import phrase_pattern
from extractors.vietnamese import fold, fold_tones

_ANY = "any"
_LEVEL = "level-"
_TABLE = "table:"
#: after a code whose words hold for it alone, not for the codes below it
_ONLY = "!"
#: how many words before and after a number must be known: far behind it, a sentence goes on to other things
_BEFORE, _AFTER = 5, 3
_PIECE = re.compile(r"\w+|[^\w\s]")
#: words of letters, marks of notes aside
_WORD = re.compile(r"[^\W\d_¹²³⁴-⁹]{2,}")


@cache
def _word_lists(name: str, names: str) -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    """Return the rows of a word list: what they are words of (the column `names`), and the words."""
    return tuple((frozenset(row[names].split("|")), tuple(fold_tones(row["words"]).split("|"))) for row in rows(name))


def _vocabulary() -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    return _word_lists("vocabulary.csv", "metrics")


@cache
def _key(metric: str, *, cell: bool) -> str | None:
    """Return what the words of a metric are listed under: its code or the nearest above it, some for tables only."""
    known = frozenset().union(*(metrics for metrics, _ in _vocabulary()))
    codes = codes_above(metric)
    asked = [name for code in codes for name in ((code, _TABLE + code) if cell else (code,))]
    return next((name for name in (f"{metric}{_ONLY}", *asked) if name in known), None)


@cache
def codes_above(metric: str) -> tuple[str, ...]:
    """Return a code with all that stand above it, the nearest first.

    >>> codes_above("letters.apology")
    ('letters.apology', 'letters')
    """
    parts = metric.split(".")
    return tuple(".".join(parts[:n]) for n in range(len(parts), 0, -1))


@cache
def _words(key: str, level: str | None) -> tuple[str, ...]:
    """Return the words of a metric in a report of a level; where that is unknown, of any level."""
    asked = {_ANY, key} | ({_LEVEL + level} if level else set())
    phrases = [word for metrics, words in _vocabulary() for word in words if metrics & asked or _open(metrics, level)]
    above = set(codes_above(key.removeprefix(_TABLE).removesuffix(_ONLY)))
    phrases += [word for names, words in _word_lists("concepts.csv", "families") for word in words if names & above]
    return tuple(phrases)


@cache
def _known(key: str, level: str | None) -> tuple[frozenset[str], dict[str, int]]:
    """Return the words of a metric as joined pieces, and by first piece how many pieces the longest has.

    A pattern of all of them would take longer to compile than a report to read.
    """
    phrases = [_PIECE.findall(fold(word)) for word in _words(key, level)]
    longest: dict[str, int] = {}
    for pieces in phrases:
        longest[pieces[0]] = max(longest.get(pieces[0], 0), len(pieces))
    return frozenset(" ".join(pieces) for pieces in phrases), longest


def _open(metrics: frozenset[str], level: str | None) -> bool:
    return level is None and any(metric.startswith(_LEVEL) for metric in metrics)


def unexplained(words: str, unit: str, metric: str, level: str | None, *, cell: bool = False) -> str | None:
    """Return the first word around a number that neither a metric nor a unit explains, None where each is explained.

    In a table all words count, elsewhere the five before the number and the three after it.

    >>> unexplained("bộ phận một cửa đã tiếp nhận # hồ sơ", "hồ sơ", "dossiers.received", "xa")
    >>> unexplained("# hồ sơ đất đai", "hồ sơ", "dossiers.received", "xa")
    'đất'
    """
    key = _key(metric, cell=cell)
    if key is None:
        return None
    words, known = words.replace(f"# {unit}", "#"), _known(key, level)
    if cell:
        return _first_unknown(words, *known)
    found = _WORD.search(_near(_dotted(words, *known)))
    return found.group() if found else None


@lru_cache(maxsize=1 << 9)
def _whole(unit: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(unit)}(?!\w)")


@lru_cache(maxsize=1 << 10)
def is_bare(words: str, unit: str, level: str | None) -> bool:
    """Whether the words next to a figure say nothing of what it counts beyond its unit ("năm 2023 là # hồ sơ")."""
    words = words.replace("mới #", "#")
    if unit and unit in words:
        words = _whole(unit).sub(" ", words.replace(f"# {unit}", "#"))
    return _first_unknown(words.replace(f"# {unit}", "#"), *_known(_ANY, level)) is None


@cache
def connectives() -> re.Pattern[str]:
    """Return the pattern of the words that any metric may be told with: they say nothing of what a figure counts."""
    return re.compile(phrase_pattern(list(_words(_ANY, None))))


def _first_unknown(words: str, phrases: frozenset[str], longest: dict[str, int]) -> str | None:
    """Return the first word that stands in no phrase, the longest phrase at each place taken."""
    pieces = _PIECE.findall(words)
    at = 0
    while at < len(pieces):
        length = _length_at(pieces, at, phrases, longest) if pieces[at] in longest else 0
        if not length and (found := _WORD.search(pieces[at])):
            return found.group()
        at += length or 1
    return None


def _near(words: str) -> str:
    """Return the words next to a number."""
    tokens = words.split()
    at = tokens.index("#") if "#" in tokens else len(tokens)
    return " ".join(tokens[max(0, at - _BEFORE) : at + 1 + _AFTER])


def _dotted(words: str, phrases: frozenset[str], longest: dict[str, int]) -> str:
    """Return words with a dot for each word of a phrase, also where phrases share a word."""
    found = list(_PIECE.finditer(words))
    pieces = [piece.group() for piece in found]
    out: list[str] = []
    at = done = 0
    while at < len(pieces):
        length = _length_at(pieces, at, phrases, longest) if pieces[at] in longest else 0
        if length and (end := found[at + length - 1].end()) > done:
            start = max(done, found[at].start())
            out += [words[done:start], " . " * len(words[start:end].split())]
            done = end
        at += 1
    return "".join([*out, words[done:]])


def _length_at(pieces: list[str], at: int, phrases: frozenset[str], longest: dict[str, int]) -> int:
    """Return how many pieces the longest phrase has that begins at one, 0 where none does."""
    for length in range(min(longest[pieces[at]], len(pieces) - at), 1, -1):
        if " ".join(pieces[at : at + length]) in phrases:
            return length
    return int(pieces[at] in phrases)
