"""Syllables that Vietnamese does not have, by onset, rhyme and tone (rule `spelling`; remarks only).

Only words with marks are looked at: without them a word may be foreign, a name or an abbreviation. A word that begins
with a capital may be a name of any people of the country.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import islice

from extractors.document import Document, Span
from extractors.facts import Facts
from extractors.syllables import is_syllable
from extractors.vietnamese import LOWER, UPPER
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, make

_LETTERS = re.compile(rf"[{LOWER}{UPPER}]{{2,}}")
#: a word that is no part of an address, a symbol or a compound with a dash
_ALONE = r"(?<![\w@./&'’-])(?:{words})(?![\w@/&'’²³]|\.\w|-[^\W\d_])"
_MOST = 8
_LINK = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?!gov\.)(?:go[a-z]|g[a-z]v|[a-z]ov|gv|go|ov)\.vn(?!\w)")


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield words that are no syllables, each once, no more than a reader looks through."""
    yield from _links(document, facts)
    words = set(_LETTERS.findall(" ".join(set(document.text.split()))))
    wrong = [word for word in words if not _is_built(word) and _is_wrong(word, words)]
    if not wrong:
        return
    first: dict[str, int] = {}
    for match in re.finditer(_ALONE.format(words="|".join(sorted(wrong))), document.text):
        first.setdefault(match.group(), match.start())
    for word, start in islice(first.items(), _MOST):
        message = messages.SPELLING.format(word=word)
        evidence = [Evidence(Span(start, start + len(word)))]
        yield make(document, facts, "spelling", "info", message, evidence, messages.ASK_SPELLING)


def _links(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield the first address whose end is one letter away from that of authorities (".goc.vn")."""
    for match in _LINK.finditer(document.text) if ".vn" in document.text else ():
        message = messages.LINK_SLIP.format(text=match.group())
        evidence = [Evidence(Span(match.start(), match.end()))]
        yield make(document, facts, "spelling", "info", message, evidence, messages.ASK_SPELLING)
        return


def _is_wrong(word: str, words: Collection[str]) -> bool:
    """Whether a word is no syllable; one in capitals may be an abbreviation or a name that stands elsewhere."""
    return word.islower() or (word.isupper() and len(word) > 4 and word.title() not in words)


@lru_cache(maxsize=8192)
def _is_built(word: str) -> bool:
    """Whether a word has no mark but that of đ or is built as syllables are."""
    return word.isascii() or word.lower().replace("đ", "d").isascii() or is_syllable(word.lower())
