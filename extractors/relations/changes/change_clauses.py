"""The words of changes: which way a figure moved by them, and the clause of each figure that may be an end of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extractors.lexicon import phrase_pattern, table
from extractors.relations.passages import Figure
from extractors.relations.shares.closed_words import content_words
from extractors.relations.sums.closed_sum_words import TIMES

_LINK = re.compile(r"[,;:(.–—]\s*(?=\w)|(?<!\w)(?:và|còn|trong đó)(?!\w)")
#: the words of a change before a figure, up to its mark
_BEHIND = re.compile(r"^(?:của|năm|hồi|vào|ở|trong|tại)\s(?:[^,;.(–]*(?=[,;.(–])|[^,;.(–]*? thì(?!\w))")
#: how long a change took, told between its word and its figure ("mức tăng sau một năm 30%")
_AFTER_TIME = r"(?: (?:sau|qua|trong) (?:\w+ )?(?:năm|kỳ|quý|tháng|vụ|nhiệm kỳ)(?: qua)?)?"
#: a sign behind an arrow or in a bracket ("… 1.070 phiên => +214 phiên")
_SIGNED = re.compile(r"(?:[=-]>|[→⇒(]|, tức|\)\s?:)\s?(?P<sign>[+-])\s?$")
#: what opens the words that date a figure behind it
_DATES = re.compile(r"(?:của|năm|hồi|vào|ở|trong|tháng|quý|đợt|tuần|vụ|kỳ)\s")
#: the same behind the figure before, up to its mark
_DATED_BEFORE = re.compile(rf"^{_DATES.pattern}[^,;.(–]*(?=[,;.(–])")
#: a date in a bracket right behind a figure
_DATED = re.compile(r"\((?:tháng |năm |quý |vụ )?(?:\d{1,2}/){0,2}(?:19|20)\d\d\)")
_CLAUSE = re.compile(
    r"^(?:.*[,;:(.–—]\s*)?(?:.*(?<!\w)(?:tức|tức là|nghĩa là|như vậy|vậy là|như thế|thì|thế là|là đã|đã|chỉ|mới)\s+)?"
)
#: what stands between a word of change and its figure: with what it is compared, how far it went
_COMPARED = (
    r"(?: (?:so với |hơn )?(?:cùng kỳ|(?:năm|kỳ|quý|tháng|vụ|khóa|đợt|mùa|tuần|năm học|niên độ)"
    r"(?: liền| kề| liền kề)? (?:trước|ngoái)|hôm trước))?"
)
#: times by their names, that tell two figures apart ("91,4% ở đợt một, 96,8% ở đợt hai", "tuần này … tuần kề trước …")
_NAMED_TIMES = re.compile(
    r"(?<!\w)(?:(?:năm|năm học|kỳ|quý|tháng|vụ|khóa|đợt|mùa|tuần|học kỳ) (?:học |liền |kề |liền kề )?"
    r"(?:này|nay|trước|ngoái|qua|rồi|trước đó|giêng|một|hai|ba|tư|năm|sáu|bảy|tám|chín"
    r"|mười(?: một| hai)?|chạp|đầu|cuối|[ivx]+|\d{1,2})|(?:vụ )?(?:đông xuân|hè thu|thu đông)"
    r"|(?:vụ )(?:mùa|chiêm|xuân|hè|thu)|hôm (?:nay|qua|trước)|(?:đầu|giữa|cuối) (?:năm|kỳ|vụ|quý|tháng|khóa|nhiệm kỳ)"
    r"|\d{1,2}/\d{1,2}|hiện (?:nay|tại|còn|có|là)|giờ|nay)(?!\w)"
)


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, tuple[int, bool]]]:
    """Return the pattern of words of change at the end of a text, and direction and standing of each.

    Those that stand alone open their clause: "tách thêm 3 hộ" tells what came, not what the difference is.
    """
    words = {row["phrase"]: (int(row["direction"]), row["alone"] == "yes") for row in table("change_words.csv")}
    return re.compile(
        rf"(?:{phrase_pattern(list(words))}){_AFTER_TIME}{_COMPARED}"
        r"(?: (?:là|tới|đến|đúng|những|khoảng|gần|mất|được))?\s*\(?$"
    ), words


def direction_of(before: str) -> int | None:
    """Return the direction of the change that the words right before a figure tell, None where they tell none.

    >>> direction_of("kéo giảm được"), direction_of("chênh lệch"), direction_of("tăng cường")
    (-1, 0, None)
    """
    found = _pattern()[0].search(before)
    signed = _SIGNED.search(before) if found is None else None
    if found is None or signed:
        return (1 if signed["sign"] == "+" else -1) if signed else None
    words = " ".join(found.group().rstrip("( ").split())
    known = _pattern()[1]
    while words and words not in known:
        words = words.rpartition(" ")[0]
    direction, alone = known[words]
    opens = not _CLAUSE.sub("", before[: found.start()] + "#").rstrip("#").strip()
    return None if alone and not opens else direction


def times_before(figure: Figure) -> list[str]:
    """Return the month, quarter or season that is named before a figure ("tháng 5 là 214 tấn, tháng 6 là 182 tấn")."""
    return TIMES.findall(last_clause(figure))[-1:]


def named_times(figure: Figure) -> list[str]:
    """Return the time by whose name a figure is told, before it in its clause or behind it, the last one only.

    >>> named_times(Figure(0, 0, 0, "tuần kề trước", "phiên", "phiên", None))
    ['tuần kề trước']
    """
    own = re.split(r"[,;:(.–—]\s*(?=\w)", _DATED_BEFORE.sub("", figure.before))[-1]
    return _NAMED_TIMES.findall(own)[-1:] or _NAMED_TIMES.findall(date_behind(figure))[:1]


def names_more(figure: Figure, others: Sequence[Figure]) -> bool:
    """Whether the clause of a change names what the clauses of its ends do not ("…, khách Nhật tăng 52%")."""
    found = _pattern()[0].search(figure.before)
    clause = last_clause(figure).removesuffix(found.group() if found else "")
    said = content_words(" ".join(f.before for f in others)) | {"bằng", "với", "tức"}
    return bool(content_words(clause) - said)


def clause_before(figure: Figure) -> str:
    """Return the words before a figure, without those right behind the one before it and, of many, all but the last."""
    before = _BEHIND.sub("", figure.before)
    return _CLAUSE.sub("", before) if len(before) > 90 else before


def words_of_its_own(figure: Figure) -> str:
    """Return the words of a figure's own behind a change, without what that is compared with.

    "tăng 152 so với hôm trước và 37 ca nặng": nothing dates the 37.
    """
    return _LINK.split(figure.before.rstrip("( "))[-1]


def last_clause(figure: Figure) -> str:
    """Return the words before a figure behind their last mark."""
    return re.split(r"[,;:(.–—]\s*(?=\w)", figure.before)[-1]


def date_behind(figure: Figure) -> str:
    """Return the words behind a figure up to a mark, where they date it ("1.932 con của thời điểm 01/4/2022")."""
    dated = _DATED.match(figure.after)
    if dated:
        return dated.group()
    return re.split(r"[,;.(]", figure.after)[0][:50] if _DATES.match(figure.after) else ""


def is_of_another(figures: Sequence[Figure], at: int) -> bool:
    """Whether a change behind a semicolon names what the figures before it do not ("…; cận nghèo giảm 0,8")."""
    found = _pattern()[0].search(figures[at].before)
    subject = content_words(figures[at].before[: found.start()] if found else "")
    said = content_words(" ".join(f.before for f in figures[:at]))
    return bool(subject - said)
