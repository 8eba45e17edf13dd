"""The fonts of the PDF reports: a Times-like face with all Vietnamese letters, and one for signs that it lacks."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from corpus.notes import pieces

PLAIN, BOLD, ITALIC, SIGNS = "Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "DejaVuSans-Signs"
_FOLDER = Path(__file__).parent / "fonts"
_BLANKS = re.compile(r"[ \t]{2,}")


@cache
def use_fonts() -> dict[str, frozenset[int]]:
    """Tell reportlab of the fonts, and return the code points of each."""
    known = {}
    for name in (PLAIN, BOLD, ITALIC, SIGNS):
        font = TTFont(name, _FOLDER / f"{name}.ttf")
        pdfmetrics.registerFont(font)
        known[name] = frozenset(font.face.charToGlyph)
    return known


def markup(text: str, font: str = PLAIN, notes: tuple[str, ...] = ()) -> str:
    """Return a text as reportlab's markup: anchors with their marks, rare signs in their font, wide gaps kept.

    Raises ValueError for a character that no font has.
    """
    return "".join(
        _marked(text_or_note, notes[text_or_note]) if isinstance(text_or_note, int) else _lettered(text_or_note, font)
        for text_or_note in pieces(text)
    )


def _marked(note: int, number: str) -> str:
    return f'<onDraw name="note" label="{note}"/>{number}'


def _lettered(text: str, font: str) -> str:
    known = use_fonts()
    text = _BLANKS.sub(lambda gap: "\xa0" * len(gap[0]), text)
    made = ""
    for has, letters in groupby(text, lambda letter: ord(letter) in known[font]):
        shown = "".join(letters)
        if not has and (lost := [letter for letter in shown if ord(letter) not in known[SIGNS]]):
            raise ValueError(f"no font has {lost[0]!r} in: {text}")
        made += escape(shown) if has else f'<font name="{SIGNS}">{escape(shown)}</font>'
    return made
