"""What a file made elsewhere says, by no reader of ours: the letters of its XML, page, RTF or stream of UTF-16."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import unescape

from corpus.layout import Part, Table
from corpus.notes import anchored, pieces

_TAG = re.compile(r"<[^>]*>")
_CODE = re.compile(r"\\u(-?\d+) ?\\'[0-9a-fA-F]{2}|\\u(-?\d+) ?\?|\\'([0-9a-fA-F]{2})|\\[a-z]+-?\d* ?|[{}\r\n]")
_AROUND = 30


def _of_xml(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.endswith(("document.xml", "content.xml", "footnotes.xml"))]
        return "".join(_of_page(package.read(name)) for name in names)


def _of_page(data: bytes) -> str:
    return unescape(_TAG.sub("", data.decode("utf-8")))


def _of_rtf(data: bytes) -> str:
    return _CODE.sub(_sign, data.decode("ascii", "replace"))


def _sign(found: re.Match[str]) -> str:
    code, other = found[1] or found[2], found[3]
    if code:
        return chr(int(code) % 65536)
    return bytes.fromhex(other).decode("cp1252", "replace") if other else ""


def _of_stream(data: bytes) -> str:
    """Text of a Word file of 1997 lies in one stretch, two bytes a character."""
    return data.decode("utf-16-le", "replace") + data[1:].decode("utf-16-le", "replace")


#: by the ending of the file
_LETTERS: Mapping[str, Callable[[bytes], str]] = {
    "docx": _of_xml, "odt": _of_xml, "html": _of_page, "rtf": _of_rtf, "doc": _of_stream,
}  # fmt: skip


def lacking(data: bytes, ending: str, parts: Sequence[Part]) -> str | None:
    """Return the first text of a report that a file does not say after those before it; None where it says all.

    White space, notes' places and the numbers of headings, which may be the file's own, do not count.
    """
    report, said = anchored(parts), _squeezed(_LETTERS[ending](data))
    at = 0
    for text in _texts(report.parts):
        found = said.find(text, at)
        if found < 0:
            return text[:_AROUND]
        at = found + len(text)
    return next((note.text for note in report.notes if _squeezed(note.text) not in said), None)


def _texts(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        for text in [cell for row in part.rows for cell in row] if isinstance(part, Table) else [part.text]:
            yield from (_squeezed(piece) for piece in pieces(text) if isinstance(piece, str))


def _squeezed(text: str) -> str:
    return "".join(text.split())
