"""XML of a Word part without what only says how it looks: half of most files, and text is read without it."""

from __future__ import annotations

import re
from collections.abc import Callable

#: the prefix means what Word means by it, all through the part
_PREFIX = re.compile(
    rb'xmlns:w="http://(?:schemas\.openxmlformats\.org/wordprocessingml/2006|purl\.oclc\.org/ooxml/wordprocessingml)/main"'
)
#: what properties say of what is read: of runs that they are hidden, or that a change has taken the end of a
#: paragraph; of cells that they are merged
_OF_RUNS = (b"vanish", b"<w:del", b"<w:moveFrom")
_OF_CELLS = (b"gridSpan", b"vMerge", b"hMerge")
#: elements without text in the properties of paragraphs that say how these look
_LOOKS = re.compile(
    rb"<w:(?:spacing|ind|jc|shd|widowControl|keepNext|keepLines|suppressAutoHyphens"
    rb"|contextualSpacing|snapToGrid|textAlignment|rPr)(?: [^<>]*)?/>"
)


def bare(content: bytes) -> bytes:
    """Return the XML of a part without the looks of its runs, paragraphs and cells, as it is where in doubt.

    >>> start = b'<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    >>> bare(start + b'<w:r><w:rPr><w:b/></w:rPr><w:t>9</w:t></w:r></w:p>').removeprefix(start)
    b'<w:r><w:t>9</w:t></w:r></w:p>'
    >>> bare(start + b'<w:pPr><w:jc w:val="left"/><w:numPr/></w:pPr></w:p>').removeprefix(start)
    b'<w:pPr><w:numPr/></w:pPr></w:p>'
    """
    if not _PREFIX.search(content) or content.count(b"xmlns:w=") != 1 or (b"!" in content and b"<!" in content):
        return content
    content = _changed(content, b"rPr", _of_runs)
    return _changed(_changed(content, b"pPr", _of_paragraphs), b"tcPr", _of_cells)


def _of_runs(inside: bytes, whole: bytes) -> bytes:
    return whole if any(one in inside for one in _OF_RUNS) else b""


def _of_paragraphs(_: bytes, whole: bytes) -> bytes:
    return _LOOKS.sub(b"", whole)


def _of_cells(inside: bytes, whole: bytes) -> bytes:
    return whole if any(one in inside for one in _OF_CELLS) else b"<w:tcPr/>"


def _changed(content: bytes, tag: bytes, change: Callable[[bytes, bytes], bytes]) -> bytes:
    """Change what stands in all elements of a name, of which most say the same; those within each other stay."""
    opens, closes = b"<w:" + tag + b">", b"</w:" + tag + b">"
    first, *others = content.split(opens)
    parted = [part.partition(closes) for part in others]
    if not all(end for _, end, _ in parted):
        return content
    made = {inside: change(inside, opens + inside + closes) for inside in {inside for inside, _, _ in parted}}
    return b"".join([first, *[made[inside] + rest for inside, _, rest in parted]])
