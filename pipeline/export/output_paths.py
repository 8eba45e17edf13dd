"""Where what is given back of a report is written: a path that every system takes, never the same for two reports."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

from pipeline.ingest.names import ANNOTATED, DATA, PAGES, SHEETS

__all__ = [
    "ANNOTATED", "DATA", "PAGES", "SHEETS", "annotated_path", "beside", "by_place", "name_of", "one_place",
    "other_names", "output_path", "with_names",
]  # fmt: skip

Record = Mapping[str, Any]

_FORBIDDEN = re.compile(r'[\\:*?"<>|\x00-\x1f\x7f\ud800-\udfff]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³]) *(?:\..*)?", re.IGNORECASE)
#: of a name with its suffixes in bytes of UTF-8, below the 255 that file systems take
_LONGEST = 150
#: of a path below the folder of results, so that all of it stays below the 260 that Windows and its Office take, and of
#: the name that is left of one that is longer
_MOST, _SHORT = 180, 80
#: of formats whose original takes remarks, the suffix that its annotated copy has
_SUFFIXES = {"docx": ".docx", "pdf": ".pdf", "scan": ".pdf", "image": ".pdf"}
#: of a Word file the suffix stays: it says what the file may hold
_WORD = (".docx", ".docm", ".dotx", ".dotm")
_NEW = " (mới)"


def output_path(folder: str, name: str, suffix: str) -> str:
    """Return the path below the folder of results for a report by its path as shown, or its other name.

    `suffix` has its dot.

    >>> output_path(SHEETS, "xa-a/quy 1.docx", ".docx"), output_path(PAGES, "a.zip!/b.pdf", ".html")
    ('phieu-ra-soat/xa-a/quy 1.docx', 'trang/a.zip!/b.pdf.html')
    >>> output_path(PAGES, "CON.txt", ".html"), output_path(PAGES, "../x.txt", ".html")
    ('trang/CON~09c8cc7e.txt.html', 'trang/~5ec1f7e7/x.txt.html')
    """
    *parents, last = name.split("/")
    own = last.lower().endswith(suffix) and "." not in last[: -len(suffix)]
    stem = last[: -len(suffix)] if own else last
    path = "/".join([folder, *(_safe(part) for part in parents if part), _safe(stem) + suffix])
    if len(path) <= _MOST:
        return path
    return f"{folder}/{_kept(stem)[:_SHORT].rstrip('. ')}~{_mark(name)}{suffix}"


def annotated_path(name: str, form: str) -> str | None:
    """Return the path of the annotated copy of a report of a format, None for a format that has none.

    >>> annotated_path("a.docm", "docx"), annotated_path("b.png", "image"), annotated_path("c.txt", "txt")
    ('ban-ghi-chu/a.docm', 'ban-ghi-chu/b.png.pdf', None)
    """
    suffix = _SUFFIXES.get(form)
    if suffix is None:
        return None
    own = next((word for word in _WORD if form == "docx" and name.lower().endswith(word)), suffix)
    return output_path(ANNOTATED, name, own)


def beside(path: str) -> str:
    """Return the path beside one that somebody changed.

    >>> beside("trang/a.html")
    'trang/a (mới).html'
    """
    stem, dot, suffix = path.rpartition(".")
    return f"{stem}{_NEW}{dot}{suffix}"


def one_place(path: str) -> str:
    """Return what paths share that are one file where capitals, or the ways to write a letter with marks, are one.

    >>> one_place("Báo cáo.DOCX") == one_place("BA\u0301O CÁO.docx")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def by_place(ours: Mapping[str, Set[str]]) -> dict[str, frozenset[str]]:
    """Return digests by path by what those paths share that are one file on some disks."""
    found: dict[str, frozenset[str]] = {}
    for path, digests in ours.items():
        found[one_place(path)] = found.get(one_place(path), frozenset()) | digests
    return found


# -- of two reports whose results would meet ---------------------------------------------------------------------------


def other_names(paths: Iterable[str]) -> dict[str, str]:
    """Return the other names of those reports whose results would meet on some disk with those of one before.

    The shorter path comes before the longer, whatever order they are given in.

    >>> other_names(["bc.docx", "BC.docx", "x.txt"])
    {'bc.docx': 'bc~d02456e9.docx'}
    """
    found: dict[str, str] = {}
    files: set[str] = set()
    folders: set[str] = set()
    for path in sorted(set(paths), key=lambda path: (len(path), path)):
        for name in (path, *_marked(path)):
            places = _places(name)
            above = {folder for place in places for folder in _above(place)}
            if files.isdisjoint(places | above) and folders.isdisjoint(places):
                break
        files |= places
        folders |= above
        if name != path:
            found[path] = name
    return found


def name_of(record: Record) -> str:
    """Return the name that results of a report go by: its path as shown unless `with_names` gave it another."""
    return str(record.get("named") or record["source"]["path"])


def with_names(records: Sequence[Record]) -> list[Record]:
    """Return records that know by which name their results go; for those who link to them, never to be written."""
    names = other_names(record["source"]["path"] for record in records)
    return [
        {**record, "named": names[path]} if (path := record["source"]["path"]) in names else record
        for record in records
    ]


def _marked(path: str) -> Iterator[str]:
    """Names that no other report has: with a mark of the whole path before the suffix."""
    folder, slash, last = path.rpartition("/")
    stem, dot, suffix = last.rpartition(".")
    for length in (8, 16, 64):
        mark = f"~{_mark(path, length)}"
        yield f"{folder}{slash}{f'{stem}{mark}.{suffix}' if stem and dot else f'{last}{mark}'}"
    yield f"~{_mark(path, 64)}/{last}"  # where it is a folder that meets a file


def _places(name: str) -> set[str]:
    """Where all that a report may give back may stand."""
    plain = [output_path(SHEETS, name, ".docx"), output_path(PAGES, name, ".html")]
    marked = [annotated_path(name, form) for form in ("docx", "pdf")]
    made = [path for path in (*plain, *marked) if path]
    return {one_place(path) for one in made for path in (one, beside(one))}


def _above(place: str) -> Iterator[str]:
    """The folders that a path is in, but for the first."""
    parts = place.split("/")
    yield from ("/".join(parts[:count]) for count in range(2, len(parts)))


# -- names -------------------------------------------------------------------------------------------------------------


def _safe(name: str) -> str:
    """A name as it is where every system takes it, else what is left of it with a mark of the whole."""
    kept = _kept(name)
    if _RESERVED.fullmatch(kept):  # whatever stands behind its first dot
        device, dot, rest = kept.partition(".")
        return f"{device.rstrip()}~{_mark(name)}{dot}{rest}".rstrip(". ")
    if kept == name and not name.endswith((".", " ")):
        return name
    return f"{kept.rstrip('. ')}~{_mark(name)}"


def _kept(name: str) -> str:
    return _FORBIDDEN.sub("_", name).encode()[:_LONGEST].decode("utf-8", "ignore")


def _mark(name: str, length: int = 8) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:length]
