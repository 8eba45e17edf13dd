"""The text of a mail as a report: what it says itself, not its headers; what it brings is read file by file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.document import Document, Source
from extractors.plain import plain_document
from pipeline.ingest.errors import IngestError
from pipeline.ingest.mail_parts import MailPart, mail_parts
from pipeline.ingest.parts import member
from pipeline.ingest.text import decode

#: a covering note has fewer words of its own, or fewer figures
_LEAST_WORDS = 40
_LEAST_FIGURES = 3
#: bytes of a text that are looked at to tell a covering note from a report
_LOOKED_AT = 200_000
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"(?<![\w.,/-])\d+(?:[.,]\d+)*(?![\w/-])")
#: digits that measure nothing: dates, telephones, numbers of papers, addresses
_NO_FIGURE = re.compile(
    r"\d{1,2}/\d{1,2}(?:/\d{4})?|(?:\+84|\b0)[\d .]{8,14}\d|\S+@\S+|https?:\S+"
    r"|\b(?:ngày|tháng|năm|quý|số|tầng|điện thoại|fax)[\s:]+\d+(?:/\S+)?",
    re.IGNORECASE,
)
#: what stands below these lines is a signature or the mail that is answered
_BELOW = re.compile(
    r"^(?:--\s*|_{5,}|-{3,} ?(?:Original Message|Forwarded message|Thư gốc|Tin nhắn chuyển tiếp).*"
    r"|(?:Vào|Ngày|On|Từ|From):? .{5,200}(?:đã viết|wrote)\s*:)\s*$",
    re.IGNORECASE | re.MULTILINE,
)


def read_mail(data: bytes, source: Source) -> Document:
    """Return the document of what a mail says; raises IngestError, `empty` for a mail without text."""
    texts = [leaf for leaf in mail_parts(data) if leaf.use == "text"]
    pages = [leaf for leaf in texts if leaf.kind == "text/html"]
    plain = [_text(data, leaf) for leaf in texts if leaf.kind == "text/plain"]
    said = "\n\n".join(text for text in plain if text.strip())
    page = _text(data, pages[0]) if pages else ""
    # the plain text that programs make beside a page has lost its tables
    if page.strip() and (not said or "<table" in page.lower()):
        return _read_page(page, source)
    if not said:
        raise IngestError("empty", "thư không có chữ nào và không kèm tệp nào")
    return plain_document(said, replace(source, encoding="utf-8"))


def is_report(data: bytes, leaves: Sequence[MailPart]) -> bool:
    """Return whether a mail says more than a covering note: 40 words of its own and three figures."""
    for kind in ("text/plain", "text/html"):
        said = "\n".join(_text(data, leaf)[:_LOOKED_AT] for leaf in leaves if leaf.use == "text" and leaf.kind == kind)
        own = _own_words(_TAG.sub(" ", said) if kind == "text/html" else said)
        if len(_WORD.findall(own)) >= _LEAST_WORDS and len(_FIGURE.findall(_NO_FIGURE.sub(" ", own))) >= _LEAST_FIGURES:
            return True
    return False


def _own_words(said: str) -> str:
    below = _BELOW.search(said)
    lines = said[: below.start() if below else len(said)].splitlines()
    return "\n".join(line for line in lines if not line.startswith(">"))


def _text(data: bytes, leaf: MailPart) -> str:
    """The text of a leaf; right UTF-8 is what it is, whatever the mail says of it."""
    content = member(data, leaf.part)
    try:
        return decode(content)[0]
    except IngestError:
        name = (leaf.charset or "").casefold()
    try:
        # what programs call latin letters holds Vietnamese ones only in the code page of Windows
        return content.decode("windows-1258" if name in {"", "us-ascii", "iso-8859-1", "windows-1252"} else name)
    except (LookupError, UnicodeDecodeError):
        return content.decode("utf-8", "replace")


def _read_page(page: str, source: Source) -> Document:
    from pipeline.ingest.open import read_as  # noqa: PLC0415  # reads mails, too

    return read_as("html", page.encode("utf-8-sig", "replace"), source)
