"""Words that the engine read, as the lines of print of a page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median

from extractors.document import Word
from pipeline.ingest.pdf_page import RAISED, Line
from pipeline.ingest.scan_engine import Read
from pipeline.ingest.scan_page import Sheet
from pipeline.ingest.scan_repairs import opens_first, repaired, strokes

#: figures apart from the words around them, so that each has its own box
_WORD = re.compile(r"\d[\d.,/]*\d|\d|[^\s\d]+")
#: a digit in a word of less confidence (of 100) is in doubt: of 11 wrong figures 8 had less, of 309 right ones 16
SURE = 85
#: a word of less confidence without a digit is in doubt, and one of hardly any that shows no letter is a stain
_SURE_LETTERS, _STAIN = 60, 30
#: the mark of a note: of a figure's height, and of the size of type how far it stands above the line
_SMALL, _RISE = 0.8, 0.12
#: a section's number of less confidence is measured
_SURE_NUMBER = 93
_ROMAN = re.compile(r"I{1,3}\.")
#: of the height of type: what is wider parts columns, and how far another line of print is
_GAP, _OTHER_LINE = 2.5, 0.9
#: of the size of type: height of capitals and figures, of small letters, of the tail of p and q, of capitals with marks
_TALL, _LOW, _TAIL, _MARKED = 0.68, 0.46, 0.22, 0.9
_TAILED = frozenset("gjpqy,;()ạẠặẶậẬẹẸệỆịỊọỌộỘợỢụỤựỰỵỴ")
_TALL_PLAIN = frozenset("0123456789ABCDEFGHIKLMNOPRSTUVXYbdfhiklđtĐ")
_LOW_PLAIN = frozenset("acemnorsuvxz")
_TAILED_PLAIN = frozenset("gpqy")
_DOT_BELOW, _HORN = "\u0323", "\u031b"


def lines_of(words: Sequence[Read], sheet: Sheet) -> list[Line]:
    """Return the lines of print of a page, cut at wide gaps; places in points."""
    found: list[Line] = []
    for _, line in groupby(sorted(words, key=_line_of), key=_line_of):
        kept = [word for word in line if not _is_stain(word)]
        found += [_line(run, sheet) for run in _runs(kept)]
    return found


def _line_of(word: Read) -> tuple[int, int, int]:
    return word.line


def _is_stain(word: Read) -> bool:
    """Whether what was read as a word is none: dirt, or a rule."""
    shown = any(character.isalnum() for character in word.text)
    return word.confidence < (0 if any(c.isdigit() for c in word.text) else 10 if shown else _STAIN)


def _runs(words: Sequence[Read]) -> Iterator[list[Read]]:
    size = _size(words)
    run: list[Read] = []
    for word in sorted(words, key=lambda one: one.left):
        if run and word.left - run[-1].left - run[-1].width > _GAP * size:
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _size(words: Sequence[Read]) -> float:
    """Return the size of the type of words in dots, by the height that their letters have in it."""
    plain = [word.height / part for word in words if (part := _height(word.text))]
    return median(plain) if plain else median([word.height / _rough(word.text) for word in words] or [0.0])


def _height(text: str) -> float | None:
    """Return what part of its size a text is high, None for one with letters that are of other heights.

    >>> [_height(text) for text in ("cao", "thôn", "ngày", "1.234", "hộ", "sơ", "ấp", "Ủy")]
    [0.46, 0.68, 0.9, 0.68, 0.9, None, None, None]
    """
    heights = [_letter(letter) for letter in text if letter not in ".-"]
    if not heights or None in heights:
        return None
    top = max(height[0] for height in heights if height)
    return round(top + max(height[1] for height in heights if height), 2)


def _rough(text: str) -> float:
    """Return about what part of its size a text is high that has letters of which that is not known for sure."""
    marked = unicodedata.normalize("NFD", text)
    top = _MARKED if marked != text and any(c.isupper() for c in text) else _TALL
    return top + (_TAIL if _DOT_BELOW in marked or set(text) & _TAILED else 0.0)


def _letter(letter: str) -> tuple[float, float] | None:
    """Return how high a letter is and how deep its tail, None for signs and for letters with two marks or a horn."""
    parts = unicodedata.normalize("NFD", letter)
    base, marks = parts[0], parts[1:]
    above = len([mark for mark in marks if mark != _DOT_BELOW])
    if base not in _TALL_PLAIN | _LOW_PLAIN | _TAILED_PLAIN or _HORN in marks or above > (base in _LOW_PLAIN):
        return None
    tall = base in _TALL_PLAIN or above
    return _TALL if tall else _LOW, _TAIL if base in _TAILED_PLAIN or _DOT_BELOW in marks else 0.0


def _line(run: Sequence[Read], sheet: Sheet) -> Line:
    point = sheet.point
    size = _size(run)
    bottoms = [word.top + word.height for word in run if not set(word.text) & _TAILED and _height(word.text)]
    base = median(bottoms) if bottoms else max(word.top + word.height for word in run) - _TAIL * size
    parts: list[str] = []
    words: list[Word] = []
    at = 0
    for order, read in enumerate(run):
        after = run[order + 1].text if order + 1 < len(run) else ""
        text, doubt = _shown(read, size, opens=order == 0 and (len(run) > 1 and after[0].isupper()))
        if text.isdecimal() and _is_raised(read, base, size):
            text = text.translate(RAISED)
        each = read.width / len(text)
        for match in _WORD.finditer(text):
            left, right = read.left + match.start() * each, read.left + match.end() * each
            word = Word(at + match.start(), at + match.end(), left * point, right * point, doubt)
            words.append(word)
        parts.append(text)
        at += len(text) + 1
    return Line(sheet.number, " ".join(parts), tuple(words), base * point, round(size * point, 1))


def _is_raised(read: Read, base: float, size: float) -> bool:
    """Whether a figure stands above its line, as the marks of notes do."""
    return read.height < _SMALL * _TALL * size and read.top + read.height < base - _RISE * size


def _shown(read: Read, size: float, *, opens: bool) -> tuple[str, str | None]:
    """Return a word put right, and what is said of it where it is in doubt."""
    text = unicodedata.normalize("NFC", read.text)
    roman = strokes(text, read.width / size) if opens and size else None
    if roman and (read.confidence < _SURE_NUMBER or not _ROMAN.fullmatch(text)):
        # its width says more than the engine
        return roman, None if roman == text else f"“{text}” đọc là “{roman}”"
    text, repair = repaired(text, opens=opens)
    return text, repair or _doubt(read, text)


def _doubt(read: Read, text: str) -> str | None:
    """Return what is said of a word that the engine is not sure of."""
    digit = any(character.isdigit() for character in text)
    return f"đọc chưa rõ “{text}”" if read.confidence < (SURE if digit else _SURE_LETTERS) else None


def as_roman(line: Line) -> Line:
    """Return a line with the number I where it is a heading in capitals that seems to have the number 1."""
    if not opens_first(line.text):
        return line
    first = replace(line.words[0], doubt="“1.” đọc là “I.”")
    return replace(line, text=f"I{line.text[1:]}", words=(first, *line.words[1:]))
