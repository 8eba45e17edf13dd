"""Links from cells to the pages of the reports, relative to the workbook, so that the folder may be moved."""

from __future__ import annotations

from functools import lru_cache

from pipeline.export.jsonl import Record
from pipeline.export.output_paths import PAGES, name_of, output_path
from pipeline.export.workbook.package import address


def page_link(record: Record, anchor: str = "") -> str:
    """Return the link to the page of a report, or to a number, finding, relation in it; "" if it has no page."""
    if record["status"] == "error":
        return ""
    return path_link(name_of(record), anchor)


def path_link(name: str, anchor: str = "") -> str:
    """Return the link to the page of a report by the name that its results go by.

    >>> path_link("xa a/quý 1.docx", "n12")
    'trang/xa%20a/quý%201.docx.html#n12'
    """
    return f"{_page(name)}#{anchor}" if anchor else _page(name)


@lru_cache(maxsize=1024)
def _page(name: str) -> str:
    return address(output_path(PAGES, name, ".html"))
