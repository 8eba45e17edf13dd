"""Quantities understood: unit with where it came from, label, metric, period, target."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.catalogue.context import Context, FoundUnit, words_at
from extractors.catalogue.explained import codes_above
from extractors.catalogue.lookup import counted_in, metrics, share_rows, unit_keys
from extractors.catalogue.moments import moment_of
from extractors.catalogue.own import Catalogue, metric_of
from extractors.catalogue.refusals import Standing, is_refused
from extractors.catalogue.row_words import siblings
from extractors.catalogue.scopes import Wording
from extractors.catalogue.table_bases import metric_of_base
from extractors.catalogue.table_units import units_of_cells
from extractors.catalogue.targets import is_target, period_of
from extractors.catalogue.titles import titles_by_block
from extractors.catalogue.told_units import units_told
from extractors.catalogue.units import read_units
from extractors.catalogue.wording import Around, shown_label, tail_of, wording_of
from extractors.cues import seeker
from extractors.ledger.entries import Entry, Quantity
from extractors.lexicon import unit_at
from extractors.slots import fills_slots

_PLAN_SHARE = re.compile(
    r"\s*(?:so với\s+)?(?:kế hoạch|kh\b|dự toán|chỉ tiêu|nghị quyết|cùng kỳ"
    r"|so với(?! (?:(?:tổng )?số|tổng|diện|danh sách|toàn bộ)(?!\w))"
    r"|so\b(?! (?:với|tổng|số))|mục tiêu)"
)
#: a mark before a figure that begins a clause of its own
_APART = re.compile(r"[,;]\s+$")
#: a count of which a share is told ("trong số 3.473 hồ sơ trực tuyến, 60% do công chức nộp giúp")
_OF_SOME = re.compile(r"(?:trong|trên)(?: tổng)?(?: số)? #")
_REACHED = re.compile(r"(?:đạt|bằng)\s*(?:tỷ lệ\s*)?$")
#: by how much something changed; "tăng từ 38 lên 42" says what it was and is
_CHANGE = seeker(
    r"(?<!\w)(?:tăng|giảm|(?<!đạt và )(?<!đạt, )vượt(?! (?:mức|ngưỡng|mốc))|hụt|bớt|nhích)"
    r"(?! (?:từ|lên|xuống|còn|trưởng|cường|nghèo|huyết))"
    r"(?: (?!từ |lên |xuống |còn |là |có |đạt )\w+){0,5} ?#"
)
#: a mark to be passed ("phấn đấu hồ sơ trực tuyến vượt 72%")
_PASSED = seeker(r"(?<!\w)(?:phấn đấu|mục tiêu)(?!\w)[^#;]*vượt #")
#: what was added since ("thêm 02 xã so với năm 2022")
_MORE = seeker(
    r"(?<!\w)(?:(?:thêm|nhiều hơn|ít hơn|ít đi|hơn|kém) # (?:[^#,;.]* )?so với"
    r"|(?:nay|này) (?:hơn|kém|nhiều hơn|ít hơn) #)(?!\w)"
)


@fills_slots
@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity understood.

    `unit_from` says where the unit was found (printed, noun, label, parent, sibling, lead, table, column, row, caption,
    section, metric); `moment` is the part of time printed beside it, `turn` its place in a
    series told "lần lượt"; `share_of` is the number that a percentage hangs on; `plan` says that its base is a plan or
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
    moment: str | None = None
    turn: int = 0


def read_measures(context: Context) -> dict[int, Measure]:
    """Return the measures of a document by index of their number."""
    units = read_units(context)
    titles = titles_by_block(context)
    beside = siblings(context)
    units |= units_told(context, units, titles, beside)
    units |= units_of_cells(context, units)
    found: dict[int, Measure] = {}
    for entry in context.ledger.entries:
        around = Around(titles.get(entry.block, ""), _metrics_above(context, entry, found), beside[entry.id])
        for quantity in entry.quantities:
            unit = units[quantity.number]
            wording = wording_of(context, entry, quantity, unit[0], around)
            measure = _measure(context, entry, quantity, unit, wording, found)
            found[quantity.number] = measure
            for share in quantity.shares:
                found[share] = _share(context, share, measure)
    return found


def _metrics_above(context: Context, entry: Entry, known: dict[int, Measure]) -> frozenset[str]:
    """Return the metrics of the entries that an entry may stand under, or goes on about ("còn 47 hồ sơ, quá hạn 0").

    With each stand those that it is a part of; metrics of staff are none that built-in phrases ask for.
    """
    if entry.group is None:
        before = context.ledger.entries[entry.id - 1] if entry.id and entry.separator in ("", ",", ";") else None
        if before is None or (before.block, before.sentence, before.group) != (entry.block, entry.sentence, None):
            return frozenset()
        return _told_by(before, known)
    parents = (context.ledger.entries[parent] for parent in context.ledger.groups[entry.group].parents[:3])
    return next((found for parent in parents if (found := _told_by(parent, known))), frozenset())


def _told_by(entry: Entry, known: dict[int, Measure]) -> frozenset[str]:
    """Return the built-in metrics of an entry with all that stand above them."""
    said = (m for q in entry.quantities if q.number in known and (m := known[q.number].metric) in metrics())
    return frozenset(code for metric in said for code in codes_above(metric))


def _claimed_above(context: Context, entry: Entry, known: dict[int, Measure]) -> frozenset[tuple[str, str | None]]:
    """Return metric and period of all entries that the group of an entry may divide."""
    if entry.group is None:
        return frozenset()
    parents = [context.ledger.entries[p] for p in context.ledger.groups[entry.group].parents[:3]]
    claims = [known[q.number] for p in parents for q in p.quantities if q.number in known]
    # what only its total says the unit of is a part of that
    claims = [claim for claim in claims if claim.unit_from != "sum"]
    return frozenset((claim.metric, claim.period) for claim in claims if claim.metric)


def _measure(
    context: Context, entry: Entry, quantity: Quantity, found: FoundUnit, wording: Wording, known: dict[int, Measure]
) -> Measure:
    unit, origin = found
    plan = unit == "%" and bool(_PLAN_SHARE.match(words_at(context, quantity.after)))
    change = bool(_CHANGE(f"{wording.near.partition('#')[0][-48:]}#") or _MORE(wording.own))
    change = change and not _PASSED(wording.near)
    change = (change or _is_signed(context, entry, quantity)) and context.numbers[quantity.number].of is None
    metric = None if plan or change else metric_of(context.catalogue, wording, unit)
    period = period_of(context, entry, quantity)
    if metric:
        claimed = _claimed_above(context, entry, known)
        standing = Standing(context, entry, quantity, wording, period, claimed, unit)
        metric = None if is_refused(standing, metric) else metric_of_base(context, entry, metric)
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
        moment=moment_of(context, entry, quantity),
    )


def _is_signed(context: Context, entry: Entry, quantity: Quantity) -> bool:
    """Whether a table figure has a sign before it: by how much something changed."""
    start = context.numbers[quantity.number].span.start
    return bool(entry.path) and context.folded[start - 1 : start] == "+"


def _share(context: Context, share: int, base: Measure) -> Measure:
    """Return the measure of a percentage that hangs on a count."""
    number = context.numbers[share]
    following = context.folded[number.end : number.end + 30]
    plan = bool(_PLAN_SHARE.match(following))
    own = own_share(context, share, base)
    wording = own or share_wording(base)
    metric = metric_of(context.catalogue, own, "%") if own else share_metric(wording, base, context.catalogue)
    label = f"Tỷ lệ {base.label[:1].lower()}{base.label[1:]}"
    return Measure(
        share,
        base.entry,
        "%",
        "printed",
        label,
        wording,
        None if plan or (own is None and no_rate(context, share, base)) else metric,
        base.period,
        base.target and not _is_reached(context, share),
        share_of=None if own else base.number,
        plan=plan,
    )


def no_rate(context: Context, share: int, base: Measure) -> bool:
    """Whether a percentage beside a count is no rate of it: how much of an aim was reached, or a share of some."""
    return (base.target and _is_reached(context, share)) or bool(_OF_SOME.match(base.wording.near))


def _is_reached(context: Context, share: int) -> bool:
    start = context.numbers[share].span.start
    return bool(_REACHED.search(context.folded, max(0, start - 16), start))


def own_share(context: Context, share: int, base: Measure) -> Wording | None:
    """Return the words of a percentage that counts something else ("32 hội nghị, 91,5% đơn được giải quyết")."""
    number = context.numbers[share]
    told = tail_of(context, number, "%")
    if not _APART.search(context.folded_lines, max(0, number.span.start - 3), number.span.start):
        return None
    words = f"# % {told}"
    own = replace(base.wording, near=words, told=words, own=words, above=frozenset())
    noun = unit_at(told, 0)
    apart = noun is not None and not unit_keys(noun.text) & unit_keys(base.unit)
    return own if apart or metric_of(context.catalogue, own, "%") else None


def share_wording(base: Measure) -> Wording:
    """Return the words of a percentage that hangs on a count: those of the count."""
    near, told, own = (
        words.replace(f"# {base.unit}", f"# % {base.unit}", 1)
        for words in (base.wording.near, base.wording.told, base.wording.own)
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
