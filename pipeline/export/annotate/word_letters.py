"""The letters of a run as the reader told them, each with its place in the XML."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from pipeline.ingest.old_letters import letter_lengths
from pipeline.ingest.word_text import symbol

_SIGNS = {"tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}
#: encodings of before Unicode, whose letters are known by their count alone
_OLD = frozenset(("tcvn3", "vni"))


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: the child of the run that holds it and where in its text it begins and ends.

    `text` is "" for a letter of an old font; signs that are elements of their own count as one character.
    """

    text: str
    child: etree._Element
    start: int
    end: int


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace, which comments and instructions have none of."""
    return str(element.tag).rpartition("}")[2]


def letters(run: etree._Element, encoding: str | None) -> list[Letter]:
    """Return the letters of a run; `encoding` is that of the file's old fonts, None for Unicode."""
    return [letter for child in run for letter in _of_child(child, encoding)]


def _of_child(child: etree._Element, encoding: str | None) -> Iterator[Letter]:
    name = local(child)
    if name == "t" and len(child) == 0:
        text = child.text or ""
        yield from _old(child, text, encoding) if encoding in _OLD and not text.isascii() else _composed(child, text)
    elif name in _SIGNS:
        yield Letter(_SIGNS[name], child, 0, 1)
    elif name in ("sym", "softHyphen") and encoding in _OLD:
        yield Letter("", child, 0, 1)
    elif name == "sym" and (sign := symbol(child.get(child.tag[:-3] + "char", ""))):
        yield Letter(sign, child, 0, 1)


def _old(child: etree._Element, text: str, encoding: str | None) -> Iterator[Letter]:
    at = 0
    for length in letter_lengths(text, encoding or ""):
        sign = text[at : at + length]
        yield Letter(sign if sign.isascii() else "", child, at, at + length)
        at += length


def _composed(child: etree._Element, text: str) -> Iterator[Letter]:
    """Letters with the marks that follow them, as NFC writes them; marks at the start belong to the letter before."""
    if text.isascii() or (unicodedata.is_normalized("NFC", text) and not unicodedata.combining(text[0])):
        for at, sign in enumerate(text):
            yield Letter(sign, child, at, at + 1)
        return
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if at or not unicodedata.combining(text[at]):
            for sign in unicodedata.normalize("NFC", text[at:end]):
                yield Letter(sign, child, at, end)
        at = end


def aligned(found: Sequence[Letter], text: str, *, cut: bool = False) -> list[Letter] | None:
    """Return the letter of each character of a text that the reader made of them, None where they don't agree.

    The reader left out blanks, and signs of symbol fonts that it cannot show. `cut` tells that the run may go on.
    """
    at = 0
    placed: list[Letter] = []
    for sign in text:
        while at < len(found) and not _agree(found[at].text, sign) and _may_go(found[at]):
            at += 1
        if at == len(found) or not _agree(found[at].text, sign):
            return None
        placed.append(found[at])
        at += 1
    return placed if cut or all(map(_may_go, found[at:])) else None


def _agree(stored: str, sign: str) -> bool:
    return not stored or stored.casefold() == sign.casefold() or (sign == " " and stored.isspace())


def _may_go(letter: Letter) -> bool:
    return letter.text.isspace() or local(letter.child) in ("sym", "softHyphen")
