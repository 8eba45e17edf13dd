"""Scores that were kept, as JSON Lines: a line with the figures of each set, then one for each of its misses.

A line a miss keeps the differences of two versions readable. A set is named by its user or by the form of its files.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from pipeline.evaluate.counts import Miss
from pipeline.evaluate.figures import Result
from pipeline.export.atomic import replaced
from pipeline.export.jsonl import json_line

#: not `.json`: every `.json` beside gold is taken for the gold of a report
NAME = "scores.jsonl"
_DIGITS = 6


class HistoryError(Exception):
    """Kept scores cannot be read or written; the text is one Vietnamese sentence."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The scores of a set: its reports, figures by name, and each miss by report and name."""

    reports: tuple[str, ...]
    figures: Mapping[str, float]
    misses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What is different: figures that moved, misses that went and came, reports in one of the two only."""

    figures: Mapping[str, float]
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    new_reports: tuple[str, ...]
    gone_reports: tuple[str, ...]


def kept(reports: Iterable[str], results: Sequence[Result], misses: Iterable[Miss]) -> Kept:
    """Return the scores of a set as they are kept."""
    figures = {result.figure.name: round(result.pooled.value, _DIGITS) for result in results}
    return Kept(tuple(sorted(reports)), figures, tuple(sorted((miss.report, miss.name) for miss in misses)))


def change(before: Kept, now: Kept) -> Change:
    """Return what became of a set; of a report that only one of the two has, no miss is named."""
    shared = set(before.reports) & set(now.reports)
    old, new = (Counter(name for report, name in one.misses if report in shared) for one in (before, now))
    moved = {name: value - before.figures[name] for name, value in now.figures.items() if name in before.figures}
    return Change(
        figures={name: difference for name, difference in moved.items() if difference},
        gained=tuple(sorted((old - new).elements())),
        lost=tuple(sorted((new - old).elements())),
        new_reports=tuple(sorted(set(now.reports) - shared)),
        gone_reports=tuple(sorted(set(before.reports) - shared)),
    )


def read_history(path: Path) -> dict[str, Kept]:
    """Return the kept scores by set; raises HistoryError."""
    try:
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        return dict(_sets(lines))
    except OSError as error:
        raise HistoryError(f"Không mở được tệp điểm đã lưu “{path.as_posix()}”.") from error
    except (ValueError, KeyError, TypeError, msgspec.ValidationError) as error:
        raise HistoryError(f"Tệp điểm đã lưu “{path.as_posix()}” không đúng dạng.") from error


def write_history(path: Path, sets: Mapping[str, Kept]) -> None:
    """Write the scores of all sets, or leave the file as it was; raises HistoryError."""
    try:
        with replaced(path) as file:
            file.writelines(json_line(row) for name in sorted(sets) for row in _rows(name, sets[name]))
    except OSError as error:
        raise HistoryError(f"Không ghi được tệp điểm “{path.as_posix()}”; tệp cũ (nếu có) được giữ nguyên.") from error


def _rows(name: str, one: Kept) -> Iterator[dict[str, Any]]:
    yield {"set": name, "reports": list(one.reports), "figures": dict(one.figures)}
    for report, miss in one.misses:
        yield {"set": name, "report": report, "miss": miss}


def _sets(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Kept]]:
    for head in (row for row in rows if "figures" in row):
        name = head["set"]
        misses = [(row["report"], row["miss"]) for row in rows if row["set"] == name and "miss" in row]
        plain = {"reports": head["reports"], "figures": head["figures"], "misses": misses}
        yield name, msgspec.convert(plain, Kept)
