"""A mail as it lies in its file: the texts that it says and the files that it brings, each as a stretch of bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import HeaderParser

from pipeline.ingest.errors import IngestError
from pipeline.ingest.parts import Packing, Part, member

_HEADERS = HeaderParser()
_LONGEST_HEADERS = 65536
#: characters of a field that is taken apart; the time that this takes grows with their square
_LONGEST_FIELD = 4096
_MOST_PARTS = 1000
_DEEPEST = 20
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_LINE_END = re.compile(rb"\r?\n")
#: bytes of a picture that is more than a logo or a signature
_PAGE = 100_000
_PACKINGS: dict[str, Packing] = {
    "": "stored", "7bit": "stored", "8bit": "stored", "binary": "stored",
    "base64": "base64", "quoted-printable": "quoted-printable",
}  # fmt: skip
_BODIES = frozenset({"text/plain", "text/html"})
#: kinds of parts that programs put beside what people send
_TRIMMINGS = re.compile(
    r"application/(?:(?:x-)?pkcs7-(?:signature|mime)|pgp-signature)|text/(?:vcard|x-vcard|calendar|css)"
    r"|message/(?:delivery-status|disposition-notification)"
)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class MailPart:
    """A leaf of a mail: `use` says whether it is a text of the mail, a file that it brings, or a trimming of it."""

    use: str
    kind: str
    name: str
    charset: str | None
    part: Part


def mail_parts(content: bytes) -> tuple[MailPart, ...]:
    """Return the leaves of a mail in their order; names of files are made unlike each other.

    Raises IngestError: `too_deep`, `too_many_parts`.
    """
    found: list[MailPart] = []
    for leaf in _leaves(content, 0, len(content), 0):
        found.append(leaf)
        if len(found) > _MOST_PARTS:
            raise IngestError("too_many_parts", f"thư có hơn {_MOST_PARTS} phần")
    return tuple(_renamed(found))


def _leaves(content: bytes, start: int, end: int, depth: int) -> Iterator[MailPart]:
    if depth > _DEEPEST:
        raise IngestError("too_deep", "các phần của thư lồng nhau quá sâu")
    blank = _LINE_END.match(content, start, end)
    blank = blank or _BLANK_LINE.search(content, start, min(end, start + _LONGEST_HEADERS))
    body = blank.end() if blank else start
    headers = _headers(content[start:body])
    boundary = headers.get_boundary() if headers.get_content_maintype() == "multipart" else None
    if boundary:
        for left, right in _between(content, body, end, boundary):
            yield from _leaves(content, left, right, depth + 1)
    else:
        yield _leaf(content, body, end, headers)


def _headers(block: bytes) -> Message:
    headers = _HEADERS.parsestr(_letters(block))
    for name in ("content-type", "content-disposition"):
        if len(value := str(headers.get(name, ""))) > _LONGEST_FIELD:
            headers.replace_header(name, value[:_LONGEST_FIELD])
    return headers


def _between(content: bytes, start: int, end: int, boundary: str) -> Iterator[tuple[int, int]]:
    """Yield where the parts between the lines of a boundary start and end; the last may lack its line."""
    mark = re.escape(boundary.encode())
    line = re.compile(rb"(?:\r?\n|\A|(?<=\n))--" + mark + rb"(?P<last>--)?[ \t]*(?=\r?\n|\Z)")
    left: int | None = None
    for match in line.finditer(content, start, end):
        if left is not None:
            yield left, match.start()
        if match["last"]:
            return
        left = match.end() + (2 if content.startswith(b"\r\n", match.end()) else 1)
    if left is not None and left < end:
        yield left, end


def _leaf(content: bytes, start: int, end: int, headers: Message) -> MailPart:
    kind = headers.get_content_type()
    packing = _PACKINGS.get(str(headers.get("content-transfer-encoding", "")).strip().lower(), "stored")
    part = Part(start, end - start, packing)
    name = _file_name(headers)
    use = _use(headers, kind, name, end - start)
    if use == "file" and packing != "stored":
        part = Part(start, end - start, packing, _size(content, part))
    charset = headers.get_param("charset")
    return MailPart(use, kind, name, str(charset) if charset else None, part)


def _use(headers: Message, kind: str, name: str, length: int) -> str:
    """What a leaf is for: a small picture in the text is part of its letter paper, a large one may be a scan."""
    disposition = headers.get_content_disposition()
    if disposition != "attachment" and not name and kind in _BODIES:
        return "text"
    shown = kind.startswith("image/") and length < _PAGE and (disposition != "attachment" or "content-id" in headers)
    located = "content-location" in headers and disposition is None and not name
    return "trimming" if shown or located or _TRIMMINGS.fullmatch(kind) else "file"


def _size(content: bytes, part: Part) -> int | None:
    try:
        return len(member(content, part))
    except IngestError:
        return None


def _file_name(headers: Message) -> str:
    """The last part of the name that a file was sent under, "" for none."""
    try:
        said = headers.get_filename() or ""
    except (HeaderParseError, LookupError, ValueError):
        said = ""
    name = _words(said) if "=?" in said else said
    return _UNPRINTABLE.sub(" ", name.replace("\\", "/").rpartition("/")[2]).strip()


def _words(said: str) -> str:
    """Encoded words (RFC 2047), also where they stand in quotes as they must not."""
    try:
        pieces = [_decoded(piece, charset) for piece, charset in decode_header(said)]
    except (HeaderParseError, LookupError, ValueError):
        return said
    return "".join(pieces)


def _decoded(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    try:
        return piece.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return _letters(piece)


def _letters(raw: bytes) -> str:
    """What is written without a code: mostly in UTF-8, by old programs in the Vietnamese code page."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("windows-1258", "replace")


def _renamed(found: list[MailPart]) -> Iterator[MailPart]:
    """Files without a name are counted; of files of one name the later ones are."""
    seen: dict[str, int] = {}
    files = 0
    for leaf in found:
        files += leaf.use == "file"
        if leaf.use != "file":
            yield leaf
            continue
        name = leaf.name or f"tệp kèm {files}{'.eml' if leaf.kind == 'message/rfc822' else ''}"
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            stem, dot, suffix = name.rpartition(".")
            name = f"{stem if dot else suffix} ({seen[name]}){dot}{suffix if dot else ''}"
        yield MailPart(leaf.use, leaf.kind, name, leaf.charset, leaf.part)
