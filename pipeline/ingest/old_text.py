"""Text in letters of before Unicode, told by what it says: the reading that makes Vietnamese syllables of its words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.syllables import is_built
from pipeline.ingest.old_letters import ENCODINGS, to_unicode

#: letters that only Unicode has: a line with one of them is in Unicode
_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
#: signs beside letters that Vietnamese in Unicode has not; squares, degrees and quotes may stand there
_ODD = (
    "\u0080-\u009f\u00a1-\u00a9\u00ac-\u00af\u00b1\u00b4-\u00b6\u00b8\u00b9\u00bc-\u00bf\u2212"
    "Ä-ÇËÎ-ÑÖ-ØÛÜÞßä-çëî-ñö-øûüþÿ"
)
_IS_ODD = re.compile(f"[{_ODD}]")
_TELLING = re.compile(f"[A-Za-z][{_ODD}]|[{_ODD}][A-Za-z]")
_PUNCTUATION = "\\s!-@\\[-`{-\\x7f\u00a0\u2013\u2014\u2018-\u201f\u2022\u2026"
#: words with marks, whatever their letters are; those of plain ASCII say nothing
_WORD = re.compile(f"[A-Za-z]*[^{_PUNCTUATION}A-Za-z][^{_PUNCTUATION}]*")
_HYPHENED = re.compile(r"(?<![\w/-])(?:[^\W\d_]+-[^\W\d_]*|-[^\W\d_]+)(?![\w/-])")
_MOST_WORDS = 20_000
#: share of words that must be right, and how many words tell of a text
_LEAST_SHARE, _FEW = 0.7, 3
#: of a line, once the letters of its text are known
_LINE_SHARE = 0.5
_FAR = re.compile("[\u0370-\u1dff\u2c00-\ud7ff]")
_OF_BYTES = (*ENCODINGS, "windows-1258")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Score:
    """How many words with marks are Vietnamese syllables, of how many."""

    right: int
    of: int

    @property
    def share(self) -> float:
        """The share of right words, 0 for none at all."""
        return self.right / self.of if self.of else 0.0


def score(text: str) -> Score:
    """Return how much of a text is Vietnamese.

    >>> score("Báo cáo năm 2024 của xã"), score("B¸o c¸o")
    (Score(right=5, of=5), Score(right=0, of=2))
    """
    right = count = 0
    for count, match in enumerate(_WORD.finditer(unicodedata.normalize("NFC", text)), 1):
        right += is_built(match.group().lower())
        if count >= _MOST_WORDS:
            break
    return Score(right, count)


def decode_old(data: bytes) -> tuple[str, str] | None:
    """Return text and encoding of bytes in TCVN3, VNI, VISCII or windows-1258, None for others.

    Lines in UTF-8 amid the rest are read as such.
    """
    lines = [(line, _utf8(line)) for line in data.splitlines(keepends=True)]
    name = _best("".join(line.decode("latin-1") for line, text in lines if text is None), _OF_BYTES)
    if name is None:
        return None
    return "".join(_line(line.decode("latin-1"), name) if text is None else text for line, text in lines), name


def _utf8(line: bytes) -> str | None:
    """A line in UTF-8; two old letters may by chance make one of a far writing."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return None
    return None if _FAR.search(text) else text


def _best(shown: str, names: Sequence[str]) -> str | None:
    """The encoding that makes most words of a text syllables, None where no more than the text as it is shown."""
    scores = {name: score(_read(shown, name)) for name in names}
    name = max(names, key=lambda one: scores[one].share)
    enough = scores[name].right >= min(_FEW, scores[name].of) and scores[name].share >= _LEAST_SHARE
    return name if enough and scores[name].share > score(shown).share else None


def _line(shown: str, name: str) -> str:
    """A line in the letters of its text, or in others that make clearly more of it."""
    text = _read(shown, name)
    found = score(text)
    other = _best(shown, _OF_BYTES) if found.share < _LINE_SHARE and found.of >= _FEW else None
    return _read(shown, other) if other else text


def _read(shown: str, name: str) -> str:
    if name == "windows-1258":
        return unicodedata.normalize("NFC", shown.encode("latin-1", "replace").decode("cp1258", "replace"))
    text = to_unicode(shown, name)
    return capitals_restored(text) if name == "tcvn3" else text


def capitals_restored(text: str) -> str:
    """Return text with words all in capitals where all their letters are so that TCVN3 can write large.

    It has no capitals with tones: its fonts for headings show small letters as capitals.

    >>> capitals_restored("CộNG HòA, ủY ban Bộ Y tế, Mỹ THọ")
    'CỘNG HÒA, ỦY ban Bộ Y tế, MỸ THỌ'
    """
    words = list(_LETTERS.finditer(text))
    large = [_is_large(match.group()) for match in words]
    pieces, at = [], 0
    for index, match in enumerate(words):
        word = match.group()
        beside = any(large[max(0, index - 1) : index + 2]) and not any(
            sign.islower() and sign.isascii() for sign in word
        )
        pieces += [text[at : match.start()], word.upper() if (beside and word[0].isupper()) or large[index] else word]
        at = match.end()
    return "".join((*pieces, text[at:]))


def _is_large(word: str) -> bool:
    """Whether a syllable is set in capitals: one behind its first letter, and no small letter of ASCII."""
    plain = any(sign.isascii() and sign.islower() for sign in word)
    return not plain and any(sign.isupper() for sign in word[1:]) and is_built(word.lower())


def is_in_unicode(text: str) -> bool:
    """Return whether a text holds a letter that only Unicode has."""
    return _UNICODE.search(text) is not None


def is_suspect(text: str) -> bool:
    """Return whether a text in Unicode holds several words with signs that Vietnamese words have not."""
    if not _IS_ODD.search(text):
        return False
    return sum(1 for _, _ in zip(range(_FEW), _TELLING.finditer(text), strict=False)) == _FEW


def encoding_of(lines: Sequence[str]) -> str | None:
    """Return the old encoding whose signs stand in lines of Unicode as other letters, None for none."""
    shown = "\n".join(line for line in lines if not is_in_unicode(line))
    return _best(shown, ENCODINGS) if is_suspect(shown) else None


def mended(line: str, name: str) -> str:
    """Return a line with letters of an old encoding in Unicode, or as it is where that makes no more of it."""
    if line.isascii() or is_in_unicode(line):
        return line
    text = _read(line, name)
    return text if score(text).share > score(line).share else line


def mended_print(line: str, name: str) -> str:
    """Return a printed line of a text with letters of an old encoding as `mended` does.

    Where a PDF shows the sign of the letter ư in TCVN3, its soft hyphen, programs read a hyphen: it is the letter in
    words that are syllables with it.
    """
    text = mended(line, name)
    return _HYPHENED.sub(_with_u, text) if name == "tcvn3" else text


def _with_u(word: re.Match[str]) -> str:
    text = word.group().replace("-", "ư")
    return text if is_built(text.lower()) and not text.isupper() else word.group()


def mended_text(text: str) -> tuple[str, str | None]:
    """Return a text in Unicode and the old encoding that some of its lines were in, None for none."""
    if not is_suspect(text):
        return text, None
    lines = text.splitlines(keepends=True)
    name = encoding_of(lines)
    return ("".join(mended(line, name) for line in lines), name) if name else (text, None)
