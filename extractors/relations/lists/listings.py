"""Lists of things in running text: items between commas, semicolons or behind one noun."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import takewhile

from extractors.document import Span
from extractors.relations.lists.branches import joined, parted
from extractors.relations.lists.listed_names import listed_names, names_where
from extractors.relations.world import World
from extractors.vietnamese import LOWER, UPPER, fold_key

_OPENER = re.compile(
    r"(?:(?<!\w)(?:năm|tháng|quý|ngày)\s(?:\d{1,4}|[ivx]+)(?:/\d{1,4}){0,2}(?:\s?-\s?\d{4})?"
    r"|[^.;:()\d]|(?<=\s)\d+(?:,\d+)?\s?%"
    r"|(?<=\s)\d(?=\s(?:sao|năm)(?!\w))|(?<=độ )\d|(?<=loại )\d|(?<=hạng )\d){0,70}?(?:,\s*)?"
    r"(?P<cue>(?:bao gồm|gồm có|gồm|đó là|là|cụ thể là|như sau|(?<=[,;)] )cụ thể)(?!\w)\s*:?"
    r"|:|\(|\"\s*[:(]|\"(?!\s*[\",;.)]))\s*"
)
#: what is counted may be named in quotes before the list opens ("06 mô hình \"Dân vận khéo\", đó là: …")
_QUOTED_NAME = re.compile(r"(?:(?!(?:là|gồm) )[^.;:()\d\"]){0,60}\"[^\"]{1,60}\"(?=[,:\s(])(?!,? (?:và )?\")")
_CLOSE = re.compile(r"[.](?=\s|$)(?!\s?[(,;])|$")
#: a list that only names some of what was counted
_SOME = re.compile(
    r"(?<!\w)(?:trong đó|trong số đó|như(?! sau)|đặc biệt|chủ yếu|ví dụ)(?!\w)|,\s*nhất là"
    r"|(?<!\w)(?:điển hình|tiêu biểu|nổi bật)(?!,? (?:(?:bao )?gồm|đó là))(?! ?:)"
    r"|[,;(] ?(?:điển hình|tiêu biểu|nổi bật)(?!\w)"
)
#: a count of which some are told ("trong 13 tập thể … là A và B"), and how far before it that stands
_AMONG, _NEAR = re.compile(r"(?<!\w)trong(?: tổng)?(?: số)? $"), 14
#: the list is of what stands right before it ("04 lớp cho cán bộ các ngành: …")
_OF_OTHERS = re.compile(r"(?<!\w)(?:các|những|mọi|nhiều|một số|từng)\s(?P<noun>[^\W\d_]+(?:\s[^\W\d_]+){0,2})\s*:?\s*$")
#: a semicolon behind which no item comes: what it cost, who got how much, what is planned
_NO_ITEM = re.compile(
    r";\s*(?:mỗi|tổng|kinh phí|trị giá|thời gian|dự kiến|chia đều|bình quân|trong đó|qua đó|đã|đang|sẽ|còn|riêng"
    r"|ngoài ra|số|nguồn|giải|các|hiện|nay|kết quả|phần|từ|tất cả|đến|thu hút|góp phần)(?!\w)"
)
#: a clause behind the last item
_CLAUSE = re.compile(
    r"(?:qua đó|góp phần|trong đó|đã|đang|sẽ|kinh phí|mỗi|tổng kinh phí|thời gian|dự kiến|đến nay|kết quả|bình quân|còn"
    r"|thu hút|ngoài ra|từ đó|riêng|hiện|trị giá|nhằm|để|đồng thời|bên cạnh|tổ chức|tiếp tục"
    r"|theo đó|do đó|vì vậy)(?!\w)"
)
#: counts in words ("03 công chức (phê bình một người, khiển trách hai người)"), and a list of what each of them has
_IN_WORDS = re.compile(
    r"(?<!\w)(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (?:người|em|cháu|đồng chí|hộ|vụ|tổ|cái|con)(?!\w)"
)
_EACH = re.compile(r"(?<!\w)mỗi(?!\w)")
_BY_PLACE = re.compile(
    r"(?<!\w)(?:thuộc|của|ở|tại) (?:\w+ ){0,2}?(?:tỉnh|huyện|quận|thị xã|thành phố|xã|phường|thôn)(?!\w)"
)
#: a count in words right before a bracket: that is what is listed ("03 cá nhân được khen hai lần (một …, một …)")
_COUNTS_ITSELF = re.compile(r"(?<!\w)(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (?!qua|nay|trước|học)[^\W\d_]+ $")
#: a clause of its own before a bracket, and the figure behind it
_OF_NEXT, _FIGURE_BEHIND = re.compile(r",\s[^\d,]+$"), re.compile(r"\)[\s:là]*\d")
#: a bracket that says why, where or for what ("07 hộ (do tách hộ và bệnh hiểm nghèo)")
_CAUSE = re.compile(
    r"(?:do|vì|bởi|nhờ|lý do|nguyên nhân|để|nhằm|theo|trừ|tính|không|chưa|thiếu|trùng|đều|đã|hiện"
    r"|được|đang|toàn bộ|tất cả|cơ bản|chủ yếu|phần lớn)(?!\w)"
)
#: a list of nothing but quotes: no word or mark in them joins two items
_QUOTES = re.compile(r"\s*\"[^\"]*\"\s*(?:(?:[;,]\s*(?:và\s*)?|và\s+)\"[^\"]*\"\s*)+\.?\s*")
_QUOTED = re.compile(r"\"([^\"]*)\"")
_QUOTED_COUNT = re.compile(r"\"\s*\d{1,2}\s")
_OPEN_END = re.compile(r"(?:…|\.{3}|v\.\s?v\.?|vân vân|\.\.|khác)\s*[.)]*\s*$")
#: words that go on after the last item
_TAIL = re.compile(
    r"(?:\s(?:với (?:số|tổng|tỷ|mức)|trong đó|nhằm|qua đó|từ đó|theo đó|góp phần)"
    r"|,\s*(?:mỗi|tổng cộng|tổng|với|bình quân|thuộc|trong|tại|do|theo|để|đạt|từ|qua|trên|được|có|là|đảm bảo|bảo đảm"
    r"|giúp|kết quả|nay|gắn với|cùng với))\b.*$"
)
_NEXT_SMALL = re.compile(rf",\s+(?=[{LOWER}])")
_AND = re.compile(r"\s+(?:và|cùng)\s+")
#: proper names after "là", each perhaps with its noun ("là xã Tân Hòa và xã Thạnh Phước")
_NAMES = re.compile(rf"[\"“]?(?:[{LOWER}]+\s){{0,2}}[{UPPER}][^.;]{{2,200}}")
#: words by which "là" says something of all that are counted ("05 người bị nạn đều là ngư dân Phú Hải, …")
_OF_ALL = re.compile(r"(?<!\w)(?:đều|cùng|toàn|vẫn|cũng|chỉ|chủ yếu|hầu hết|phần lớn|đa số)\s*$")
#: things that are told by name and are no persons, of which "là" opens a list of short items
_KINDS = frozenset(
    ("lĩnh vực", "nội dung", "nhiệm vụ", "tiêu chí", "chỉ tiêu", "ngành", "mặt hàng", "cây trồng", "thủ tục", "khâu")
)
_PLAIN_ITEMS = re.compile(
    r"(?!(?:do|để|được|có|không|đã|chưa|cơ bản|quan trọng|trọng tâm|khó|mới|bắt buộc|rất|khá|một|những|các)(?!\w))"
    r"[^\W\d_]+(?:\s[^\W\d_]+){0,3}"
    r"(?:,\s[^\W\d_]+(?:\s[^\W\d_]+){0,3}){2,}(?:\s(?:và|cùng)\s[^\W\d_]+(?:\s[^\W\d_]+){0,3})?\s?(?=[.;]|$)"
)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of things: its items, how many it may have, whether it surely ends, and where it stands.

    `apart` says that its marks stand between items only and in none.
    """

    items: tuple[str, ...]
    counts: frozenset[int]
    sure: bool
    span: Span
    apart: bool = False


