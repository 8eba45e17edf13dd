"""What to cut out of a text so that one item of a list leaves it with its words: in a line, or bullets."""

from __future__ import annotations

import re
from collections.abc import Sequence

Cut = tuple[int, int]
_SEPARATOR = re.compile(r"[,;](?=\s)")
_OPENER = re.compile(r"(?:[:(]|\b(?:gồm|trong đó|Trong đó)\b:?)\s*")
_END = re.compile(r"[;)]|\.(?=\s|$)|\./\.|$")
_BULLET = re.compile(r"\s*([-+*•–])\s")


def item(line: str, spans: Sequence[Cut], at: int, since: int = 0) -> Cut | None:
    """Return what to cut so that one number leaves its list with its words, or None where that is not plain.

    `spans` are the numbers of the list in their order, `since` is where the list can begin at the earliest.
    """
    (start, end), last = spans[at], at + 1 == len(spans)
    after = _closing(line, end) if last else _separator(line, end, spans[at + 1][0])
    if after is None:
        return None
    if at:
        before = _separator(line, spans[at - 1][1], start)
        return None if before is None else (before, after)
    labelled = ":" in line[after : start if last else spans[1][0]]
    before = _opening(line, since, start, labelled)
    return None if before is None else (before, after + 2)


def _separator(line: str, start: int, end: int) -> int | None:
    """Where the only separator between two numbers stands, a semicolon before commas, outside of brackets."""
    flat = _without_brackets(line[start:end])
    found = [] if flat is None or flat.endswith("và ") else list(_SEPARATOR.finditer(flat))
    strong = [mark for mark in found if mark[0] == ";"] or found
    return start + strong[0].start() if len(strong) == 1 else None


def _without_brackets(text: str) -> str | None:
    """The text with all inside of brackets blanked, or None where a bracket has no partner."""
    flat = re.sub(r"\([^()]*\)", lambda inside: "_" * len(inside[0]), text)
    return None if "(" in flat or ")" in flat else flat


def _opening(line: str, since: int, start: int, labelled: bool) -> int | None:
    """Where the first item begins: behind what opens the list, which a colon after the item's own label does not."""
    openers = [one for one in _OPENER.finditer(line, since, start) if ")" not in line[one.end() : start]]
    colon = bool(openers) and openers[-1][0].strip() == ":"
    if colon and (labelled or (len(openers) > 1 and openers[-1].end() == start)):
        openers.pop()
    return openers[-1].end() if openers else None


def _closing(line: str, start: int) -> int | None:
    """Where the last item of a list ends; None where a comma leaves it open what still belongs to it."""
    flat = re.sub(r"\([^()]*\)", lambda inside: "_" * len(inside[0]), line[start:])
    end = _END.search(flat)
    if end is None or _SEPARATOR.search(flat, 0, end.start()):
        return None
    return start + end.start()


def bullet_mark(line: str) -> str:
    """Return the mark that a line opens with as a bullet, or nothing.

    >>> bullet_mark("+ Tiền mặt: 389"), bullet_mark("Tổng: 27")
    ('+', '')
    """
    found = _BULLET.match(line)
    return found[1] if found else ""


def bullet_end(lines: Sequence[str], at: int) -> int:
    """Return the index after a bullet: after the bullets of another mark below it where it ends in a colon."""
    end, own = at + 1, bullet_mark(lines[at])
    if lines[at].rstrip().endswith(":"):
        while end < len(lines) and bullet_mark(lines[end]) not in ("", own):
            end += 1
    return end
