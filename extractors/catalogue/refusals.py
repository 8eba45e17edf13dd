"""When a figure cannot measure the metric that its words name: for where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.catalogue.clauses import tells_extreme
from extractors.catalogue.context import Context
from extractors.catalogue.lookup import counted_in, unit_keys
from extractors.catalogue.nouns import qualities
from extractors.catalogue.own import beyond_own
from extractors.catalogue.purposes import is_for_another
from extractors.catalogue.scopes import Wording
from extractors.catalogue.wording import words_of
from extractors.ledger.entries import Entry, Quantity
from extractors.lexicon import unit_at, unit_kind

#: what each of several has or gets is no figure of the whole
_EACH = re.compile(
    r"(?<!\w)(?:mỗi|từng(?! năm| bước)|bình quân|(?<!dân số )trung bình)(?!\w)(?:(?!(?<!\w)tức(?!\w))[^#])*#"
)
#: times of which a figure is the whole, metrics that are planned for each place
#: of what there is, "k of n" tells what some did
_STAFF = "staff."
_WHOLES, _HONOURS = ("profile.", "party."), "profile.cultural_villages"
_WHOLE_TIME, _PER_PLACE = ("năm", "kỳ"), ("survey.ballots", "reception.days_per_month")
#: places of which some are told ("tại 08 đơn vị (06 xã, 02 phòng chuyên môn)")
_AT_PLACES = re.compile(r"(?<!\w)(?:tại|ở|cho) #")
#: people who come together are told apart from those who are received one by one
_DELEGATION = re.compile(r"(?<!\w)đoàn(?! (?:thể|viên|kết|kiểm|giám|thanh))[^.;]{0,30}$")
#: what is added to what was counted before ("thêm 15 thư nữa là đủ 588 thư")
_ADDED = re.compile(r"(?<!\w)thêm # [^#,;]*(?<!\w)nữa(?!\w)")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a quantity stands: its entry, words, period, and metric with period of what its group may divide."""

    context: Context
    entry: Entry
    quantity: Quantity
    wording: Wording
    period: str | None
    claimed: frozenset[tuple[str, str | None]]
    unit: str = ""


def is_refused(standing: Standing, metric: str) -> bool:
    """Whether a figure cannot measure a metric for where it stands, though its words name it."""
    catalogue, wording = standing.context.catalogue, standing.wording
    near = beyond_own(catalogue, metric, wording.near)
    wording = wording if near == wording.near else replace(wording, near=near)
    if standing.context.numbers[standing.quantity.number].of is not None:  # a pair
        return (metric.startswith(_WHOLES) and not metric.startswith(_HONOURS)) or _is_quality(standing, wording)
    # the catalogue counts criteria as pairs, reached of all
    return (
        metric == "criteria.achieved"
        or _counts_each(standing, metric, wording)
        or _counts_others(standing, metric)
        or _is_quality(standing, wording)
    )


def _counts_each(standing: Standing, metric: str, wording: Wording) -> bool:
    """Whether a figure is what each of several has, or what was added to what was counted before."""
    known = standing.context.catalogue.metric(metric)
    per = standing.unit.partition("/")[2]
    if per and per not in _WHOLE_TIME and known and "/" not in known.unit and metric not in _PER_PLACE:
        return True
    rate = "/" in wording.near or "# %" in wording.near or (known is not None and "/" in known.unit)
    return bool(_ADDED.search(wording.near)) or (not rate and bool(_EACH.search(wording.near)))


def _counts_others(standing: Standing, metric: str) -> bool:
    """Whether a figure is one of persons, purposes or nouns beside those that a metric counts, or some of them."""
    start = standing.context.numbers[standing.quantity.number].span.start
    if tells_extreme(standing.context, start):
        return True
    if metric.startswith("reception.") and _DELEGATION.search(_just_before(standing)):
        return True
    if standing.entry.path:
        return False
    return (
        _is_share_of_another(standing, metric)
        or (metric.startswith("budget.") and is_for_another(standing.context, start))
        or (metric.startswith(_STAFF) and bool(standing.claimed) and not _is_told_of_staff(standing))
        # a part does not measure what its total measures, unless it is the whole of another time
        or (metric.startswith("profile.") and _is_some_of_parent(standing))
        or any(code == metric and standing.period in (None, period) for code, period in standing.claimed)
    )


def _is_some_of_parent(standing: Standing) -> bool:
    """Whether a figure is a part of a kind of what it counts, or of places where something took place."""
    context = standing.context
    parent = context.ledger.parent_of(standing.entry)
    if parent is None:
        return False
    kinds = any((context.numbers[q.number].unit or "").startswith(f"{standing.unit} ") for q in parent.quantities)
    all_of_them = any(context.numbers[q.number].of is not None for q in parent.quantities)
    return kinds or (not all_of_them and bool(_AT_PLACES.search(words_of(context, parent))))


def _is_told_of_staff(standing: Standing) -> bool:
    """Whether what a figure divides is staff too: of those who were taught some are staff, not all staff."""
    return any((code or "").startswith(_STAFF) for code, _ in standing.claimed)


def _is_share_of_another(standing: Standing, metric: str) -> bool:
    """Whether a percentage names another noun than those its metric is a share of ("100% văn bản gửi qua mạng")."""
    counted = counted_in(metric.partition(".")[0])
    if standing.unit != "%" or not counted or standing.entry.path:
        return False
    noun = unit_at(standing.wording.told.partition("# % ")[2], 0)
    return noun is not None and not counted & unit_keys(noun.text)


def _just_before(standing: Standing) -> str:
    """Return the words of the clause before a figure."""
    start = standing.context.numbers[standing.quantity.number].span.start
    return standing.context.folded_lines[max(0, start - 48) : start]


def _is_quality(standing: Standing, wording: Wording) -> bool:
    """Whether a part of a number of persons only says what some of them are ("trong đó đảng viên 74 người")."""
    context, entry = standing.context, standing.entry
    parent = context.ledger.parent_of(entry)
    if parent is None or entry.path or not qualities().search(wording.near):
        return False
    persons = any(unit_kind(context.numbers[q.number].unit) == "person" for q in parent.quantities)
    return persons and not qualities().search(words_of(context, parent))
