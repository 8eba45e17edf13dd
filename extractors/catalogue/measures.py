"""Quantities understood: unit with where it came from, label, metric, period, target."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.catalogue.context import Context, FoundUnit, words_at
from extractors.catalogue.lookup import Wording, counted_in, share_rows, unit_keys
from extractors.catalogue.nouns import qualities
from extractors.catalogue.own import Catalogue, beyond_own, metric_of
from extractors.catalogue.targets import is_target, period_of
from extractors.catalogue.units import read_units
from extractors.catalogue.wording import Around, shown_label, titles_by_block, wording_of, words_of
from extractors.ledger.entries import Entry, Quantity
from extractors.lexicon import unit_kind

_PLAN_SHARE = re.compile(
    r"\s*(?:so với\s+)?(?:kế hoạch|kh\b|dự toán|chỉ tiêu|nghị quyết|cùng kỳ|so với(?! (?:tổng )?số)|so\b(?! với)"
    r"|mục tiêu)"
)
#: what each of several has or gets is no figure of the whole
_EACH = re.compile(r"(?<!\w)(?:mỗi|từng|bình quân|trung bình)(?!\w)[^#]*#")
_CHANGE = re.compile(r"(?:^|\s)(?:tăng|giảm|vượt|hụt)\s*(?:thêm|được|so)?\s*#?")


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity understood.

    `unit_from` says where the unit was found (printed, noun, label, parent, sibling, lead, table, caption,
    section); `share_of` is the number that a percentage hangs on; `plan` says that its base is a plan or
    another period; `metric` None is a measure all the same.
    """

    number: int
    entry: int
    unit: str
    unit_from: str
    label: str
    wording: Wording
    metric: str | None
    period: str | None
    target: bool
    share_of: int | None = None
    plan: bool = False
    change: bool = False


def read_measures(context: Context) -> dict[int, Measure]:
    """Return the measures of a document by index of their number."""
    units = read_units(context)
    titles = titles_by_block(context)
    found: dict[int, Measure] = {}
    for entry in context.ledger.entries:
        around = Around(titles.get(entry.block, ""), _metrics_above(context, entry, found))
        for quantity in entry.quantities:
            unit = units[quantity.number]
            wording = wording_of(context, entry, quantity, unit[0], around)
            measure = _measure(context, entry, quantity, unit, wording)
            found[quantity.number] = measure
            for share in quantity.shares:
                found[share] = _share(context, share, measure)
    return found


def _metrics_above(context: Context, entry: Entry, known: dict[int, Measure]) -> frozenset[str]:
    """Return the metrics of the entries that an entry may stand under."""
    if entry.group is None:
        return frozenset()
    parents = [context.ledger.entries[p] for p in context.ledger.groups[entry.group].parents[:3]]
    numbers = [q.number for parent in parents for q in parent.quantities]
    return frozenset(m for n in numbers if n in known and (m := known[n].metric))


def _measure(context: Context, entry: Entry, quantity: Quantity, found: FoundUnit, wording: Wording) -> Measure:
    unit, origin = found
    plan = unit == "%" and bool(_PLAN_SHARE.match(words_at(context, quantity.after)))
    change = bool(_CHANGE.search(wording.near.split("#")[0][-24:] + "#"))
    metric = None if plan or change else metric_of(context.catalogue, wording, unit)
    if metric and _is_refused(context, entry, quantity, wording, metric):
        metric = None
    period = period_of(context, entry, quantity)
    return Measure(
        quantity.number,
        entry.id,
        unit,
        origin,
        shown_label(context, entry, quantity, unit),
        wording,
        metric,
        period,
        is_target(context, entry, wording, metric, period),
        plan=plan,
        change=change,
    )


def _is_refused(context: Context, entry: Entry, quantity: Quantity, wording: Wording, metric: str) -> bool:
    """Whether a figure cannot measure a metric for where it stands, though its words name it."""
    wording = replace(wording, near=beyond_own(context.catalogue, metric, wording.near))
    if context.numbers[quantity.number].of is not None:  # a pair
        return metric.startswith("profile.") or _is_quality(context, entry, wording)
    if "/" not in wording.near and _EACH.search(wording.near):
        return True
    # a part does not measure what its total measures
    part = metric in wording.above and entry.group is not None and not entry.path
    # the catalogue counts criteria as pairs, reached of all
    return part or metric == "criteria.achieved" or _is_quality(context, entry, wording)


def _share(context: Context, share: int, base: Measure) -> Measure:
    """Return the measure of a percentage that hangs on a count."""
    number = context.numbers[share]
    following = context.folded[number.end : number.end + 30]
    plan = bool(_PLAN_SHARE.match(following))
    wording = share_wording(base)
    metric = share_metric(wording, base, context.catalogue)
    label = f"Tỷ lệ {base.label[:1].lower()}{base.label[1:]}"
    return Measure(
        share,
        base.entry,
        "%",
        "printed",
        label,
        wording,
        None if plan else metric,
        base.period,
        base.target,
        share_of=base.number,
        plan=plan,
    )


def share_wording(base: Measure) -> Wording:
    """Return the words of a percentage that hangs on a count: those of the count."""
    near, told, own = (
        words.replace(f"# {base.unit}", "# %") for words in (base.wording.near, base.wording.told, base.wording.own)
    )
    return replace(base.wording, near=near, told=told, own=own)


def share_metric(wording: Wording, base: Measure, catalogue: Catalogue) -> str | None:
    """Return the metric of a percentage that hangs on a count: the rate of what the count measures, or of its words."""
    row = share_rows().get(base.metric or "")
    if row is not None:
        return row["share_metric"]
    metric = metric_of(catalogue, wording, "%")
    # "31 nhiệm vụ đúng hạn (73 %)" is no share of dossiers
    counted = counted_in(metric.partition(".")[0]) if metric else frozenset()
    return None if counted and not counted & unit_keys(base.unit) else metric


def _is_quality(context: Context, entry: Entry, wording: Wording) -> bool:
    """Whether a part of a number of persons only says what some of them are ("trong đó đảng viên 74 người")."""
    parent = context.ledger.parent_of(entry)
    if parent is None or entry.path or not qualities().search(wording.near):
        return False
    words = words_of(context, parent)
    persons = any(unit_kind(context.numbers[q.number].unit) == "person" for q in parent.quantities)
    return persons and not qualities().search(words)
