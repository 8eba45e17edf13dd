"""Texts and Word files in letters of before Unicode, as old programs wrote them."""

from __future__ import annotations

import io
import unicodedata
from functools import cache

import docx
from docx.oxml.ns import qn

from pipeline.ingest.old_letters import rows

#: fonts that show each encoding, that for headings of TCVN3, which shows capitals only, apart
FONTS = {"tcvn3": ".VnTime", "vni": "VNI-Times"}
CAPITALS = ".VnTimeH"
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def encoded(text: str, encoding: str) -> bytes:
    """Return a text in bytes of an encoding; what it has no sign for becomes its nearest, else "?"."""
    plain = unicodedata.normalize("NFC", text)
    if encoding == "windows-1258":
        return b"".join(map(_in_1258, plain))
    signs = _signs(encoding)
    return b"".join(_byte(sign) for letter in plain for sign in signs.get(letter, letter))


def _byte(sign: str) -> bytes:
    return sign.encode("latin-1") if ord(sign) < 256 else sign.encode("cp1252", "replace")


def _in_1258(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        return (base + "".join(part for part in parts if part in _TONES)).encode("cp1258", "replace")


@cache
def _signs(encoding: str) -> dict[str, str]:
    found = {row["letter"]: row[encoding] for row in rows() if row[encoding]}
    if encoding == "vni":
        return found
    shown = {letter: chr(int(code, 16)) for letter, code in found.items()}
    # TCVN3 has no capitals with tones
    return shown | {row["letter"]: shown[row["letter"].lower()] for row in rows() if row["letter"] not in shown}


def in_old_font(word: bytes, encoding: str) -> bytes:
    """Return a Word file with its runs in an old font; words all in capitals in the font for headings."""
    document = docx.Document(io.BytesIO(word))
    for run in document.element.body.iter(qn("w:r")):
        font = FONTS[encoding]
        for element in run.iter(qn("w:t")):
            text = element.text or ""
            if encoding == "tcvn3" and text.isupper():
                font, text = CAPITALS, text.lower()
            element.text = encoded(text, encoding).decode("cp1252")
        fonts = run.get_or_add_rPr().get_or_add_rFonts()
        for name in ("w:ascii", "w:hAnsi"):
            fonts.set(qn(name), font)
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()
