"""Words that deny a thing against the count of that very thing beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.cues import may_stand
from extractors.document import Span
from extractors.lexicon import unit_at
from extractors.lexicon.amounts import alike
from extractors.patterns import at_words
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import Said, claim
from extractors.relations.claims.claims import in_plan
from extractors.relations.claims.figure_index import FigureIndex, behind, clause_of
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation, Verdict
from extractors.relations.repeats.same_words import naming, setting_apart
from extractors.relations.world import World

#: how many sentences behind a claim its figure may stand
_SENTENCES = 2
#: how many words a thing must be named with to be sought in all of a report
_MANY = 2
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TIMED = re.compile(r"(?<!\w)(?:tháng|quý|tuần|ngày|đợt|dịp|vụ)(?!\w)")
_DENIED = at_words(
    r"(?<!\w)(?:(?:hoàn toàn |tuyệt đối )?không (?:có|còn|phát sinh|xảy ra|ghi nhận|phát hiện|nhận được"
    r"|tiếp nhận|tồn đọng|để"
    r"(?: xảy ra| phát sinh| tồn)?)(?: bất (?:kỳ|cứ))?|chưa (?:có|phát sinh|xảy ra|phát hiện|ghi nhận)(?! thêm))"
    r" (?P<thing>[^\W\d_]+(?: [^\W\d_]+){0,9}?)(?: nào)?(?= ?(?:[,;.:(]|$|và |nhưng ))"
)
#: more things behind a comma, and what all of them do
_GOES_ON = re.compile(r", [^\d,;.:()]{2,40}?(?<!\w)(?:nào )?(?:phải|bị|được|vi phạm|để)(?!\w)")
#: what may stand before a denial in its clause without narrowing it
_OPEN = re.compile(
    r"^\W*(?:trên địa bàn|toàn (?:xã|huyện|phường|thị trấn|đơn vị)|trong (?:năm|kỳ|tháng|quý|nhiệm kỳ|vụ)"
    r"|(?:năm|quý|tháng) \S+"
    r"|(?:toàn )?(?:nhà )?trường|chi bộ|công ty|bệnh viện"
    r"|kết quả|nhìn chung|đặc biệt|đến nay|tính đến nay|xã|đơn vị|ubnd xã|đã|từ đầu năm(?: đến nay)?|và"
    r"|\d+ tháng(?: đầu năm)?"
    r"|trong đó|bảo đảm|cơ bản|hiện|hiện nay|ở xã|tại xã|địa phương|[\s,])*$"
)
#: what makes words those of a wish, another time or a part, and what takes some out
_WISHED = re.compile(
    r"(?<!\w)(?:phấn đấu|mục tiêu|đảm bảo|yêu cầu|chỉ đạo|quyết tâm|sẽ|nhằm|cam kết|kế hoạch|chỉ tiêu|nếu|phải"
    r"|cần|để không"
    r"|năm trước|cùng kỳ|trừ|ngoại trừ|ngoài|tiếp tục|hướng tới|giao(?! (?:thông|lưu|dịch|thừa)))(?!\w)"
)
#: the same in the words of the denial itself
_KEPT = re.compile(r"(?<!\w)(?:duy trì|theo quy định)(?!\w)")
#: where in the commune a thing happened does not take it out of what is denied of all of it
_PLACED = re.compile(r"(?<!\w)(?:ở|tại) (?:thôn|ấp|bản|buôn|làng|xóm|khóm|khu|tổ|tiểu khu|địa bàn) .*$")
#: of accidents by what they are
_HARM = frozenset(("tai", "nạn"))
_BARE = frozenset(
    [
        *("tiếp", "nhận", "thụ", "lý", "phát", "sinh", "ghi", "xảy", "ra", "trở"),
        "trường",
        "hợp",
        "tình",
        "trạng",
        "việc",
        "nào",
        "một",
        "bất",
        "kỳ",
        "cứ",
        "đơn",
        "thư",
        "vụ",
        "vụ",
        "việc",
        "hiện",
        "tượng",
        "cái",
        "lần",
        "điểm",
        "thêm",
        "bị",
    ]
)
#: who hinders a thing, teaches of it or tells of other places counts no case of it
_TRULY = frozenset(
    [
        "phòng",
        "chống",
        "nghi",
        "truyền",
        "dục",
        "huấn",
        "ngăn",
        "chặn",
        "cơ",
        "giả",
        "diễn",
        "huyện",
        "tỉnh",
        "khác",
        "nơi",
        "cũ",
    ]
)


@dataclass(frozen=True, slots=True)
class _Claimed:
    """What is denied: the words that a count of it must be told with, all words of the denial, and its years."""

    core: frozenset[str]
    kind: frozenset[str]
    years: frozenset[str]
    thing: str = ""


def read_denials(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield a relation for each denial whose thing is counted in the sentences around it."""
    index = FigureIndex(passages)
    for at, block in enumerate(world.document.blocks):
        span, figures = block.span, passages.by_block.get(at, ())
        text = world.folded[span.start : span.end]
        if block.kind == "cell" or not (figures or "không " in text):
            continue
        for found in _DENIED.finditer(text) if may_stand(_DENIED.pattern, text) else ():
            yield from _denied(world, figures, index, found, span.start)


