"""The same error in the Word form of a report: its figures found again in paragraphs and cells, runs and looks kept."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.table import Table
from docx.text.paragraph import Paragraph

from corpus.injector import Edit, Report


def word_edit(form: bytes, source: Report, edit: Edit) -> bytes | None:
    """Return the Word form of a report with an error; None where a change has no plain place in it.

    What adds or takes lines, and what stands in numbers or bullets that Word itself writes, has none.
    """
    if any("\n" in source.text[start:end] + new for start, end, new in edit.changes):
        return None
    document = docx.Document(io.BytesIO(form))
    # from the last to the first, so that places before stay as they are
    for start, end, new in sorted(edit.changes, reverse=True):
        found = _place(document, source.text, start, end)
        if found is None:
            return None
        paragraph, at = found
        _replace(paragraph, at, at + end - start, new)
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def _place(document: WordDocument, text: str, start: int, end: int) -> tuple[Paragraph, int] | None:
    """The paragraph that holds a stretch of the report, and where in it."""
    since = text.rfind("\n", 0, start) + 1
    line = text[since:].split("\n", 1)[0]
    if "\t" in line:
        return _in_row(document, text[:since], line, start - since)
    found = [one for one in document.paragraphs if one.text.strip() and line.rstrip().endswith(one.text.rstrip())]
    longest = max((len(one.text) for one in found), default=0)
    same = [one for one in found if len(one.text) == longest]
    before = sum(one.rstrip().endswith(same[0].text.rstrip()) for one in text[:since].split("\n")) if same else 0
    if before >= len(same):
        return None
    at = start - since - (len(line.rstrip()) - len(same[before].text.rstrip()))
    return (same[before], at) if at >= 0 and same[before].text[at : at + end - start] == text[start:end] else None


def _in_row(document: WordDocument, before: str, line: str, col: int) -> tuple[Paragraph, int] | None:
    """The paragraph of a cell, in the row that reads as the line does; of equal rows the one as far on."""
    cells = [cell.strip() for cell in line.split("\t")]
    rows = [row for row in _rows(document) if [cell.text.strip() for cell in row] == cells]
    nth = sum([cell.strip() for cell in one.split("\t")] == cells for one in before.split("\n"))
    if nth >= len(rows):
        return None
    column = line.count("\t", 0, col)
    at = col - (line.rfind("\t", 0, col) + 1)
    (paragraph, *others) = rows[nth][column].paragraphs
    return None if others or not paragraph.runs else (paragraph, at)


def _rows(document: WordDocument) -> Iterator[Sequence[Any]]:
    for one in document.iter_inner_content():
        if isinstance(one, Table):
            yield from (row.cells for row in one.rows)


def _replace(paragraph: Paragraph, start: int, end: int, new: str) -> None:
    """Replace a stretch of a paragraph; the new text takes the look of the run where it begins."""
    at = 0
    for run in paragraph.runs:
        text, after = run.text, at + len(run.text)
        if (at < end and start < after) or start == end == at:
            run.text = text[: max(0, start - at)] + new + text[max(0, end - at) :]
            new = ""
        at = after
