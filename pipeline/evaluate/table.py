"""Scores as text: misses, figures by family, figures of the whole set, what was gained and lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.evaluate.counts import Miss
from pipeline.evaluate.figures import Figure, Result, Value
from pipeline.evaluate.history import Change
from pipeline.evaluate.scores import Scores

_LONGEST_DETAIL = 110
_HEADINGS = {
    "role": "Theo vai của số",
    "metric": "Theo họ chỉ tiêu",
    "header": "Theo trường ở phần đầu và phần ký",
    "source": "Theo chỗ đứng của phép cộng",
    "rule": "Theo quy tắc",
}
#: the family tables leave out what their neighbours say together; the JSON form has all
_LEFT_OUT = frozenset({"measure_precision", "measure_recall"})
_SOURCES = {"prose": "văn xuôi", "list": "liệt kê", "table": "bảng"}


def as_text(scores: Scores, misses: int) -> str:
    """Return scores for people, with the first `misses` misses."""
    parts = [_misses(scores.misses, misses), *_families(scores.results), _figures(scores), _unaligned(scores)]
    parts += [_change(scores.change)] if scores.change else []
    return "\n\n".join("\n".join(part) for part in parts if part)


def _misses(misses: Sequence[Miss], most: int) -> list[str]:
    lines = [f"{miss.name} ({detail})" if (detail := _detail(miss)) else miss.name for miss in misses[:most]]
    left = len(misses) - most
    return [*lines, f"… và {left} chỗ nữa"] if left > 0 < most else lines


def _detail(miss: Miss) -> str:
    text = " ".join(miss.detail.split())
    return text if len(text) <= _LONGEST_DETAIL else f"{text[:_LONGEST_DETAIL]}…"


def _families(results: Sequence[Result]) -> Iterator[list[str]]:
    for by, heading in _HEADINGS.items():
        shown = [result for result in results if result.figure.by == by and _in_tables(result.figure)]
        families = dict.fromkeys(family for result in shown for family, _ in result.families)
        if families:
            rows = [["", *(result.figure.name for result in shown)]]
            rows += [[_SOURCES.get(f, f), *(_cell(dict(r.families).get(f)) for r in shown)] for f in families]
            yield [f"{heading}:", *_columns(rows)]


def _in_tables(figure: Figure) -> bool:
    return figure.kind != "count" and figure.name not in _LEFT_OUT


def _figures(scores: Scores) -> list[str]:
    changes = scores.change.figures if scores.change else {}
    rows = [["chỉ số", "giá trị", "khoảng 95 %", "trung bình báo cáo", "thay đổi" if scores.change else ""]]
    rows += [_row(result, changes) for result in scores.results]
    return [f"Bộ {scores.name}:", *_columns(rows)]


def _row(result: Result, changes: Mapping[str, float]) -> list[str]:
    whole = result.figure.kind == "count"
    moved = changes.get(result.figure.name)
    return [
        result.figure.name,
        f"{result.pooled.value:.0f}" if whole else _decimal(result.pooled.value),
        _interval(result.pooled),
        "" if result.macro is None else _decimal(result.macro),
        "" if moved is None else f"{moved:+.0f}" if whole else _decimal(moved, "+"),
    ]


def _cell(value: Value | None) -> str:
    """A family's figure and, of a proportion, its interval and of how many it is."""
    if value is None or not value.of:
        return "–"
    interval = _interval(value)
    return f"{_decimal(value.value)} [{interval}] {value.ok}/{value.of}" if interval else _decimal(value.value)


def _interval(value: Value) -> str:
    return "–".join(_decimal(end) for end in value.interval) if value.interval else ""


def _decimal(value: float, sign: str = "") -> str:
    return format(value, f"{sign}.4f").replace(".", ",")


def _unaligned(scores: Scores) -> list[str]:
    ours = [place for one in scores.reports for place in one.only_gold]
    theirs = [place for one in scores.reports for place in one.only_found]
    lines = [f"- chỉ có trong đáp án: {place}" for place in ours]
    lines += [f"- chỉ có trong tệp: {place}" for place in theirs]
    return [f"Số không khớp được vị trí ({len(lines)}):", *lines] if lines else []


def _change(change: Change) -> list[str]:
    lines = [f"+ {miss}" for miss in change.gained] + [f"- {miss}" for miss in change.lost]
    lines += [f"Báo cáo mới: {stem}" for stem in change.new_reports]
    lines += [f"Báo cáo không còn: {stem}" for stem in change.gone_reports]
    head = f"So với lần lưu: được thêm {len(change.gained)}, mất đi {len(change.lost)}."
    return [head, *lines]


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