def _denied(
    world: World, figures: Sequence[Figure], index: FigureIndex, found: re.Match[str], start: int
) -> Iterator[Relation]:
    clause = re.split(r"[.;]\s", found.string[: found.start()])[-1]
    thing = naming(found["thing"]) | (frozenset(found["thing"].split()) & frozenset({"quá", "trễ"}))
    kind = frozenset(found["thing"].split())
    opening = clause.split(",")[-1]
    if _GOES_ON.match(found.string, found.end()):
        return  # "không có đơn vị bầu cử, khu vực bỏ phiếu nào phải bầu lại" denies what they had to do
    if not (thing - _BARE) or not _OPEN.match(opening) or _WISHED.search(f"{clause} {found['thing']}"):
        return
    if _KEPT.search(f"{opening} {found['thing']}"):
        return
    core = thing - _BARE - _HARM or thing - _BARE
    if _other_groups(f"# {found['thing']}", core) or _other_groups(f"{found['thing']} #", core):
        return
    span = Span(start + found.start(), start + found.end())
    said = Said(f"“{' '.join(found.group().split())}”", span)
    claimed = _Claimed(core, kind, frozenset(_YEAR.findall(opening)), " ".join(found["thing"].split()))
    near = _around(world, figures, start + found.start(), start + found.end())
    events = _events(world, figures, start + found.start(), claimed)
    near = [f for f in near if not _is_of_others(f, figures, events)]
    counted = next((f for f in near if _is_counted(world, f, claimed)), None)
    if (
        counted is None
        and not events
        and len(core) >= _MANY
        and not _is_unit(claimed)
        and not _TIMED.search(opening)
        and not in_plan(world, span)
    ):
        counted = next(
            (f for f in index.of(core) if _is_counted(world, f, claimed) and _is_of_all(world, f, core)), None
        )
    if counted is not None:
        verdict: Verdict = "fails" if counted.value else "holds"
        text = f"{shown(counted.value)} {counted.unit}".strip()
        yield claim(world, said, (counted.number,), text, "không có thì số phải bằng 0", verdict, certain=False)


def _events(world: World, figures: Sequence[Figure], start: int, claimed: _Claimed) -> Sequence[Figure]:
    """Return the count of events that opens the sentence of a denial, which denies what came of these, else none.

    "Cháy, nổ: xảy ra 02 vụ, không có người bị thương" says nothing of the accidents told before.
    """
    sentence = re.split(r"[.;](?=\s)", world.folded[:start])[-1]
    inside = [f for f in figures if start - len(sentence) <= world.numbers[f.number].span.start < start]
    return inside[:1] if inside and inside[0].unit and inside[0].unit.split()[0] not in claimed.kind else ()


def _is_of_others(figure: Figure, figures: Sequence[Figure], events: Sequence[Figure]) -> bool:
    """Whether a figure stands in another sentence that counts such events, too."""
    return any(
        figure.home != event.home and any(f.home == figure.home and f.unit == event.unit for f in figures)
        for event in events
    )


def _is_unit(claimed: _Claimed) -> bool:
    """Whether what is denied is a unit that anything may be counted in ("không có cán bộ")."""
    unit = unit_at(claimed.thing, 0)
    return unit is not None and claimed.core <= frozenset(unit.text.split())


def _is_counted(world: World, figure: Figure, claimed: _Claimed) -> bool:
    """Whether a figure tells how many there are of what is denied, of nothing more and of no other time."""
    words, counted = clause_of(figure), behind(figure)
    claimed = _of_unit(claimed, figure)
    told = frozenset(f"{words} {figure.unit}".split())
    of_kind = claimed.core <= frozenset(f"{counted} {figure.unit}".split())  # what stands before is who did what
    placed = _PLACED.sub("", counted)
    extra = naming(placed if of_kind else words) - claimed.kind - naming(figure.unit) - _BARE
    if of_kind and not (told - claimed.kind).isdisjoint(_TRULY):
        return False
    year = (world.measures[figure.number].period or "")[:4]
    aside = (
        (claimed.years and year and year not in claimed.years)
        or _other(world, figure)
        or _WISHED.search(words)
        or "không" in words
    )
    return claimed.core <= told and not extra and not aside


def _of_unit(claimed: _Claimed, figure: Figure) -> _Claimed:
    """Return what is denied without its counted noun, where a figure counts the same by another ("em": học sinh)."""
    unit = unit_at(claimed.thing, 0)
    if unit is None or unit.text == figure.unit or not alike(unit.text, figure.unit):
        return claimed
    core = claimed.core - frozenset(unit.text.split())
    return replace(claimed, core=core) if core else claimed


def _other_groups(words: str, core: frozenset[str]) -> frozenset[str]:
    """Return what sets words apart, but for groups that are denied themselves ("không có đảng viên nào bị kỷ luật")."""
    return frozenset(one for one in setting_apart(words) if not frozenset(one.split()) <= core)


def _is_of_all(world: World, figure: Figure, core: frozenset[str]) -> bool:
    """Whether a figure elsewhere is one of the report's own time and place."""
    measure = world.measures[figure.number]
    return measure.period is None and not _other_groups(f"{figure.before} # {figure.after}", core)


def _around(world: World, figures: Sequence[Figure], start: int, end: int) -> list[Figure]:
    """Return the figures of the sentences next to a stretch of text, those behind it first."""
    behind = [f for f in figures if world.numbers[f.number].span.start >= end]
    before = [f for f in reversed(figures) if world.numbers[f.number].end <= start]
    here = [f for f in behind if f.sentence - behind[0].sentence < _SENTENCES] if behind else []
    return here[:8] + [f for f in before if f.sentence >= before[0].sentence][:4]


def _other(world: World, figure: Figure) -> bool:
    """Whether a figure tells something else than how many there are in the time of the report."""
    measure, number = world.measures[figure.number], world.numbers[figure.number]
    aside = measure.target or measure.change or measure.plan or measure.moment is not None or number.of is not None
    return aside or number.sign != "=" or figure.unit == "%" or "/" in figure.unit
