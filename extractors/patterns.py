"""Regular expressions of words, in a form that is sought fast."""

from __future__ import annotations

import re
from functools import cache

#: "begins a word", then a group of branches
_WORDS = re.compile(r"\(\?<!\\w\)(?P<open>\((?:\?:|\?P<\w+>))")
_REPEATED = ("?", "*", "+", "{")


@cache
def at_words(pattern: str) -> re.Pattern[str]:
    r"""Return an expression compiled; one that is a choice of words at a word's beginning skips to their first letters.

    The engine tries the places only at which some branch has its first letter, if nothing stands before the branches:
    what must not stand before a word is asked behind its first letter.

    >>> quick(r"(?<!\w)(?:trong đó|trừ|(?<!có )mục tiêu)(?!\w)")
    '(?:t(?<!\\wt)(?:rong đó|rừ)|m(?<!\\wm)(?:(?<!(?:có )m)ục tiêu))(?!\\w)'
    >>> at_words(r"(?<!\w)(?:năm|tháng)(?!\w)").findall("hằng tháng, 5 năm, nămx")
    ['tháng', 'năm']
    >>> quick(r"(?<!\w)(?:(?:tổng )?số)")
    '(?:t(?<!\\wt)(?:ổng số)|s(?<!\\ws)(?:ố))'
    """
    return re.compile(quick(pattern))


def quick(pattern: str) -> str:
    """Return an expression with its first letters in front, as it is if a branch begins with anything but a letter."""
    opening = _WORDS.match(pattern)
    if opening is None:
        return pattern
    branches, end = _branches(pattern, opening.end())
    if pattern.startswith(_REPEATED, end):
        return pattern
    by_letter: dict[str, list[str]] = {}
    for spelled in (one for branch in branches for one in _spelled(branch)):
        looks, letter, rest = _first_letter(spelled)
        if not letter.isalpha() or rest.startswith(_REPEATED):
            return pattern
        by_letter.setdefault(letter, []).append("".join(f"{kind}(?:{look}){letter})" for kind, look in looks) + rest)
    choice = "|".join(rf"{letter}(?<!\w{letter})(?:{'|'.join(rests)})" for letter, rests in by_letter.items())
    return f"{opening['open']}{choice}){pattern[end:]}"


def _branches(pattern: str, start: int) -> tuple[list[str], int]:
    """Return the branches of a group that opens before an offset, and where the text behind the group begins."""
    found: list[str] = []
    depth, at, since = 1, start, start
    while depth:
        char = pattern[at]
        if char == "\\":
            at += 1
        elif char == "[":
            at = pattern.index("]", at + 2)
        elif char in "()":
            depth += 1 if char == "(" else -1
        if (char == "|" and depth == 1) or not depth:
            found.append(pattern[since:at])
            since = at + 1
        at += 1
    return found, at


def _spelled(branch: str) -> list[str]:
    """Return a branch that opens with a choice, or with words that may be left out, as one branch for each."""
    if not branch.startswith("(?:"):
        return [branch]
    choices, end = _branches(branch, 3)
    optional = branch.startswith("?", end)
    rest = branch[end + optional :]
    if rest.startswith(_REPEATED) or "(?P<" in branch:
        return [branch]
    return [one for choice in (*choices, *([""] * optional)) for one in _spelled(choice + rest)]


def _first_letter(branch: str) -> tuple[list[tuple[str, str]], str, str]:
    """Return what must (not) stand before a branch, its first character, and the rest of it."""
    looks: list[tuple[str, str]] = []
    while branch.startswith(("(?<!", "(?<=")):
        inside, end = _branches(branch, 4)
        looks.append((branch[:4], "|".join(inside)))
        branch = branch[end:]
    return looks, branch[:1], branch[1:]
