"""The brake: what is worth a look only, since nothing but a loose tie makes it a contradiction.

Each row is a kind of tie with what a right text looks like that reads so. A row is kept while it stops more wrong
alarms on texts of others than right ones on ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from extractors.facts import Facts
from extractors.numbers.slips import significant
from extractors.relations.arithmetic import share_fits
from pipeline.checks import messages
from pipeline.checks.defects import Defect
from pipeline.checks.equations import value_at
from pipeline.checks.finding import Finding
from pipeline.checks.ties import Tie

#: what opens the parts of a total
_OPENED = re.compile(r"(?<!\w)(?:trong đó|gồm|chia ra|cụ thể)(?!\w)")
#: a total is near its parts, and a share what it should be, up to one in so many; far from one in so many on
_OPEN, _FAR = 20, 4
#: what tells a change once more
_THAT_IS = re.compile(
    r"(?<!\w)(?:tương ứng|tương đương|tức|hay)(?: là| với)?(?: tỷ lệ| mức)?(?: tăng| giảm)?\s?$|\((?:tăng |giảm )?$"
)
#: no other digit makes a share right that is so far off
_HALF = 2
#: what most reach, in percent
_MOST = 50
#: a share behind so many other figures is apart from its counts in a long sentence too
_MANY = 3
#: from here on a figure with one digit before its noughts is a round amount
_ROUND = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """When a relation is tied too loosely to alarm, and why it may well be right."""

    why: str
    applies: Callable[[Tie], bool]


def _loose_change(tie: Tie) -> bool:
    """A base that no direction (turned), time or bracket tells, and that does not stand right behind its figure.

    A rate beside a difference that holds goes by the base of that difference.
    """
    relation = tie.relation
    if relation.kind not in ("growth", "difference") or relation.notes or not tie.unmended or len(tie.periods) > 1:
        return False
    if (
        relation.total is None
        or relation.tied
        or relation.source == "identity"
        or [o.role for o in relation.operands[:2]] != ["new", "old"]
    ):
        return False
    ends = (r for r in tie.facts.relations if r.kind == relation.kind and r.parts == relation.parts)
    share, (now, then) = tie.facts.numbers[relation.total], (value_at(tie.facts, part) for part in relation.parts)
    said = tie.facts.folded[max(0, share.span.start - 24) : share.span.start]
    index = then > 0 and share_fits(now, then, share)
    if not index and _THAT_IS.search(said) and any(other.verdict == "holds" for other in ends):
        return False  # "… 1.622 hồ sơ, tăng 182 hồ sơ, tương ứng 6,7%": the amount tells what it is of
    bracketed = tie.group is not None and tie.group.kind == "bracket"
    new, old = relation.parts
    return tie.between > 0 or old < new or (old > relation.total and not bracketed)


def _far_base(tie: Tie) -> bool:
    """A share apart from its counts; being near, or other shares of the same whole that hold, would confirm the base.

    A base that is reckoned back from a change is told by it.
    """
    relation = tie.relation
    named = relation.source != "cue" or bool(relation.notes) or relation.tied
    named = named or relation.total in tie.wholes or tie.fine_slip or tie.summed
    apart = len(tie.numbers) > 2 and (tie.between >= _MANY or (tie.between > 0 and tie.sentences > 1))
    far = tie.off_by(_OPEN) if tie.unmended else tie.unlikely and tie.off_by(_HALF)
    return relation.kind == "percent" and not named and apart and far


def _few_parts(tie: Tie) -> bool:
    """Two parts are seldom all that no word closes; together above their total they contradict it."""
    relation = tie.relation
    if relation.kind != "sum" or relation.tied or len(relation.parts) != 2 or not tie.open:
        return False
    if tie.known_parts or tie.scaled:
        return False
    far = tie.off_by(_OPEN) if tie.unmended else tie.unlikely and tie.off_by(1)
    return far and not tie.overfull


def _parts_passed_over(tie: Tie) -> bool:
    """Figures between the parts may be the missing ones, or show that the list tells of several things."""
    parts = len(tie.relation.parts)
    many = tie.passed >= max(2, (parts + 1) // 2)
    far = (tie.unlikely and tie.off_by(_FAR)) or (tie.unmended and tie.passed > parts and tie.off_by(_OPEN))
    if tie.relation.tied or _is_of_each_line(tie) or (tie.one_unit and _is_above(tie)):
        return False
    return tie.relation.kind == "sum" and tie.listed and many and far and not (tie.scaled or tie.overfull)


def _is_above(tie: Tie) -> bool:
    """Whether a part alone is more than its total, no change ("giảm 18 lượt. Về nội dung: đất đai 96 lượt")."""
    total, facts = tie.relation.total, tie.facts
    if total is None or total not in facts.measures or facts.measures[total].change:
        return False
    return any(value_at(facts, part) > value_at(facts, total) for part in tie.relation.parts)


def _is_of_each_line(tie: Tie) -> bool:
    """Whether words say that a list divides its total, and each of its lines has one part with what else it tells."""
    ledger, measures = tie.facts.ledger, tie.facts.measures
    blocks = [ledger.entries[measures[part].entry].block for part in tie.relation.parts]
    items = ledger.list_of(blocks[0]) if blocks else None
    cued = tie.group is not None and tie.group.kind == "cue" and tie.group.openness == "closed"
    return cued and items is not None and blocks == list(items.blocks)


def _unannounced_total(tie: Tie) -> bool:
    """A figure behind others that nothing calls their total, not in their sentence, unit or place at its end."""
    relation = tie.relation
    if (
        relation.kind != "sum"
        or relation.certain
        or relation.tied
        or tie.listed
        or len(relation.parts) < 3
        or not tie.unlikely
    ):
        return False
    spread = tie.unmended and tie.sentences > 1
    return spread or _counts_some(tie) or _goes_on(tie) or _is_count_up(tie)


def _counts_some(tie: Tie) -> bool:
    """Whether a total counts what some of its parts do and others do not ("13 cá nhân, 15 tập thể, 72 cá nhân")."""
    total, *parts = (unit.partition(" ")[0] for unit in tie.units)
    numbers, first = tie.facts.numbers, min(tie.relation.parts)
    opened = tie.relation.total is not None and _OPENED.search(
        tie.facts.folded, numbers[tie.relation.total].end, numbers[first].span.start
    )
    return total in parts and len(set(parts)) > 1 and not opened


def _goes_on(tie: Tie) -> bool:
    """Whether the sentence goes on with another figure of the unit: the total is one item more."""
    after, measures = max(tie.numbers) + 1, tie.facts.measures
    if after not in measures or tie.relation.total != after - 1 or measures[after].unit != tie.units[0]:
        return False
    entry, own = tie.facts.ledger.entries[measures[after].entry], tie.entries[0]
    return (entry.block, entry.sentence) == (own.block, own.sentence)


def _is_count_up(tie: Tie) -> bool:
    """Whether the figures count up by one: the heads of columns whose lines are lost ("Khối 6 Khối 7 Khối 8")."""
    values = [value_at(tie.facts, number) for number in sorted(tie.numbers)]
    return values == [values[0] + step for step in range(len(values))]


def _counted_shares(tie: Tie) -> bool:
    """Two shares that are short of a whole, each right by its own counts: what is left is told otherwise."""
    relation = tie.relation
    right = tie.sure.issuperset(relation.parts) and len(relation.parts) == 2
    return relation.kind == "distribution" and right and (relation.found or 0) < 100


def _both_right(tie: Tie) -> bool:
    """Two figures that other relations confirm, each its own, are of two things; what ties them excepted."""
    alike = tie.relation.kind == "repeat" and "claim" not in tie.relation.notes and not tie.relation.tied
    return alike and tie.sure.issuperset(tie.numbers) and tie.unlikely


def _bound(tie: Tie) -> bool:
    """A whole percentage that is passed is a bound of each, not the share of them ("10/11 xã đạt trên 99%")."""
    numbers = tie.facts.numbers
    shares = [numbers[o.number] for o in tie.relation.operands if o.role == "share" and o.number is not None]
    most = (tie.relation.expected or 0) > _MOST
    return tie.relation.kind == "percent" and most and any(one.sign in (">", ">=") and one.step >= 1 for one in shares)


def _guessed_unit(tie: Tie) -> bool:
    """A count whose unit is not printed may count something else, where anything stands between it and its whole."""
    beside = tie.relation.tied or (tie.between == 0 and tie.sentences == 1 and not tie.relation.notes)
    return tie.relation.kind == "percent" and not beside and tie.guessed and tie.unmended and tie.off_by(_OPEN)


def _round_amounts(tie: Tie) -> bool:
    """Round amounts differ by one digit whatever they tell ("mức 400.000 đồng", "mức 200.000 đồng")."""
    values = [value_at(tie.facts, number) for number in tie.numbers]
    coarse = all(value >= _ROUND and len(significant(value)) == 1 for value in values)
    return tie.relation.kind == "repeat" and bool(values) and coarse


ROWS = (
    Row("a base that no word names may be of another place, time or kind", _loose_change),
    Row("a share behind other figures may be of a whole told elsewhere", _far_base),
    Row("two parts far from their total are some of its parts, or not its own", _few_parts),
    Row("figures between the parts are parts too, or tell of other things", _parts_passed_over),
    Row("a figure behind others is one more of them", _unannounced_total),
    Row("what two shares leave is told in words or as a count", _counted_shares),
    Row("two figures that are both confirmed are both right", _both_right),
    Row("a bound that each reaches is no share", _bound),
    Row("a count without its unit may be of another thing", _guessed_unit),
    Row("round amounts are set, not miswritten", _round_amounts),
)


@dataclass(frozen=True, slots=True)
class Brake:
    """What relations of a report hold, once for all ties."""

    facts: Facts
    sure: frozenset[int]
    wholes: frozenset[int]

    def slowed(self, finding: Finding, defect: Defect | None) -> Finding:
        """Return a finding, as a remark where its relation is tied too loosely and no other tells the same defect."""
        if finding.relation is None or (defect is not None and len(defect.relations) > 1):
            return finding
        slip = min((repair.cost for repair in defect.suspects), default=None) if defect else None
        tie = Tie(self.facts, self.facts.relations[finding.relation], slip, self.sure, self.wholes)
        if not tie.entries or tie.in_table or not any(row.applies(tie) for row in ROWS):
            return finding
        return replace(finding, severity="info", suggestion=messages.ASK_LOOSE)


def brake(facts: Facts) -> Brake:
    """Return the brake of a report."""
    holding = [relation for relation in facts.relations if relation.verdict == "holds"]
    sure: Iterable[int | None] = (o.number for relation in holding for o in relation.operands)
    wholes: Iterable[int | None] = (relation.total for relation in holding if relation.kind == "percent")
    return Brake(facts, frozenset(n for n in sure if n is not None), frozenset(n for n in wholes if n is not None))
