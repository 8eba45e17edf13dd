"""Files of one report: an annex beside its report, and the same report as Word file and as PDF."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from extractors.document import Document, Notice
from extractors.header import Header, Overrides, read_header
from extractors.header.file_names import plain
from pipeline.ingest.folder import FoundFile
from pipeline.ingest.open import read_document
from pipeline.ingest.parts import Part, load

#: forms of a report, the one that says most first
_WORDS = (".docx", ".docm", ".odt", ".doc", ".rtf")
_PROSE = frozenset((*_WORDS, ".pdf", ".txt", ".html", ".htm"))
_SHEETS = frozenset((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"))
_ANNEX = re.compile(r"(?:\d+[\s._-]+)?(?:phu[ _-]?luc|pl|bieu|bang|danh[ _-]sach|ds)(?![a-z])")
_FIGURE = re.compile(r"\d+(?:[.,/]\d+)*")
_MOST_TOLD = 5


def with_companions(files: Sequence[FoundFile]) -> list[FoundFile]:
    """Return found files, annexes with the one report of their folder, PDFs with the Word file of their name.

    A folder with several reports tells of none whose the annexes are.
    """
    folders: dict[Path, list[FoundFile]] = defaultdict(list)
    for file in files:
        if file.error is None:
            folders[file.address.parent].append(file)
    reports = {folder: _reports(members) for folder, members in folders.items()}
    return [file if file.error else _placed(file, reports[file.address.parent]) for file in files]


def _reports(files: Sequence[FoundFile]) -> dict[str, FoundFile]:
    """The reports of a folder by the stems of their names, each in the form that says most."""
    ranks = {suffix: rank for rank, suffix in enumerate(_WORDS)}
    prose = [file for file in files if _suffix(file) in _PROSE and not _is_annex(file)]
    best = sorted(prose, key=lambda file: (ranks.get(_suffix(file), len(ranks)), file.shown.encode(errors="replace")))
    found: dict[str, FoundFile] = {}
    for file in best:
        found.setdefault(_stem(file), file)
    return found


def _placed(file: FoundFile, reports: dict[str, FoundFile]) -> FoundFile:
    if _is_annex(file):
        return replace(file, beside=next(iter(reports.values()))) if len(reports) == 1 else file
    word = reports.get(_stem(file))
    if _suffix(file) == ".pdf" and word is not None and _suffix(word) in _WORDS:
        return replace(file, same_as=word)
    return file


def _is_annex(file: FoundFile) -> bool:
    return _suffix(file) in _SHEETS or bool(_ANNEX.match(plain(_stem(file))))


def _suffix(file: FoundFile) -> str:
    return file.address.suffix.casefold()


def _stem(file: FoundFile) -> str:
    return unicodedata.normalize("NFC", file.address.stem).casefold()


def with_report(file: FoundFile) -> Overrides:
    """Return what is stated of a file, with unit and period of the report that it lies beside."""
    if file.beside is None:
        return file.overrides
    one = file.beside
    header = _header(one.path, one.parts, one.shown, one.overrides)
    if header is None:
        return file.overrides
    return replace(file.overrides, unit_beside=header.unit, period_beside=header.period)


@lru_cache(maxsize=8)
def _header(path: Path, parts: tuple[Part, ...], shown: str, overrides: Overrides) -> Header | None:
    document = _document(path, parts, shown)
    return None if document is None else read_header(document, overrides)


def _document(path: Path, parts: tuple[Part, ...], shown: str) -> Document | None:
    try:
        return read_document(load(path, parts), shown)
    except Exception:  # noqa: BLE001  # why it cannot be read is told where it is read for itself
        return None


def differences(word: FoundFile, document: Document) -> Iterator[Notice]:
    """Yield what a PDF has in common with the Word file of the same report: the figures that only one of them has."""
    other = _document(word.path, word.parts, word.shown)
    if other is None:
        return
    ours, theirs = _figures(document), _figures(other)
    said = f"Cùng một báo cáo với “{word.shown}”"
    if ours == theirs:
        yield Notice("duplicate", f"{said}; các số giống nhau. Khi tổng hợp hãy dùng bản Word.")
        return
    parts = [("chỉ ở tệp này", ours - theirs), ("chỉ ở bản Word", theirs - ours)]
    told = "; ".join(f"{words}: {_listed(figures)}" for words, figures in parts if figures)
    yield Notice("duplicate", f"{said} nhưng có số khác nhau – {told}. Khi tổng hợp hãy dùng bản Word.")


def _figures(document: Document) -> Counter[str]:
    """The figures of a text without those in margins, which only count pages in one of the forms."""
    texts = (document.quote(block.span) for block in document.blocks if block.kind != "margin")
    return Counter(figure for text in texts for figure in _FIGURE.findall(text))


def _listed(figures: Counter[str]) -> str:
    shown = [f"{figure} ({count} lần)" if count > 1 else figure for figure, count in figures.items()]
    return ", ".join(shown[:_MOST_TOLD]) + (f" và {len(shown) - _MOST_TOLD} số khác" if len(shown) > _MOST_TOLD else "")
