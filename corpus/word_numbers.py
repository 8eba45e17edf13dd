"""Word's automatic numbers for headings: which list, level and start give a printed number back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

DEEPEST = 8
_TOKEN = r"(?:[0-9]+|[IVXLCDM]+|[ivxlcdm]+|[A-Z]|[a-z])"
_NUMBER = re.compile(rf"[(\[]?{_TOKEN}(?:[.\-]{_TOKEN})*[.)\]:/]*")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ROMAN_FORM = re.compile("m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed number as Word's formats and values, with %s for each value in `template`."""

    formats: tuple[str, ...]
    values: tuple[int, ...]
    template: str


@dataclass(slots=True)
class ListState:
    """One abstract list: its formats so far, and what its counters would show next."""

    number: int
    formats: dict[int, tuple[str, str]] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    counters: dict[int, int] = field(default_factory=dict)
    overridden: set[int] = field(default_factory=set)
    #: levels shown by deeper ones before any paragraph of their own
    assumed: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Lists:
    """All lists of a document and its w:num elements: (list, {level: start that overrides})."""

    lists: list[ListState] = field(default_factory=list)
    nums: list[tuple[ListState, dict[int, int]]] = field(default_factory=list)


def printed_number(text: str, near: str = "") -> Printed | None:
    """Return a printed number in Word's terms, None where Word has no automatic form of it.

    `near` is the format of the number before it: "i)" after "h)" is a letter, after nothing a Roman one.

    >>> printed_number("2.4.1.").values, printed_number("IV.").formats, printed_number("Phần thứ nhất")
    ((2, 4, 1), ('upperRoman',), None)
    """
    if not _NUMBER.fullmatch(text):
        return None
    values = [_value(token, near) for token in re.findall(_TOKEN, text)]
    if any(value is None for value in values):
        return None
    known = [value for value in values if value is not None]
    return Printed(tuple(kind for kind, _ in known), tuple(value for _, value in known), re.sub(_TOKEN, "%s", text))


def _value(token: str, near: str) -> tuple[str, int] | None:
    if token.isdigit():
        zeros = len(token) - len(token.lstrip("0")) if int(token) else 0
        return None if zeros > 1 or (zeros and len(token) != 2) else ("decimalZero" if zeros else "decimal", int(token))
    case, low = ("upper" if token.isupper() else "lower"), token.lower()
    roman = bool(_ROMAN_FORM.fullmatch(token)) and (len(token) > 1 or low in "ivx")
    if len(token) == 1 and (not roman or near == f"{case}Letter"):
        return f"{case}Letter", ord(low) - ord("a") + 1
    return (f"{case}Roman", _roman(low)) if roman else None


def _roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


def place(
    lists: Lists, text: str, depth: int, near: str = "", *, overriding: bool = True
) -> tuple[int, int, str] | None:
    """Return w:numId, w:ilvl and format for a printed number, adding lists and nums where it needs them.

    None where Word has no such number, or where a start would have to override a list's count and none may.
    """
    printed = printed_number(text, near)
    if printed is None or len(printed.values) > DEEPEST + 1:
        return None
    level = min(max(depth, len(printed.values)) - 1, DEEPEST)
    fitting = [state for state in reversed(lists.lists) if _fits(state, printed, level)]
    natural = next((state for state in fitting if _next(state, level) == printed.values[-1]), None)
    state = natural or (fitting[0] if fitting else _new_list(lists, printed, level))
    if natural is None and fitting:
        if not overriding:
            return None
        lists.nums.append((state, {level: printed.values[-1]}))
        state.overridden.add(level)
    _count(state, printed, level)
    number = max(at for at, (owner, _) in enumerate(lists.nums) if owner is state)
    return number, level, printed.formats[-1]


def _levels(printed: Printed, level: int) -> range:
    return range(level - len(printed.values) + 1, level + 1)


def _pattern(printed: Printed, level: int) -> str:
    return printed.template % tuple(f"%{one + 1}" for one in _levels(printed, level))


def _fits(state: ListState, printed: Printed, level: int) -> bool:
    """Whether a list writes this form at this level, and its upper counters stand right."""
    own = state.formats.get(level)
    if own and own != (printed.formats[-1], _pattern(printed, level)):
        return False
    upper = zip(_levels(printed, level), printed.formats, printed.values, strict=True)
    return all(
        one == level or (state.formats.get(one, ("",))[0] == form and state.counters.get(one) == value)
        for one, form, value in upper
    )


def _next(state: ListState, level: int) -> int | None:
    # programs disagree on what follows an assumed number, and on where an overridden level restarts
    if level in state.counters:
        return None if level in state.assumed else state.counters[level] + 1
    return None if level in state.overridden else state.starts.get(level, 1)


def _new_list(lists: Lists, printed: Printed, level: int) -> ListState:
    state = ListState(len(lists.lists))
    for one, form, value in zip(_levels(printed, level), printed.formats, printed.values, strict=True):
        state.formats[one] = (form, f"%{one + 1}.")
        state.starts[one] = state.counters[one] = value
    state.assumed.update(one for one in state.counters if one != level)
    lists.lists.append(state)
    lists.nums.append((state, {}))
    return state


def _count(state: ListState, printed: Printed, level: int) -> None:
    state.formats[level] = (printed.formats[-1], _pattern(printed, level))
    state.counters[level] = printed.values[-1]
    state.assumed.discard(level)
    for deeper in [one for one in state.counters if one > level]:
        del state.counters[deeper]
