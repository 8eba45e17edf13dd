"""The members of a zip in path order, each with its place or with why it is not read."""

from __future__ import annotations

import stat
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.ingest.errors import IngestError
from pipeline.ingest.parts import Packing, Part, Read, most_of
from pipeline.ingest.zip_directory import Entry, data_start, read_directory
from pipeline.ingest.zip_names import leads_out, names_of

_PACKINGS: dict[int, Packing] = {0: "stored", 8: "deflated"}
#: members that only a document of an Office program has at its top
_DOCUMENT = frozenset({"[Content_Types].xml", "word/document.xml", "mimetype", "META-INF/manifest.xml"})


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name with "/" between the parts, and its place, or why it is not read."""

    name: str
    part: Part | None
    error: IngestError | None = None


def zip_members(read: Read, size: int) -> tuple[Member, ...] | None:
    """Return the files of a zip of `size` bytes in the byte order of their names, None for a document that is a zip.

    Raises IngestError: `truncated`, `corrupt`, `too_many_parts`.
    """
    directory, entries = read_directory(read, size)
    names = names_of(entries)
    if _DOCUMENT.intersection(names):
        return None
    files = [(name, entry) for name, entry in zip(names, entries, strict=True) if not name.endswith("/")]
    twice = {name for name, count in Counter(name for name, _ in files).items() if count > 1}
    parts = [_part(read, entry) for _, entry in files]
    crossed = _crossed(files, parts, directory)
    found = [
        _member(name, entry, part, name in twice or entry.offset in crossed)
        for (name, entry), part in zip(files, parts, strict=True)
    ]
    # two members of one name are told once: which of them somebody would get is not known
    return tuple(sorted({member.name: member for member in found}.values(), key=_order))


def _order(member: Member) -> tuple[bytes, bytes]:
    name = member.name.encode("utf-8", "surrogatepass")
    return unicodedata.normalize("NFC", member.name).encode("utf-8", "surrogatepass"), name


def _part(read: Read, entry: Entry) -> Part | None:
    try:
        start = data_start(read, entry)
    except IngestError:
        return None
    return Part(start, entry.packed, _PACKINGS.get(entry.method, "stored"), entry.size, entry.checksum)


def _crossed(files: Sequence[tuple[str, Entry]], parts: Sequence[Part | None], directory: int) -> set[int]:
    """Return where those members start that share bytes with another or with the directory."""
    spans = sorted((entry.offset, part) for (_, entry), part in zip(files, parts, strict=True) if part is not None)
    ends = [(offset, part.start + part.length) for offset, part in spans]
    return set(_overlapping([*ends, (directory, directory)]))


def _overlapping(spans: Sequence[tuple[int, int]]) -> Iterator[int]:
    for (start, end), (following, _) in pairwise(spans):
        if end > following:
            yield from (start, following)


def _member(name: str, entry: Entry, part: Part | None, ambiguous: bool) -> Member:
    error = _refused(name, entry, part, ambiguous)
    return Member(name, None if error else part, error)


def _refused(name: str, entry: Entry, part: Part | None, ambiguous: bool) -> IngestError | None:
    large = part is not None and part.packing == "deflated" and entry.size > most_of(part)
    faults = (
        (leads_out(name), "unsupported", "tên trong tệp nén dẫn ra ngoài tệp nén nên không được đọc"),
        (stat.S_ISLNK(entry.mode), "not_a_file", "thành phần của tệp nén là liên kết, không phải tệp thường"),
        (entry.locked, "encrypted", "tệp nén được đặt mật khẩu; hãy giải nén rồi đưa lại"),
        (part is None, "corrupt", "mục lục của tệp nén bị hỏng, không tìm thấy thành phần này"),
        (ambiguous, "corrupt", "mục lục của tệp nén bị hỏng: hai thành phần cùng tên hoặc cùng chỗ"),
        (
            entry.method not in _PACKINGS,
            "unsupported",
            f"thành phần nén theo cách số {entry.method}, bản này chưa đọc được; hãy giải nén rồi đưa lại",
        ),
        (large, "too_big", "thành phần quá lớn sau khi giải nén"),
    )
    return next((IngestError(code, cause) for fault, code, cause in faults if fault), None)
