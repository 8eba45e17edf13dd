"""Announced counts against the lists that follow: "03 lĩnh vực, gồm …", “5 biết”: …, bullets, Một là … Ba là."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from extractors.lexicon import unit_kind
from extractors.numbers.number import Number
from extractors.relations.lists.listings import Listing, list_after
from extractors.relations.lists.listings_below import list_below
from extractors.relations.relation import Operand, Reading, Relation, Verdict
from extractors.relations.world import World
from extractors.vietnamese import fold_key


def read_enumerations(world: World) -> Iterator[Relation]:
    """Yield a relation for each announced count whose list follows in words."""
    lists = {item_list.lead: item_list for item_list in world.ledger.lists}
    for index, number in enumerate(world.numbers):
        if _announces(world, index, number) and not _is_one_of_two(world, index):
            listing = list_after(world, index) or list_below(world, index, lists)
            if listing is not None and not _says_what_they_are(world, index, listing):
                yield _relation(world, index, number, listing)


def _announces(world: World, index: int, number: Number) -> bool:
    """Whether a number may announce a list: a slogan, or a small count of things."""
    if number.role == "slogan":
        return True
    value, measure = number.value, world.measures.get(index)
    if world.folded.endswith(" số ", 0, number.span.start):
        return False  # "Tổ bầu cử số 5 báo cáo: …"
    if number.role != "measure" or value is None or measure is None:
        return False
    single = number.of is None and number.sign in ("=", ">=")
    small = 2 <= value <= 20 and value == value.to_integral()
    things = bool(measure.unit) and unit_kind(measure.unit) not in ("percent", "grade")
    return single and small and things and not measure.plan


def _says_what_they_are(world: World, index: int, listing: Listing) -> bool:
    """Whether "là" says what many persons are, naming none ("7 hội viên là Anh hùng, dũng sĩ")."""
    between = world.folded[world.numbers[index].end : listing.span.start].strip()
    persons = unit_kind(world.unit(index)) == "person"
    return persons and between.split()[-1:] == ["là"] and len(listing.items) * 2 < world.value(index)


def _is_one_of_two(world: World, index: int) -> bool:
    """Whether a count goes on with another: the list behind it is of both ("03 tập thể và 05 cá nhân, gồm: …")."""
    if index - 1 not in world.measures or index not in world.measures:
        return False
    between = world.folded[world.numbers[index - 1].end : world.numbers[index].span.start]
    return len(between) < 40 and bool(re.fullmatch(r"(?: [^\W\d_]+){0,6} (?:và|cùng) ", between))


def _relation(world: World, index: int, number: Number, listing: Listing) -> Relation:
    wanted, unit = _count(world, number), world.unit(index)
    keys = [_key(item, unit) for item in listing.items]
    doubled = len(keys) - len(set(keys))
    counts = {count - doubled for count in listing.counts}
    verdict, missing = _verdict(number, wanted, counts, listing)
    text = f"nêu {wanted}, kể {_range(counts)}" + (f" ({doubled} mục lặp lại)" if doubled else "")
    why = f"liệt kê: {world.document.quote(listing.span)[:120]}"
    items = (Operand(None, item, "item", listing.span) for item in listing.items)
    return Relation(
        kind="enumeration",
        source="cue",
        total=index,
        parts=(),
        operands=(world.operand(index, "total"), *items),
        unit=unit or None,
        exhaustive=listing.sure,
        verdict=verdict,
        reading=text,
        tried=(Reading(text, why, verdict),),
        missing=missing,
        notes=tuple(item for at, item in enumerate(listing.items) if keys[at] in keys[:at]),
    )


def _verdict(number: Number, wanted: int, counts: Collection[int], listing: Listing) -> tuple[Verdict, str | None]:
    """Return the verdict on an announced count, and why none can be given."""
    if wanted in counts or (not listing.sure and wanted >= min(counts)):
        return "holds", None
    if wanted > max(counts):
        return "fails", None
    # items between semicolons, names and those that open with what is counted hold no others; those between commas may
    marked = listing.apart and number.role == "measure" and number.sign == "="
    return ("fails", None) if marked else ("undecided", "một mục có thể có dấu phẩy bên trong")


def _count(world: World, number: Number) -> int:
    if number.value is not None:
        return int(number.value)
    return int(re.sub(r"\D", "", world.document.quote(number.span)) or 0)


def _key(item: str, unit: str) -> str:
    """Return what tells an item from the others: its words without the counted noun before them."""
    noun, after = item[: len(unit)], item[len(unit) :]
    return fold_key(after if unit and noun == unit and after[:1].isspace() else item)


def _range(counts: Collection[int]) -> str:
    return str(min(counts)) if len(counts) == 1 else f"{min(counts)}–{max(counts)}"
