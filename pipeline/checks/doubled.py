"""Words typed twice (rule `spelling`): small words, and others that no compound can begin with again.

"Phân công công chức" is right, and so are "từ từ", "năm năm 2024": a word stands twice by mistake where the second one
has nothing to belong to, or where its word never stands twice.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from extractors.document import Document, Span
from extractors.facts import Facts
from extractors.vietnamese import LOWER
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, make

_PAIR = re.compile(rf"(?<![\w-])(?P<word>[{LOWER}]{{2,7}}) (?P=word)(?![\w-])(?P<after>\s*(?:\d|[.,;:)]|$))?")
_MOST = 3


@cache
def _words(kind: str) -> frozenset[str]:
    """Return the words that bind others ("small"), or those that are said twice or end one compound ("twice")."""
    text = files(__package__ or "").joinpath("doubled_words.csv").read_text("utf-8")
    return frozenset(row["word"] for row in csv.DictReader(text.splitlines()) if row["kind"] == kind)


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield words typed twice in one line, as remarks."""
    found = 0
    for block in document.blocks if _PAIR.search(document.text) else ():
        for match in _PAIR.finditer(document.text, block.span.start, block.span.end):
            word = match["word"]
            ends = match["after"] is not None
            if word in _words("twice") or not (word in _words("small") or ends) or found == _MOST:
                continue
            found += 1
            span = Span(match.start(), match.end("word") + 1 + len(word))
            message = messages.WORD_TWICE.format(text=f"{word} {word}")
            yield make(document, facts, "spelling", "info", message, [Evidence(span)], messages.ASK_SPELLING)
