"""What was in hand in all is more than what was received: what an earlier period left is in it, too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.catalogue.context import Context
from extractors.catalogue.measures import Measure
from extractors.lexicon.stages import stage_in

Measures = dict[int, Measure]

#: what was received, by the unit that it is counted in, with the metric of what was carried over if it has one
_FAMILIES = {"hồ sơ": ("dossiers.received", "dossiers.carried_over"), "đơn": ("petitions.received", None)}
#: how many blocks apart the three figures may stand
_NEAR = 3
_ALL = re.compile(r"(?<!\w)tổng(?!\w)")
_NEW = re.compile(r"(?<!\w)(?:mới|phát sinh)(?!\w)")
_IN_PERIOD = re.compile(r"(?<!\w)nhận(?: được| vào| thêm)?(?: trong (?:kỳ|năm|quý|tháng))?(?!\w)")
#: "cũ 85 hồ sơ, mới 673 hồ sơ"
_OLD = re.compile(r"(?<!\w)(?:cũ #|# (?:hồ sơ |đơn )?cũ(?!\w)|dở dang (?:của|từ) )")


def tell_in_hand(context: Context, found: Measures) -> Measures:
    """Return the measures with the metric of what was received taken from a total of it and of what was carried over.

    "Tổng số tiếp nhận 670 hồ sơ (mới tiếp nhận 620, kỳ trước chuyển sang 50)": 620 were received. Where nothing is said
    to be new, the total is what was received.
    """
    linked = dict(found)
    for carried in [m for m in found.values() if _is_carried(m)]:
        received = _FAMILIES[carried.unit][0]
        near = list(_near(context, carried, found))
        new = [m for m in near if _is_new(m) and m.metric in (received, None)]
        totals = [m for m in near if m.metric == received and _ALL.search(m.wording.told) and not _is_new(m)]
        if len(new) != 1 or len(totals) != 1:
            continue
        linked[totals[0].number] = replace(totals[0], metric=None)
        linked[new[0].number] = replace(new[0], metric=received)
    return linked


def _is_carried(measure: Measure) -> bool:
    """Whether a figure counts what an earlier period left: by its metric, else by its words."""
    family = _FAMILIES.get(measure.unit)
    if family is None or measure.metric not in (family[1], None):
        return False
    told = measure.wording.told
    return measure.metric is not None or stage_in(told) == "opening" or bool(_OLD.search(told))


def _is_new(measure: Measure) -> bool:
    told = measure.wording.told
    return bool(
        _NEW.search(told) or (_IN_PERIOD.search(told) and not (_ALL.search(told) or stage_in(told) == "opening"))
    )


def _near(context: Context, one: Measure, found: Measures) -> Iterator[Measure]:
    """Yield the figures of one unit and time that stand near one: in its column, or in running text."""
    entry = context.ledger.entries[one.entry]
    for number in range(one.number - 12, one.number + 13):
        other = found.get(number)
        if other is None or number == one.number or (other.unit, other.moment) != (one.unit, one.moment):
            continue
        home = context.ledger.entries[other.entry]
        beside = _column(context, home.block) == _column(context, entry.block)
        near = entry.path or abs(home.block - entry.block) <= _NEAR
        if beside and near and (other.period, other.target) == (one.period, one.target):
            yield other


def _column(context: Context, block: int) -> tuple[int, int] | None:
    cell = context.document.blocks[block].origin.cell
    return None if cell is None else (cell.table, cell.column)
