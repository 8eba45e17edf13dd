"""Signs that a scanner takes for others, put right where the grammar of reports leaves one reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_DIGITS = str.maketrans("OoQDlI|iS", "000011115")
_QUOTE = re.compile("[\"'“”‘’|]")
_QUOTES = re.compile("^[\"'“”‘’|]+")
#: roman figures as they are misread
_ROMAN = str.maketrans("1l|ÏÌ", "IIIII")

Change = Callable[[re.Match[str]], str]
#: what is printed, what it means; the first two only where a line opens, the rest within any word
_OPENING: tuple[tuple[re.Pattern[str], Change], ...] = (
    # "1,1." and "2.1," number a section
    (re.compile(r"\A(\d{1,2})[.,](\d{1,2})[.,]$"), lambda m: f"{m[1]}.{m[2]}."),
    # "5," before a capital, too
    (re.compile(r"\A(\d{1,2}),$"), lambda m: f"{m[1]}."),
    # "l." and "I1." number a section
    (re.compile(r"\A([l|])([.)])$"), lambda m: f"1{m[2]}"),
    (re.compile(r"\A((?=[1lI|ÏÌ]*[IÏÌ])[1lI|ÏÌ]{2,3}|[ÏÌ])([.,])$"), lambda m: f"{m[1].translate(_ROMAN)}."),
)
_WITHIN: tuple[tuple[re.Pattern[str], Change], ...] = (
    # a law's number ends with that of its legislature
    (re.compile(r"(?<=QH)[IilO|\d]{2}(?=$|[\s.,;)])"), lambda m: m[0].translate(_DIGITS)),
    # one letter amid the digits of a figure or a date: "1O2", "2.l50", "2O24"
    (re.compile(r"(?<![^\W\d_])\d[\d.,/]*[OolI|][\d.,/]*\d(?![^\W\d_])"), lambda m: m[0].translate(_DIGITS)),
    # a figure that opens or ends with one: "l.250", "25O", "I5%"; "5l" is litres
    (re.compile(r"(?<![\w.,/-])[OolI|](?=[.,]?\d{2,}(?:[.,]\d+)*%?(?!\w))"), lambda m: m[0].translate(_DIGITS)),
    (re.compile(r"(?<=\d)[Oo](?=%?[.,;)]?$)"), lambda m: m[0].translate(_DIGITS)),
)
#: the small raised figure of square and cubic metres is read as one of full height; that leaves nothing in doubt
_RAISED = re.compile(r"(?<![^\W_])(k?m)([23])(?!\w)")
_POWERS = {"2": "²", "3": "³"}
#: what I, II and III are read as, and of the size of type how wide an I is (of plain and bold type) and a full stop
_STROKES = re.compile(r"[IHl1|U]{1,3}\.")
_STROKE, _STOP = 0.385, 0.15

_SECOND = re.compile(r"(?:II|III|IV)\. ")


def repaired(text: str, *, opens: bool) -> tuple[str, str | None]:
    """Return a word put right, and what is said of that; `opens` where it is the first of its line, before a capital.

    >>> [repaired(text, opens=True)[0] for text in ("1,1.", "2.1,", "5,", "I1.", "l.", "1O2", "1,5")]
    ['1.1.', '2.1.', '5.', 'II.', '1.', '102', '1,5']
    >>> [repaired(text, opens=False)[0] for text in ("UBTVQHI1", "l.250", "25O", "5l", "L2", "A1", "11.", "quốc-lộ-1A")]
    ['UBTVQH11', '1.250', '250', '5l', 'L2', 'A1', '11.', 'quốc-lộ-1A']
    >>> repaired("2O24", opens=False)
    ('2024', '“2O24” đọc là “2024”')
    """
    right = _RAISED.sub(lambda m: m[1] + _POWERS[m[2]], text)
    text = right
    for pattern, change in (*(_OPENING if opens else ()), *_WITHIN):
        right = pattern.sub(change, right)
    return right, None if right == text else f"“{text}” đọc là “{right}”"


def strokes(text: str, width: float) -> str | None:
    """Return the number I, II or III of a section by how wide it is, as part of the size of type; None for others.

    >>> [strokes("HI.", 1.3), strokes("I.", 0.9), strokes("II.", 0.93), strokes("1.", 0.5), strokes("IV.", 1.1)]
    ['III.', 'II.', 'II.', None, None]
    """
    if not _STROKES.fullmatch(text) or text[:-1].isdecimal():
        return None
    count = round((width - _STOP) / _STROKE)
    return f"{'I' * count}." if 1 <= count <= 3 else None


def opens_roman(text: str) -> bool:
    """Return whether a line is the heading of a second, third or fourth section.

    >>> [opens_roman(text) for text in ("II. KẾT QUẢ", "III. Kết quả đạt được", "2. KẾT QUẢ")]
    [True, False, False]
    """
    return bool(_SECOND.match(text)) and text.isupper()


def opens_first(text: str) -> bool:
    """Return whether a line is a heading in capitals that seems to have the number 1.

    >>> [opens_first(text) for text in ("1. ĐẶC ĐIỂM", "1. Đặc điểm", "11. ĐẶC ĐIỂM")]
    [True, False, False]
    """
    return text.startswith("1. ") and text.isupper()


def unstained(texts: Sequence[str]) -> list[str]:
    """Return the words of a cell without what a rule beside it leaves before the first, which looks like a quote.

    >>> unstained(['"Tiêu', "chí"]), unstained(["|", "12"]), unstained(['"Tiêu', 'chí"'])
    (['Tiêu', 'chí'], ['', '12'], ['"Tiêu', 'chí"'])
    """
    quoted = sum(_QUOTE.search(text) is not None for text in texts)
    return [_QUOTES.sub("", text) if quoted == 1 and not at else text for at, text in enumerate(texts)]
