"""Edits of a report after which it says the same and is as right as before: nothing new may be found in it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import partial

from corpus.injector import Change, Report
from corpus.marks import plain_values
from corpus.slips import printed
from corpus.truths import Number
from corpus.variants import Original, replaced
from corpus.variations import VARIATIONS, varied

Maker = Callable[[Report, Original, random.Random], str | None]
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_LINE = re.compile(r"[^\n]+")
_SENTENCES = (
    "Cán bộ, công chức chấp hành nghiêm kỷ luật, kỷ cương hành chính.",
    "Nhân dân trên địa bàn đồng tình, hưởng ứng.",
    "Công tác phối hợp giữa các ngành, đoàn thể được duy trì thường xuyên.",
    "Đây là kết quả đáng ghi nhận của tập thể.",
)
_SPELT = (("kỳ", "kì"), ("tỷ lệ", "tỉ lệ"), ("quý", "quí"), ("lý", "lí"), ("kỹ", "kĩ"), ("Mỹ thuật", "Mĩ thuật"))
_FOOT = "\nTác giả: Ban Biên tập\nLượt xem: {seen}\nCập nhật: {day:02}/{month:02}/{year}\n"


def _one(text: str, changes: Sequence[Change], chance: random.Random) -> str | None:
    return replaced(text, [chance.choice(changes)]).text if changes else None


def _all(text: str, changes: Sequence[Change]) -> str | None:
    return replaced(text, changes).text if changes else None


def _varied(name: str, source: Report, original: Original, chance: random.Random) -> str | None:
    made = varied(name, original, chance.randrange(10**6)).text
    return made if made != source.text else None


# -- forms of numbers and dates ------------------------------------------------------------------------------------


def _free(source: Report) -> Iterator[Number]:
    """Quantities printed by the plain rule that are part of no rate ("người/05 tổ")."""
    for number in source.measures:
        if plain_values(number.text)[0] == number.value and source.text[number.start - 1 : number.start] != "/":
            yield number


def _ungrouped(source: Report, _: Original, chance: random.Random) -> str | None:
    whole = [n for n in _free(source) if re.fullmatch(r"\d{1,3}(\.\d{3})+", n.text)]
    kept = [n for n in whole if not re.fullmatch(r"(19|20)\d\d", n.text.replace(".", ""))]
    return _one(source.text, [(n.start, n.end, n.text.replace(".", "")) for n in kept], chance)


def _zero(source: Report, _: Original, chance: random.Random) -> str | None:
    small = [n for n in _free(source) if re.fullmatch(r"0?[1-9]", n.text) and n.unit != "%"]
    return _one(source.text, [(n.start, n.end, n.text[1:] or f"0{n.text}") for n in small], chance)


def _point(source: Report, _: Original, chance: random.Random) -> str | None:
    shares = [n for n in _free(source) if n.unit == "%" and re.fullmatch(r"\d{1,3},\d{1,2}", n.text)]
    return _one(source.text, [(n.start, n.end, n.text.replace(",", ".")) for n in shares], chance)


def _day_zero(source: Report, _: Original, chance: random.Random) -> str | None:
    made = [(m.start(), m.end(), _other_zeros(m)) for m in _DATE.finditer(source.text)]
    return _one(source.text, [one for one in made if one[2] != source.text[one[0] : one[1]]], chance)


def _other_zeros(found: re.Match[str]) -> str:
    day, month, year = found.groups()
    if day[0] == "0" or month[0] == "0":
        return f"{int(day)}/{int(month)}/{year}"
    return f"{int(day):02}/{int(month):02}/{year}"


def _day_words(source: Report, _: Original, chance: random.Random) -> str | None:
    told = [m for m in _DATE.finditer(source.text) if source.text[: m.start()].endswith("ngày ")]
    prose = [m for m in told if "\t" not in source.text[source.text.rfind("\n", 0, m.start()) + 1 : m.end()]]
    return _one(source.text, [(m.start(), m.end(), f"{m[1]} tháng {m[2]} năm {m[3]}") for m in prose], chance)


def _coarser(source: Report, _: Original, chance: random.Random) -> str | None:
    """A share with one decimal less, rounded."""
    return _one(source.text, list(_shares(source, ROUND_HALF_UP, 1)), chance)


def _cut_off(source: Report, _: Original, chance: random.Random) -> str | None:
    """A share cut off where it was rounded."""
    return _one(source.text, list(_shares(source, ROUND_DOWN, 0)), chance)


def _shares(source: Report, how: str, fewer: int) -> Iterator[Change]:
    tied = {n.start for r in source.relations if r.kind not in ("percent", "order") for n in r.numbers}
    for relation in source.relations:
        share, part, whole = relation.one("share"), relation.one("part"), relation.one("whole")
        if relation.kind != "percent" or share is None or part is None or share.start in tied:
            continue
        base, decimals = whole.value if whole else part.of, len(share.text.partition(",")[2])
        if base and decimals > fewer and plain_values(share.text)[0] == share.value:
            exact = part.value * relation.scale * 100 / base
            value = exact.quantize(Decimal(1).scaleb(fewer - decimals), how)
            new = printed(value, "0," + "0" * (decimals - fewer) if decimals > fewer else "0")
            if new != share.text:
                yield share.start, share.end, new.lstrip("0") if new[:1] == "0" and new[1:2].isdigit() else new


# -- words ---------------------------------------------------------------------------------------------------------


def _percent_word(source: Report, _: Original, chance: random.Random) -> str | None:
    signs = list(re.finditer(r"(?<=\d)\s?%", source.text))
    return _one(source.text, [(m.start(), m.end(), " phần trăm") for m in signs], chance)


def _written_out(source: Report, _: Original, chance: random.Random) -> str | None:
    found = list(re.finditer(r"(?<=[a-zà-ỹ,] )UBND(?= [a-zà-ỹ])", source.text))
    return _one(source.text, [(m.start(), m.end(), "Ủy ban nhân dân") for m in found], chance)


def _spelling(source: Report, _: Original, chance: random.Random) -> str | None:
    able = [(old, new) for old, new in _SPELT if re.search(rf"(?<!\w){old}(?!\w)", source.text)]
    if not able:
        return None
    old, new = chance.choice(able)
    return re.sub(rf"(?<!\w){old}(?!\w)", new, source.text)


def _quotes(source: Report, _: Original, _chance: random.Random) -> str | None:
    return _all(source.text, [(m.start(), m.end(), '"') for m in re.finditer("[“”]", source.text)])


def _dashes(source: Report, _: Original, _chance: random.Random) -> str | None:
    return _all(source.text, [(m.start(), m.end(), "–") for m in re.finditer(r"(?m)^-(?= )", source.text)])


def _prose(source: Report) -> list[re.Match[str]]:
    """The lines of prose that end as a sentence, between the head and the foot."""
    numbered = {heading.line for heading in source.headings}
    lines = [(at, m) for at, m in enumerate(_LINE.finditer(source.text)) if at > 9]
    starts = [m for _, m in lines if m[0].endswith(".") and "\t" not in m[0] and len(m[0]) > 60]
    return [m for m in starts if source.text.count("\n", 0, m.start()) + 1 not in numbered and m[0][0].isupper()]


def _sentence(source: Report, _: Original, chance: random.Random) -> str | None:
    new = " " + chance.choice(_SENTENCES)
    return _one(source.text, [(m.end(), m.end(), new) for m in _prose(source)], chance)


def _rounded(source: Report, _: Original, chance: random.Random) -> str | None:
    """A figure said again, rounded up with "gần" or down with "hơn"."""
    ends = {source.text.count("\n", 0, m.start()) + 1: m.end() for m in _prose(source)}
    able = [n for n in _free(source) if n.line in ends and n.value >= 105 and n.of is None and "," not in n.text]
    able = [n for n in able if n.unit and n.unit.isalpha() and int(n.value) % 10]
    if not able:
        return None
    number = chance.choice(able)
    step = 10 ** (len(str(int(number.value))) - 2)
    up = chance.random() < 0.5
    value = Decimal((int(number.value) // step + up) * step)
    told = f" {'Gần' if up else 'Hơn'} {printed(value, number.text)} {number.unit} là con số đáng ghi nhận."
    return replaced(source.text, [(ends[number.line], ends[number.line], told)]).text


def _again(source: Report, _: Original, chance: random.Random) -> str | None:
    """A paragraph printed once more below itself."""
    return _one(source.text, [(m.end(), m.end(), "\n" + m[0]) for m in _prose(source) if ":" not in m[0]], chance)


# -- blanks, lines and what stands around a report ------------------------------------------------------------------


def _wrapped(source: Report, _: Original, chance: random.Random) -> str | None:
    """A paragraph broken into two lines before a small letter."""
    made = [
        (m.start() + blank.start(), m.start() + blank.end(), "\n")
        for m in _prose(source)
        for blank in re.finditer(r"(?<=[a-zà-ỹ]) (?=[a-zà-ỹ])", m[0])
        if blank.start() > 40
    ]
    return _one(source.text, made, chance)


def _every_wrapped(source: Report, _: Original, _chance: random.Random) -> str | None:
    """All paragraphs broken after about ninety characters, before small letters."""
    made: list[Change] = []
    for m in _prose(source):
        last = 0
        for blank in re.finditer(r"(?<=[a-zà-ỹ]) (?=[a-zà-ỹ])", m[0]):
            if blank.start() - last > 90:
                made.append((m.start() + blank.start(), m.start() + blank.end(), "\n"))
                last = blank.start()
    return _all(source.text, made)


def _empty_line(source: Report, _: Original, chance: random.Random) -> str | None:
    return _one(source.text, [(m.end(), m.end(), "\n") for m in _prose(source)], chance)


def _page(source: Report, _: Original, chance: random.Random) -> str | None:
    """The number of a page between two paragraphs."""
    return _one(source.text, [(m.end(), m.end(), f"\n\n{chance.randint(2, 9)}\n") for m in _prose(source)], chance)


def _trailing(source: Report, _: Original, _chance: random.Random) -> str | None:
    return _all(source.text, [(m.end(), m.end(), "  ") for m in _LINE.finditer(source.text) if "\t" not in m[0]])


def _returns(source: Report, _: Original, _chance: random.Random) -> str | None:
    return source.text.replace("\n", "\r\n")


def _mark(source: Report, _: Original, _chance: random.Random) -> str | None:
    return "\ufeff" + source.text


def _unbreakable(source: Report, _: Original, _chance: random.Random) -> str | None:
    found = [n for n in source.measures if re.match(r" [a-zà-ỹđ]", source.text[n.end : n.end + 2])]
    return _all(source.text, [(n.end, n.end + 1, "\u00a0") for n in found])


def _invisible(source: Report, _: Original, chance: random.Random) -> str | None:
    blanks = list(re.finditer(r"(?<=[a-zà-ỹ]) (?=[a-zà-ỹ])", source.text))
    return _one(source.text, [(m.start(), m.start(), "\u200b") for m in blanks], chance)


def _web(source: Report, _: Original, chance: random.Random) -> str | None:
    """What a web page prints below a report: who, how often seen, when put there."""
    year = (source.issued.year if source.issued else 2024) + 1
    seen = printed(Decimal(chance.randint(100, 9999)), "1.000")
    return source.text + _FOOT.format(seen=seen, day=chance.randint(1, 28), month=chance.randint(1, 12), year=year)


#: each harmless edit by its code
HARMLESS: Mapping[str, Maker] = {
    **{name.replace(" ", "_"): partial(_varied, name) for name in VARIATIONS if name != "figures"},
    "one_ungrouped": _ungrouped,
    "leading_zero": _zero,
    "decimal_point": _point,
    "date_zeros": _day_zero,
    "date_in_words": _day_words,
    "coarser_share": _coarser,
    "share_cut_off": _cut_off,
    "percent_word": _percent_word,
    "written_out": _written_out,
    "i_for_y": _spelling,
    "straight_quotes": _quotes,
    "long_dashes": _dashes,
    "added_sentence": _sentence,
    "rounded_restatement": _rounded,
    "paragraph_again": _again,
    "line_wrap": _wrapped,
    "all_lines_wrapped": _every_wrapped,
    "empty_line": _empty_line,
    "page_number": _page,
    "trailing_blanks": _trailing,
    "line_returns": _returns,
    "byte_order_mark": _mark,
    "unbreakable_blanks": _unbreakable,
    "invisible_blank": _invisible,
    "web_foot": _web,
}
