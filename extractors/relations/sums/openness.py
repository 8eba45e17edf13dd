"""Whether the items of a list are all that their total has, or some: as the cue and the words of the items say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.catalogue.nouns import dimensions, qualities
from extractors.ledger.entries import Group, Openness, Quantity
from extractors.lexicon import families, unit_kind
from extractors.lexicon.amounts import money_scale
from extractors.relations.shares.classes import classes_in, leave_none, leave_some
from extractors.relations.world import World

_REST = re.compile(r"(?<!\w)(?:khác|còn lại)(?!\w)")
#: a rest that is said without its number: "…, còn lại đang trong thời hạn giải quyết"
_UNCOUNTED_REST = re.compile(
    r"[,;]\s*(?:\w+\s+){0,3}còn lại(?!\w)|[,;]\s*(?:[^\W\d]+\s+){1,3}khác(?!\w)"
    r"|(?:[,;]|(?<!\w)và)\s+(?:các|những|một số|nhiều|vài)\s+[^\W\d]"
    r"|…|\.\.|(?<!\w)(?:v\.\s?v|vân vân)(?!\w)"
)
#: the last item of a bracket without its number ("(huyện 40 triệu đồng, xã 20 triệu đồng, nhà hảo tâm giúp thêm)")
_UNCOUNTED_ITEM = re.compile(
    r"^[^,;\d]*[,;]\s+(?!(?:đạt|chiếm|tăng|giảm|bằng|tỷ lệ|tỉ lệ|so với|không|trong đó|gồm|tất cả|tổng|đều|đã)(?!\w))"
    r"[^\W\d]+(?: [^\W\d]+){1,6}\s*\)?$"
)
#: words behind a list by which nothing else is in its total ("…; ngoài bốn nguồn này không huy động thêm ở đâu nữa")
_NOTHING_ELSE = re.compile(
    r"(?<!\w)(?:ngoài|ngoại trừ) (?:\w+ ){1,5}(?:này|ấy|đó|kia|trên|đây)(?: \w+){0,3} (?:không|chẳng)(?!\w)"
    r"|(?<!\w)(?:không|chẳng)(?: (?!chỉ)\w+){1,5} (?:nữa|khác|đâu|của ai|ở ai|gì thêm)(?!\w)"
    r"|(?<!\w)(?:ngoài ra|còn lại) (?:không|chẳng)(?!\w)|(?<!\w)(?:đó là|thế là|vậy là) (?:tất cả|đủ|hết)(?!\w)"
)
_SENTENCE_END = re.compile(r"[.](?=\s|$)|\n")
#: what divides people, and the things that are people
_QUALITIES_OF_PEOPLE = {"gender", "people", "creed", "education", "party", "age", "wealth"}
_OF_PEOPLE = {"household"}
_QUALITY = re.compile(r"(?<!\w)(?:trình độ|độ tuổi|lứa tuổi|giới tính|thành phần)(?!\w)")
_DENIALS = frozenset(("chưa", "không"))
_MEN_OR_WOMEN = re.compile(r"(?<!\w)(?:nam|nữ)(?!\w)")
_WOMEN, _MEN = re.compile(r"\W*(?:là )?(?:nữ|phụ nữ)(?!\w)"), re.compile(r"\W*(?:là )?nam(?!\w)")
_OPENS = re.compile(
    r"^(?:riêng|kể cả|chủ yếu|nhất là|trong đó có|bao gồm cả|tăng|giảm|vượt|bình quân|năm \d|cùng kỳ|so với)(?!\w)"
)


def openness_of(world: World, group: Group, parts: Sequence[int]) -> Openness:
    """Return closed, listed, unknown or open for a group as its cue and the words of its parts say."""
    if group.kind in ("row", "column"):
        return group.openness
    entries = [world.entry_of(p) for p in parts]
    words = [f"{world.words(e.label)} {world.words(e.quantities[0].after)}" for e in entries]
    if not words:
        return group.openness
    rest = any(_names_rest(world, entry.quantities[-1], parts) for entry in entries)
    places = [world.numbers[part].span.start - group.span.start for part in parts]
    classes = classes_in(world.folded[group.span.start : group.span.end], places)
    if leave_some(classes) or (rest and not _NOTHING_ELSE.search(world.folded, *_behind(world, parts[-1]))):
        return "open"
    first = world.words(entries[0].label)
    if group.kind == "bracket" and group.cue == "trong đó" and first == "có":  # "(trong đó, có 9 …": as "trong đó có"
        group, first = replace(group, cue="trong đó có", openness="some"), ""
    tail = world.folded[world.numbers[entries[-1].quantities[-1].number].end : group.span.end]
    untold = first == "có" or first.startswith("có ") or bool(_UNCOUNTED_ITEM.search(tail))
    names_some = group.kind == "bracket" and untold
    whole = leave_none(classes, len(parts)) or (group.openness == "closed" and _are_ages(words))
    if _are_both(words) or whole or _NOTHING_ELSE.search(world.folded, *_behind(world, parts[-1])):
        return "closed"
    counts_rest = len(words) > 1 and bool(_REST.search(words[-1]))
    if counts_rest and len(words) > 2 and group.openness != "open" and not _OPENS.match(first):
        return "closed"  # with a figure of the rest nothing is left out
    return _of_words(world, group, parts, words, names_some=names_some, counts_rest=counts_rest)


def _of_words(
    world: World, group: Group, parts: Sequence[int], words: Sequence[str], *, names_some: bool, counts_rest: bool
) -> Openness:
    """Return how open a list is whose end says nothing of it."""
    if len(words) > 1 and any(_WOMEN.match(said) for said in words) and not any(_MEN.match(said) for said in words):
        return "open"  # "(nữ 17; dự bị 3; miễn sinh hoạt 5)" says what some of them are
    opposite = _are_opposites(words) and group.openness != "open"
    some = names_some or _OPENS.match(words[0]) or _are_some(group, words, [world.unit(part) for part in parts])
    if opposite or some:
        return "listed" if opposite or _by_one_quality(world, group, words) else "open"
    usual: Openness = "unknown" if _counts_things(world, group, parts) else group.openness
    return "closed" if counts_rest else usual


def _names_rest(world: World, quantity: Quantity, parts: Sequence[int]) -> bool:
    """Whether the words behind a figure name a rest without a number; those up to the next part name that."""
    found = _UNCOUNTED_REST.search(world.folded, world.numbers[quantity.number].end, quantity.after.end)
    following = next((part for part in parts if part > quantity.number), None)
    if found is None or following is None:
        return found is not None
    label = world.folded[found.start() + 1 : world.numbers[following].span.start]
    return "," in label or ";" in label


def _are_opposites(words: Sequence[str]) -> bool:
    """Whether two parts are told by the same words, one with a denial ("9 nhà đạt chuẩn, 5 nhà chưa đạt chuẩn")."""
    told = [frozenset(own.split()) for own in words]
    return len(told) == 2 and len(told[0] ^ told[1]) == 1 and (told[0] ^ told[1]) <= _DENIALS and len(told[0]) > 1


def _are_ages(words: Sequence[str]) -> bool:
    """Whether three parts or more are told by bands of age and nothing else ("nhóm tuổi từ 18 đến 21 …")."""
    return len(words) > 2 and all(dimensions(own) == {"age"} for own in words)


def _behind(world: World, part: int) -> tuple[int, int]:
    """Return where the text behind a part begins and its sentence ends, none where other figures follow."""
    end = world.numbers[part].end
    stop = _SENTENCE_END.search(world.folded, end)
    last = stop.start() if stop else len(world.folded)
    after = next((n.span.start for n in world.numbers[part + 1 : part + 2]), last)
    return (end, last) if after >= last else (end, end)


def _by_one_quality(world: World, group: Group, words: Sequence[str]) -> bool:
    """Whether the words before a colon name the one quality that divides all ("trình độ của 22 người: …")."""
    said = set().union(*map(dimensions, words))
    parent = world.ledger.entries[group.parents[0]] if group.kind == "colon" and group.parents else None
    return parent is not None and len(said) == 1 and bool(_QUALITY.search(world.words(parent.label)))


def _counts_things(world: World, group: Group, parts: Sequence[int]) -> bool:
    """Whether a list of money that a cue opens has items without ("quỹ vì người nghèo 1,1 tỷ đồng, xây 18 căn nhà")."""
    if group.openness not in ("closed", "listed") or not all(money_scale(world.unit(part)) for part in parts):
        return False
    inside = [world.ledger.entries[e] for e in group.entries]
    follows = [*(entry.separator for entry in inside[1:]), ";"]
    return any(
        unit_kind(world.unit(entry.quantities[-1].number)) in ("count", "person") and mark and not entry.predicate
        for entry, mark in zip(inside, follows, strict=True)
    )


def are_men_and_women(world: World, parts: Sequence[int]) -> bool:
    """Whether two figures count the men and the women."""
    entries = [world.entry_of(p) for p in parts]
    return _are_both([f"{world.words(e.label)} {world.words(e.quantities[0].after)}" for e in entries])


def _are_both(words: Sequence[str]) -> bool:
    """Whether two parts are the men and the women: nobody is left out."""
    kinds = [_MEN_OR_WOMEN.findall(own) for own in words]
    return len(words) == 2 and sorted(kinds) == [["nam"], ["nữ"]]


def _are_some(group: Group, words: Sequence[str], units: Sequence[str]) -> bool:
    """Whether parts are some of many by what they are (women, graduates), or overlap as graduates and women do.

    Words that divide all by one quality leave nobody out ("theo trình độ: …").
    """
    several = len(set(units)) > 1  # what all parts are counted in says nothing of one
    said = [dimensions(f"{own} {unit}" if several else own) for own, unit in zip(words, units, strict=True)]
    if all(unit_kind(unit) == "count" and not families(unit) & _OF_PEOPLE for unit in units):
        # cards for the poor and for children are counted once each, what persons are is not
        said = [own - _QUALITIES_OF_PEOPLE for own in said]
        return sum(map(bool, said)) * 2 > len(said)
    if sum(map(bool, said)) * 2 > len(said) and len(set().union(*said)) > 1:
        return True
    return not group.cue.endswith("theo") and sum(bool(qualities().search(own)) for own in words) * 2 > len(words)
