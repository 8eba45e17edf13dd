"""Mentions: figures with what their words name, what sets them apart, and whether they are told a second time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extractors.catalogue.lookup import metrics
from extractors.catalogue.measures import Measure
from extractors.catalogue.scopes import Wording
from extractors.lexicon import families, unit_kind
from extractors.relations.repeats.same_words import DENIALS, naming, setting_apart
from extractors.relations.world import World
from extractors.slots import fills_slots
from extractors.vietnamese import fold

#: titles of the parts of a report that tell its figures again
_RECAP = re.compile(
    r"(?<!\w)(?:đánh giá(?! (?:mức|sự|cán bộ|công chức|đảng viên|chất lượng|xếp)|, (?:xếp|quy hoạch|phân))|nhận xét"
    r"|nhìn lại|nhìn nhận|ưu điểm|hạn chế|tồn tại|khó khăn|kết luận|tổng kết|tự chấm|mặt được|bài học|tóm tắt|tổng quát"
    r"|kết quả nổi bật)(?!\w)"
)
#: a pair that is reached, though it is called what was aimed at ("đạt 18/20 chỉ tiêu đề ra")
_REACHED = re.compile(r"(?:đạt|hoàn thành|thực hiện)(?: được)? #")
#: a paragraph that opens with these tells figures again
_BACK = re.compile(r"[-+\s]*(?:nhìn (?:lại|chung)|tóm lại|tổng quát|khái quát lại|kết quả nổi bật|mặt được)(?!\w)")
#: words behind a figure that say what the counted reach
_REACHES = re.compile(r" đạt(?: [^\W\d_]+){1,4}")
#: what does not set apart how many there are
_OF_TIME = frozenset(("so far", "part of time"))
#: six months of a year are not nine
_MONTHS = re.compile(r"(?<!\w)(?:\d{1,2}|sáu|chín) tháng(?= (?:đầu|cuối) năm)")
#: what introduces a figure before a colon, where more is said behind it
_LEAD = re.compile(r"^[^#]*: (?=[^#]*\w[^#]*#|#[^#]* \w+ \w)")
#: what an item of a list is about, before its colon
_ITEM = re.compile(r"[\s*_]*(?:[-–+•]|[a-zđ]\))\s*(?P<name>(?:[^\W\d_]+,? ){0,5}[^\W\d_]+)\s*:")
#: a part tells figures again if this share of the figures stands before it
_BEFORE = 0.4


@fills_slots
@dataclass(frozen=True, slots=True)
class Mention:
    """A figure that may tell a fact another one tells, too.

    `when` is its period, part of time and whether it is aimed at; `recap` says that its part of the text tells
    figures again, `cell` that it stands in a table, `stock` that it tells how many there are on a day;
    `digits` are those of the value.
    """

    number: int
    block: int
    value: Decimal
    step: Decimal
    of: Decimal | None
    unit: str
    metric: str | None
    when: tuple[str | None, str | None, bool]
    recap: bool
    cell: bool
    stock: bool
    digits: str

    def meets(self, other: Mention) -> bool:
        """Whether two figures may print one value: equal, or one the other rounded or cut off."""
        if self.of is not None and other.of is not None and self.of != other.of:
            return False
        step = max(self.step, other.step)
        return self.value == other.value if step >= 1 else abs(self.value - other.value) < step


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a mention say.

    `told` are the naming syllables next to it, `denied` those of them that deny something, `around` also those of its
    whole item and those that it stands under.
    """

    told: frozenset[str]
    denied: frozenset[str]
    around: frozenset[str]


def read_mentions(world: World, own: str | None = None, *, bare: bool = False) -> list[Mention]:
    """Return the figures of a document that count or measure something, changes and shares of plans left out.

    `own` is the period of the report; where it is unknown, the last year that a figure is told for stands for it.
    `bare` takes those of running text that are told without a unit, too.
    """
    own = own or max((m.period for m in world.measures.values() if m.period), default=None)
    recaps = _recap_blocks(world)
    planning = _planning_sentences(world)
    found = []
    for number, measure in world.measures.items():
        if _can_repeat(world, number, bare=bare):
            entry = world.ledger.entries[measure.entry]
            recap = entry.block in recaps and not entry.path and (entry.block, entry.sentence) not in planning
            found.append(_mention(world, measure, own, recap=recap))
    return found


#: what a share of all comes to is of what has the share ("chiếm 98,6% tổng thu, tương đương 2,4 tỷ đồng")
_SHARE_OF_ALL = re.compile(r"\d\s?%[^.;:()\d]{2,80}(?<!\w)(?:tương đương|tương ứng|tức|hay)(?: với| là| khoảng)*\s$")
_FAR = 120


def _planning_sentences(world: World) -> frozenset[tuple[int, int]]:
    """Return the sentences, by block, whose first figure is aimed at: what follows in them is aimed at, too."""
    first: dict[tuple[int, int], bool] = {}
    for measure in world.measures.values():
        entry = world.ledger.entries[measure.entry]
        first.setdefault((entry.block, entry.sentence), measure.target)
    return frozenset(place for place, target in first.items() if target)


