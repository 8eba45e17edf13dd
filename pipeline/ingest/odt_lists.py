"""Numbers that OpenDocument texts show before paragraphs: list styles, and counters of lists that go on elsewhere.

Source: OpenDocument 1.3, parts 5.3 (lists) and 16.30 (list styles).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from pipeline.ingest.word_numbers import number_text
from pipeline.ingest.word_styles import whole

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_LO = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_PLACE = re.compile(r"%(\d{1,2})%")
_LEVELS = ("list-level-style-number", "list-level-style-bullet", "outline-level-style", "list-level-style-image")


@dataclass(frozen=True, slots=True)
class Level:
    """How a level of a list is numbered; `form` is "" for no number."""

    form: str
    pattern: str
    start: int
    bullet: bool


@dataclass(slots=True)
class ListCounts:
    """The number last shown at each level of one list; None where the next is the first."""

    style: str
    values: dict[int, int] = field(default_factory=dict)


def read_list_styles(roots: Iterable[etree._Element]) -> dict[str, dict[int, Level]]:
    """Return the levels of list styles by name, from 1; those of headings under "Outline"."""
    found: dict[str, dict[int, Level]] = {}
    for root in roots:
        for style in root.iter(f"{TEXT}list-style", f"{TEXT}outline-style"):
            levels = [one for one in style if one.tag in {TEXT + name for name in _LEVELS}]
            found[style.get(f"{STYLE}name", "")] = {whole(one.get(f"{TEXT}level")) or 1: _level(one) for one in levels}
    return found


def _level(element: etree._Element) -> Level:
    number = whole(element.get(f"{TEXT}level")) or 1
    shown = max(1, min(whole(element.get(f"{TEXT}display-levels")) or 1, number))
    places = ".".join(f"%{place}%" for place in range(number - shown + 1, number + 1))
    around = element.get(f"{STYLE}num-prefix", ""), element.get(f"{STYLE}num-suffix", "")
    pattern = element.get(f"{_LO}num-list-format") or f"{around[0]}{places}{around[1]}"
    form = _FORMATS.get(element.get(f"{STYLE}num-format", ""), "")
    start = whole(element.get(f"{TEXT}start-value"))
    bullet = element.tag in (f"{TEXT}list-level-style-bullet", f"{TEXT}list-level-style-image")
    return Level(form, pattern, 1 if start is None else start, bullet)


def next_label(counts: ListCounts, level: int, styles: Mapping[str, Mapping[int, Level]], start: int | None) -> str:
    """Count a list on at a level and return what is shown: a number, "-" for a bullet, "" for nothing."""
    levels = styles.get(counts.style, {})
    form = levels.get(level)
    if form is None:
        return ""
    counts.values = {at: value for at, value in counts.values.items() if at <= level}
    for above in range(1, level):
        # a level that was passed over counts as one
        counts.values.setdefault(above, levels[above].start if above in levels else 1)
    last = counts.values.get(level)
    counts.values[level] = start if start is not None else form.start if last is None else last + 1
    if form.bullet:
        return "-"
    if not form.form:
        return ""

    def shown(found: re.Match[str]) -> str:
        at = int(found[1])
        other = levels.get(at, form)
        return number_text(counts.values.get(at, other.start), other.form or "none")

    return _PLACE.sub(shown, form.pattern).strip()
