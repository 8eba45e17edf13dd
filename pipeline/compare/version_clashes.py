"""What a head should ask about a corrected report, as clashes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.compare.clash import Clash
from pipeline.compare.versions import Changed, Number, versions
from pipeline.export.cross import CrossPlace
from pipeline.export.jsonl import Record
from pipeline.export.words import RULES


def clashes(old: Record, new: Record) -> tuple[Clash, ...]:
    """Return what a head should ask about a corrected report: unasked changes, things dropped, new findings."""
    told = versions(old, new)
    found = [_change(old, new, one) for one in told.unasked]
    found += [_gone(old, number) for number in told.dropped if number["role"] == "measure"]
    found += [_section(old, title) for title in told.sections_dropped]
    found += [_fresh(new, finding) for finding in told.new if finding["severity"] != "info"]
    if told.mended or told.changed:
        found += [_left(new, finding) for finding in new["findings"] if _stands(finding, told.new)]
    return tuple(found)


def _stands(finding: Mapping[str, Any], fresh: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a finding of the new version was there before: it says nothing new, and nobody dismissed it."""
    known = finding["severity"] != "info" and not finding.get("dismissed")
    return known and finding["id"] not in {one["id"] for one in fresh}


def _left(new: Record, finding: Mapping[str, Any]) -> Clash:
    clash = _fresh(new, finding)
    rule = RULES.get(finding["rule"], finding["rule"])
    message = f"Bản sửa vẫn còn lỗi của bản trước – {rule}: {finding['message']}"
    return replace(clash, kind="version-left", severity="info", message=message)


def _change(old: Record, new: Record, one: Changed) -> Clash:
    label = one.new.get("label") or one.old.get("label") or "số liệu"
    return Clash(
        kind="version-changed",
        severity="warning",
        message=f"{label}: bản trước ghi {_shown(one.old)}, bản mới ghi {_shown(one.new)}, không ai yêu cầu sửa.",
        reading=f"{_shown(one.old)} → {_shown(one.new)}",
        places=(_place(new, one.new), _place(old, one.old)),
        suggestion="Đề nghị nêu lý do thay đổi số liệu.",
    )


def _gone(old: Record, number: Number) -> Clash:
    return Clash(
        kind="version-dropped",
        severity="warning",
        message=f"{number.get('label') or 'Số liệu'}: bản trước ghi {_shown(number)}, bản mới không còn.",
        reading=f"{_shown(number)} → không còn",
        places=(_place(old, number),),
        suggestion="Đề nghị nêu lý do bỏ số liệu.",
    )


def _section(old: Record, title: str) -> Clash:
    place = CrossPlace(old["source"]["path"], None, None, title, None, None)
    return Clash(
        kind="version-section",
        severity="warning",
        message=f"Bản mới không còn mục “{title}”.",
        reading=f"{title} → không còn",
        places=(place,),
        suggestion="Đề nghị nêu lý do bỏ mục.",
    )


def _fresh(new: Record, finding: Mapping[str, Any]) -> Clash:
    path = new["source"]["path"]
    places = tuple(
        CrossPlace(path, e["line"], e["col"], e["text"], e["page"], e["number"]) for e in finding["evidence"]
    )
    rule = RULES.get(finding["rule"], finding["rule"])
    return Clash(
        kind="version-new",
        severity=finding["severity"],
        message=f"Mới phát sinh ở bản sửa – {rule}: {finding['message']}",
        reading=finding["message"],
        places=places,
        suggestion=finding["suggestion"],
    )


def _shown(number: Number) -> str:
    return f"{number['text']} {number.get('unit') or ''}".strip()


def _place(record: Record, number: Number) -> CrossPlace:
    return CrossPlace(
        record["source"]["path"], number["line"], number["col"], number["text"], number["page"], number["id"]
    )
