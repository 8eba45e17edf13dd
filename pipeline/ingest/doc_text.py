"""The characters of a .doc file in order: without what is not shown, with where each is stored and its old font."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from pipeline.ingest.doc_properties import Characters, character_properties, font_names
from pipeline.ingest.doc_streams import At, Streams, pieces_of
from pipeline.ingest.old_letters import font_encoding
from pipeline.ingest.old_runs import Run
from pipeline.ingest.word_text import symbol

#: what ends a paragraph, a cell or a row
ENDS = re.compile("[\r\x07\x0c]")
_FIELD = re.compile("[\x13-\x15]")
#: in the place of what is not shown
_NOTHING = "\x01"
#: signs with a meaning of their own; those of pictures, notes and fields are no text
_SIGNS = str.maketrans(
    {"\x0b": " ", "\x0e": " ", "\x09": " ", "\x1e": "-", "\xa0": " "}
    | dict.fromkeys("\x01\x02\x03\x04\x05\x06\x08\x0a\x0f\x10\x11\x12\x13\x14\x15", "")
)


class DocText:
    """The text of a file; `deleted` counts the places that were deleted while changes were tracked."""

    def __init__(self, streams: Streams) -> None:
        self._pieces = list(pieces_of(streams))
        self._starts = [piece.start for piece in self._pieces]
        self.text = without_fields("".join(piece.text for piece in self._pieces))
        characters = list(character_properties(streams))
        names = dict(enumerate(font_names(streams.table, *streams.where(At.FONTS))))
        fonts = ((one.start, one.end, names.get(-1 if one.font is None else one.font, "")) for one in characters)
        self._fonts = sorted(one for one in fonts if font_encoding(one[2]))
        self._replace([one for one in characters if one.deleted or one.hidden or one.symbol is not None])
        self.deleted = sum(one.deleted for one in characters)

    def stored(self, at: int) -> int:
        """Return where a character is stored in the main stream."""
        piece = self._pieces[bisect_right(self._starts, at) - 1]
        return piece.at + (at - piece.start) * piece.width

    def runs(self, start: int, end: int) -> list[Run]:
        """Return the text from one character to another, by fonts where some are of before Unicode."""
        if not self._fonts or start == end:
            return [_run(self.text[start:end], "")]
        fonts = [self._font(at) for at in range(start, end)]
        edges = [at for at in range(len(fonts)) if not at or fonts[at] != fonts[at - 1]]
        return [
            _run(self.text[start + first : start + behind], fonts[first])
            for first, behind in zip(edges, [*edges[1:], len(fonts)], strict=True)
        ]

    def _font(self, at: int) -> str:
        stored = self.stored(at)
        place = bisect_right(self._fonts, (stored, 1 << 32, "")) - 1
        found = self._fonts[place] if place >= 0 else None
        return found[2] if found and stored < found[1] else ""

    def _replace(self, characters: Sequence[Characters]) -> None:
        """Put nothing in the place of what is not shown, and symbols in that of their brackets; ends stay."""
        signs = list(self.text) if characters else []
        for one in characters:
            gone = one.deleted or one.hidden or one.symbol is None
            shown = _NOTHING if gone else symbol(f"{one.symbol:04x}") or _NOTHING
            for first, behind in self._places(one.start, one.end):
                signs[first:behind] = [sign if ENDS.match(sign) else shown[:1] for sign in signs[first:behind]]
        self.text = "".join(signs) if characters else self.text

    def _places(self, start: int, end: int) -> list[tuple[int, int]]:
        """Which characters are stored in a stretch of the main stream, by piece."""
        found = []
        for piece in self._pieces:
            first = piece.start + max(0, start - piece.at) // piece.width
            behind = piece.start + min(len(piece.text), max(0, end - piece.at) // piece.width)
            found += [(first, behind)] if first < behind else []
        return found


def _run(text: str, font: str) -> Run:
    soft = "\u00ad" if font else ""
    return Run(text.translate(_SIGNS).replace("\x1f", soft).replace("\u00ad", soft), font)


def without_fields(text: str) -> str:
    """Return text of the same length with nothing in the place of the instructions of fields; what they show stays.

    >>> without_fields("a\\x13DATE\\x14 5\\x15b").replace("\\x01", "")
    'a 5b'
    """
    pieces: list[str] = []
    shown = [True]
    at = 0
    for match in _FIELD.finditer(text):
        part = text[at : match.start()]
        pieces += [part if shown[-1] else _NOTHING * len(part), _NOTHING]
        at = match.end()
        if match.group() == "\x13":
            shown.append(False)
        elif match.group() == "\x14":
            shown[-1] = shown[-2] if len(shown) > 1 else True
        elif len(shown) > 1:
            shown.pop()
    return "".join((*pieces, text[at:] if shown[-1] else _NOTHING * (len(text) - at)))
