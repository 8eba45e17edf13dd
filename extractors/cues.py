"""What must stand in a text for an expression to be found in it: asked for before the expression itself is sought."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from extractors.patterns import at_words

#: how many ways of writing are told apart: of more, asking takes longer than seeking
_MOST = 48
_GROUP = re.compile(r"\((?:\?:|\?P<\w+>|(?!\?))")
_GROUP_OR_AHEAD = re.compile(r"\((?:\?:|\?=|\?P<\w+>|(?!\?))")
_OPTIONAL = re.compile(r"[?*]|\{0?,|\{0\}")
_REPEATED = re.compile(r"[?*+]\??|\{[\d,]+\}\??")
#: stands between two letters and takes no room
_NO_WIDTH = re.compile(r"\^|\$|\\b|\\B")
#: a way of writing, and whether all that was read of the expression is part of it
_Path = tuple[str, bool]


@cache
def cues(expression: str) -> tuple[str, ...]:
    r"""Return texts of which one stands wherever an expression is found, none where no such texts are known.

    What must follow a match counts, what must stand before it does not.

    >>> cues(r"(?<!\w)(?:so với|trong tổng số)\s+\d+"), cues(r"s\s+(?:ca|vụ)(?: mới)?"), cues(r"\d+|a")
    (('so với', 'trong tổng số'), ('ca', 'vụ'), ())
    >>> cues(r"t(?<!\wt)(?:rong (?:đó|số)|rừ)"), cues(r"(?:tổng )?số(?! liệu)"), cues("cộng|cộng dồn")
    (('trong số', 'trong đó', 'trừ'), ('số',), ('cộng',))
    """
    found = [_best(branch) for branch in _branches(expression)]
    every = {text for texts in found for text in texts}
    shortest = sorted(text for text in every if not any(other in text for other in every - {text}))
    return tuple(shortest) if all(found) and len(shortest) <= _MOST else ()


def may_stand(expression: str, within: str) -> bool:
    r"""Whether one of the cues of an expression stands in a text, or none are known.

    >>> may_stand(r"số\s+vụ", "12 vụ"), may_stand(r"\d+", "12 vụ")
    (False, True)
    """
    texts = cues(expression)
    for text in texts:  # written out: a generator takes twice as long
        if text in within:
            return True
    return not texts


@cache
def seeker(expression: str) -> Callable[[str], re.Match[str] | None]:
    r"""Return the search of an expression; where none of its cues stands in a text it is not tried.

    >>> seek = seeker(r"(?<!\w)(?:so với|trong tổng số)\s+\d+")
    >>> seek("so với 12 vụ")[0], seek("trong 12 vụ")
    ('so với 12', None)
    """
    search, texts = at_words(expression).search, cues(expression)

    def seek(within: str) -> re.Match[str] | None:
        for text in texts:
            if text in within:
                return search(within)
        return None

    return seek if texts else search


def _best(branch: str) -> tuple[str, ...]:
    """Return the cues of an expression without a choice at its top: of all its stretches of letters the longest."""
    return max(_stretches(branch), key=lambda texts: (min(map(len, texts)), -len(texts)), default=())


def _stretches(branch: str) -> Iterator[tuple[str, ...]]:
    """Yield, for each stretch of letters that no match goes without, the ways in which it is written."""
    paths: list[_Path] = [("", True)]
    for element, inner in _elements(branch):
        ways = [(path + text, open_) for path, _ in paths for text, open_ in inner] if inner else []
        if inner and len(ways) <= _MOST:
            paths = ways
        if not inner or not all(open_ for _, open_ in paths):
            yield from _texts(paths)
            paths = [("", True)]
        if element.startswith("("):
            yield from filter(None, [cues(_inside(element))])
    yield from _texts(paths)


def _texts(paths: Sequence[_Path]) -> Iterator[tuple[str, ...]]:
    texts = tuple({text for text, _ in paths})
    if all(texts):
        yield texts


def _elements(branch: str) -> Iterator[tuple[str, list[_Path]]]:
    """Yield the parts of an expression that take room, each with the ways in which it begins, none where unknown."""
    at = 0
    ahead: list[str] = []
    while at < len(branch):
        if skipped := _NO_WIDTH.match(branch, at):
            at = skipped.end()
            continue
        end = _end(branch, at)
        element = branch[at:end]
        repeated = _REPEATED.match(branch, end)
        optional = repeated is not None and _OPTIONAL.match(repeated.group()) is not None
        at = repeated.end() if repeated else end
        if element.startswith(("(?!", "(?<=", "(?<!")):
            continue
        if element.startswith("(?=") and not optional:
            ahead.append(element)
            continue
        ways = [] if optional else _ways(element)
        yield ("" if optional else element), ([(text, False) for text, _ in ways] if repeated else ways)
    yield from ((element, []) for element in ahead)


def _ways(element: str) -> list[_Path]:
    """Return how an element begins: a letter, or the beginnings of the branches of a group."""
    if _GROUP.match(element):
        found = [way for branch in _branches(_inside(element)) for way in _opening(branch)]
        return found if len(found) <= _MOST else []
    if element.startswith("\\") and not element[1].isalnum():
        return [(element[1], True)]
    return [(element, True)] if len(element) == 1 and element != "." else []


def _opening(branch: str) -> list[_Path]:
    """Return the texts that a branch may begin with, and whether they are all of it."""
    paths: list[_Path] = [("", True)]
    for _, inner in _elements(branch):
        ways = [(path + text, open_) for path, _ in paths for text, open_ in inner]
        if not inner or len(ways) > _MOST:
            return [(path, False) for path, _ in paths]
        paths = ways
        if not all(open_ for _, open_ in paths):
            break
    return paths


def _inside(group: str) -> str:
    opening = _GROUP_OR_AHEAD.match(group)
    return group[opening.end() : -1] if opening else ""


def _branches(expression: str) -> list[str]:
    """Return what the bars at the top of an expression part."""
    found, at, since = [], 0, 0
    while at < len(expression):
        if expression[at] == "|":
            found.append(expression[since:at])
            since = at + 1
            at += 1
        else:
            at = _end(expression, at)
    return [*found, expression[since:]]


def _end(expression: str, at: int) -> int:
    """Return where the element ends that begins at an offset: a letter, an escape, a class or a group."""
    if expression[at] == "\\":
        return at + 2
    if expression[at] == "[":
        return _end_of_class(expression, at)
    if expression[at] != "(":
        return at + 1
    inside = at + 1
    while expression[inside] != ")":
        inside = _end(expression, inside)
    return inside + 1


def _end_of_class(expression: str, at: int) -> int:
    at += 2 if expression.startswith("[^", at) else 1
    at += expression.startswith("]", at)
    while expression[at] != "]":
        at += 2 if expression[at] == "\\" else 1
    return at + 1
