"""What comparing found, as text for people: like that of `soat check`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.compare.said import said
from pipeline.compare.versions import Versions
from pipeline.export.cross import CrossFinding, CrossPlace
from pipeline.export.words import CROSS, SEVERITIES, place_words
from pipeline.terminal import PLAIN, Paint, clean

_MOST_PLACES = 4
_MOST_INFOS = 10


def cross_text(findings: Sequence[CrossFinding], paint: Paint = PLAIN) -> str:
    """Return findings across reports by severity, each with its arithmetic and its places."""
    lines = list(_findings(findings, paint))
    return "\n".join(lines or ["Các báo cáo khớp nhau, chưa phát hiện mâu thuẫn giữa các báo cáo."])


def versions_text(old: Mapping[str, Any], new: Mapping[str, Any], told: Versions, paint: Paint = PLAIN) -> str:
    """Return what became of a report from one version to the next."""
    lines = [f"{paint.strong[0]}{clean(old['source']['path'])} → {clean(new['source']['path'])}{paint.strong[1]}"]
    for part in said(told):
        lines.append(f"  {paint.strong[0]}{clean(part.title)}{paint.strong[1]}")
        lines += [f"    • {clean(line)}" for line in part.lines]
    return "\n".join(
        lines if len(lines) > 1 else [*lines, "  Hai bản không khác nhau về số liệu, phát hiện và đề mục."]
    )


def _findings(findings: Sequence[CrossFinding], paint: Paint) -> Iterator[str]:
    for severity, words in SEVERITIES.items():
        found = [finding for finding in findings if finding.severity == severity]
        if found:
            yield f"{paint.strong[0]}{words} ({len(found)}){paint.strong[1]}"
        shown = found[:_MOST_INFOS] if severity == "info" else found
        for finding in shown:
            yield f"  • {CROSS.get(finding.kind, finding.kind)}: {clean(finding.message)}"
            yield f"      {clean(finding.reading)}"
            for place in finding.evidence[:_MOST_PLACES]:
                yield f"      {_where(place)}"
            if len(finding.evidence) > _MOST_PLACES:
                yield f"      … và {len(finding.evidence) - _MOST_PLACES} chỗ khác"
            asked = f"{clean(finding.suggestion)} " if finding.suggestion else ""
            yield f"      → {asked}(mã: {finding.id})"
        if len(found) > len(shown):
            yield f"  … còn {len(found) - len(shown)} lưu ý nữa"


def _where(place: CrossPlace) -> str:
    form = "txt" if place.path.casefold().endswith(".txt") else ""
    where = f", {place_words(place.line, place.page, form)}" if place.line else ""
    return f"{clean(place.path)}{where}: “{clean(place.text)}”"
