"""Digits that name what stands before them: roads, programmes, criteria, ranks, desks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from extractors.lexicon import phrase_pattern, table
from extractors.numbers.counted import in_count_list
from extractors.numbers.names import Naming
from extractors.numbers.scan import named_by_one, number_starts, unit_follows
from extractors.patterns import at_words

#: one of several that are told by number ("quầy số 3", "Trường Tiểu học số 2"); "tổng số 12" counts
_NUMBERED = at_words(
    r"(?<!\w)(?:quầy|cửa|bàn|ô|tổ|đội|nhóm|trường|trạm|cơ sở|khu|phòng|điểm|chi nhánh|bệnh viện|chợ|cụm|tuyến"
    r"|nhà văn hóa|bản tin|kênh|tiểu học|mầm non|mẫu giáo|trung học(?: cơ sở| phổ thông)?|thcs|thpt)"
    r"(?: (?!tổng|dân|con|một|sĩ|hệ|chỉ|đa|có|với|và|là)[^\W\d_]+){0,4}?"
    r" số (?P<x>\d{1,3})(?!\d|[.,/]\d|\s*%)"
)
#: things counted and then told by number ("04 chi bộ được khen: chi bộ 1, chi bộ 3")
_TOLD_BY_NUMBER = re.compile(
    r"\d(?<!\d\d)\d?\s(?P<noun>[^\W\d_]+(?:\s[^\W\d_]+)?)(?!\w)[^.;\d]{0,70}?[:(,]\s*"
    r"(?=(?P=noun)\s\d{1,2}(?![\d%/]|[.,]\d)[^.;\d]{0,40}[,;]\s*(?:và\s)?(?P=noun)\s\d{1,2}(?![\d%/]|[.,]\d))"
)
#: bodies that stand on several levels ("chính quyền địa phương 2 cấp")
_LEVELS = re.compile(
    r"(?<!\w)(?:chính quyền|tòa án|kiểm sát|công an|thi hành án|cơ quan|mặt trận|mttq|hội|đoàn|ngành|mô hình|bộ máy"
    r"|tổ chức|ủy ban|ubnd|hđnd)(?: (?!có|gồm|ở|tại|với|đủ|cả|từ)[^\W\d_]+){0,3} (?P<x>[2-5]) cấp(?! ủy|\w)"
)
#: levels that a comma sets side by side, no decimal ("mức độ 3,4")
_DEGREES = re.compile(r"(?<!\w)(?:mức độ|cấp độ|mức) (?P<x>[1-5](?:,[1-5])+)(?![\d%]|[.,/]\d|\s*%)")
#: those of a grade or form, told by its number ("học sinh khối 7 Trường …")
_GRADE = re.compile(r"(?<!\w)(?:học sinh|học viên|em|trẻ|giáo viên) (?:khối|lớp) (?P<x>1[0-2]|[1-9])(?![\d%]|[.,/]\d)")
#: what a kind is made to, before how many there are of it ("loại 250 ml là 175 đơn vị", "loại 12 m: 40 tàu")
_MADE_TO = at_words(
    r"(?<!\w)(?:loại|cỡ|khổ|gói|bình|can|túi) (?:dưới |trên |từ )?(?P<x>\d+(?:[.,]\d+)?)"
    r" ?(?:ml|lít|l|cc|mm|cm|m|kg|g|gam|tấn|kva|kw|w|chỗ|inch|mã lực|cv)"
    r"(?= ?(?::|là|có|được|thu|cấp|-)? ?(?:được )?\d)"
)
#: what points are given for, told by its number ("38,5 điểm nội dung 1, 29,25 điểm nội dung 2")
_POINTS_FOR = at_words(
    r"(?<!\w)điểm (?:cho |ở |tại )?(?:nội dung|phần|mục|câu|nhóm|hạng mục) (?P<x>[1-9]\d?)(?=\s*[,;.)]|\s+và\s)"
)
#: marks, told by their number behind how many there are of them ("214 điểm 10, 98 bài điểm 9,5")
_MARKS = at_words(
    r"\d (?:(?:bài|môn|lượt|em|học sinh|thí sinh)(?: thi)?(?: được| đạt)? )?điểm (?P<x>10|[1-9](?:[.,]\d{1,2})?)"
    r"(?![.,]?\d|\s*[%/])"
)
#: things told in turn, each by its noun and number with a colon ("phiên 1: 38, phiên 2: 41")
_TURNS = re.compile(r"(?<!\w)(?P<noun>[^\W\d_]+) (?P<x>1): [^:;.]{1,60}?[,;] (?:và )?(?P=noun) 2: ")
_NO = re.compile(r"(?<!\w)no\.\s?(?P<x>\d+)(?![.,]\d)")
_ROADS = frozenset(("quốc lộ", "tỉnh lộ", "hương lộ", "đường tỉnh"))
#: what makes a noun the end of another one ("mô hình 15 thành viên" is no figure 15)
_COMPOUNDS = {"hình": ("mô",), "đội": ("bộ", "quân"), "bản": ("văn", "biên", "kịch", "cơ", "căn", "phiên", "ấn")}
_COMPOUNDS |= {"đường": ("tháo", "mía", "đỗ")}
_CALLED = frozenset(("điện thoại", "đường dây nóng", "hotline", "tổng đài"))
#: numbers that anybody may call, and what was told by such calls ("qua đường dây nóng 203 phản ánh, …")
_LINES = frozenset(("111", "112", "113", "114", "115", "1022"))
_COUNTED_CALLS = re.compile(r"\s(?:phản ánh|ý kiến|cuộc gọi|cuộc|tin|tin báo|lượt|kiến nghị)\s?[,;)]")
#: a number with its part ("tiêu chí 17.11"), no group of three
_CODE = re.compile(r"\d{1,2}\.\d{1,2}")


#: a number to call or write to ("Cổng 1022 chuyển về 15 tin"): no count stands in its place, for its clause goes on
_PORTAL = at_words(
    r"(?<!\w)(?:cổng|đầu số|tổng đài|kênh|ứng dụng|app)(?: thông tin| tiếp nhận| phản ánh)? (?P<x>[1-9]\d{2,4})"
    r"(?!\d|[.,/]\d|\s*%)(?=\s*\(|\s+[^\W\d])"
)


#: digits that are names, any of the words that must stand in the text, and why they are
_NAMED = (
    (_LEVELS, (" cấp",), "levels of a body"),
    (_DEGREES, ("mức", "cấp độ"), "levels side by side"),
    (_GRADE, (" khối ", " lớp "), "grade of pupils"),
    (_POINTS_FOR, ("điểm",), "what points are given for"),
    (_MARKS, (" điểm ",), "a mark"),
    (_MADE_TO, ("",), "what a kind is made to"),
    (_NO, ("no.",), "number of a brand"),
    (_PORTAL, ("cổng", "đầu số", "tổng đài", "kênh", "ứng dụng", "app"), "number of a portal"),
)
#: those that a unit may follow, and then they count
_BEFORE_UNITS = frozenset((_DEGREES, _MARKS, _PORTAL))


#: the next item of a list whose first says what the numbers name
_NEXT_NUMBER = re.compile(r"[^.;:,()\d]{0,90}[;,]\s+(?:và\s+)?số\s+(?P<x>\d{1,3})(?=\s+[^\W\d_])")


@cache
def _designators() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = table("designators.csv")
    roles = {" ".join(row["phrase"].split()): row["role"] for row in rows}
    glued = [phrase for phrase in roles if phrase.endswith((" a", "-")) or phrase == "g"]
    words = phrase_pattern([phrase for phrase in roles if phrase not in glued])
    pattern = re.compile(
        rf"(?P<noun>{words})"
        r"(?:\s+(?:số\s+)?|(?<=xem)\s?:\s*|(?<=tuyến)\s?:\s*|(?<=nay)\s?:\s*|(?<=online)\s?:\s*|(?<=qua)\s?:\s*"
        r"|(?<=truy cập)\s?:\s*|(?<=đọc)\s*\(|(?<=luận)\s*\()"
        r"(?P<x>\d+(?:\s?/\s?\d+)?(?:[.:]\d+)*)(?!\d|,\d|\*)(?P<suffix>\s?[a-eđ](?!\w))?"
        r"(?P<more>(?:\s*(?:,\s|và|-|đến)\s*\d{1,4}(?:\.\d{1,2})?(?!\d|[.,/]\d))*)"
    )
    return pattern, roles


@cache
def _last_syllables() -> tuple[str, ...]:
    return ("số", *sorted({row["phrase"].split()[-1] for row in table("designators.csv")}))


def names_by_number(syllable: str) -> bool:
    """Whether a syllable ends what a number names ("tổ", "thôn", "số").

    >>> names_by_number("tổ"), names_by_number("bình")
    (True, False)
    """
    return syllable in _last_syllables()


@cache
def _limits() -> dict[str, int]:
    """Return the highest number that a noun takes as its name: a village is no. 12, hardly no. 242."""
    return {row["phrase"]: int(row["limit"]) for row in table("designators.csv") if row["limit"]}


def designators(folded: str, start: int, end: int) -> Iterator[Naming]:
    """Yield digits that name what stands before them ("quốc lộ 1A", "chỉ tiêu 26", "Điều 125", "thứ 10/18").

    >>> text = "nhóm tiêu chí 4: 3/7 chỉ tiêu đạt (trừ chỉ tiêu 26)"
    >>> [text[n.start:n.end] for n in designators(text, 0, len(text))]
    ['4', '26']
    >>> [n.role for n in designators("lượt xem : 2.318", 0, 16)]
    ['other']
    """
    for match in _NUMBERED.finditer(folded, start, end) if " số " in folded else ():
        if not unit_follows(folded, match.end("x")):
            yield Naming(match.start("x"), match.end("x"), "name", "named by its noun")
    yield from _named(folded, start, end)
    yield from _told_by_number(folded, start, end)
    pattern, roles = _designators()
    for match in pattern.finditer(folded, start, end) if named_by_one(folded, _last_syllables()) else ():
        role = roles.get(" ".join(match["noun"].split()), "name")
        if _is_quantity(folded, match, role):
            continue
        yield Naming(match.start("x"), match.end("x"), role, "named by its noun")
        yield from _further(folded, match, end, role)
        further = "" if "." in match["x"] and role == "other" else match["more"]  # behind a number to call counts go on
        for more in re.finditer(r"\d+(?:\.\d+)?", further):
            at = match.start("more")
            if not unit_follows(folded, at + more.end()):
                yield Naming(at + more.start(), at + more.end(), role, "named by its noun, further")


def _named(folded: str, start: int, end: int) -> Iterator[Naming]:
    """Yield the levels of bodies and services, marks and grades, the numbers of brands and portals."""
    for pattern, words, why in _NAMED:
        for match in pattern.finditer(folded, start, end) if any(word in folded for word in words) else ():
            if pattern not in _BEFORE_UNITS or not unit_follows(folded, match.end("x")):
                yield Naming(match.start("x"), match.end("x"), "name", why)
    for match in _TURNS.finditer(folded, start, end) if " 1: " in folded and " 2: " in folded else ():
        turn = re.compile(rf"(?<!\w){re.escape(match['noun'])} (?P<x>[1-9]\d?): ")
        for one in turn.finditer(folded, match.start(), end):
            yield Naming(one.start("x"), one.end("x"), "name", "told in turn by number")


def _further(folded: str, match: re.Match[str], end: int, role: str) -> Iterator[Naming]:
    """Yield the numbers of the items that go on after one with its noun ("tiêu chí số 2 A; số 10 B; số 11 C")."""
    at = match.end("x")
    while " số " in match.group() and (more := _NEXT_NUMBER.match(folded, at, end)):
        if unit_follows(folded, more.end("x")):
            return
        yield Naming(more.start("x"), more.end("x"), role, "named by its noun, further")
        at = more.end("x")


def _told_by_number(folded: str, start: int, end: int) -> Iterator[Naming]:
    """Yield the numbers that name the members of what was counted before them."""
    for match in _TOLD_BY_NUMBER.finditer(folded, start, end) if len(number_starts(folded)) > 2 else ():
        stop = folded.find(".", match.end(), end)
        member = re.compile(rf"(?<!\w){re.escape(match['noun'])}\s(?P<x>\d{{1,2}})(?![\d%/]|[.,]\d)")
        for named in member.finditer(folded, match.end(), stop if stop >= 0 else end):
            if not unit_follows(folded, named.end("x")):
                yield Naming(named.start("x"), named.end("x"), "name", "named by its noun")


#: units of crops, none of which stands behind the number of an article
_GROWN = re.compile(r"\s(?:ha|héc ta|tấn|tạ|kg|cây)(?!\w)")

#: the place that a group named by its number belongs to
_OF_PLACE = re.compile(
    r" (?:thôn|ấp|bản|khóm|buôn|làng|xóm|khu phố|khu dân cư|tổ dân phố|xã|phường)"
    r" (?!và|với|đã|có|trên|được|đạt|văn hóa|tổ chức|thực hiện|gồm|là|cùng|thuộc|trong|của|này|khác)[^\W_]"
)


def _is_quantity(folded: str, match: re.Match[str], role: str) -> bool:
    """Whether the digits after a designator count something instead of naming it."""
    noun, digits = " ".join(match["noun"].split()), match["x"]
    if noun in _ROADS:
        return False
    unit = unit_follows(folded, match.end("x"))
    # "gọi điện thoại 44" says how often, "xếp 147 vụ theo loại" no rank
    often = (noun in _CALLED and len(digits) < 3) or (unit and noun in ("online", "xếp") and "/" not in digits)
    often = often or (noun in _CALLED and digits not in _LINES and bool(_COUNTED_CALLS.match(folded, match.end("x"))))
    before = folded[max(0, match.start() - 8) : match.start()].split()
    if often or (before and before[-1] in _COMPOUNDS.get(noun, ())):
        return True
    limit = _limits().get(noun)
    above = limit is not None and "/" not in digits and _size(digits) > limit
    counted = not match["suffix"] and not match["more"] and "số" not in folded[match.end("noun") : match.start("x")]
    listed = role in ("name", "citation") and in_count_list(folded, noun, match.start(), match.end("x"))
    if above or (counted and listed):
        return True
    if role in ("citation", "numbering", "other"):
        grown = noun != "điều" or _GROWN.match(folded, match.end("x"))  # cashew trees are written as articles are
        return role != "other" and unit and bool(grown)
    return not _CODE.fullmatch(digits) and _counts(folded, match)


def _size(digits: str) -> Decimal:
    """Return how large digits are, groups of three joined ("17.2" is 17.2, "200.000" 200000, "1.2.3" 1.2)."""
    groups = re.split(r"[.:]", digits)
    if len(groups) > 1 and all(len(group) == 3 for group in groups[1:]):
        return Decimal("".join(groups))
    return Decimal(".".join(groups[:2]))


def _counts(folded: str, match: re.Match[str]) -> bool:
    """Whether what stands around a noun that takes names says that it is counted here."""
    before = folded[max(0, match.start() - 8) : match.start()].split()
    aim = folded.endswith("/", 0, match.start())  # "14 đồng chí/chỉ tiêu 15"
    if (aim or (before and before[-1][-1].isdigit())) and not match["noun"].startswith("mũi"):  # "của 87 tổ 104,4"
        return True
    if before and (before[-1] in ("số", "mỗi", "từng") or (before[-1] == "các" and not match["more"])):
        return True  # "các tổ 3, 5 và 7" names them
    if "/" in match["x"]:
        return True
    if (
        not match["suffix"]
        and len(match["x"].lstrip("0")) == len(match["x"]) < 3
        and _OF_PLACE.match(folded, match.end("x"))
    ):
        return False  # "đường tổ 3 ấp Bàu Cây"
    if re.fullmatch(r"(?:19|20)\d\d", match["x"]) and not match["noun"].startswith(("tổ", "đội")):
        return True
    return not match["suffix"] and not match["more"] and unit_follows(folded, match.end("x"))
