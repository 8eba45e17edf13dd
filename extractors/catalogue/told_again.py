"""Metrics of figures that stand again where something is told of them ("Trong 388 lượt tiếp, khiếu nại 46 lượt")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from extractors.catalogue.context import Context, words_at
from extractors.catalogue.explained import is_bare
from extractors.catalogue.measures import Measure
from extractors.ledger.entries import Entry

#: words right before a figure that was told already
_OF_THESE = re.compile(r"(?:^|[-,;:(.] ?)(?:trong|trong (?:tổng )?số|cộng với|phân loại|cả|toàn bộ) ?$")
#: words that say that what was told already is divided now ("Xếp loại 14 chi bộ: …")
_DIVIDED = re.compile(
    r"(?:^|[-,;:(.] ?)(?:kết quả |qua |việc )?(?:phân loại|xếp loại|đánh giá|đánh giá chất lượng|đánh giá, xếp loại"
    r"|cơ cấu|phân tích|xử lý|giải quyết)(?: của)? ?$"
)
#: smaller ones meet by chance, unless they are said to be divided
_SMALLEST, _FEWEST = 20, 3
#: larger ones need no such words where nothing else says what they count ("con số 1.846 hồ sơ")
_LARGE = 100


def follow_told(context: Context, measures: Mapping[int, Measure]) -> dict[int, Measure]:
    """Return measures in which a figure that is told of again has the metric that it had before.

    Value and unit (its first word: "lượt công dân", "lượt tiếp") are the same, and all such before it have one metric.
    """
    found = dict(measures)
    told: dict[tuple[Decimal, str], set[str]] = {}
    for number, measure in sorted(measures.items(), key=lambda item: context.numbers[item[0]].span.start):
        value = context.numbers[number].value
        if (
            value is None
            or value < _FEWEST
            or measure.unit in ("", "%")
            or measure.change
            or context.numbers[number].of
        ):
            continue
        known = told.setdefault((value, measure.unit.partition(" ")[0]), set())
        if measure.metric:
            known.add(measure.metric)
        elif len(known) == 1 and not measure.plan and _is_told_of(context, measure, value):
            found[number] = replace(measure, metric=next(iter(known)))
    return found


def _is_told_of(context: Context, measure: Measure, value: Decimal) -> bool:
    entry = context.ledger.entries[measure.entry]
    first = entry.quantities[0].number == measure.number and not entry.path
    words = words_at(context, entry.label)
    told = measure.wording.told
    bare = value >= _LARGE and not entry.path and not _in_bracket(context, entry)
    bare = bare and is_bare(told, measure.unit, measure.wording.level)
    said = (value >= _SMALLEST and _OF_THESE.search(words)) or _DIVIDED.search(words)
    return bare or (first and bool(said))


def _in_bracket(context: Context, entry: Entry) -> bool:
    """Whether a figure stands in a bracket: there it adds up what is told before."""
    return entry.group is not None and context.ledger.groups[entry.group].kind == "bracket"
