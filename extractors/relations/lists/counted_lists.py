"""Announced counts against lists that tell something of each item: a figure, a bracket, the number of a paper.

"Ba dịch bệnh xuất hiện: sốt xuất huyết 14 ca, thủy đậu 6 ca", "09 tổ: tổ cứu hộ (15 người), tổ y tế (6 người)",
"06 nghị quyết, mang số 21/NQ-HĐND, 22/NQ-HĐND".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal

from extractors.document import Span
from extractors.ledger.entries import ItemList
from extractors.lexicon import unit_at
from extractors.lexicon.amounts import alike
from extractors.relations.lists.listed_bodies import listed_bodies, ordinals
from extractors.relations.lists.told_items import (
    adds_up_to,
    capitalised,
    cited,
    labelled,
    named,
    named_ones,
    papers,
    paralleled,
    parted,
    short,
    slashed,
)
from extractors.relations.relation import Operand, Reading, Relation
from extractors.relations.world import World
from extractors.vietnamese import LOWER, UPPER

_WORDS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_COUNTS = "|".join(_WORDS)
_NOUN = r"(?P<noun>[^\W\d_]+(?: (?:[^\W\d_]+|\d{4}(?: ?[-–] ?\d{4})?|(?<=độ )\d|(?<=loại )\d|(?<=hạng )\d)){0,12}) ?"
#: words that say that a list of names follows ("…, kể tên ra đây:")
_NAMELY = (
    r", (?:[^\W\d_]+ ){0,3}?(?:kể|tên|liệt kê|cụ thể|sau|sau đây|dưới đây|lần lượt|danh sách|thứ tự)"
    r"(?: [^\W\d_]+){0,3} ?:"
)
#: a count, what it counts, and the mark that opens the list
_ANNOUNCED = re.compile(
    rf"(?:(?<![\w.,/-])(?P<digits>\d{{1,2}})|(?<![^\s(\"])(?P<word>{_COUNTS})) {_NOUN}"
    r"(?:(?P<cue>\) ?:|:|,? (?:gồm có|bao gồm|gồm|đó là|cụ thể là|lần lượt là) ?:?|là|[–—-]|\.(?= (?:một là|thứ nhất))"
    rf"|, (?:mang số|đánh số|có số|gồm các số)|{_NAMELY}) "
    r"|(?P<bracket>\())"
)
#: a count in words whose items stand in the lines below
_ABOVE = re.compile(rf"(?<![^\s(\"])(?P<word>{_COUNTS}) {_NOUN}:\s*$")
#: what stands before a count in words that is no name, ordinal or part of another number
_BEFORE = re.compile(
    r"(?:^|[.;:,(] ?|(?:có|là|lập|hiện|mở|chức|hành|dựng|thành|tại|ở|với|đạo|khai|chọn|nhận|thưởng|dương|định|tặng|cho"
    r"|ra|nghị|nêu|xuất|chốt) )$"
)
_NOT_BEFORE = re.compile(
    r"(?<!\w)(?:thứ|lớp|khối|khu|tổ|đội|thôn|ấp|bản|xóm|quý|mục|phần|cấp|loại|hạng|nhóm|bậc|mười|mươi|trăm|ông|bà|chị|anh"
    r"|cụ|tháng|năm|số|chương|điều|khoản|trong|còn|hơn|gần|các|mỗi|một|hai|ba|bốn) $"
)
#: what is counted so has no list of its own behind it, or only some of it
_NO_COUNT = re.compile(
    r"(?:tháng|năm|quý|ngày|giờ|tuần|lần|bên|mẹ|học|qua|trước|nay|sau|phần (?:trăm|mười|tư|ba|hai)|mươi|trăm)(?!\w)"
)
#: what names of bodies may be counted as
_MAY_BE_BODIES = re.compile(
    r"(?:tập thể|đơn vị|cơ quan|tổ chức|trường|chi bộ|địa phương|ban|ngành|phòng|sở|cơ sở|điểm|đầu mối|doanh nghiệp"
    r"|hợp tác xã|bên|đoàn thể)(?!\w)"
)
#: what is told behind the last of them, in small letters and with a figure
_TOLD_BESIDES = re.compile(rf",\s(?=[{LOWER}][^,;]*\d)")
#: what is counted besides ("…; và 01 Trung tâm Phục vụ hành chính công")
_COUNTED_APART = re.compile(r"\s*(?:(?:và|cùng)\s)?\d{1,2}\s")
#: another count right before the bracket ("03 cá nhân được khen hai lần (…)")
_COUNTS_ITSELF = re.compile(rf"(?<!\w)(?:{_COUNTS}) [^\W\d_]+$")
_AMONG = re.compile(r"(?<!\w)trong(?: tổng)?(?: số)? $")
_SOME = re.compile(r"(?<!\w)(?:trong đó|như|nhất là|chủ yếu|ví dụ)(?!\w)|(?<!\w)(?:điển hình|tiêu biểu) là")
_END = re.compile(r"[.](?=\s|$)(?!\s?[(,;])|$")
_OPEN = re.compile(r"(?<!\w)(?:khác|còn lại|v\.? ?v|vân vân)(?!\w)|…|\.{3}")


#: a word of a name
_NAME = re.compile(rf"(?<!\w)[{UPPER}][{LOWER}]")


@dataclass(frozen=True, slots=True)
class _List:
    """An announced count with the items that follow it, and whether none of them can hold another."""

    count: int
    said: Span
    items: tuple[str, ...]
    span: Span
    noun: str


def read_counted_lists(world: World, known: Set[int]) -> Iterator[Relation]:
    """Yield announced counts that their lists deny; a count among the `known` figures is told of already."""
    below = {one.lead: one for one in world.ledger.lists}
    for at, block in enumerate(world.document.blocks):
        if block.kind == "cell":
            continue
        text = world.folded[block.span.start : block.span.end]
        listings = [_listed(text, found, block.span.start, world.document.text) for found in _found(text)]
        above = _ABOVE.search(text) if at in below else None
        if above is not None and _counts(text, above):
            listings.append(_listed_below(world, above, below[at], block.span.start))
        for listed in filter(None, listings):
            number = _number_at(world, listed.said)
            if number not in known and _is_meant(world, listed, number):
                yield _relation(world, listed, number)


def _found(text: str) -> Iterator[re.Match[str]]:
    """Yield the counts of a text that may announce a list."""
    if any(mark in text for mark in (":", "ồm", "số", " là", " –", " - ", "(")):
        yield from (found for found in _ANNOUNCED.finditer(text) if not found["word"] or _counts(text, found))


def _counts(text: str, found: re.Match[str]) -> bool:
    """Whether a word of number counts what follows it: it opens its clause, or a counted noun stands behind it."""
    before = text[: found.start()]
    if _BEFORE.search(before):
        return True
    return found["word"] != "năm" and unit_at(found["noun"], 0) is not None and not _NOT_BEFORE.search(before)


def _listed_below(world: World, found: re.Match[str], items: ItemList, start: int) -> _List | None:
    """Return the lines below a count in words that ends its paragraph."""
    wanted, noun = _WORDS[found["word"]], found["noun"]
    spans = [world.document.blocks[i].span for i in items.blocks]
    if len(spans) < 2 or _NO_COUNT.match(noun) or _SOME.search(noun):
        return None
    said = Span(start + found.start("word"), start + found.end("word"))
    told = tuple(world.words(span).lstrip("-+*• ")[:80] for span in spans)
    return _List(wanted, said, told, Span(spans[0].start, spans[-1].end), noun)


def _listed(text: str, found: re.Match[str], start: int, printed: str) -> _List | None:
    noun = found["noun"]
    group = "word" if found["word"] else "digits"
    wanted = _WORDS.get(found[group]) or int(found[group])
    cue = found["cue"] or ""
    inside = text[found.start() - 1 : found.start()] == "("
    if text.endswith(" số ", 0, found.start()) or (found["bracket"] and _COUNTS_ITSELF.search(noun)):
        return None
    if not 2 <= wanted <= 20 or _NO_COUNT.match(noun) or _SOME.search(noun) or (cue.startswith(")") and not inside):
        return None
    if cue == "là" and _AMONG.search(text, 0, found.start()):
        return None  # "trong 13 tập thể … là A và B" names some of them
    at, behind = start + found.end(), text[found.end() :]
    stop = _END.search(behind)
    body = behind[: stop.start()] if stop else behind
    if found["bracket"]:
        body = body.partition(")")[0]
        items = slashed(body) or capitalised(printed[at : at + len(body)])
        items = items or (named(body, body) if body.partition(" ")[0] in noun.split() else [])
    else:
        words = printed[at : at + len(body)]
        items = ordinals(behind) or _bodies(noun, words) or cited(body, noun)
        items = items or (
            named_ones(words, noun) or (paralleled(body) if cue == "là" else []) if group == "word" else []
        )
        if not items and cue != "là":
            items = _told_of(body, noun, wanted, in_words=group == "word" or inside)
    return _listing(items, wanted, group, found, start, body) if len(items) > 1 else None


def _bodies(noun: str, printed: str) -> list[str]:
    listed = _TOLD_BESIDES.split(printed.partition(";")[0])[0]
    return listed_bodies(listed) if _MAY_BE_BODIES.match(noun) else []


def _told_of(body: str, noun: str, wanted: int, *, in_words: bool) -> list[str]:
    """Return the items of which a list tells something each; those of a few words only where they are too few."""
    if _OPEN.search(body):
        return []
    for read in (papers, named, labelled):
        items = read(body, noun)
        if len(items) > 1 and not (read is labelled and adds_up_to(body, wanted, len(items))):
            return items
    items = parted(body) if in_words else []
    if items or not in_words:
        return items
    items = short(body)
    return items if len(set(items)) < wanted else []


def _listing(items: Sequence[str], wanted: int, group: str, found: re.Match[str], start: int, body: str) -> _List:
    at = start + found.end()
    said = Span(start + found.start(group), start + found.end(group))
    return _List(wanted, said, tuple(items), Span(at, at + len(body)), found["noun"])


def _number_at(world: World, said: Span) -> int | None:
    return next((i for i, n in enumerate(world.numbers) if n.span == said), None)


def _is_meant(world: World, listed: _List, number: int | None) -> bool:
    """Whether a list of another length contradicts its count: a count in words or a plain figure."""
    if len(set(listed.items)) == listed.count or (number is None and world.folded[listed.said.start].isdigit()):
        return False
    if _semicolons(world, listed) == listed.count:
        return False
    if _is_of_count_before(world, listed):
        return False
    if number is None:
        return True
    printed, measure = world.numbers[number], world.measures.get(number)
    plain = printed.role == "measure" and printed.of is None and printed.sign == "="
    return plain and measure is not None and not (measure.plan or measure.change or measure.target)


def _is_of_count_before(world: World, listed: _List) -> bool:
    """Whether a list divides what was counted before the count: "nhận 765 đơn tại 06 xã, gồm: tố cáo 535 đơn, …".

    The items are no names, nor told with the noun that is counted.
    """
    numbers, block = world.numbers, world.document.blocks[world.document.block_at(listed.said.start)].span
    inside = [n for n in numbers if listed.span.start <= n.span.start < listed.span.end and n.unit]
    before = [n for n in numbers if block.start <= n.span.start < listed.said.start and n.unit]
    divided = [n for n in inside if any(alike(n.unit or "", one.unit or "") for one in before)]
    printed = world.document.text[listed.span.start : listed.span.end]
    nouns = listed.noun.split()
    own = any(item.split()[:1] == nouns[:1] for item in listed.items)
    return len(divided) > 1 and not (own or _NAME.search(printed))


def _semicolons(world: World, listed: _List) -> int:
    """Return how many items a list has between semicolons: commas may stand inside these, a further count is none."""
    pieces = world.folded[listed.span.start : listed.span.end].split(";")
    return sum(bool(piece.strip()) and not _COUNTED_APART.match(piece) for piece in pieces)


def _relation(world: World, listed: _List, number: int | None) -> Relation:
    doubled = tuple(item for at, item in enumerate(listed.items) if item in listed.items[:at])
    text = f"nêu {listed.count}, kể {len(listed.items) - len(doubled)}"
    announced = Operand(number, world.document.quote(listed.said), "total", listed.said)
    items: Sequence[Operand] = [Operand(None, item, "item", listed.span) for item in listed.items]
    return Relation(
        kind="enumeration",
        source="cue",
        total=number,
        parts=(),
        operands=(announced, *items),
        unit=(world.unit(number) if number is not None else " ".join(listed.noun.split()[:2])) or None,
        exhaustive=True,
        verdict="fails",
        reading=text,
        tried=(Reading(text, f"liệt kê: {world.document.quote(listed.span)[:120]}", "fails"),),
        expected=Decimal(listed.count),
        found=Decimal(len(listed.items) - len(doubled)),
        certain=False,
        notes=doubled,
    )
