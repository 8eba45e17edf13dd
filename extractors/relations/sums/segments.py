"""Items of a list as its marks part them: each with its figures, its own words and the mark before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from extractors.lexicon.amounts import alike
from extractors.patterns import at_words
from extractors.relations.passages import Figure
from extractors.relations.sums.closed_sum_words import TOTAL
from extractors.relations.world import World

Opener = Literal["colon", "cue", "bracket", "among"]

_AMONG = re.compile(r"(?<!\w)(?:trong đó|trong số đó)(?! có(?!\w))(?!\w)\s*:?(?P<label>[^;()]*)$")
_CUE = re.compile(
    r"(?<!\w)(?:bao gồm|gồm có|gồm|chia ra|chia thành|phân ra|cụ thể(?: là| như sau)?)(?! cả(?!\w))(?!\w)\s*:?"
    r"(?P<label>[^;()]*)$"
)
_BRACKET = re.compile(r"\((?P<label>[^()]*)$")
#: a colon that opens a list has words of its item behind it, or a figure that its unit or kind follows
_COLON = re.compile(r"^[)\s]*(?P<left>[^;:()]*):(?P<label>[^:;()]*)$")
#: what a list comes to, told behind it
_THAT_IS = re.compile(r"(?:đó là|tức(?: là)?|nghĩa là|như vậy|vậy là|thành ra|là)(?!\w)")
#: a whole of which some is told, and what stands between it and the first of that
_OF_WHOLE = re.compile(r"(?:^|[,;:.(] )(?:trong|trong số|trong tổng số|đối với|của)$")
_HAS = re.compile(r"^[^;:()]*?(?:,|(?<!\w)(?:có|thì)(?!\w))(?P<label>[^,;:()]*)$")
#: a clause of its own before a colon ("Nam Đông 110 ha, sau đó là các xã: …")
_GOES_ON = re.compile(r"[,;][^,;]*(?<!\w)(?:là|sau đó|tiếp|kế|còn|riêng|có|gồm)(?!\w)[^,;]*$")
_MARK = re.compile(r"[,;]|(?<!\w)và(?!\w)")
#: what is told of an item besides ("…, số tiền 7,3 tỷ đồng")
_BESIDE = re.compile(r"(?:với|có|là|được|số tiền|kinh phí|trị giá|giá trị|diện tích)?")
#: figures of another time, of a plan, of each or of the most
_ASIDE = at_words(
    r"(?<!\w)(?:so(?! sánh)|cùng kỳ|mỗi|bình quân|phấn đấu|kế hoạch|chỉ tiêu|dự toán|mục tiêu|nhiều nhất|ít nhất"
    r"|cao nhất|thấp nhất|gấp|từng|tỷ số|tỷ lệ)(?!\w)|^(?:năm trước|năm ngoái|kỳ trước|tăng|giảm|vượt|hụt|dự kiến"
    r"|riêng|kể cả|không kể|chưa kể|toàn (?:xã|phường|huyện|tỉnh|thị|thành|ngành|quận)"
    r"|trong đó|trong số|ngoài ra|thêm|hơn|nâng|đưa|đạt|bằng|chiếm|nhiều hơn|ít hơn"
    r"|còn phải|cần)(?!\w)"
)
#: work that was planned is one kind of work, what came over is a part of what there is
_PART_ALL_THE_SAME = re.compile(
    r"(?<!\w)theo (?:kế hoạch|chương trình|lịch)(?!\w)"
    r"|(?<!\w)(?:kỳ|năm|tháng|quý) (?:trước|cũ) (?:chuyển|mang|tồn|để lại)(?!\w)"
)


@dataclass(slots=True)
class Segment:
    """An item of a list: the mark before it, its words, its figures outside brackets."""

    mark: str
    words: str
    figures: list[Figure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Segments:
    """The items of a list and whether a mark or the end of its sentence ends it."""

    items: tuple[Segment, ...]
    ended: bool


def opened(before: str) -> tuple[Opener, str] | None:
    """Return what opens a list in the words since the figure before and the words of its first item, None for nothing.

    >>> [opened(said) for said in ("người: dân quân", "vụ, trong đó trộm", "giấy (xe máy", "vụ, trộm")]
    [('colon', 'dân quân'), ('among', 'trộm'), ('bracket', 'xe máy'), None]
    """
    bracket = _BRACKET.search(before)
    inside = bracket["label"] if bracket else before
    if (found := _AMONG.search(inside)) is not None:
        return "among", _words(found["label"])
    if (found := _CUE.search(inside)) is not None:
        return "bracket" if bracket else "cue", _words(found["label"])
    if bracket is not None:
        return "bracket", _words(inside)
    found = _COLON.search(before)
    if found is None or (not _words(found["label"]) and _MARK.search(found["left"])):
        return None  # "…, quý II: 45 vụ" is one item
    if _GOES_ON.search(found["left"]):
        return None
    return "colon", _words(found["label"])


def opened_by_whole(whole: str, before: str) -> tuple[Opener, str] | None:
    """Return what opens a list whose whole is told as that of which some is told, None if it is not.

    >>> opened_by_whole("trong số", "hồ sơ có"), opened_by_whole("nhận", "hồ sơ, có")
    (('among', ''), None)
    """
    found = _HAS.match(before) if _OF_WHOLE.search(whole) else None
    return ("among", _words(found["label"])) if found is not None else None


def _words(said: str) -> str:
    return said.strip(" :")


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure outside brackets, the first mark since the figure before it and the words behind that mark."""

    figure: Figure
    mark: str
    words: str
    opens: bool