def _can_repeat(world: World, number: int, *, bare: bool) -> bool:
    measure, printed = world.measures[number], world.numbers[number]
    told = measure.unit or (bare and not world.ledger.entries[measure.entry].path)
    if measure.change or measure.plan or not told or printed.sign != "=" or not printed.value:
        return False
    if _SHARE_OF_ALL.search(world.folded, max(0, printed.span.start - _FAR), printed.span.start):
        return False
    return printed.doubt is None and unit_kind(measure.unit) != "time"


def _mention(world: World, measure: Measure, own_time: str | None, *, recap: bool) -> Mention:
    number, entry = world.numbers[measure.number], world.ledger.entries[measure.entry]
    metric = metrics().get(measure.metric) if measure.metric else None
    target = measure.target and not (number.of is not None and _REACHED.search(measure.wording.told))
    return Mention(
        measure.number,
        entry.block,
        number.value or Decimal(0),
        number.step,
        number.of,
        fold(measure.unit),
        measure.metric,
        (None if measure.period == own_time else measure.period, measure.moment, target),
        recap,
        bool(entry.path),
        metric is not None and metric.kind == "stock",
        f"{number.value or Decimal(0):f}".replace(".", ""),
    )


def read_words(world: World, one: Mention) -> Words:
    """Return what the words of a mention say."""
    wording = world.measures[one.number].wording
    told, around = naming(_told(wording, one)), naming(wording.own) | naming(wording.path) | naming(wording.lead)
    return Words(told, told & DENIALS, around)


def set_apart(world: World, one: Mention) -> frozenset[str]:
    """Return what sets a mention apart from others of its name."""
    wording = world.measures[one.number].wording
    parent = next((part for part in wording.path.split(" ; ") if "#" in part), "") if "#" in wording.path else ""
    told = _told(wording, one)
    apart = frozenset[str]().union(*(setting_apart(words) for words in (told, wording.lead, parent) if words))
    if one.stock:
        apart -= _OF_TIME
    else:
        apart |= {found.group() for found in _MONTHS.finditer(f"{wording.lead} {told}")}
    if wording.level in ("xa", "huyen") and "toàn tỉnh" in told:
        apart |= {"upper level"}  # of the whole province only a report of a part of it speaks apart
    return apart - {one.unit}


def item_of(world: World, one: Mention) -> frozenset[str]:
    """Return the naming syllables with which the item of a list begins that a mention stands in, none of other blocks.

    "- Cây ngô: diện tích 64 ha": what is told is told of maize.
    """
    block = world.document.blocks[one.block].span
    found = _ITEM.match(world.folded, block.start, min(block.end, world.numbers[one.number].span.start))
    return naming(found["name"]) if found else frozenset()


def _named_in_item(world: World, one: Mention) -> frozenset[str] | None:
    """Return the naming syllables of an item that a mention stands right behind ("- Phiếu khảo sát: 68 phiếu")."""
    block = world.document.blocks[one.block].span
    found = _ITEM.match(world.folded, block.start, min(block.end, world.numbers[one.number].span.start))
    behind = found is not None and found.end() + 1 >= world.numbers[one.number].span.start
    return naming(found["name"]) if found is not None and behind else None


def in_one_list(world: World, one: Mention, other: Mention) -> bool:
    """Whether two figures are what two names in one list tell ("- Phiếu khảo sát: 68", "- Số phiếu hài lòng: 66")."""
    if one.cell or other.cell or one.block == other.block or (one.metric and one.metric == other.metric):
        return False
    lists = [world.ledger.list_of(each.block) for each in (one, other)]
    if lists[0] is None or lists[0] is not lists[1]:
        return False
    names = [_named_in_item(world, each) for each in (one, other)]
    return None not in names and names[0] != names[1]


def _told(wording: Wording, one: Mention) -> str:
    """Return the words next to a mention, what introduces it left out."""
    return wording.told if one.cell else _LEAD.sub("", wording.told) + _goes_on(wording)


def _goes_on(wording: Wording) -> str:
    """Return what a counted thing reaches, up to a mark ("29 trường đạt chuẩn quốc gia"), where its words end at it."""
    reached = _REACHES.search(wording.own.partition("#")[2])
    return "" if reached is None or reached.group() in wording.told else reached.group()


def _recap_blocks(world: World) -> frozenset[int]:
    """Return the blocks of running text under headings that tell figures again, once most of them were told."""
    found: set[int] = set()
    blocks = sorted(world.ledger.entries[measure.entry].block for measure in world.measures.values())
    first = blocks[int(len(blocks) * _BEFORE)] if blocks else 0
    by_id = {section.id: section for section in world.sections}
    starts = {section.block: section for section in world.sections}
    recap = False
    for index, block in enumerate(world.document.blocks):
        section = starts.get(index)
        if section is not None:
            recap = False
            while section is not None and not recap:
                recap = bool(_RECAP.search(fold(section.title)))
                section = by_id.get(section.parent) if section.parent else None
        opening = world.folded[block.span.start : block.span.start + 24]
        if index > first and (recap or _BACK.match(opening)):
            found.add(index)
    return frozenset(found)


@lru_cache(maxsize=1 << 10)
def keys_of(unit: str) -> tuple[str, ...]:
    """Return what figures of a unit are sought by: that it counts persons, its families, or its first word."""
    return tuple(sorted(families(unit))) or (unit.split(" ", maxsplit=1)[0],)