def list_after(world: World, index: int) -> Listing | None:
    """Return the list in running text that follows a number, by the index of the number."""
    number = world.numbers[index]
    block = world.document.blocks[world.document.block_at(number.span.start)]
    if block.kind == "cell":
        return None
    named = _QUOTED_NAME.match(world.folded, number.end, block.span.end) if number.role == "measure" else None
    opener = _OPENER.match(world.folded, named.end() if named else number.end, block.span.end)
    if opener is None or not _opens(world, index, opener, block.span.end):
        return None
    bracket = opener["cue"].endswith("(")
    itself = _COUNTS_ITSELF.search(world.folded, number.end, opener.start("cue"))
    # "14 người, đưa ra khỏi danh sách (chuyển đi, chết) 20 người": the bracket is of the next figure
    next_one = _OF_NEXT.search(world.folded[number.end : opener.start("cue")]) and _FIGURE_BEHIND.match(
        world.folded, _end_of_list(world, opener.end(), block.span.end, bracket=True)
    )
    if bracket and number.role == "measure" and (itself or next_one or _CAUSE.match(world.folded, opener.end())):
        return None
    stop = _end_of_list(world, opener.end(), block.span.end, bracket=bracket)
    pieces = world.folded[opener.end() : stop].split(";")
    whole = Span(opener.end(), stop)
    span = whole if len(pieces) == number.value else _first_clause(world, whole)
    said = world.folded[number.end : opener.end()]
    if not world.folded[span.start : span.end].strip() or is_of_others(said, world.unit(index)) or _EACH.search(said):
        return None
    measured = number.role == "measure"
    if measured and (_has_quantities(world, span) or names_where(world, span, world.unit(index))):
        return None
    listing = _split(world, span, world.unit(index))
    printed = _without_tail(world.document.text, world.folded, span)
    names = listed_names(printed, world.unit(index)) if measured else None
    if names is not None and listing is not None:
        listing = replace(listing, items=names, counts=frozenset({len(names)}), apart=True)
    among = _AMONG.search(world.folded, max(block.span.start, number.span.start - _NEAR), number.span.start)
    some = listing is not None and bool(_SOME.search(said) or (among and opener["cue"].strip() == "là"))
    return replace(listing, sure=False) if listing is not None and some else listing


