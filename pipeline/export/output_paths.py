"""Where what is given back of a report is written: a path that every system takes, never the same for two reports."""

from __future__ import annotations

import hashlib
import re

from pipeline.ingest.names import ANNOTATED, DATA, PAGES, SHEETS

__all__ = ["ANNOTATED", "DATA", "PAGES", "SHEETS", "output_path"]

_FORBIDDEN = re.compile(r'[\\:*?"<>|\x00-\x1f\x7f\ud800-\udfff]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
#: of a name with its suffixes in bytes of UTF-8, below the 255 that file systems take
_LONGEST = 150


def output_path(folder: str, shown: str, suffix: str) -> str:
    """Return the path below the folder of results for a report by its path as shown; `suffix` has its dot.

    >>> output_path(SHEETS, "xa-a/quy 1.docx", ".docx"), output_path(PAGES, "a.zip!/b.pdf", ".html")
    ('phieu-ra-soat/xa-a/quy 1.docx', 'trang/a.zip!/b.pdf.html')
    >>> output_path(PAGES, "CON.txt", ".html"), output_path(PAGES, "../x.txt", ".html")
    ('trang/CON.txt~09c8cc7e.html', 'trang/~5ec1f7e7/x.txt.html')
    """
    *parents, name = shown.split("/")
    own = name.lower().endswith(suffix) and "." not in name[: -len(suffix)]
    stem = name[: -len(suffix)] if own else name
    return "/".join([folder, *(_safe(part) for part in parents if part), _safe(stem) + suffix])


def _safe(name: str) -> str:
    """A name as it is where every system takes it, else what is left of it with a mark of the whole."""
    kept = _FORBIDDEN.sub("_", name).encode()[:_LONGEST].decode("utf-8", "ignore")
    if kept == name and not _RESERVED.fullmatch(name) and not name.endswith((".", " ")):
        return name
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{kept.rstrip('. ')}~{mark}"
