"""What became of a report from one version to the next, in words for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.compare.versions import Changed, Versions
from pipeline.export.jsonl import Record
from pipeline.export.words import RULES, SEVERITIES

_WHY = {
    "asked": "đã được yêu cầu",
    "follows": "theo số khác đã sửa",
    "unasked": "không ai yêu cầu",
}
_SAME = ("unit", "period", "kind")


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with how much stands below it, and a line for each."""

    title: str
    lines: tuple[str, ...]


def said(told: Versions) -> tuple[Part, ...]:
    """Return what changed, part by part; numbers that nobody asked to change come first among those that changed."""
    changed = sorted(told.changed, key=lambda one: one.why != "unasked")
    parts = (
        ("Đã sửa", " phát hiện", [_finding(one) for one in told.mended]),
        ("Còn lại", " phát hiện", [_finding(one) for one in told.left]),
        ("Mới phát sinh", " phát hiện", [_finding(one) for one in told.new]),
        ("Số liệu thay đổi", "", [_change(one) for one in changed]),
        ("Số liệu không còn", "", [f"{_label(one)}: {_shown(one)}" for one in told.dropped]),
        ("Số liệu thêm", "", [f"{_label(one)}: {_shown(one)}" for one in told.added]),
        ("Mục không còn", "", list(told.sections_dropped)),
        ("Mục thêm", "", list(told.sections_added)),
    )
    return tuple(Part(f"{title} ({len(lines)}{of})", tuple(lines)) for title, of, lines in parts if lines)


def one_report(old: Record, new: Record) -> bool:
    """Return whether two records are versions of one report: of one unit, period and kind, and not the same bytes."""
    first, second = old["header"], new["header"]
    if first is None or second is None or old["source"]["sha256"] == new["source"]["sha256"]:
        return False
    return all(first[part] == second[part] for part in _SAME) and first["period"] is not None


def in_lines(parts: Sequence[Part]) -> Iterator[str]:
    """Yield headings and, marked as below them, their lines."""
    for part in parts:
        yield f"{part.title}:"
        yield from (f"– {line}" for line in part.lines)


def _finding(finding: Mapping[str, Any]) -> str:
    severity, rule = SEVERITIES[finding["severity"]], RULES.get(finding["rule"], finding["rule"])
    return f"{severity} – {rule}: {finding['message']} (mã: {finding['id']})"


def _change(one: Changed) -> str:
    return f"{_label(one.new, one.old)}: {_shown(one.old)} → {_shown(one.new)} ({_WHY[one.why]})"


def _label(number: Mapping[str, Any], other: Mapping[str, Any] | None = None) -> str:
    return str(number.get("label") or (other or {}).get("label") or number["role"])


def _shown(number: Mapping[str, Any]) -> str:
    return f"{number['text']} {number.get('unit') or ''}".rstrip()