def _first_clause(world: World, span: Span) -> Span:
    """Return a list between commas without what a semicolon adds to it ("…, An Thịnh; kinh phí 650 triệu đồng")."""
    end = _NO_ITEM.search(world.folded, span.start, span.end)
    before = world.folded[span.start : end.start()] if end else ""
    first = world.folded[span.start : span.end].partition(";")[0]
    if not before and not _measures_in(world, Span(span.start, span.start + len(first))):
        behind = Span(span.start + len(first), span.end)  # "…, thịt trâu gác bếp; doanh thu 920 triệu đồng"
        # names go on behind a semicolon: "…; Phú Hải, An Sơn, đưa số …"
        named = world.document.text[behind.start : behind.end].lstrip("; ")[:1].isupper()
        before = first if _measures_in(world, behind) and not named else ""
    return Span(span.start, span.start + len(before)) if "," in before and ";" not in before else span


def _measures_in(world: World, span: Span) -> bool:
    first = bisect_left(world.numbers, span.start, key=lambda n: n.span.start)
    following = takewhile(
        lambda n: n.span.start < span.end, (world.numbers[at] for at in range(first, len(world.numbers)))
    )
    return any(n.role == "measure" for n in following)


def is_of_others(said: str, unit: str) -> bool:
    """Whether the words before a list name other things than those counted ("04 lớp cho cán bộ các ngành: …")."""
    others = _OF_OTHERS.search(said)
    return others is not None and bool(unit) and not others["noun"].startswith(unit.split(maxsplit=1)[0])


