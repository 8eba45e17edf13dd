"""Scores as one JSON object: the figures by name, and beside them what explains them."""

from __future__ import annotations

from typing import Any

from pipeline.evaluate.counts import Miss
from pipeline.evaluate.figures import Result, Value
from pipeline.evaluate.history import Change
from pipeline.evaluate.scores import Scores


def as_mapping(scores: Scores, misses: int) -> dict[str, Any]:
    """Return scores as plain JSON values, with the first `misses` misses."""
    results = scores.results
    return {
        **{result.figure.name: result.pooled.value for result in results},
        "set": scores.name,
        "intervals": {r.figure.name: list(r.pooled.interval) for r in results if r.pooled.interval},
        "macro": {result.figure.name: result.macro for result in results if result.macro is not None},
        "families": {result.figure.name: _families(result) for result in results if result.families},
        "misses": [_miss(miss) for miss in scores.misses[:misses]],
        "unaligned": {
            "gold": [place for one in scores.reports for place in one.only_gold],
            "record": [place for one in scores.reports for place in one.only_found],
        },
        "change": _change(scores.change) if scores.change else None,
    }


def _families(result: Result) -> dict[str, Any]:
    return {family: _value(value) for family, value in result.families}


def _value(value: Value) -> dict[str, Any]:
    counted: dict[str, Any] = {"value": value.value, "ok": value.ok, "of": value.of}
    return counted | ({"interval": list(value.interval)} if value.interval else {})


def _miss(miss: Miss) -> dict[str, Any]:
    return {
        "figure": miss.figure,
        "report": miss.report,
        "line": miss.line,
        "what": miss.what,
        "detail": miss.detail,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "figures": dict(change.figures),
        "gained": list(change.gained),
        "lost": list(change.lost),
        "new_reports": list(change.new_reports),
        "gone_reports": list(change.gone_reports),
    }
