"""`soat metrics`: the catalogue as a table, a table of metrics checked, and rows suggested for one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from pipeline.analysis import Analysis
from pipeline.bulk import Result, analyses, find_reports
from pipeline.catalogue_file import CatalogueError, CatalogueFile, catalogue_in, read_catalogue
from pipeline.console import UNREADABLE, output, progress, tell
from pipeline.export.atomic import replaced
from pipeline.export.metrics import MetricRow, read_metrics
from pipeline.ingest.folder import Found, FoundFile, escape, is_folder
from pipeline.mentions import Mention, mentions
from pipeline.suggest import as_csv, suggest
from pipeline.terminal import clean
from pipeline.vietnamese_words import installed

_HEAD = ("mã", "tên", "đơn vị", "nhóm")
_BY_SYLLABLES = (
    "Chưa có phần tách từ tiếng Việt nên tên và cụm từ được ghép theo từng tiếng, có thể đứt giữa một từ. "
    "Cách cài: python -m pip install “underthesea>=9.5,<10”."
)


def show(catalogue: Path | None, *, as_table: bool) -> int:
    """Write all metrics, for people or as CSV; return the exit status."""
    try:
        own = read_catalogue(catalogue) if catalogue else CatalogueFile()
    except CatalogueError as error:
        return _broken(error)
    tell(*map(clean, own.remarks))
    rows = read_metrics(own.catalogue.own)
    with output() as write:
        write((_table(rows) if as_table else _text(rows)).encode())
    return 0


def _cells(rows: Sequence[MetricRow]) -> Iterator[tuple[str, ...]]:
    yield _HEAD
    yield from ((row.code, row.name_vi, row.unit, row.group) for row in rows)


def _table(rows: Sequence[MetricRow]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(_cells(rows))
    return text.getvalue()


def _text(rows: Sequence[MetricRow]) -> str:
    lines = list(_cells(rows))
    widths = [max(len(cells[at]) for cells in lines) for at in range(len(_HEAD))]
    padded = ("  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) for cells in lines)
    return "".join(f"{line.rstrip()}\n" for line in padded)


def check(path: Path) -> int:
    """Write all that is wrong with a table of metrics; return the exit status."""
    try:
        file = read_catalogue(path)
    except CatalogueError as error:
        return _broken(error)
    tell(*map(clean, file.remarks))
    own = file.catalogue
    said = f"{escape(path.as_posix())}: {len(own.own)} chỉ tiêu, {len(own.phrases)} cụm từ, không có lỗi."
    with output() as write:
        write(f"{clean(said)}\n".encode())
    return 0


def _broken(error: CatalogueError) -> int:
    tell(*map(clean, error.sentences))
    return UNREADABLE


def propose(folder: Path, catalogue: Path | None, out: Path | None) -> int:
    """Write rows for the figures of a folder that no metric measures; return the exit status."""
    if out is not None and _exists(out):
        tell(f"Đã có “{escape(out.as_posix())}”: hãy chọn tên khác để không ghi đè lên tệp của bạn.")
        return UNREADABLE
    try:
        known = read_catalogue(catalogue) if catalogue else catalogue_in(folder if is_folder(folder) else folder.parent)
        found = find_reports([folder], catalogue)
    except CatalogueError as error:
        return _broken(error)
    tell(*found.notices, *map(clean, found.remarks), *([] if installed() else [_BY_SYLLABLES]))
    unlinked, unread = _mentions(found)
    tell(*unread)
    made = suggest(unlinked, known.rows)
    if not made:
        tell("Không có số liệu nào ngoài danh mục được nhắc từ hai lần trở lên mà đề xuất được.")
    elif not _written(as_csv(made), out):
        return UNREADABLE
    elif out is not None:
        tell(f"Đã ghi {len(made)} chỉ tiêu đề xuất vào “{escape(out.as_posix())}”.")
    return UNREADABLE if unread or found.notices else 0


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False  # writing will tell


def _mentions(found: Found) -> tuple[list[Mention], list[str]]:
    """The figures without a metric of all reports, each of the same bytes once, and why some were not read."""
    unlinked: list[Mention] = []
    unread: list[str] = []
    with progress() as bar, closing(analyses(found, bar.report, _mentions_of)) as results:
        for told in results:
            if isinstance(told, str):
                unread.append(told)
            else:
                unlinked += told
    return unlinked, unread


def _mentions_of(_file: FoundFile, result: Result) -> list[Mention] | str:
    """The figures without a metric of one report, or why it was not read."""
    if not isinstance(result, Analysis):
        return clean(result.message)
    again = any(warning.code == "duplicate" for warning in result.document.source.warnings)
    return [] if again else list(mentions(result))


def _written(text: str, out: Path | None) -> bool:
    """Write the table; a file opens in a spreadsheet as UTF-8 by its first bytes."""
    if out is None:
        with output() as write:
            write(text.encode())
        return True
    try:
        with replaced(out) as file:
            file.write(text.encode("utf-8-sig"))
    except (OSError, ValueError):
        tell(f"Không ghi được “{escape(out.as_posix())}”.")
        return False
    return True
