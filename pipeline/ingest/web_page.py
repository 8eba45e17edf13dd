"""Web pages to documents: their letters, their tree, and of it what the report says; nothing else is fetched."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree, html

from extractors.document import Document, Source
from pipeline.ingest.errors import IngestError
from pipeline.ingest.laid_out import document_of
from pipeline.ingest.old_markup import mend_tree
from pipeline.ingest.text import decode
from pipeline.ingest.web_chrome import report_of, without_chrome
from pipeline.ingest.web_walk import walk

#: bytes of one page; those of portals are under 2 MB
_MOST_PAGE = 20 * 1024 * 1024
#: a tag with more than this in it has thousands of attributes, over which the parser takes for ever
_LONG_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)\s[^<>]{50000,}>")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD = 4096
#: what pages call windows-1252 or latin-1 is read so by all browsers; Vietnamese letters need 1258
_OTHER = {"iso-8859-1": "windows-1258", "windows-1252": "windows-1258", "us-ascii": "windows-1258"}


def read_web_page(data: bytes, source: Source) -> Document:
    """Return the document of a web page.

    Raises IngestError: `too_big`, `too_deep`, `empty` for a page without text, `unsupported` for unknown letters.
    """
    if len(data) > _MOST_PAGE:
        raise IngestError("too_big", f"trang web lớn hơn {_MOST_PAGE >> 20} MB")
    root = _root(_LONG_TAG.sub(r"<\1>", _letters(data)))
    old = mend_tree(root)
    without_chrome(root)
    found, grids = walk(report_of(root))
    if not found:
        raise IngestError("empty", "trang web không có chữ nào")
    return document_of(found, grids, replace(source, encoding=old) if old else source)


def _letters(data: bytes) -> str:
    """Right UTF-8 is what it is, whatever the page says of itself."""
    try:
        return decode(data)[0]
    except IngestError:
        named = _CHARSET.search(data[:_HEAD])
        if named is None:
            raise
    name = named[1].decode("ascii", "replace").casefold()
    try:
        return data.decode(_OTHER.get(name, name), "replace")
    except LookupError as error:
        raise IngestError("unsupported", f"trang web ghi bảng mã {name} không có") from error


def _root(page: str) -> etree._Element:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        _refuse_cut(parser)
        raise IngestError("empty", "trang web không có chữ nào") from error
    _refuse_cut(parser)
    return root


def _refuse_cut(parser: html.HTMLParser) -> None:
    """The parser says nothing of a page whose rest it leaves out, but in its log."""
    messages = [entry.message.casefold() for entry in parser.error_log]
    if any("excessive depth" in message for message in messages):
        raise IngestError("too_deep", "trang web có các phần lồng nhau quá sâu")
    if any("limit exceeded" in message for message in messages):
        raise IngestError("too_big", "trang web có đoạn chữ quá dài")
