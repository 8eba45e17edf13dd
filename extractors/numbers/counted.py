"""Lists of counts ("chia ra: thôn 05, trường học 03"): there a noun that may take a name or number is counted."""

from __future__ import annotations

import re

#: a count and the words of the next item, up to the noun in question
_AFTER_COUNT = re.compile(r"(?<![\w/.])\d[\d.]*(?:\s*[,;]\s*|\s(?=và\s))(?:[^\W\d_]+,?\s+){0,8}$")
#: the words and the count of the next item
_BEFORE_COUNT = re.compile(r"\s*[,;]\s*(?P<words>(?:[^\W\d_]+\s+){1,6})\d[\d.]*\s*(?=[,;.)]|$)")
#: what opens such a list
_OPENING = re.compile(r"(?:ra|gồm|đó|theo|là)\s*:?\s*$|[(:]\s*(?:[^\W\d_]+\s+){0,3}$")
#: what opened a list some items before
_OPENED = re.compile(r"(?<!\w)(?:ra|gồm|đó|theo|là)\s|[(:]\s?| - ")

#: counts that stand in a row ("nông dân 09, phụ nữ 14, cựu chiến binh 05, đoàn 07: …") need no word that opens them
_COUNTS, _ROW = re.compile(r"[^\W\d_] \d{1,4}[,;] "), 3


def in_count_list(folded: str, noun: str, left: int, right: int) -> bool:
    """Whether a noun at `left` with its digits up to `right` stands in a list of nouns with their counts.

    A list that says the same noun again names its members ("thôn 1, thôn 2"), and so does one that nothing opens.

    >>> text = "chi bộ chia ra: thôn 05, trường học 03"
    >>> in_count_list(text, "thôn", 16, 23)
    True
    >>> in_count_list("gồm thôn 5, thôn 7", "thôn", 4, 10)
    False
    >>> in_count_list("khu phố 3: 14, khu phố 4: 9", "khu phố", 15, 24)
    False
    >>> in_count_list("thực hiện nghị quyết 15, chỉ thị 08.", "chỉ thị", 25, 35)
    False
    """
    start = max(0, left - 90)
    if len(re.findall(rf"(?<!\w){re.escape(noun)} \d{{1,2}} ?: ?\d", folded[start : right + 60])) > 1:
        return False  # "khu phố 3: 14, khu phố 4: 9"
    follows = _BEFORE_COUNT.match(folded, right, right + 60)
    if follows and noun in follows["words"]:
        return False
    preceded = _AFTER_COUNT.search(folded, start, left)
    if preceded and (noun in preceded.group() or folded[start : preceded.start()].rstrip().endswith(noun)):
        return False  # "tổ thôn 3, tổ thôn 4"
    if preceded:
        opened = _OPENED.search(folded, start, left) or len(_COUNTS.findall(folded, start, left)) >= _ROW
        return bool(opened) and bool(follows or _ends_item(folded, right))
    return bool(follows and _OPENING.search(folded, start, left))


def _ends_item(folded: str, right: int) -> bool:
    return folded[right : right + 3].strip()[:1] in (",", ";", ".", ":", ")", "")
