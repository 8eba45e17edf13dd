"""Tables in plain text: rows by tabs, by upright strokes, or by columns that blanks set apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.plain.columns import aligned_runs
from extractors.plain.rows import FIGURE, TextRow, TextRun, cells_of, is_rule

#: an upright stroke of a table, also those of box drawings
_STROKE = re.compile(r"[|│┃║]")
_FRAMED = re.compile(r"\s*[|│┃║].*[|│┃║]\s*$")
_PAGE_NUMBER = re.compile(r"\s*[-–—]?\s*(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?\s*[-–—]?\s*$", re.IGNORECASE)
_RUNNING = re.compile(r"(?:s?tt|số\s+tt|số thứ tự)\.?$", re.IGNORECASE)
_TOTAL = re.compile(r"(?:tổng|cộng|toàn)(?!\w)", re.IGNORECASE)
#: how many lines a page break may put between two parts of one table
_BREAK = 6


def table_rows(texts: Sequence[str]) -> dict[int, TextRow | None]:
    """Return the table rows of a text by the index of their first line; None for lines that belong to a row or rule.

    Tables are counted from 1 in reading order; cells give their columns and the pieces of their lines.
    """
    taken: set[int] = set()
    runs: list[TextRun] = []
    for find in (_tabbed, _stroked, aligned_runs):
        found = list(find(texts, taken))
        runs += found
        taken.update(line for run in found for line in run.lines)
    parts = [part for run in sorted(runs, key=lambda r: r.lines.start) for part in _parted(texts, run)]
    rows: dict[int, TextRow | None] = {}
    for table, run in enumerate(_joined(texts, parts), 1):
        rows |= dict.fromkeys(run.all_lines)
        for row in run.rows:
            rows[row.line] = replace(row, table=table)
    return rows


def _tabbed(texts: Sequence[str], _taken: set[int]) -> Iterator[TextRun]:
    """Yield runs of lines with tabs."""
    for lines in _stretches(texts, lambda text: "\t" in text):
        yield TextRun(lines, tuple(_row(texts[line], line, "\t") for line in lines))


def _stroked(texts: Sequence[str], _taken: set[int]) -> Iterator[TextRun]:
    """Yield runs of lines whose cells stand between upright strokes: framed, ruled, or three alike with figures."""
    for lines in _stretches(texts, lambda text: "\t" not in text and (bool(_STROKE.search(text)) or is_rule(text))):
        kept = [line for line in lines if not is_rule(texts[line])]
        if len(kept) < 2 or not _is_table([texts[line] for line in kept], ruled=len(kept) < len(lines)):
            continue
        rules = frozenset(line for line in lines if is_rule(texts[line]))
        yield TextRun(lines, tuple(_row(texts[line], line, _STROKE.pattern) for line in kept), rules)


def _is_table(texts: Sequence[str], *, ruled: bool) -> bool:
    if not all(_STROKE.search(text) for text in texts):
        return False
    if ruled or all(_FRAMED.match(text) for text in texts):
        return True
    alike = len({len(_STROKE.findall(text)) for text in texts}) == 1
    figures = sum(any(FIGURE.match(cell.strip()) for cell in _STROKE.split(text)) for text in texts)
    return len(texts) > 2 and alike and figures > 1


def _row(text: str, line: int, mark: str) -> TextRow:
    """Return the row of a line whose cells stand between marks; strokes at its edges only frame it."""
    begin, end = 0, len(text)
    if mark != "\t":
        begin += len(text) - len(text.lstrip())
        end = len(text.rstrip())
        begin += bool(_STROKE.match(text, begin))
        end -= end > begin and bool(_STROKE.match(text, end - 1))
    marks = [match.start() for match in re.finditer(mark, text) if begin <= match.start() < end]
    edges = [(left + 1, right) for left, right in pairwise((begin - 1, *marks, end))]
    return TextRow(line, cells_of(text, line, edges), len(edges))


def _stretches(texts: Sequence[str], wanted: Callable[[str], bool]) -> Iterator[range]:
    """Yield the runs of neighbouring lines that a test wants."""
    start: int | None = None
    for index, text in enumerate([*texts, ""]):
        if text.strip() and wanted(text):
            start = index if start is None else start
        elif start is not None:
            yield range(start, index)
            start = None


# -- one table in two parts, two tables in one run ----------------------------------------------------------------


def _parted(texts: Sequence[str], run: TextRun) -> Iterator[TextRun]:
    """Yield the tables that stand in a run without a blank line between them: a new head begins a new one."""
    head = _words(texts, run.rows[0])
    cuts = [i for i, row in enumerate(run.rows) if i > 2 and _begins_table(texts, run, i, head)]
    for left, right in pairwise((0, *cuts, len(run.rows))):
        rows = run.rows[left:right]
        start = rows[0].line if left else run.lines.start
        stop = run.rows[right].line if right < len(run.rows) else run.lines.stop
        yield TextRun(range(start, stop), rows, frozenset(r for r in run.rules if start <= r < stop))


def _begins_table(texts: Sequence[str], run: TextRun, place: int, head: list[str]) -> bool:
    words = _words(texts, run.rows[place])
    filled = [word for word in words if word]
    if words == head or len(filled) < 2 or any(FIGURE.match(word) for word in filled):
        return False
    before = _words(texts, run.rows[place - 1])
    after_figures = any(FIGURE.match(word) for word in before)
    after = _words(texts, run.rows[place + 1]) if place + 1 < len(run.rows) else []
    headed = bool(_RUNNING.match(words[0])) or (run.rows[place].line + 1 in run.rules)
    return after_figures and bool(after) and headed


def _joined(texts: Sequence[str], runs: Sequence[TextRun]) -> list[TextRun]:
    """Return the runs, the part of a table after a page break put to the part before it."""
    found: list[TextRun] = []
    for run in runs:
        if found and _goes_on(texts, found[-1], run):
            last = found[-1]
            found[-1] = TextRun(last.lines, (*last.rows, *run.rows), last.rules, (*last.further, run.lines))
        else:
            found.append(run)
    return found


def _goes_on(texts: Sequence[str], one: TextRun, other: TextRun) -> bool:
    between = texts[one.all_lines[-1] + 1 : other.lines.start]
    apart = len(between) > _BREAK or any(text.strip() and not _PAGE_NUMBER.match(text) for text in between)
    if apart or not between or one.width != other.width:
        return False
    last, first = _words(texts, one.rows[-1]), _words(texts, other.rows[0])
    if any(_TOTAL.match(word) for word in last[:2]):
        return False
    return first == _words(texts, one.rows[0]) or _counts_on(texts, one, first)


def _counts_on(texts: Sequence[str], one: TextRun, first: list[str]) -> bool:
    """Whether a row bears the running number after the last of a table."""
    numbers = [int(words[0]) for row in one.rows if (words := _words(texts, row)) and words[0].isdigit()]
    return len(numbers) > 1 and bool(first) and first[0].isdigit() and int(first[0]) == numbers[-1] + 1


def _words(texts: Sequence[str], row: TextRow) -> list[str]:
    """Return the texts of a row by column, "" where it has none."""
    words = [""] * row.width
    for cell in row.cells:
        said = " ".join(texts[piece.line][piece.start : piece.end] for piece in cell.pieces)
        words[cell.column] = " ".join(said.split())
    return words
