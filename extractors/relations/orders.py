"""One figure within another: parts that words or the catalogue name against their whole, which they cannot exceed."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractors.lexicon import phrase_pattern, table, unit_kind
from extractors.lexicon.amounts import alike
from extractors.patterns import at_words
from extractors.relations.arithmetic import shown
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation, Source, Verdict
from extractors.relations.world import World

#: how many figures and sentences before a part its whole may stand, and how many blocks by the catalogue
_FIGURES, _SENTENCES, _BLOCKS = 6, 1, 3
#: a part so many times its whole rather belongs to another
_MOST = 3
CARRIED = re.compile(r"(?<!\w)(?:kỳ trước|năm trước|quý trước|tháng trước|tồn|chuyển (?:sang|qua)|từ trước|cũ)(?!\w)")
#: what makes a figure one of another time or kind
_ASIDE = at_words(
    r"(?<!\w)(?:cùng kỳ|so với|lũy kế|kế hoạch|chỉ tiêu|năm \d{4}|bình quân|ngoài ra|bên cạnh đó|từ \d|tăng|giảm"
    r"|giai đoạn|nhiệm kỳ|toàn (?:tỉnh|huyện)|mỗi|không (?:kể|tính))(?!\w)"
)
#: what is left may come from before
_LEFT = re.compile(r"(?<!\w)(?:chưa|đang|còn|tồn|chuyển)(?!\w)")
#: words that say nothing of a part ("trong đó có nữ là 12 người")
_FILL = re.compile(r"^[(\s]*(?:trong (?:đó|số này|số đó)(?: có)?:?|có|là|số|người là)?\s+|^\(|\s+(?:là|có|chiếm|gồm)$")
_CLAUSE = re.compile(r"^.*[,;.)](?:\s+|$)|^.*(?<!\w)(?:và)$")
_AMONG = re.compile(r"(?<!\w)trong (?:tổng )?số$")
_THEN = re.compile(r"(?<!\w)(?:thì|có|đã|được)(?: (?:cả|hết|đủ|tới|đến))?$")
_IN_TOTAL = re.compile(r"(?<!\w)(?:trong|trên) tổng(?: số)?(?: [^\W\d_]+){0,2}$")
_NEXT = re.compile(r"[,;:().]|(?<!\w)(?:và|thì|trên|với)(?!\w)")


@dataclass(frozen=True, slots=True)
class Inclusion:
    """What names a part and its whole; `carries` says that parts carried over may exceed it."""

    part: re.Pattern[str]
    whole: re.Pattern[str] | None
    kind: str
    carries: bool


@cache
def _inclusions() -> tuple[Inclusion, ...]:
    return tuple(
        Inclusion(
            re.compile(phrase_pattern(row["part"].split("|"))),
            re.compile(phrase_pattern(row["whole"].split("|"))) if row["whole"] else None,
            row["kind"],
            row["carries"] == "yes",
        )
        for row in table("inclusions.csv")
    )


@cache
def metric_orders() -> tuple[tuple[str, str], ...]:
    """Return (whole, part) for the metrics of the catalogue of which one is within the other."""
    text = files("extractors.catalogue").joinpath("orders.csv").read_text("utf-8")
    return tuple((row["whole"], row["part"]) for row in csv.DictReader(text.splitlines()))


@cache
def _any_part() -> re.Pattern[str]:
    """Return the pattern of all words that name a part."""
    return re.compile(phrase_pattern([word for row in table("inclusions.csv") for word in row["part"].split("|")]))


def names_some(figure: Figure) -> bool:
    """Whether a figure is told by a word that names some of people alone ("nữ 12", "đảng viên: 9").

    >>> made = lambda before: Figure(0, 0, 0, before, "", "người", None)
    >>> names_some(made(", nữ")), names_some(made(", nữ đoàn viên"))
    (True, False)
    """
    bare = _FILL.sub("", _CLAUSE.sub("", figure.before)).strip(" :")
    return unit_kind(figure.unit) == "person" and any(
        row.whole is None and row.part.fullmatch(bare) for row in _inclusions()
    )


def read_orders(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield parts and wholes of running text; what is part of a `known` relation that is decided has its whole."""
    seen = {n for r in known if r.verdict != "undecided" for n in r.parts}
    held = {n: r.total for r in known if r.verdict == "holds" for n in r.parts}
    for figures in passages.by_block.values():
        for at, figure in enumerate(figures):
            if len(figures) < 2 or figure.number in seen or not _is_plain(world, figure):
                continue
            relation = _of_total(world, figures, at) or _by_words(world, figures, at, held)
            if relation is not None:
                seen.add(figure.number)
                yield relation
    yield from (r for r in _by_catalogue(world, passages) if r.parts[0] not in seen)


def _is_plain(world: World, figure: Figure) -> bool:
    """Whether a figure is an exact count of its own time: no pair, plan, rate, change."""
    measure = world.measures[figure.number]
    counted = unit_kind(figure.unit) in ("count", "person", "unknown") and "/" not in figure.unit and figure.unit != ""
    plain = not (measure.target or measure.plan or measure.change) and world.is_exact(figure.number)
    return counted and plain and not _ASIDE.search(figure.before)


def _clause(figure: Figure) -> str:
    """Return the words of the clause that a figure stands in."""
    return f"{_CLAUSE.sub('', figure.before)} # {_NEXT.split(figure.after)[0]}"


