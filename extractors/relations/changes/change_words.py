"""The words by which a figure says that it is a change, what it is compared with, or what it came to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extractors.document import Span
from extractors.relations.passages import Figure

#: change by so much; index: so many per cent of the old; times: so many times the old; from, to; old: compared with
Tag = Literal["change", "index", "times", "from", "to", "old", ""]

_NO_CHANGE = r"(?! (?:cường|gia|nghèo|huyết|ca|tốc|thiểu|nhẹ|trừ|dày|mạnh|dần|đều|bình quân|trung bình)(?!\w))"
_UP = rf"tăng{_NO_CHANGE}|nhiều hơn|cao hơn|lớn hơn|vượt|nhích(?: lên| thêm)?|hơn được"
_DOWN = rf"giảm{_NO_CHANGE}|ít hơn|ít đi|thấp hơn|nhỏ hơn|bớt|hụt|rút ngắn|kém|còn thiếu|thiếu"
_BASE = (
    r"cùng kỳ|(?:năm|năm học|niên độ|nhiệm kỳ|kỳ|quý|tháng|tuần|vụ|khóa|mùa|đợt)(?: liền| kề| liền kề| ngay)? trước"
    r"|năm ngoái|trước đó|(?<!tháng )đầu năm|đầu kỳ"
    r"|đầu nhiệm kỳ|đầu quý|năm đó|kỳ đó"
    r"|(?:năm học|niên vụ|niên độ|mùa vụ|vụ|giai đoạn|nhiệm kỳ|năm) \d{4} ?[-–] ?\d{4}"
    r"|(?:giai đoạn|thời điểm|lần|phiên|năm liền) trước|trước (?:khi )?(?:sáp nhập|sắp xếp|hợp nhất)"
    r"|năm \d{4}|quý [ivx]+|quý \d|tháng \d{1,2}|kế hoạch|chỉ tiêu|mục tiêu|dự toán"
    r"|tỉnh giao|huyện giao|mức (?:tỉnh|huyện|xã)|nghị quyết"
)
_PLAN = re.compile(r"(?<!\w)(?:kế hoạch|chỉ tiêu|mục tiêu|dự toán|giao|mức (?:tỉnh|huyện|xã)|nghị quyết)(?!\w)")
_BASES = re.compile(rf"(?<!\w)(?:{_BASE})(?!\w)")
_CHANGE = re.compile(rf"(?<!\w)(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?P<rest>(?:\s*[^\s,;:()]+){{0,8}})\s*\(?$")
#: behind these stand what came of a change, or the causes of it with their counts ("giảm vì từ trần 02")
_TURNED = re.compile(r"(?<!\w)(?:từ|lên|xuống|còn|đạt|đến|tới|thành|nay|hiện|được|do|vì|bởi|gồm)(?!\w)")
_CLOSE = re.compile(rf"(?<!\w)(?P<base>{_BASE})(?!\w)(?P<rest>[^,;]{{0,44}})$")
#: words between a time and a figure that is not of it ("so với năm trước và 37 ca nặng", "(trong đó …")
_LEAVES = re.compile(
    r"(?<!\w)(?:tăng|giảm|nay|đến|lên|xuống|còn|vượt|toàn \w+|trong đó|trong số|gồm"
    r"|riêng|và(?! (?:năm|cùng|đầu)))(?!\w)"
)
_INDEX = re.compile(r"(?<!\w)(?:bằng|đạt|=)(?: khoảng)?$")
#: a base behind its figure ("1,80% của năm trước", "41,6% (năm 2022)")
_MONTHS = r"(?:\d{1,2} tháng (?:đầu |cuối )?)?"
_BEHIND = re.compile(rf"^(?:\((?P<date>{_BASE})\)|(?:của|ở|hồi|vào)\s+{_MONTHS}(?P<base>{_BASE})(?!\w))")
_SO_WITH = re.compile(rf"^\)?\s*(?:,?\s*so(?: với| cùng)?\s+|của\s+)?(?:số\s+|mức\s+)?{_MONTHS}(?P<base>{_BASE})(?!\w)")
_COMPARED = re.compile(
    rf"(?<!\w)(?:so(?: với| cùng)?|hơn|kém)\s+(?:số\s+|mức\s+|thực hiện\s+)?{_MONTHS}(?P<base>{_BASE})(?!\w)"
)
_TIMES = re.compile(r"(?<!\w)(?P<word>gấp|tăng gấp|tăng|giảm)(?: hơn| gần| khoảng)?$")
_FROM = re.compile(r"(?<!\w)từ(?: mức| chỗ| con số)?$")
_TO = re.compile(
    r"(?<!\w)(?:lên|xuống|còn|nay|hiện|(?<!chuyển )(?<!đưa )(?<!mời )(?<!kéo )(?:tới|đến)|thành)"
    r"(?: (?:còn|đến|tới|mức|thành|là|có|lại|\w+))?$"
)
#: a figure that is compared with, and no time is named
_COMPARED_WITH = re.compile(r"(?<!\w)so với(?: (?:mức|con số|tỷ lệ|tỉ lệ))?$")
#: what a figure has become that came from one before it ("từ 3,2 ngày về 2,4 ngày")
_BECAME = re.compile(r"(?:rút |kéo |hạ |giảm |đưa |tụt |lùi )?(?:về|sang|thành)(?: còn| mức)?$")
_SHARE = re.compile(r"[,(]?\s*(?:chiếm|tỷ lệ|bằng|đạt|chiếm tỷ lệ|tương ứng)?$")
_LED = re.compile(rf"(?<!\w)(?:(?P<up>{_UP})|(?P<down>{_DOWN}))[^,;]*$")
_BEHIND_BASE = re.compile(r"^\)\s*(?:là|tới|đến|gần|khoảng)?$")
_ANY = re.compile(
    r"tăng|giảm|hơn|vượt|hụt|bớt|thiếu|kém|nhích|rút ngắn|ít đi|gấp|cùng kỳ|so với|bằng \d[\d.,]* ?% (?:năm|của|mức)"
)
_BRACKET = re.compile(r"^\([^()]*\)\s*")
#: a change right behind the bracket of its base ("so với cùng kỳ (192,8 tỷ đồng) tăng 6,8%")
_BRACKETED = re.compile(rf"^\)\s*(?:thì |đã )?(?:{_UP}|{_DOWN})$")
#: what may stand behind a change: the end of its clause, or what it is compared with; a noun makes it one of a part
_ENDS = re.compile(
    r"^\)?\s*(?:$|[,;:.(–—-]|(?:so|tức|tương|hay|hoặc|và|vượt|đạt|trong (?:khi|năm|kỳ|vòng|một|hai|ba|suốt|chưa)"
    r"|như|nhờ|do|vì|sau|qua"
    r"|của (?:cùng|năm|kỳ|thời)|chỉ(?! tiêu| số| thị| đạo)"
    r"|ngay|suốt|kể từ|nữa|nếu|cho thấy|mỗi|là|ứng|cùng kỳ|(?:năm|kỳ|quý|tháng|vụ) (?:trước|ngoái))(?!\w))"
)
#: a change told of a part, or of each of several times
_SPREAD = re.compile(r"(?<!\w)(?:riêng|trong đó|trong số|gồm|mỗi|bình quân|lũy kế)(?!\w)")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Said:
    """What a figure says of itself: its tag, the direction of a change (1, -1, 0), the words of its base."""

    tag: Tag
    direction: int = 0
    base: str = ""

    @property
    def plan(self) -> bool:
        """Whether it is compared with a plan."""
        return bool(_PLAN.search(self.base))

    @property
    def year(self) -> int:
        """The year that its base names, 0 for none."""
        found = _YEAR.search(self.base)
        return int(found.group()) if found else 0


def tells_change(folded: str, span: Span) -> bool:
    """Whether a stretch of text has a word that may tell of a change."""
    return bool(_ANY.search(folded, span.start, span.end))


def said_of(figure: Figure) -> Said:
    """Return what the words around a figure say that it is.

    >>> [said_of(Figure(0, 0, 0, b, a, u, None)).tag for b, a, u in (
    ...     ("tăng", "so với cùng kỳ", "đơn"), ("so với cùng kỳ (", ")", "đơn"), ("đơn giảm từ", "xuống", ""))]
    ['change', 'old', 'from']
    """
    if figure.unit == "lần":
        return _times(figure.before, figure.after)
    before = _BRACKET.sub("", figure.before)
    behind = _BEHIND.match(figure.after)
    dated = (behind["date"] or behind["base"]) if behind else ""
    if _FROM.search(before):
        return Said("from", base=dated or _last(_BASES.findall(before)))
    change, close = _CHANGE.search(before), _CLOSE.search(before)
    index = _SO_WITH.match(figure.after) if figure.unit == "%" and _INDEX.search(before) else None
    words = 9 if before.endswith("(") else 6
    if change and not dated and not before.endswith("(") and not _turns(change["rest"], close):
        said = Said("change", 1 if change["up"] else -1, _base(before, figure.after))
    elif index:
        said = Said("index", base=index["base"])
    elif close and len(close["rest"].split()) < words and not _LEAVES.search(close["rest"]):
        said = Said("old", base=close["base"])
    else:
        said = Said("old", base=dated) if dated or _COMPARED_WITH.search(before) else _reached(before)
    return said


def _reached(before: str) -> Said:
    return Said("to" if _TO.search(before) else "")


def goes_on(figure: Figure, said: Said, before: Figure | None, last: Said) -> Said:
    """Return what a figure says after the one before it: parallel counts, a share of it, the change it is the base of.

    "cùng kỳ 124 lượt/173 người", "năm 2021 (98 hộ, chiếm 3,13%)", "cao hơn tháng 7 (75,2%) là 21,4 điểm",
    "so với cùng kỳ (120) tăng 5%".
    """
    if said.tag == "change" and before is not None and last.tag == "old" and _BRACKETED.match(figure.before):
        return Said("change", said.direction, last.base)
    if said.tag or before is None:
        return said
    if figure.before in ("/", "với", "và") and last.tag in ("old", "change"):
        return last
    if last.tag == "from" and _BECAME.match(figure.before):
        return Said("to")
    if figure.unit == "%" and last.tag in ("old", "from") and _SHARE.match(figure.before):
        return last
    led = _LED.search(before.before) if last.tag == "old" and _BEHIND_BASE.match(figure.before) else None
    return Said("change", 1 if led["up"] else -1, last.base) if led else said


def told_by(figures: Sequence[Figure]) -> list[Said]:
    """Return what each figure of a block says."""
    found: list[Said] = []
    for at, figure in enumerate(figures):
        before = figures[at - 1] if at else None
        found.append(goes_on(figure, said_of(figure), before, found[-1] if found else Said("")))
    return found


def _turns(rest: str, close: re.Match[str] | None) -> bool:
    """Whether the words between a change and a figure lead on to what came of it, or to what it is compared with."""
    return (rest.strip() != "được" and bool(_TURNED.search(rest))) or (close is not None and "(" in close["rest"])


def is_of_part(figure: Figure) -> bool:
    """Whether a change is told of a part, by a noun of its own behind it, or of each of several times.

    >>> [is_of_part(Figure(0, 0, 0, b, a, "vụ", None)) for b, a in (
    ...     ("giảm", "trộm cắp"), ("giảm", "so với năm trước"), ("mỗi quý giảm", ""))]
    [True, False, True]
    """
    return not _ENDS.match(figure.after) or bool(_SPREAD.search(re.split(r"[,;:.]\s", figure.before)[-1]))


def _times(before: str, after: str) -> Said:
    found = _TIMES.search(before)
    base = _SO_WITH.match(after)
    direction = 0 if found is None else {"giảm": -1, "tăng": 2}.get(found["word"], 1)
    return Said("times", direction, base["base"] if base else "") if found else Said("")


def _base(before: str, after: str) -> str:
    """Return the base that the words around a change name ("so với cùng kỳ"), "" for none."""
    found = _SO_WITH.match(after) or _COMPARED.search(before)
    return found["base"] if found else _last(_BASES.findall(before))


def _last(found: list[str]) -> str:
    return found[-1] if found else ""


def goes_with(old: Said, change: Said) -> bool:
    """Whether a figure may be the base that a change names: of its year, a plan only for a change against one."""
    if change.base and old.plan != change.plan:
        return False
    return not (old.year and change.year and old.year != change.year)
