"""Announced counts against the lists that follow: "03 lĩnh vực, gồm …", “5 biết”: …, bullets, Một là … Ba là."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.document import Span
from extractors.ledger.entries import ItemList
from extractors.lexicon.amounts import alike
from extractors.numbers.number import Number
from extractors.relations.relation import Operand, Reading, Relation
from extractors.relations.world import World
from extractors.vietnamese import LOWER, UPPER, fold_key

_OPENER = re.compile(
    r"[^.;:()\d]{0,70}?(?:,\s*)?(?P<cue>(?:bao gồm|gồm có|gồm|đó là|là|cụ thể là|cụ thể|như sau)(?!\w)\s*:?|:|\(|\"\s*[:(]|\"(?!\s*[\",;.)]))\s*"
)
_CLOSE = re.compile(r"[.](?=\s|$)|$")
_OPEN_END = re.compile(r"(?:…|\.{3}|v\.\s?v\.?|vân vân|\.\.|khác)\s*[.)]*\s*$")
_TAIL = re.compile(
    r"(?:\s(?:với (?:số|tổng|tỷ|mức)|trong đó|nhằm|qua đó|từ đó|theo đó|góp phần)"
    r"|,\s*(?:mỗi|tổng cộng|tổng|với|bình quân|thuộc|trong|tại|do|theo|để|đạt|từ|qua|trên|được|có|là|đảm bảo|bảo đảm|giúp|kết quả|nay|gắn với|cùng với))\b.*$"
)
_AND = re.compile(r"\s+(?:và|cùng)\s+")
_KINDS_COUNTED = ("count", "score")
#: proper names after "là", each perhaps with its noun ("là xã Tân Hòa và xã Thạnh Phước")
_NAMES = re.compile(rf"(?:[{LOWER}]+ ){{0,2}}[{UPPER}][^.;]{{2,200}}")
_ONE_IS = re.compile(r"(?<!\w)(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) là(?!\w)")


@dataclass(frozen=True, slots=True)
class _Listed:
    """A list in running text: its items, how many it may have, whether it may go on, and where it stands."""

    items: tuple[str, ...]
    counts: frozenset[int]
    sure: bool
    span: Span


def read_enumerations(world: World) -> Iterator[Relation]:
    """Yield a relation for each announced count whose list follows in words."""
    lists = {item_list.lead: item_list for item_list in world.ledger.lists}
    for index, number in enumerate(world.numbers):
        if not _announces(world, index, number):
            continue
        listed = _inline(world, index, number) or _bullets(world, number, lists)
        if listed is not None:
            yield _relation(world, index, number, listed)


def _announces(world: World, index: int, number: Number) -> bool:
    if number.role == "slogan":
        return True
    measure = world.measures.get(index)
    whole = number.role == "measure" and number.value is not None and number.value == number.value.to_integral()
    if not whole or number.of is not None or number.sign not in ("=", ">=") or measure is None:
        return False
    value = number.value
    assert value is not None
    return 2 <= value <= 20 and measure.unit not in ("%", "") and not measure.plan


def _count(world: World, number: Number) -> int:
    if number.value is not None:
        return int(number.value)
    return int(re.sub(r"\D", "", world.document.quote(number.span)) or 0)


# -- lists in running text -----------------------------------------------------------------------------------------


def _inline(world: World, index: int, number: Number) -> _Listed | None:
    block = next(b for b in world.document.blocks if b.span.start <= number.span.start < b.span.end)
    if block.kind == "cell":
        return None
    end = block.span.end
    opener = _OPENER.match(world.folded, number.end, end)
    if opener is None or (number.role == "measure" and opener["cue"].startswith('"')):
        return None
    start = opener.end()
    if opener["cue"].strip() == '"' and not world.document.text[start : start + 1].isupper():
        return None
    if opener["cue"].strip() in ("là", "đó là") and number.role == "measure" and not _NAMES.match(world.document.text, start, end):
        return None
    stop = _end_of_list(world, start, end, bracket=opener["cue"].endswith("("))
    text = world.folded[start:stop]
    if not text.strip() or _has_quantities(world, start, stop, number.role == "measure"):
        return None
    return _split(world, text, start, stop, world.unit(index) if index in world.measures else "")


def _end_of_list(world: World, start: int, end: int, *, bracket: bool) -> int:
    if bracket:
        close = world.folded.find(")", start, end)
        return close if close >= 0 else end
    stop = _CLOSE.search(world.folded, start, end)
    at = stop.start() if stop else end
    quote = re.search(r"\"\s*\d{1,2}\s", world.folded[start:at])
    return start + quote.start() if quote else at


def _has_quantities(world: World, start: int, stop: int, strict: bool) -> bool:
    """Whether the list gives counts ("01 thị trấn và 21 xã"): then it is a sum, no list of names."""
    inside = [n for n in world.numbers if start <= n.span.start < stop and n.role == "measure"]
    before_tail = _TAIL.sub("", world.folded[start:stop])
    return strict and any(n.span.start < start + len(before_tail) for n in inside)


def _split(world: World, text: str, start: int, stop: int, unit: str) -> _Listed | None:
    """Split a list by its strongest mark; items may hold commas and "và", so several counts are admissible."""
    plain = text.replace('"', " ").replace("*", " ")
    head, mark, last = plain.rpartition(";")
    clean = head + mark + _TAIL.sub("", last)
    ends_open = bool(_OPEN_END.search(clean))
    if ";" in clean:
        items = [p for p in re.split(r";", clean) if p.strip(" .,")]
        low, high = len(items), len(items) + sum(len(_AND.findall(p)) for p in items[-1:])
        first = items[0]
        if "," in first:  # the list may end at the semicolon ("xin chào, xin lỗi, xin cảm ơn, xin phép; gắn với …")
            high = max(high, first.count(",") + 1 + len(_AND.findall(first)))
    else:
        commas = [p for p in re.split(r",", clean) if p.strip(" .")]
        items = [p for part in commas for p in (_AND.split(part) if part is commas[-1] else [part])]
        low, high = len(commas), len(commas) + sum(len(_AND.findall(p)) for p in commas[-1:])
    if high < 2 or any(len(p) > 160 for p in items):
        return None
    repeated = _by_noun(clean, unit)
    if len(repeated) > 1 and not (len(set(map(_bare, items))) < len(items) and len(repeated) < len(items)):
        items, low, high = repeated, len(repeated), max(high, len(repeated))
    shown = tuple(" ".join(p.strip(" .,;()").split()) for p in items)
    return _Listed(shown, frozenset(range(min(low, len(items)), high + 1)), not ends_open, Span(start, stop))


def _by_noun(text: str, unit: str) -> list[str]:
    """Split where one noun opens the items: the counted one or that of the first ("Luật A, Luật B và Luật C")."""
    first = text.strip().split(" ")[0]
    noun = unit if unit and text.strip().startswith(unit) else first
    if len(noun) < 2:
        return []
    unit = noun
    starts = [m.start() for m in re.finditer(rf"(?:(?<=^)|(?<=[,;:] )|(?<=và )){re.escape(unit)}(?!\w)", text)]
    if len(starts) < 2 or len(starts) * 2 < text.count(",") + 1 or text[: starts[0]].strip(" :"):
        return []
    pieces = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    return [re.sub(r"(?:,|;|\s+và)\s*$", "", p.strip()) for p in pieces]


def _bare(item: str) -> str:
    return fold_key(item)


def _key(item: str, unit: str) -> str:
    return fold_key(re.sub(rf"^{re.escape(unit)}\s+", "", item) if unit else item)


# -- bullets -------------------------------------------------------------------------------------------------------


def _bullets(world: World, number: Number, lists: dict[int, ItemList]) -> _Listed | None:
    """Return the bullets below the block that announces a count at its end ("03 nội dung sau:")."""
    at = next(i for i, b in enumerate(world.document.blocks) if b.span.start <= number.span.start < b.span.end)
    block = world.document.blocks[at]
    rest = world.folded[number.end : block.span.end].strip(' *"')
    if block.kind == "cell" or not rest.endswith(":") or "." in rest or len(rest) > 90 or ";" in rest:
        return None
    inside = [n for n in world.numbers if number.end <= n.span.start < block.span.end and n.role == "measure"]
    found = lists.get(at) or _ones(world, at)
    if inside or found is None or len(found.blocks) < 2 or _count_the_same(world, number, found):
        return None
    texts = [world.words(world.document.blocks[i].span).lstrip("-+*• ") for i in found.blocks]
    span = Span(world.document.blocks[found.blocks[0]].span.start, world.document.blocks[found.blocks[-1]].span.end)
    return _Listed(tuple(t[:80] for t in texts), frozenset({len(texts)}), True, span)


def _ones(world: World, lead: int) -> ItemList | None:
    """Return blocks that begin "Một là", "Hai là" … right below a lead-in."""
    found = []
    for index in range(lead + 1, min(lead + 14, len(world.document.blocks))):
        text = world.folded[world.document.blocks[index].span.start : world.document.blocks[index].span.end].lstrip("-+* ")
        if not _ONE_IS.match(text):
            break
        found.append(index)
    return ItemList(lead, "một", tuple(found)) if found else None


# -- verdict -------------------------------------------------------------------------------------------------------


def _relation(world: World, index: int, number: Number, listed: _Listed) -> Relation:
    wanted = _count(world, number)
    unit = world.unit(index) if index in world.measures else ""
    keys = [_key(item, unit) for item in listed.items]
    doubled = len(keys) - len(set(keys))
    counts = {count - doubled for count in listed.counts}
    span = world.document.text[listed.span.start : listed.span.end]
    text = f"nêu {wanted}, kể {_range(counts)}" + (f" ({doubled} mục lặp lại)" if doubled else "")
    if wanted in counts or (not listed.sure and wanted >= min(counts)):
        verdict, missing = "holds", None
    elif wanted > max(counts):
        verdict, missing = "fails", None
    elif len(listed.counts) == 1 and wanted < min(counts) and number.role == "measure" and ";" in span:
        verdict, missing = "fails", None
    else:
        verdict, missing = "undecided", "một mục có thể có dấu phẩy bên trong"
    operands = (
        Operand(index, world.document.quote(number.span), "total", number.span),
        *(Operand(None, item, "item", listed.span) for item in listed.items),
    )
    return Relation(
        "enumeration", "cue", index, (), operands, unit or None, listed.sure, verdict,  # type: ignore[arg-type]  # one of three
        text, (Reading(text, f"liệt kê: {span[:120]}", verdict),), missing, notes=tuple(_doubles(listed.items, keys)),  # type: ignore[arg-type]  # one of three
    )


def _range(counts: set[int]) -> str:
    return str(min(counts)) if len(counts) == 1 else f"{min(counts)}–{max(counts)}"


def _doubles(items: tuple[str, ...], keys: list[str]) -> Iterator[str]:
    for at, key in enumerate(keys):
        if key in keys[:at]:
            yield items[at]


def _count_the_same(world: World, number: Number, found: ItemList) -> bool:
    """Whether the items give counts of the announced thing: then they are parts, not the things themselves."""
    index = world.numbers.index(number)
    unit = world.unit(index)
    entries = [e for e in world.ledger.entries if e.block in found.blocks]
    return any(alike(world.unit(q.number), unit) for e in entries for q in e.quantities)
