"""Words of closed sums: what closes or opens a row of figures, what opposes two parts, what speaks against a sum."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cache

from extractors.catalogue.nouns import dimensions
from extractors.lexicon import guarded_pattern, phrase_pattern, scales, table
from extractors.patterns import at_words
from extractors.relations.passages import Figure

#: a figure of another time, plan, level or part of a part; "#" is where the figure stands
ASIDE = at_words(
    r"(?<!\w)(?:so(?! sánh)|cùng kỳ|năm trước|năm ngoái|kỳ trước|còn (?:phải|cần)|mỗi|bình quân"
    r"|trung bình(?! #)|tăng|giảm(?! nghèo| thiểu)"
    r"|vượt|hụt|phấn đấu|mục tiêu|dự kiến|kế hoạch|chỉ tiêu|dự toán|lũy kế|nhiều nhất|ít nhất|cao nhất|thấp nhất"
    r"|kể cả|không kể|chưa kể|riêng(?! lẻ| biệt| rẽ)|trong đó|trong số|trong ấy|ngoài ra|thêm|hơn|gấp|nhiệm kỳ trước"
    r"|nâng|khoảng|tối đa|tối thiểu"
    r"|(?<!trở )lên(?! (?:lớp|đường|xe|mạng|hệ thống|cổng))|xuống)(?!\w)|(?<!\w)(?:từ(?: mức| con số)?|ngoài) #"
    r"|(?<!\w)(?:khác|lặt vặt|linh tinh|lẻ tẻ|nhỏ lẻ|vụn vặt|nhỏ)(?: \w+){0,2} (?:gom|gộp|dồn|góp|tính|nhập)(?!\w)"
)
#: words that date a figure
TIMES = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\w)(?:quý|tháng|đợt|kỳ|khóa|tuần) (?:[ivx]+|\d{1,2}|\w+)(?!\w)"
    r"|(?<!\w)vụ (?:\d|(?:đông|xuân|hè|thu|mùa|chiêm|một|hai|ba|này|trước|nay|sau|tới|đầu|cuối)(?!\w))"
)
#: what is said before a figure of all
WHOLE = re.compile(
    r"(?<!\w)(?:tổng|toàn|cả|tất cả|có|phải|cần|được giao|giao|được cấp|được|thuộc diện|trong|trên|tiếp nhận"
    r"|(?<!chứng )(?<!công )(?<!xác )nhận|đón"
    r"|giữ|gọi|mời|gửi|tuyển|bàn giao|thu|chi)(?!\w)[^.;:]{0,40}#$"
)
_LINK = re.compile(
    r"[:(]\s*[^:(]*$|(?<!\w)(?:gồm|chia|theo|cụ thể|kết quả|tính cả|lần lượt|thứ tự|phân|bao gồm|kể ra|kể tên"
    r"|(?<!kiểm )đếm|rải|góp từ|lấy từ|góp bởi|từng loại|trải ra|nằm ở|xét theo|tách ra)(?!\w)|\s-\s"
)
#: a part that counts the women, one that tells of either, and one of all others
_WOMEN, _MEN_OR_WOMEN = re.compile(r"(?:^|[(:])\s*nữ(?!\w)"), re.compile(r"(?<!\w)(?:nam|nữ)(?!\w)")
_OTHERS = re.compile(r"(?<!\w)(?:khác|còn lại)(?!\w)")
#: between a part and the one figure that it is of ("4.618 trong tổng số 4.902 giao dịch")
OF_ONE = re.compile(r"(?:[^\W\d_]+ ){0,3}(?:trong|trên) (?:tổng(?: số)?|số)$")
TOTAL = re.compile(
    r"(?<!\w)tổng(?! (?:hợp|kết|thể|đài|duyệt|quan|phụ trách|kiểm tra|vệ sinh|điều tra|rà soát|cục|công ty"
    r"|bí thư|đội)(?!\w))(?!\w)"
)
_REST = re.compile(r"(?<!\w)(?:còn lại|số còn|phần còn)(?!\w)")
_OPEN_END = re.compile(r"[,;.] (?:\w+ ){0,5}(?:còn lại|khác)(?!\w)|…|\.{3}|(?<!\w)(?:v\.? ?v|vân vân)")
_LEFT = re.compile(r"(?:hiện |chỉ |vẫn )?(?:còn|tồn)(?!\w)")
#: words that two clauses may share and tell of nothing together
_FUNCTION_WORDS = frozenset(("có", "là", "được", "đã", "bị", "và", "với", "số", "trong", "của", "cho"))
#: words that say how far a work has come
_ASPECTS = frozenset(("đã", "xong", "được", "đang", "chờ", "còn", "hiện", "tiếp", "tục", "vẫn"))
#: words that divide things between them
_CONTRARIES = frozenset(
    frozenset(pair.split("|"))
    for pair in (
        "cao|thấp",
        "trong|ngoài",
        "trước|sau",
        "ngày|đêm",
        "lãi|lỗ",
        "đúng|sai",
        "nội|ngoại",
        "trên|dưới",
        "lớn|nhỏ",
        "đầu|cuối",
        "nam|nữ",
        "mới|cũ",
        "đông|tây",
        "bắc|nam",
    )
)
_MEN_OR_WOMEN = re.compile(r"(?<!\w)(?:nam|nữ)(?!\w)")
_CLAUSE, _MARK = re.compile(r"[,;:.(](?= |$)|(?<=\s)-(?=\s)"), re.compile(r"[,;:.()]|(?:^|\s)-(?=\s)")
_COUNTS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
#: "tuần ba", "ngày thứ hai" count nothing
_NO_ORDINAL = "".join(rf"(?<!{word} )" for word in ("tuần", "thứ", "lần", "vòng", "đợt", "phiên", "quý", "khối", "lớp"))
_COUNTED = re.compile(
    rf"(?<!\w){_NO_ORDINAL}(?P<count>{'|'.join(_COUNTS)}|\d{{1,2}}) "
    r"(?!(?:học|trước|nay|qua|sau|tới|đầu|cuối)(?!\w))[^\W\d_]+"
)


@cache
def _negations() -> re.Pattern[str]:
    rows = table("opposites.csv")
    return re.compile(guarded_pattern({row["phrase"]: ((), row["refuse_after"]) for row in rows}))


@cache
def _closings(strength: str) -> re.Pattern[str]:
    return re.compile(phrase_pattern([row["phrase"] for row in table("closings.csv") if row["strength"] == strength]))


def label(before: str) -> str:
    """Return the words right before a figure, up to a mark."""
    return _CLAUSE.split(before)[-1].strip()


def clause(figure: Figure) -> str:
    """Return the words of a figure's own clause, a mark in its place.

    >>> clause(Figure(0, 0, 0, "; đã dời", "hộ, còn", "hộ", None))
    'đã dời # hộ'
    """
    return f"{label(figure.before)} # {_MARK.split(figure.after)[0]}".strip()


def closing(before: str, after: str, parts: Sequence[str]) -> int:
    """Return how strongly the words around a figure say that it closes a row of parts, from 0 to 3.

    `parts` are the words before these: where one is a total itself, totals stand beside each other.

    >>> two = ["trực tiếp", "con đẻ"]
    >>> closing("; hợp lại xã chi trả cho", "người", two), closing(", thành thử", "hộ", two), closing("; có", "hộ", two)
    (3, 2, 1)
    """
    if any(TOTAL.search(words) for words in parts):
        return 0
    said = f"{before} # {_MARK.split(after)[0][:40]}"
    counts = (match["count"] for match in _COUNTED.finditer(said))
    counted = len(parts) in {_COUNTS.get(count) or int(count) for count in counts}
    if counted or _closings("strong").search(said) or TOTAL.search(before):
        return 3
    return 2 if _closings("weak").search(before) else int(bool(WHOLE.search(f"{before} #")))


def is_opened(before: str) -> bool:
    """Whether words before a row say that it is to be added ("gộp cả …")."""
    return bool(_closings("opening").search(before))


def tells_parts(before: str) -> bool:
    """Whether what stands between a figure and the next says that parts follow.

    >>> tells_parts("trường hợp: phạt tiền"), tells_parts("hộ, di dời xong")
    (True, False)
    """
    return bool(_LINK.search(before))


def is_rest(part: Figure) -> bool:
    """Whether a part is called what is left of the whole ("những tổ còn lại xếp loại trung bình: 31 tổ")."""
    said = re.split(r"[,;.(–—](?= |$)", part.before)[-1]
    return bool(_REST.search(f"{said} # {_MARK.split(part.after)[0]}"))


def leaves_rest(part: Figure) -> bool:
    """Whether what stands behind a part names others without their number ("…, còn lại là thư cảm ơn").

    >>> leaves_rest(Figure(0, 0, 0, "", ", còn lại là thư cảm ơn).", "thư", None))
    True
    """
    return bool(_OPEN_END.search(part.after))


def is_denied(words: str) -> bool:
    """Whether words tell of what is not, or not yet, or is left.

    >>> is_denied("nợ lại # tổ chưa họp"), is_denied("đã họp # tổ")
    (True, False)
    """
    return bool(_negations().search(words))


def opposed(one: Figure, other: Figure) -> int:
    """Return how clearly two parts are told of opposite things: 3 by one word of both, 2 if at all, 0 if not.

    >>> made = lambda before: Figure(0, 0, 0, before, "con", "con", None)
    >>> opposed(made(", tiêm được"), made("; chưa tiêm")), opposed(made(", tốt"), made(", đẹp"))
    (3, 0)
    """
    first, second = clause(one), clause(other)
    if sorted(word for said in (first, second) for word in _MEN_OR_WOMEN.findall(said)) == ["nam", "nữ"]:
        return 3
    told, again = (frozenset(said.split()) - {"#"} for said in (first, second))
    if len(told & again) > 1 and (told ^ again in _CONTRARIES or _are_done_and_pending(told, again)):
        return 3
    if _LEFT.match(second) and not _LEFT.match(first):
        return 2  # "trả lại chủ 18 chiếc, còn tạm giữ 9 chiếc"
    if bool(_negations().search(first)) == bool(_negations().search(second)):
        steps = (tuple(scale.search(words) for words in (first, second)) for scale in scales(steps=True))
        return 2 * any(a is not None and b is not None and a.group() != b.group() for a, b in steps)
    empty = _FUNCTION_WORDS | {"#", *one.unit.split()}
    words = (frozenset(_negations().sub(" ", said).split()) - empty for said in (first, second))
    return 3 if frozenset.intersection(*words) else 2


def _are_done_and_pending(told: AbstractSet[str], again: AbstractSet[str]) -> bool:
    """Whether words of two parts differ in nothing but that one is done and the other under way."""
    apart = told ^ again
    return apart <= _ASPECTS and len({"đang", "chờ"} & apart) == 1 and not {"đã", "xong"}.isdisjoint(apart)


def divided_alike(said: Sequence[str]) -> bool:
    """Whether the clauses of parts open with one noun and go on apart: all are divided by it.

    >>> divided_alike(["khối Đảng # người", "khối chính quyền # người"]), divided_alike(["nuôi # con", "bán # con"])
    (True, False)
    """
    words = [re.findall(r"[^\W\d_]+|#", own) for own in said]
    heads = {tuple(own[:1]) for own in words}
    names = {tuple(own[1:]) for own in words}
    return len(said) > 1 and len(heads) == 1 and len(names) == len(said) and heads.isdisjoint({(), ("#",)})


def on_one_scale(said: Sequence[str]) -> bool:
    """Whether words are steps of one scale, on one of which every case stands.

    >>> on_one_scale(["giỏi #", "khá #", "trung bình #"]), on_one_scale(["giỏi #", "nữ #"])
    (True, False)
    """
    return any(all(scale.search(words) for words in said) for scale in scales(steps=True))


def are_women_among(words: Sequence[str]) -> bool:
    """Return whether one part of people counts the women, none the men, and two or more say another quality of all.

    "31 quần chúng (nữ 17, đoàn viên 24, người có đạo 03)": a woman may be any of these.
    """
    women = [bool(_WOMEN.search(own)) for own in words]
    others = any(_MEN_OR_WOMEN.search(own) for own, is_one in zip(words, women, strict=True) if not is_one)
    return len(words) > 2 and sum(women) == 1 and not others and not _OTHERS.search(words[-1])


def overlapping(said: Sequence[str]) -> bool:
    """Whether words tell qualities of several kinds, which one person may have together."""
    found = [dimensions(words) for words in said]
    return (sum(map(bool, found)) > 1 and len(set().union(*found)) > 1) or are_women_among(said)
