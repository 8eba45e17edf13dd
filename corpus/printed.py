"""What a PDF of a report says, page furniture aside, held against the report: the check of PDFs made elsewhere, too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pypdfium2

from corpus.layout import Part, Table
from corpus.notes import anchored, pieces
from corpus.paper import shown

#: pdfium's sign for a hyphen at the end of a line
_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-"})
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_AROUND = 30


def pages(pdf: bytes) -> list[str]:
    """Return the text of each page as pdfium reads it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def difference(pdf: bytes, parts: Sequence[Part]) -> str | None:
    """Return where a PDF first says something else than the report, None where it says the same.

    White space does not count, nor do page numbers, repeated heads of tables, the places of the footnotes
    and whether a figure is a raised letter or a small one.
    """
    report = anchored(parts)
    numbers = [note.number for note in report.notes]
    notes = [_squeezed(f"{note.number}{note.text}") for note in report.notes]
    heads = ["", *(_head(part, numbers) for part in report.parts if isinstance(part, Table))]
    said = "".join(text for part in report.parts for text in _said(part, numbers))
    at = 0
    for number, page in enumerate(_bodies(pdf, notes), 1):
        tops = [top + head for top in ("", str(number)) for head in heads]
        top = next((one for one in tops if page.startswith(one) and said.startswith(page[len(one) :], at)), None)
        if top is None:
            return _told(said, at, page.removeprefix(str(number)))
        at += len(page) - len(top)
    lost = [note for note in notes if note]
    return _told(said, at, "") if said[at:] else f"no footnote {lost[0]}" if lost else None


def same_letters(pdf: bytes, parts: Sequence[Part]) -> bool:
    """Whether a PDF has every letter of the report as often, page numbers and heads said again apart.

    For PDFs whose heads of tables are drawn line by line over all cells.
    """
    report = anchored(parts)
    numbers = [note.number for note in report.notes]
    notes = [_squeezed(f"{note.number}{note.text}") for note in report.notes]
    said = Counter("".join([*(text for part in report.parts for text in _said(part, numbers)), *notes]))
    found = [_squeezed(page) for page in pages(pdf)]
    printed = Counter("".join(found))
    again = Counter("".join(str(number) for number in range(2, len(found) + 1)))
    heads = Counter("".join(_head(part, numbers) for part in report.parts if isinstance(part, Table)))
    more = printed - said - again
    return not said - printed and all(letter in heads for letter in more)


def _bodies(pdf: bytes, notes: list[str]) -> Iterator[str]:
    """The squeezed text of each page without its notes; a note that is found is emptied in the list."""
    for text in pages(pdf):
        page = _squeezed(text)
        for at in range(len(notes) - 1, -1, -1):
            if notes[at] and page.endswith(notes[at]):
                page, notes[at] = page.removesuffix(notes[at]), ""
        yield page


def _told(said: str, at: int, page: str) -> str:
    same = next((step for step, (ours, theirs) in enumerate(zip(said[at:], page, strict=False)) if ours != theirs), 0)
    ours, theirs = said[at + same :][:_AROUND], page[same:][:_AROUND]
    return f"the report says {ours!r} where the PDF says {theirs!r}"


def _said(part: Part, numbers: Sequence[str]) -> Iterator[str]:
    texts = [text for row in part.rows for text in row] if isinstance(part, Table) else [shown(part)]
    return (_squeezed(_marked(text, numbers)) for text in texts)


def _head(table: Table, numbers: Sequence[str]) -> str:
    return "".join(_said(Table(table.rows[: table.head], table.head), numbers))


def _marked(text: str, numbers: Sequence[str]) -> str:
    return "".join(numbers[piece] if isinstance(piece, int) else piece for piece in pieces(text))


def _squeezed(text: str) -> str:
    return "".join(text.translate(_HYPHENS).translate(_RAISED).split())