def _opens(world: World, index: int, opener: re.Match[str], end: int) -> bool:
    """Whether what stands after a number opens a list and not a clause or a quote."""
    cue, text, start = opener["cue"].strip(), world.document.text, opener.end()
    if cue == '"' and not text[start : start + 1].isupper():
        return False
    if world.numbers[index].role != "measure":
        return True
    of_all = cue == "là" and _OF_ALL.search(world.folded, opener.start(), opener.start("cue"))
    if of_all or opener["cue"].startswith('"'):
        return False
    if cue not in ("là", "đó là") or _NAMES.match(text, start, end):
        return True
    counted = world.unit(index).split(maxsplit=1)[:2]
    return " ".join(counted) in _KINDS and bool(_PLAIN_ITEMS.match(world.folded, start, end))


def _end_of_list(world: World, start: int, end: int, *, bracket: bool) -> int:
    if bracket:
        close = world.folded.find(")", start, end)
        return close if close >= 0 else end
    stop = _CLOSE.search(world.folded, start, end)
    at = stop.start() if stop else end
    quote = _QUOTED_COUNT.search(world.folded[start:at])
    return start + quote.start() if quote else at


def _has_quantities(world: World, span: Span) -> bool:
    """Whether the list gives counts ("01 thị trấn và 21 xã"): then it is a sum, no list of names."""
    listed = _TAIL.sub("", world.folded[span.start : span.end])
    in_words = all(_IN_WORDS.search(piece) for piece in re.split(r"[,;]", listed))
    return in_words or _measures_in(world, Span(span.start, span.start + len(listed)))


def _without_tail(text: str, folded: str, span: Span) -> str:
    """Return a list as it is printed, without the words that go on behind its last item."""
    return text[span.start : span.start + len(_TAIL.sub("", folded[span.start : span.end]))]


def _split(world: World, span: Span, unit: str) -> Listing | None:
    """Split a list by its strongest mark; items may hold commas and "và", so several counts are admissible."""
    plain = joined(world.folded[span.start : span.end].replace('"', " ").replace("*", " "))
    head, mark, last = plain.rpartition(";")
    clean = head + mark + _TAIL.sub("", last)
    items, low, high = _by_semicolons(clean) if ";" in clean else _by_commas(clean)
    if ";" in clean:
        high = max(high, _names_in(world.document.text[span.start : span.start + len(clean)]))
    quotes = _QUOTES.fullmatch(world.folded, span.start, span.end)
    if quotes is not None:
        items = _QUOTED.findall(quotes.group())
        low = high = len(items)
    if high < 2 or any(len(p) > 160 for p in items):
        return None
    apart = quotes is not None or (";" in clean and _is_parted(items, last))
    repeated = [] if ";" in clean or quotes is not None else _by_noun(clean, unit)
    doubles = len(set(map(fold_key, items))) < len(items) and len(set(map(fold_key, repeated))) == len(repeated)
    if len(repeated) > 1 and not (doubles and len(repeated) < len(items)):
        printed = world.document.text[span.start : span.start + len(clean)]
        apart = _is_of(unit, repeated)
        names = apart or all(printed[clean.find(item)].isupper() for item in repeated)
        whole = names and _goes_on(printed, clean, repeated)
        # commas go on with names and with what is counted; others they part ("máy in, máy tính, tủ sắt")
        items = repeated if whole or apart else items
        low, high = len(repeated), len(repeated) if whole else max(high, len(repeated))
    shown = tuple(parted(" ".join(p.strip(" .,;()").split())) for p in items)
    counts = frozenset(range(min(low, len(items)), high + 1))
    return Listing(shown, counts, not _OPEN_END.search(clean), span, apart)


