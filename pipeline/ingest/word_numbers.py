"""Word's automatic numbers: the lists of a file, and the label that each paragraph shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from pipeline.ingest.word_styles import Form, Style, Styles, W, child_value, whole

_VAL = f"{W}val"
_REFERENCE = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: format, text with %1 … %9, start, and after which level it restarts."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class List:
    """A w:num: the abstract list whose counters it shares, its levels, and its overriding starts."""

    abstract: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Label:
    """What Word shows before a paragraph."""

    text: str = ""
    bullet: bool = False


@dataclass(slots=True)
class Counters:
    """How far the lists of a file have counted, in document order."""

    lists: Mapping[str, List]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    started: set[tuple[str, int]] = field(default_factory=set)

    def label(self, number: str, level: int) -> Label:
        """Count a paragraph of a list and return its label."""
        one = self.lists.get(number)
        form = one.levels.get(level) if one else None
        if one is None or form is None:
            return Label()
        counts = self.counts.setdefault(one.abstract, {})
        if level in one.starts and (number, level) not in self.started:
            counts[level] = one.starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else form.start
        self.started.add((number, level))
        for deeper in [at for at in counts if at > level and _restarts(one.levels.get(at), level)]:
            del counts[deeper]
        return _label(form, one.levels, counts)


def _restarts(form: Level | None, used: int) -> bool:
    return form is None or form.restart is None or used < form.restart


def _label(form: Level, levels: Mapping[int, Level], counts: Mapping[int, int]) -> Label:
    if form.format == "bullet":
        return Label("-", bullet=True)

    def shown(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        other = levels.get(at, Level())
        legal = form.legal and other.format != "none"
        return number_text(counts.get(at, other.start), "decimal" if legal else other.format)

    return Label(" ".join(_REFERENCE.sub(shown, form.text).split()))


def number_text(value: int, form: str) -> str:
    """Return a number in one of Word's formats, in digits where the format has no letters for it.

    >>> [number_text(4, form) for form in ("upperRoman", "lowerLetter", "decimalZero", "none")]
    ['IV', 'd', '04', '']
    """
    if form == "none":
        return ""
    if form == "decimalZero":
        return f"{value:02d}"
    if form in ("upperRoman", "lowerRoman") and 0 < value < 32768:
        return _cased(_roman(value), form)
    # Word writes aa after z, and stops at thirty letters
    if form in ("upperLetter", "lowerLetter") and 0 < value <= 780:
        return _cased(chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1), form)
    return str(value)


def _cased(text: str, form: str) -> str:
    return text.upper() if form.startswith("upper") else text


def _roman(value: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        times, value = divmod(value, worth)
        text += letters * times
    return text


class _Lists(Mapping[str, List]):
    """The lists of numbering.xml by w:numId, each read when it is asked for: templates bring many that no one uses."""

    def __init__(self, root: etree._Element, styles: Styles) -> None:
        self._styles = styles
        self._abstracts = {one.get(f"{W}abstractNumId", ""): one for one in root.iterchildren(f"{W}abstractNum")}
        self._nums = {one.get(f"{W}numId", ""): one for one in root.iterchildren(f"{W}num")}
        self._levels: dict[str, dict[int, Level]] = {}
        self._read: dict[str, List] = {}

    def __getitem__(self, number: str) -> List:
        if number not in self._read:
            self._read[number] = self._list(self._nums[number])
        return self._read[number]

    def __contains__(self, number: object) -> bool:
        return number in self._nums

    def __iter__(self) -> Iterator[str]:
        return iter(self._nums)

    def __len__(self) -> int:
        return len(self._nums)

    def _list(self, num: etree._Element) -> List:
        abstract = _linked(child_value(num, "abstractNumId") or "", self._abstracts, self._nums, self._styles)
        if abstract not in self._levels:
            element = self._abstracts.get(abstract)
            self._levels[abstract] = {} if element is None else _levels(element)
        return _list(num, abstract, self._levels[abstract])


def read_lists(root: etree._Element | None, styles: Styles) -> Mapping[str, List]:
    """Return the lists of numbering.xml by w:numId."""
    return {} if root is None else _Lists(root, styles)


def _linked(
    abstract: str, abstracts: Mapping[str, etree._Element], nums: Mapping[str, etree._Element], styles: Styles
) -> str:
    """The abstract list that has the levels: one may only name a list style, whose list has them."""
    seen = set[str]()
    while abstract in abstracts and abstract not in seen:
        seen.add(abstract)
        link = child_value(abstracts[abstract], "numStyleLink")
        num = nums.get(styles.by_id.get(link or "", Style()).num or "")
        if link is None or num is None:
            return abstract
        abstract = child_value(num, "abstractNumId") or ""
    return abstract


def _levels(element: etree._Element) -> dict[int, Level]:
    return {at: _level(one) for one in element.iterfind(f"{W}lvl") if (at := whole(one.get(f"{W}ilvl"))) is not None}


def _level(element: etree._Element) -> Level:
    # one pass: a template may bring a hundred levels
    values = {str(child.tag).removeprefix(W): child.get(_VAL) for child in element}
    start = whole(values.get("start"))
    return Level(
        values.get("numFmt") or "decimal",
        values.get("lvlText") or "",
        1 if start is None else start,
        whole(values.get("lvlRestart")),
        "isLgl" in values and values["isLgl"] not in ("0", "false", "off"),
        values.get("pStyle"),
    )


def _list(num: etree._Element, abstract: str, levels: dict[int, Level]) -> List:
    own: dict[int, Level] = dict(levels)
    starts: dict[int, int] = {}
    for override in num.iterfind(f"{W}lvlOverride"):
        level, start = whole(override.get(f"{W}ilvl")), whole(child_value(override, "startOverride"))
        if level is None:
            continue
        replaced = override.find(f"{W}lvl")
        own |= {} if replaced is None else {level: _level(replaced)}
        starts |= {} if start is None else {level: start}
    return List(abstract, own, starts)


def list_place(form: Form, style: Style, lists: Mapping[str, List]) -> tuple[str, int] | None:
    """Return list and level of a paragraph, from its own properties or its style; None for no list."""
    number, level = form.number, form.level
    from_style = number is None
    number = style.num if from_style else number
    if number is None or number == "0" or number not in lists:
        return None
    if level is None and from_style:
        linked = (at for at, one in lists[number].levels.items() if one.style and one.style == style.num_style)
        level = next(linked, style.level)
    return number, level or 0
