"""Headings with nothing below them (rule `missing`), as remarks: the next heading of their rank follows at once.

A heading that says all itself ("3. Kiến nghị: Không") or is a sentence needs no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extractors.document import Document
from extractors.facts import Facts
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, make

_STYLES = ("part", "cap", "roman", "dec1", "dec2", "dec3")
_CLOSING = re.compile(r"\W*trên đây là")
_MOST_WORDS, _MOST = 14, 2


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield the first headings without text in a report in which most have some."""
    sections = [section for section in facts.sections if section.style != "annex"]
    empty = [one for one, after in pairwise(sections) if after.block == one.block + 1 and after.level <= one.level]
    last = sections[-1] if sections else None
    if last is not None and last.block + 1 < len(document.blocks):
        following = document.blocks[last.block + 1].span
        empty += [last] if _CLOSING.match(facts.folded, following.start, following.end) else []
    bare = [one for one in empty if one.style in _STYLES and _is_heading(document.quote(one.span))]
    if len(bare) > _MOST or facts.header.web:
        return
    for section in bare:
        message = messages.SECTION_EMPTY.format(text=f"{section.number} {section.title}"[:80])
        yield make(document, facts, "missing", "info", message, [Evidence(section.span)], messages.ASK_FIGURE)


def _is_heading(text: str) -> bool:
    """Whether a line is a heading and no more: short, no sentence, nothing behind a colon, no figures."""
    _, _, rest = text.strip().partition(" ")
    plain = rest.strip(" *_")
    done = plain.endswith((".", ";", "!", ",")) or re.search(r":\s*\S", plain) or re.search(r"\d", plain)
    return bool(plain) and not done and len(plain.split()) <= _MOST_WORDS