def _by_words(world: World, figures: Sequence[Figure], at: int, held: Mapping[int, int | None]) -> Relation | None:
    """Return what words say of a figure and of one before it that counts alike: one that holds it, else the nearest.

    `held` gives the totals of parts that add up: between a whole and its part they are no other whole.
    """
    part = figures[at]
    said = _clause(part)
    for row in _inclusions() if at and _any_part().search(said) else ():
        if not row.part.search(said):
            continue
        before = [f for f in figures[max(0, at - _FIGURES) : at] if part.sentence - f.sentence <= _SENTENCES]
        alike_before = [f for f in reversed(before) if alike(f.unit, part.unit)]
        wholes = [f for f in alike_before if _is_plain(world, f) and _includes(row, f, part)]
        if wholes:
            whole = next((f for f in wholes if f.value >= part.value), wholes[0])
            between = (f for f in alike_before[: alike_before.index(whole)] if held.get(f.number, -1) != whole.number)
            beside = [f for f in between if not _ASIDE.search(f.before)]
            sure = all(_is_plain(world, f) and row.part.search(_clause(f)) for f in beside)
            sure = sure and _counts_same(whole, part)
            sure = sure and (row.whole is not None or sum(f.value for f in wholes) < part.value)
            return _order(world, whole, part, row, sure=sure)
    return None


def _of_total(world: World, figures: Sequence[Figure], at: int) -> Relation | None:
    """Return what is said to be of a total beside it: "trong tổng đàn 580 con", "trong số 684 em thì 671 em"."""
    one = figures[at]
    other = next((f for f in figures[at + 1 : at + 3] if alike(f.unit, one.unit)), None)
    if other is None or one.sentence != other.sentence:
        return None
    in_total = _IN_TOTAL.search(other.before)
    if not (in_total or (_AMONG.search(one.before) and _THEN.search(other.before))) or not _is_plain(world, other):
        return None
    if in_total:
        part, whole = one, other
    else:
        whole, part = one, other
    if part.value > whole.value * _MOST:
        return None
    return make_order(world, whole.number, part.number, "fails" if part.value > whole.value else "holds", certain=True)


def _counts_same(whole: Figure, part: Figure) -> bool:
    """Whether two figures count the very same, or the part people of any kind."""
    anyone = part.unit in ("người", "đồng chí", "lượt người")
    same = whole.unit == part.unit or whole.unit.startswith(part.unit) or part.unit.startswith(whole.unit)
    return (anyone or same) and not _LEFT.search(_clause(part))


def _includes(row: Inclusion, whole: Figure, part: Figure) -> bool:
    said = _clause(whole)
    of_kind = {"person": unit_kind(part.unit) == "person", "form": "phiếu" in part.unit}.get(row.kind, True)
    if row.whole is None:
        bare = _FILL.sub("", _CLAUSE.sub("", part.before)) or _FILL.sub("", _NEXT.split(part.after)[0])
        named = part.before.startswith((",", "(", "; trong")) and row.part.fullmatch(bare) is not None
        return of_kind and named and whole.home == part.home and not _is_part(said)
    return of_kind and bool(row.whole.search(said)) and not row.part.search(said)


def _is_part(said: str) -> bool:
    """Whether words name a part themselves: "nam 20, nữ 32" are beside each other."""
    return bool(re.search(r"(?<!\w)(?:nam|nữ|đảng viên #|trong đó|dân tộc)(?!\w)", said)) or any(
        row.part.search(said) for row in _inclusions() if row.whole is None
    )


def _order(world: World, whole: Figure, part: Figure, row: Inclusion, *, sure: bool) -> Relation:
    fails = part.value > whole.value
    span = world.document.blocks[whole.block].span
    carried = row.carries and bool(CARRIED.search(world.folded, span.start, span.end))
    unlike = not sure or part.value > whole.value * _MOST
    verdict: Verdict = "undecided" if fails and (carried or unlike) else "fails" if fails else "holds"
    return make_order(world, whole.number, part.number, verdict, certain=not row.carries)


def _by_catalogue(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield parts and wholes by their metrics, within a few blocks and of one period."""
    by_metric: dict[str, list[Figure]] = {}
    for figure in passages.figures:
        metric = world.measures[figure.number].metric
        if metric and _is_plain(world, figure):
            by_metric.setdefault(metric, []).append(figure)
    for whole_metric, part_metric in metric_orders():
        wholes = by_metric.get(whole_metric, [])
        for part in by_metric.get(part_metric, []):
            near = [w for w in wholes if 0 <= part.block - w.block <= _BLOCKS and w.number < part.number]
            if near and _one_scope(world, near[-1], part):
                fails = part.value > near[-1].value
                span = world.document.blocks[part.block].span
                near_by = near[-1].home == part.home and not CARRIED.search(world.folded, span.start, span.end)
                plain = near_by and len({w.value for w in wholes}) == 1 and part.value <= near[-1].value * _MOST
                verdict: Verdict = "holds" if not fails else "fails" if plain else "undecided"
                yield make_order(world, near[-1].number, part.number, verdict, certain=False, source="identity")


def _one_scope(world: World, whole: Figure, part: Figure) -> bool:
    same = world.measures[whole.number].period == world.measures[part.number].period
    return same and alike(whole.unit, part.unit)


def make_order(
    world: World, whole: int, part: int, verdict: Verdict, *, certain: bool, source: Source = "cue"
) -> Relation:
    """Return the relation that a part does not exceed its whole."""
    sign = ">" if world.value(part) > world.value(whole) else "≤"
    text = f"{shown(world.value(part))} {sign} {shown(world.value(whole))}"
    return Relation(
        kind="order",
        source=source,
        total=whole,
        parts=(part,),
        operands=(world.operand(whole, "whole"), world.operand(part, "part")),
        unit=world.unit(whole) or None,
        exhaustive=False,
        verdict=verdict,
        reading=text,
        tried=(Reading(text, "phần không lớn hơn tổng", verdict, (part,), whole),),
        missing="có thể gồm cả số kỳ trước chuyển sang" if verdict == "undecided" else None,
        expected=world.value(whole),
        found=world.value(part),
        certain=certain,
    )
