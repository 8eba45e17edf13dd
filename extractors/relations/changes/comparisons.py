"""Words that say which of two figures is more: "tăng so với cùng kỳ (120)", "vượt mức 60% tỉnh giao"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extractors.cues import may_stand
from extractors.document import Span
from extractors.lexicon.amounts import alike
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import Said, claim
from extractors.relations.relation import Relation, Verdict
from extractors.relations.world import World

_BY = r"(?: nhẹ| mạnh| sâu| nhanh| khá| đáng kể| rõ rệt| chút ít| không đáng kể| nhiều| hẳn)?"
_MORE = rf"tăng(?: lên| cao)?{_BY}|vượt(?: lên| xa)?|cao hơn{_BY}|nhiều hơn{_BY}|lớn hơn{_BY}"
_MORE += r"|trên(?! (?:dự toán|kế hoạch|chỉ tiêu|tổng))"
_LESS = rf"(?:sụt )?giảm(?: xuống| bớt)?{_BY}|thấp hơn{_BY}|ít hơn{_BY}|kém hơn{_BY}|(?:chưa|không) (?:đạt|bằng)|dưới"
_PLAN = r"(?:mức|chỉ tiêu|kế hoạch|mục tiêu|yêu cầu|quy định|dự toán|nghị quyết)"
_EARLIER = (
    r"(?:cùng kỳ|năm trước|năm học trước|năm ngoái|kỳ trước|quý trước|tháng trước|năm \d{4}|quý (?:[ivx]+|\d)"
    r"|tháng \d{1,2})"
)
_WORDS = r"(?:[^\W\d_]+ ){0,6}?"
#: the words between two figures that compare them. A figure right behind "so với năm trước" says by how much; it is the
#: other figure only behind "so với", "là", a bracket, or what is asked for
_SAID = re.compile(
    rf"(?<!\w)(?:(?P<more>{_MORE})|(?P<less>{_LESS})) (?:(?:so )?(?:với )?{_PLAN} {_WORDS}"
    r"(?P<asked>(?<=mức )|(?<=giao )|(?<=tối thiểu )|(?<=yêu cầu )"
    r"|(?<=đạt chỉ tiêu )|(?<=đạt kế hoạch )|(?<=đạt mục tiêu )|là |từ"
    rf" |\((?:{_PLAN} (?:[^\W\d_]+ ){{0,3}}?)?(?:là |từ |ít nhất |tối thiểu )?)"
    r"|so với (?:mức |con số |tỷ lệ |tỉ lệ |kết quả |mốc |số )?(?P<plain>)"
    rf"|(?:so )?(?:với )?(?:[^\W\d_]+ ){{0,3}}?{_EARLIER} {_WORDS}(?:(?P<is>là |đạt |có )|(?P<bracket>\()"
    rf"(?:{_EARLIER} )?(?:là |đạt |có )?)"
    r")$"
)
#: a figure above or below another, and by how much
_HIGHER = re.compile(
    r"[^.;:\d]{0,40}?(?P<word>(?:(?P<more>cao|nhiều|lớn|trội)|(?P<less>thấp|ít|kém|nhỏ)) hơn)(?: [^\W\d_]+){1,8} "
)
_BY_SO_MUCH = re.compile(r"(?: [^\W\d_]+){0,4},? (?:là|tới|đến|đúng) ")
_WISHED = re.compile(r"(?<!\w)(?:phấn đấu|dự kiến|sẽ|nhằm|quyết tâm|để)(?!\w)")
_REACH = 90
#: words of a clause that has something else for its subject before the word that compares ("…, cả năm vẫn vượt")
_OF_ALL = re.compile(
    r"(?:,|(?<!\w)(?:nhưng|song|mà|thì)) (?:[^\W\d_]+ ){0,4}?(?:cả|toàn|tổng|tính|chung|gộp)(?!\w)[^,;:(]*$"
)
_STOP = re.compile(r"[.;](?=\s)")


def read_comparisons(world: World) -> Iterator[Relation]:
    """Yield a relation for each pair of figures of one sentence between which words say that one is more."""
    for first, second in pairwise(world.prose):
        said = _said(world, first, second)
        if said is not None:
            yield _relation(world, first, second, said)


def read_by_how_much(world: World) -> Iterator[Relation]:
    """Yield a relation for each figure that words set above or below another by a third, which is their difference."""
    for first, second, third in zip(*(sorted(world.measures)[at:] for at in range(3)), strict=False):
        values = [world.value(n) for n in (first, second, third)]
        if world.entry_of(first).path or values[0] == values[1] or abs(values[0] - values[1]) != values[2]:
            continue
        block = world.entry_of(first).block
        if any(
            world.entry_of(n).block != block or not alike(world.unit(n), world.unit(first)) for n in (second, third)
        ):
            continue
        ends = [world.numbers[n].end for n in (first, second)]
        starts = [world.numbers[n].span.start for n in (second, third)]
        said = _HIGHER.fullmatch(world.folded[ends[0] : starts[0]])
        if said is not None and _BY_SO_MUCH.fullmatch(world.folded[ends[1] : starts[1]]):
            yield _set_apart(world, (first, second), said, ends[0])


def _set_apart(world: World, pair: tuple[int, int], said: re.Match[str], start: int) -> Relation:
    a, b = (world.value(n) for n in pair)
    right = (a > b) == (said["more"] is not None)
    verdict: Verdict = "holds" if right else "fails"
    at = Span(start + said.start("word"), start + said.end("word"))
    text = f"{shown(a)} {'>' if a > b else '<'} {shown(b)}"
    return claim(world, Said(said["word"], at), pair, text, "chênh lệch nêu giữa hai số", verdict, certain=False)


def _said(world: World, first: int, second: int) -> re.Match[str] | None:
    """Return the words between two figures of one unit in one sentence if they compare the two."""
    start, end = world.numbers[first].end, world.numbers[second].span.start
    if not 0 < end - start < _REACH:
        return None
    one, other = world.entry_of(first), world.entry_of(second)
    if one.block != other.block:
        return None
    if not alike(world.unit(first), world.unit(second)) or world.numbers[first].of is not None:
        return None
    between = world.folded[start:end]
    if (
        world.measures[first].change
        or not may_stand(_SAID.pattern, between)
        or _STOP.search(between)
        or _WISHED.search(between)
    ):
        return None
    said = _SAID.search(between)
    return None if said is not None and _OF_ALL.search(between[: said.start()]) else said


def _relation(world: World, first: int, second: int, said: re.Match[str]) -> Relation:
    a, b = world.value(first), world.value(second)
    more = said["more"] is not None
    exact = world.numbers[first].sign == world.numbers[second].sign == "="
    asked = said["asked"] is not None
    right = (a > b if more else a < b) or (a == b and asked)
    # "16 vụ, giảm so với năm trước (2 vụ)" says by how much, "14 vụ, … (9 vụ)" hardly does
    by_how_much = (said["bracket"] or said["is"]) is not None and not more
    inside = ")" in world.folded[world.numbers[first].end : world.numbers[second].span.start].partition("(")[0]
    near = by_how_much and (b * 2 > a and not inside if said["bracket"] else abs(a - b) * 5 <= min(a, b))
    bound = world.numbers[second].sign in (">=", ">") and world.numbers[first].sign == "="
    failed: Verdict = "fails" if (exact or bound) and (near or not by_how_much) else "undecided"
    sign = ">" if a > b else "<" if a < b else "="
    words = " ".join((said["more"] or said["less"]).split())
    text = f"{shown(a)} {sign} {shown(b)}"
    why, verdict = f"“{words}” giữa hai số", "holds" if right else failed
    start = world.numbers[first].end
    at = Span(start + said.start(), start + max(said.end("more"), said.end("less")))
    return claim(world, Said(words, at), (first, second), text, why, verdict, certain=not near)