def segments_from(world: World, figures: Sequence[Figure], at: int, words: str) -> Segments:
    """Return the items of the list that opens before a figure, up to where a mark, an opener or other words end it."""
    first = figures[at]
    if _THAT_IS.match(words) or _is_no_item(world, first, words):
        return Segments((), ended=False)
    items, inner = [Segment("", words, [first])], False
    bracketed = bool(_BRACKET.search(first.before))
    every = list(_outside_brackets(figures, at))
    semicolons = bracketed and any(told.mark == ";" for told in every)
    for told in every:
        listed = items[1].mark if len(items) > 1 else ""
        if semicolons and told.mark == "," and not alike(told.figure.unit, first.unit):
            items[-1].figures.append(told.figure)  # "(12 nhà xây mới, mức 60 triệu đồng; 17 nhà sửa, mức 30 …)"
            continue
        if inner and told.mark != ";":
            continue  # parts of an item
        inner = told.opens
        end = _ends(world, told, items, listed, bracketed=bracketed)
        if end is not None:
            return Segments(tuple(items), ended=end)
        if inner or (listed == ";" and told.mark == "," and _is_no_item(world, told.figure, told.words)):
            continue
        if _goes_with(world, items[-1], told):
            items[-1].figures.append(told.figure)
        elif listed == ";" and told.mark == ",":
            return Segments((), ended=False)  # parted in two ways: some are parts of others, or all of something else
        else:
            items.append(Segment(told.mark, told.words, [told.figure]))
    return Segments(tuple(items), ended=True)


def _outside_brackets(figures: Sequence[Figure], at: int) -> Iterator[_Told]:
    """Yield the figures behind one in its sentence, up to the end of its bracket; shares lend theirs a semicolon."""
    depth, passed = 0, ""
    for figure in figures[at + 1 :]:
        if figure.home != figures[at].home:
            return
        for sign in figure.before:
            depth += (sign == "(") - (sign == ")")
            if depth < 0:
                return
        if not depth:
            mark, words = _mark_and_words(figure.before)
            mark, passed = ";" if ";" in (mark, passed) else mark, mark
            if figure.unit != "%":
                yield _Told(figure, mark, words, opened(figure.before) is not None)
                passed = ""


def _ends(world: World, told: _Told, items: Sequence[Segment], listed: str, *, bracketed: bool) -> bool | None:
    """Return whether a mark ends a list before a figure, False where words do, None where it goes on."""
    if len(items) > 1 and items[-1].mark == "và" and told.mark == "," and told.words:
        return True  # "gồm 10 phòng và 13 phường, ghi nhận 9 trường hợp"
    if told.opens and listed != ";":
        return False
    if listed not in ("", ";") and told.mark == ";" and not bracketed:
        return True
    if told.opens or (listed == ";" and told.mark == ","):
        return None
    return told.mark == ";" if _is_no_item(world, told.figure, told.words if told.mark else "") else None


def _is_no_item(world: World, figure: Figure, words: str) -> bool:
    """Whether a figure is one of a pair, a total, or told of another time, plan or rate."""
    return world.numbers[figure.number].of is not None or is_aside(words) or bool(TOTAL.search(words))


def _mark_and_words(before: str) -> tuple[str, str]:
    """Return the first mark behind the figure before, outside brackets, and the words behind it."""
    said = re.sub(r"\([^()]*\)", " ", before)
    said = said.rpartition(")")[2] if ")" in said else said
    found = _MARK.search(said)
    if found is None:
        return "", _words(said)
    return found.group(), _words(said[found.end() :]).removeprefix("và ").strip()


def is_aside(words: str) -> bool:
    """Whether the words before a figure tell of another time, of a plan, of each or of the most.

    >>> is_aside("giảm"), is_aside("đất đai"), is_aside("kỳ trước chuyển sang")
    (True, False, False)
    """
    said = _PART_ALL_THE_SAME.sub(" ", words)
    return any(_ASIDE.search(f"{piece.strip()} #") for piece in _MARK.split(said))


def _goes_with(world: World, item: Segment, told: _Told) -> bool:
    """Whether a figure tells more of the item before it: no mark parts them, or another unit and no words do."""
    if not told.mark:
        return True
    printed = world.numbers[told.figure.number].unit
    other = bool(printed) and not any(alike(told.figure.unit, own.unit) for own in item.figures)
    return other and bool(item.words) and _BESIDE.fullmatch(told.words) is not None
