"""Tables whose columns only blanks set apart: three lines or more with figures that stand under each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.plain.rows import FIGURE, NO_FIGURE, TextCell, TextPiece, TextRow, TextRun, is_rule

_PART = re.compile(r"\S+(?: \S+)*")
_LONGEST_LABEL = 60
#: lines above a table that are no head of it
_NO_HEAD = re.compile(r"\s*\(?(?:đơn vị|đvt|bảng|biểu|phụ lục|mẫu)(?!\w)", re.IGNORECASE)
_CONTENTS = re.compile(r"\s*mục\s+lục", re.IGNORECASE)
_STOREYS = 4


@dataclass(frozen=True, slots=True)
class _Column:
    """The columns of characters that a column of the table fills in its lines with figures."""

    start: int
    end: int

    def apart(self, piece: TextPiece) -> int:
        """Return how many blanks part the column from a piece, negative where they stand over each other."""
        return max(self.start - piece.end, piece.start - self.end)


def aligned_runs(texts: Sequence[str], taken: set[int]) -> Iterator[TextRun]:
    """Yield the tables that blanks set out, outside the lines already taken."""
    start = 0
    for index in range(len(texts) + 1):
        if index == len(texts) or index in taken or not texts[index].strip():
            if index - start > 2:
                yield from _in_stretch(texts, start, index)
            start = index + 1


def _in_stretch(texts: Sequence[str], start: int, stop: int) -> Iterator[TextRun]:
    pieces = {line: _pieces(texts, line) for line in range(start, stop) if not is_rule(texts[line])}
    begun = start
    for core in _cores(texts, pieces, start, stop):
        columns = _columns([pieces[line] for line in core if _has_figures(texts, pieces.get(line, ()))])
        if columns and _is_table(texts, pieces, core, columns) and not _lists_pages(texts, begun, core):
            head = _head(texts, pieces, columns, begun, core.start)
            rows = _rows(texts, pieces, columns, core)
            first = head[0].line if head else core.start
            lines = range(first, core.stop)
            rules = frozenset(line for line in lines if line not in pieces)
            yield TextRun(lines, (*head, *rows), rules)
            begun = core.stop


def _pieces(texts: Sequence[str], line: int) -> tuple[TextPiece, ...]:
    """Return what two blanks or more set apart in a line."""
    return tuple(TextPiece(line, match.start(), match.end()) for match in _PART.finditer(texts[line]))


def _said(texts: Sequence[str], piece: TextPiece) -> str:
    return texts[piece.line][piece.start : piece.end]


def _has_figures(texts: Sequence[str], pieces: Sequence[TextPiece]) -> bool:
    """Whether a line has a figure, or the mark for none, to the right of something."""
    return any(FIGURE.match(said) or NO_FIGURE.match(said) for said in (_said(texts, p) for p in pieces[1:]))


def _cores(texts: Sequence[str], pieces: Mapping[int, Sequence[TextPiece]], start: int, stop: int) -> Iterator[range]:
    """Yield the stretches from one line with figures to another with nothing but short labels between."""
    first: int | None = None
    last = start
    for line in range(start, stop):
        if line in pieces and _has_figures(texts, pieces[line]):
            first = line if first is None else first
            last = line
        elif first is not None and not _is_between(texts, pieces.get(line)):
            yield range(first, last + 1)
            first = None
    if first is not None:
        yield range(first, last + 1)


def _is_between(texts: Sequence[str], pieces: Sequence[TextPiece] | None) -> bool:
    """Whether a line may stand inside a table: a drawn line, a label of its own or one that goes on."""
    return pieces is None or (len(pieces) == 1 and len(_said(texts, pieces[0])) <= _LONGEST_LABEL)


def _columns(lines: Sequence[Sequence[TextPiece]]) -> tuple[_Column, ...]:
    """Return the columns of lines with figures, () where two pieces of a line fall into one."""
    if len(lines) < 3:
        return ()
    found: list[_Column] = []
    for start, end in sorted((piece.start, piece.end) for line in lines for piece in line):
        if found and start < found[-1].end:
            found[-1] = _Column(found[-1].start, max(end, found[-1].end))
        else:
            found.append(_Column(start, end))
    columns = tuple(found)
    homes = ([_home(columns, piece) for piece in line] for line in lines)
    return columns if len(columns) > 1 and all(len(set(home)) == len(home) for home in homes) else ()


def _home(columns: Sequence[_Column], piece: TextPiece) -> int:
    """Return the column that a piece stands in or nearest to."""
    return min(range(len(columns)), key=lambda c: columns[c].apart(piece))


def _is_table(
    texts: Sequence[str], pieces: Mapping[int, Sequence[TextPiece]], core: range, columns: Sequence[_Column]
) -> bool:
    """Whether some column to the right of the first holds figures, and hardly anything else."""
    filled: dict[int, list[str]] = {}
    for line in core:
        for piece in pieces.get(line, ()):
            filled.setdefault(_home(columns, piece), []).append(_said(texts, piece))
    for column, said in filled.items():
        figures = sum(bool(FIGURE.match(text)) for text in said)
        blanks = sum(bool(NO_FIGURE.match(text)) for text in said)
        if column and figures > 1 and (figures + blanks) * 3 >= len(said) * 2 and len(said) > 2:
            return True
    return False


def _lists_pages(texts: Sequence[str], start: int, core: range) -> bool:
    """Whether the lines above say that this is a list of contents."""
    above = [text for text in texts[max(0, start - 3) : core.start] if text.strip()]
    return any(_CONTENTS.match(text) for text in above[-3:])


# -- rows and heads ------------------------------------------------------------------------------------------------


def _rows(
    texts: Sequence[str], pieces: Mapping[int, Sequence[TextPiece]], columns: Sequence[_Column], core: range
) -> list[TextRow]:
    """Return the rows, a label that goes on in small letters put to the row above."""
    rows: list[TextRow] = []
    for line in core:
        inside = pieces.get(line, ())
        cells = tuple(TextCell(_home(columns, piece), 1, (piece,)) for piece in inside)
        if rows and len(inside) == 1 and _said(texts, inside[0])[:1].islower():
            rows[-1] = _lengthened(rows[-1], cells)
        elif inside:
            rows.append(TextRow(line, cells, len(columns)))
    return rows


def _lengthened(row: TextRow, more: Sequence[TextCell]) -> TextRow:
    """Return a row whose cells go on in those of the line below."""
    below = {cell.column: cell for cell in more}
    kept = [
        replace(cell, pieces=cell.pieces + below.pop(cell.column).pieces) if cell.column in below else cell
        for cell in row.cells
    ]
    return replace(row, cells=tuple(sorted([*kept, *below.values()], key=lambda cell: cell.column)))


def _head(
    texts: Sequence[str],
    pieces: Mapping[int, Sequence[TextPiece]],
    columns: Sequence[_Column],
    start: int,
    stop: int,
) -> list[TextRow]:
    """Return the storeys of the head above the first line with figures, the lowest made first."""
    head: list[TextRow] = []
    for line in range(stop - 1, max(start, stop - _STOREYS) - 1, -1):
        inside = pieces.get(line)
        if inside is None:
            continue
        if not _is_head(texts, inside, columns):
            break
        below = head.pop(0) if head else None
        row = _storey(texts, line, inside, columns, below)
        if below is not None:
            ends = _ends_of_words(texts, row, below)
            row = replace(_lengthened(row, ends), line=line)
            kept = tuple(cell for cell in below.cells if cell not in ends)
            head = [replace(below, cells=kept), *head] if kept else head
        head.insert(0, row)
    return head


def _is_head(texts: Sequence[str], inside: Sequence[TextPiece], columns: Sequence[_Column]) -> bool:
    said = [_said(texts, piece) for piece in inside]
    if _NO_HEAD.match(said[0]) or said[-1].endswith((".", ";")):
        return False
    return len(inside) > 1 or inside[0].start > columns[0].end


def _storey(
    texts: Sequence[str],
    line: int,
    inside: Sequence[TextPiece],
    columns: Sequence[_Column],
    below: TextRow | None,
) -> TextRow:
    """Return a storey: a piece heads the columns it stands over, and those below it that no other piece heads."""
    homes = {i: _over(columns, piece) for i, piece in enumerate(inside)}
    under = _under(texts, below)
    wide = [i for i, home in homes.items() if home <= under]
    for column in sorted(under - {0}.union(*homes.values())):
        middle = (columns[column].start + columns[column].end) / 2
        if wide:
            near = min(wide, key=lambda i: abs((inside[i].start + inside[i].end) / 2 - middle))
            homes[near] |= {column}
    cells: dict[int, TextCell] = {}
    for i, home in homes.items():
        column = min(home)
        pieces = (*cells[column].pieces, inside[i]) if column in cells else (inside[i],)
        cells[column] = TextCell(column, max(home) - column + 1, pieces)
    return TextRow(line, tuple(cells[c] for c in sorted(cells)), len(columns))


def _under(texts: Sequence[str], below: TextRow | None) -> set[int]:
    """Return the columns that a storey heads with words of its own, not with the end of those above."""
    cells = () if below is None else below.cells
    own = (cell for cell in cells if not _said(texts, cell.pieces[0])[:1].islower())
    return {c for cell in own for c in range(cell.column, cell.column + cell.across)}


def _over(columns: Sequence[_Column], piece: TextPiece) -> set[int]:
    """Return the columns that a piece stands over, at least the nearest."""
    return {c for c, column in enumerate(columns) if column.apart(piece) < 0} or {_home(columns, piece)}


def _ends_of_words(texts: Sequence[str], row: TextRow, below: TextRow) -> list[TextCell]:
    """Return the cells of a storey that only end the words above: in small letters, under one cell of their own."""
    above = {cell.column for cell in row.cells if cell.across == 1}
    alone = (cell for cell in below.cells if cell.across == 1 and cell.column in above)
    return [cell for cell in alone if _said(texts, cell.pieces[0])[:1].islower()]
