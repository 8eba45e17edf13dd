"""Letters of before Unicode within a tree of XML or HTML: told by their words, changed in place."""

from __future__ import annotations

from lxml import etree

from pipeline.ingest.old_text import encoding_of, is_suspect, mended


def mend_tree(root: etree._Element) -> str | None:
    """Put the texts of a tree into Unicode; return the encoding they were in, None where they are in Unicode."""
    texts = [str(text) for text in root.itertext()]
    if not is_suspect(" ".join(texts)):
        return None
    name = encoding_of(texts)
    for element in root.iter() if name else ():
        if element.text:
            element.text = mended(element.text, name or "")
        if element.tail:
            element.tail = mended(element.tail, name or "")
    return name
