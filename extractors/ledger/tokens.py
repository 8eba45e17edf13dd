"""The marks of the clause grammar in one block: numbers, brackets, stops, cues."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from extractors.ledger.entries import Openness
from extractors.lexicon import guarded_pattern, table
from extractors.numbers.number import Number
from extractors.patterns import at_words
from extractors.slots import fills_slots

_PUNCTUATION = re.compile(r"[();:,.]")
_QUOTED = re.compile(r"\"[^\"]{1,220}\"")
_AMONG = at_words(r"(?<!\w)(?:trong (?:tổng )?số)\s+[^.,;:()\d]{2,40}?(?=\s*:|,|\s+(?:có|thì)\s+\d)")
#: the word behind a whole that its sentence names first ("Trong 36 vụ tai nạn có 21 vụ …", "Trong 52 cuộc thì 31 …")
_OF_WHOLE = at_words(
    r"(?<!\w)trong (?:tổng số |tổng |số )?\d[\d.]* [^\d.,;:()]{2,60}? (?P<word>có|thì)(?= (?:[^\W\d]+ ){0,2}\d)"
)
_BEHIND_WHOLE = {"có": "trong số đó", "thì": "trong đó"}
#: "còn" before another of them says what the figure before it is ("74 hồ sơ còn trong hạn và 3 hồ sơ quá hạn")
_AND = at_words(
    r"(?<!\w)(?:và|cùng|còn(?!\s(?:[^\W\d_]++\s){1,4}?(?:và|cùng)\s))(?!\w)"
    r"(?=\s++(?:[^\W\d_]++\s++){0,4}+[^\w\s]?\d)"
)
#: a dash between words, as it opens a list behind a total
_DASH = re.compile(r"(?<=\w)\s+(-)\s+(?=[^\W\d_]|\d[\d.]*\s+[^\W\d])")
#: "cao nhất là 412 phiếu" tells an extreme, ", nhất là 2 xã" some of what stands before
_EXTREME = re.compile(r"(?<=\w) nhất là\s+\d")
#: "đạt 74% kế hoạch; tập trung nạo vét kênh" goes on with something else
_ELSE = re.compile(r";\s*tập trung(?! (?:ở|vào|tại|nhiều|chủ yếu|lĩnh vực)(?!\w))")
#: an abbreviation at the end of a text, and what ends a sentence though it stands alone
_SHORTENED = re.compile(r"(?:(?<!\w)\w|(?<!\w)(?:tp|tx|tt|ths|ts|pgs|gs|st|đ/c))$")
_CLOSED = frozenset("%)")
#: where a mark stands
_PLACE = attrgetter("start", "end")
_OPEN_NEEDS_NUMBER = re.compile(r"[^.;]*?\d")
#: the kinds of the table of cues
_KINDS: dict[str, Openness] = {"closed": "closed", "listed": "listed", "some": "some", "open": "open"}


@fills_slots
@dataclass(frozen=True, slots=True)
class Token:
    """A mark of the grammar: kind is num, cue, and, or the punctuation itself; offsets are of the block."""

    kind: str
    start: int
    end: int
    number: int = -1
    word: str = ""


@cache
def _cues() -> tuple[re.Pattern[str], dict[str, Openness]]:
    rows = {row["cue"]: _KINDS[row["kind"]] for row in table("cues.csv")}
    refusing = {row["cue"]: (list(filter(None, row["refuse_before"].split("|"))), "") for row in table("cues.csv")}
    return re.compile(rf"{guarded_pattern(refusing)}(?!\s+(?:hóa|cả\b|tỷ lệ|tỉ lệ))"), rows


def cue_kind(word: str) -> Openness:
    """Return closed, listed, some or open for a cue ("gồm", "trong đó", "nhất là")."""
    return _cues()[1][" ".join(word.split())]


def opens_nothing(folded: str) -> bool:
    """Whether a text without quantities has no mark either that could open a group or a lead-in."""
    marked = ":" in folded or "(" in folded or "trong số" in folded or "trong tổng số" in folded
    return not marked and _cues()[0].search(folded) is None


def tokens(folded: str, offset: int, numbers: Mapping[int, Number]) -> list[Token]:
    """Return the marks of a block in order.

    `folded` is the folded block text, `offset` its place in the document, `numbers` the quantities of the
    block by index; punctuation inside numbers, units and quotes is none.
    """
    masked = bytearray(len(folded))
    found: list[Token] = []
    for index, number in numbers.items():
        start, end = number.span.start - offset, number.end - offset
        masked[start:end] = b"\1" * (end - start)
        if number.role == "measure":
            found.append(Token("num", start, end, index))
    for quote in _QUOTED.finditer(folded) if '"' in folded else ():
        if masked.find(1, quote.start(), quote.end()) < 0:
            masked[quote.start() : quote.end()] = b"\1" * (quote.end() - quote.start())
    found.extend(_punctuation(folded, masked))
    dashes = _DASH.finditer(folded) if "-" in folded else ()
    found.extend(Token("-", dash.start(1), dash.end(1)) for dash in dashes if not masked[dash.start(1)])
    found.extend(_words(folded, masked))
    return sorted(found, key=_PLACE)


def _punctuation(folded: str, masked: bytearray) -> list[Token]:
    found = []
    for match in _PUNCTUATION.finditer(folded):
        at = match.start()
        if not masked[at] and (match.group() != "." or _is_stop(folded, at)):
            found.append(Token(match.group(), at, at + 1))
    return found


def _is_stop(folded: str, at: int) -> bool:
    """A full stop ends a sentence before a blank or the end, not after an abbreviation ("TP.", "1.")."""
    following = folded[at + 1 : at + 2]
    if following not in ("", " ", ")", '"'):
        return False
    before = folded[max(0, at - 3) : at]
    return before[-1:] in _CLOSED or before[-1:].isdecimal() or not _SHORTENED.search(before)


def _words(folded: str, masked: bytearray) -> list[Token]:
    pattern, kinds = _cues()
    found = []
    for match in pattern.finditer(folded):
        word = " ".join(match.group().split())
        at = match.start()
        if (
            masked[at]
            or _EXTREME.match(folded, max(0, at - 1))
            or _ELSE.search(folded, max(0, at - 3), match.end() + 12)
        ):
            continue
        if kinds[word] == "open" and word != "trong đó có" and not _OPEN_NEEDS_NUMBER.match(folded, match.end()):
            continue
        found.append(Token("cue", match.start(), match.end(), word=word))
    found.extend(
        Token("cue", match.start(), match.end(), word="trong số đó")
        for match in (_AMONG.finditer(folded) if "trong số" in folded or "trong tổng số" in folded else ())
        if masked.find(1, match.start(), match.end()) < 0 and not pattern.match(folded, match.start())
    )
    found.extend(
        Token("cue", *match.span("word"), word=_BEHIND_WHOLE[match["word"]])
        for match in (_OF_WHOLE.finditer(folded) if "trong" in folded else ())
        if not masked[match.start("word")] and not folded[: match.start()].rpartition(".")[2].strip(" -+*")
    )
    found.extend(
        Token("and", match.start(), match.end()) for match in _AND.finditer(folded) if not masked[match.start()]
    )
    return found
