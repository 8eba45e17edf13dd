"""Figures of a year ago that say only when that was: "130 vụ (cùng kỳ năm 2023: 120 vụ)" tells of what stands before.

Their own label is a time and nothing else; they count what the figure right before them counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from extractors.vietnamese import fold
from pipeline.compare.cues import Around
from pipeline.export.jsonl import Record

_ONLY_TIME = re.compile(
    r"(?:(?:cùng )?kỳ|ck|cùng thời (?:điểm|gian)|năm|trước|ngoái|quý|tháng|đầu|này|cuối|so với|so|hơn|cao|thấp|mức"
    r"|con số|tăng|giảm|trong khi|của|là|có|đạt|được|chỉ|[ivx]+|\d+|[\s/:,.()-]+)*"
)
#: how far a bracket may stand behind its figure
_NEAR = 60


def with_labels(record: Record, words: Mapping[str, Around]) -> Record:
    """Return a record whose figures of a year ago that name only a time bear the label of the figure before."""
    named = labels(record["numbers"], words)
    told = [{**n, "label": named[n["id"]]} if n["id"] in named else n for n in record["numbers"]]
    return {**record, "numbers": told} if named else record


def labels(numbers: Sequence[Mapping[str, Any]], words: Mapping[str, Around]) -> dict[str, str]:
    """Return the labels of figures that borrow one, by number."""
    measures = [n for n in numbers if n["role"] == "measure" and n.get("table") is None]
    of_then = {n["id"] for n in measures if (own := words.get(n["id"])) and own.when == "year_ago"}
    found: dict[str, str] = {}
    for before, number, after in zip(measures, measures[1:], [*measures[2:], None], strict=False):
        # "(cùng kỳ: 120 vụ và 100 vụ)" tells of two figures before it
        several = after is not None and after["line"] == number["line"] and after["id"] in of_then
        alone = number["id"] in of_then and before["id"] not in of_then and not several
        if alone and number["line"] == before["line"] and _borrows(number, before, words[number["id"]]):
            found[number["id"]] = f"Cùng kỳ năm trước – {before['label']}"
    return found


def _borrows(number: Mapping[str, Any], before: Mapping[str, Any], own: Around) -> bool:
    if number.get("metric") or number.get("unit") != before.get("unit") or not before.get("label"):
        return False
    said = fold(number.get("label") or "").replace(fold(number.get("unit") or " "), " ")
    return _ONLY_TIME.fullmatch(said) is not None and len(own.before) <= _NEAR