def _is_parted(items: list[str], last: str) -> bool:
    """Whether semicolons stand between items only: the last one is no clause that goes on with the sentence."""
    return len(items) > 1 and not _CLAUSE.match(last.strip())


def _is_of(unit: str, items: list[str]) -> bool:
    """Whether each item opens with the noun that is counted, what sort of it left out ("sản phẩm OCOP": "sản phẩm")."""
    noun = " ".join(unit.split()[:2])
    return bool(noun) and all(item.strip().startswith(noun) for item in items)


def _goes_on(printed: str, folded: str, items: list[str]) -> bool:
    """Whether the commas inside items that one noun opens only go on with them ("Luật Phòng, chống ma túy")."""
    starts = [folded.find(item) for item in items]
    inside = [printed[start : start + len(item)] for start, item in zip(starts, items, strict=True)]
    inner = sum(item.count(",") for item in inside)
    return inner > 0 and sum(len(_NEXT_SMALL.findall(item)) for item in inside) >= inner


#: how many words a bare name has, and what stands between names
_SHORT = 5
_BETWEEN = re.compile(r"[,;]|\s(?:và|cùng)\s")
_BELONGS = re.compile(r"(?<=\w) (?:thuộc|của) ")


def _by_semicolons(text: str) -> tuple[list[str], int, int]:
    """Return the items, and how many there are at least and at most."""
    items = [p for p in text.split(";") if p.strip(" .,")]
    high = len(items) + sum(len(_AND.findall(p)) for p in items[-1:])
    first = items[0]
    if "," in text and _BY_PLACE.search(text):  # names by the districts that they belong to
        high = max(high, sum(p.count(",") + 1 + len(_AND.findall(p)) for p in items))
    if "," in first:  # the list may end at the semicolon ("xin chào, xin lỗi, xin cảm ơn, xin phép; gắn với …")
        high = max(high, first.count(",") + 1 + len(_AND.findall(first)))
    names = [_BELONGS.split(item, maxsplit=1)[0] for item in items]
    if all(len(name) < len(item) for name, item in zip(names, items, strict=True)):
        # "A, B thuộc huyện X; C và D của huyện Y"
        high = max(high, sum(name.count(",") + 1 + len(_AND.findall(name)) for name in names))
    return items, len(items), high


def _names_in(printed: str) -> int:
    """Return how many proper names are listed by whatever marks, 0 where others are ("Hòa An; Đông Sơn, Tân Kỳ")."""
    pieces = [p.strip() for p in _BETWEEN.split(re.sub(r"\([^()]*\)", "", printed)) if p.strip(" .")]
    named = sum(piece.split()[-1][:1].isupper() for piece in pieces)
    return len(pieces) if named * 4 >= len(pieces) * 3 and all(len(p.split()) <= _SHORT for p in pieces) else 0


def _by_commas(text: str) -> tuple[list[str], int, int]:
    """Return the items, and how many there are at least and at most."""
    commas = [p for p in text.split(",") if p.strip(" .")]
    items = [p for part in commas for p in (_AND.split(part) if part is commas[-1] else [part])]
    return items, len(commas), len(commas) + sum(len(_AND.findall(p)) for p in commas[-1:])


def _by_noun(text: str, unit: str) -> list[str]:
    """Split where one noun opens the items: the counted one or that of the first ("Luật A, Luật B và Luật C")."""
    noun = unit if unit and text.strip().startswith(unit) else text.strip().split(" ")[0]
    if len(noun) < 2 or text.count(noun) < 2:
        return []
    starts = [m.start() for m in re.finditer(rf"(?:(?<=^)|(?<=[,;:] )|(?<=và )){re.escape(noun)}(?!\w)", text)]
    if len(starts) < 2 or len(starts) * 2 < text.count(",") + 1 or text[: starts[0]].strip(" :"):
        return []
    pieces = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    return [re.sub(r"(?:,|;|\s+và)\s*$", "", p.strip()) for p in pieces]
