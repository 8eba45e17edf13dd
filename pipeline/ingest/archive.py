"""Archives and mails among found files: each file inside is one to read, shown as "a.zip!/thư mục/b.docx"."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from pipeline.ingest.errors import IngestError
from pipeline.ingest.folder import Found, FoundFile, escape
from pipeline.ingest.folder import digest as digest_of_file
from pipeline.ingest.kinds import OFFICE, kind_of
from pipeline.ingest.limits import MOST_BYTES, MOST_DEPTH, MOST_FILE, MOST_PARTS, MOST_UNPACKED
from pipeline.ingest.names import HIDDEN, MARKS_OF_RESULTS, OWN, SYSTEM, TABLES, passed_over
from pipeline.ingest.parts import Part, Read, load, opening, read_of, unpacked
from pipeline.ingest.zip_members import Member, zip_members

#: the files in an archive, and how many others were passed over for which reason
Opened = tuple[Sequence[FoundFile], Mapping[str, int]]
OpenAll = Callable[[Sequence[FoundFile]], Iterable[Opened]]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_FIRST_NAME = 30
_FIELD = re.compile(rb"[\xef\xbb\xbf\s]*[A-Za-z][A-Za-z0-9-]*:")
_HEAD, _LONG_HEAD = 4096, 65536
_MAC_FOLDER = "__MACOSX"

#: what is passed over in archives alone
_COVERING = "lời thư gửi kèm tệp"
_TRIMMING = "phần phụ của thư (ảnh trong lời thư, chữ ký số, danh thiếp)"
_INNER_TABLE = "bảng thong-tin.csv, danh-muc.csv, bo-qua.csv trong tệp nén (chỉ dùng bảng ở ngoài)"


def with_members(found: Found, open_all: OpenAll) -> Found:
    """Return found files, those that are archives or mails replaced by what `open_all` finds in them."""
    holding = [holds_files(file) for file in found.files]
    opened = iter(open_all([file for file, holds in zip(found.files, holding, strict=True) if holds]))
    files: list[FoundFile] = []
    skipped = Counter(dict(found.skipped))
    for file, holds in zip(found.files, holding, strict=True):
        inside, passed = next(opened) if holds else ((file,), {})
        files += inside
        skipped.update(passed)
    return replace(found, files=tuple(files), skipped=tuple(skipped.items()))


def holds_files(file: FoundFile) -> bool:
    """Return whether a file is an archive or mail, by its first bytes."""
    if file.error is not None:
        return False
    try:
        with file.path.open("rb") as stream:
            return _kind(_from_start(stream)) is not None
    except OSError:
        return False


def open_archive(file: FoundFile) -> Opened:
    """Return the files in an archive or mail; itself where it cannot be opened: its reader says why."""
    try:
        with file.path.open("rb") as stream:

            def read(start: int, length: int) -> bytes:
                stream.seek(start)
                return stream.read(length)

            kind = _kind(_from_start(stream))
            if kind is None:
                return (file,), {}
            walk = _Walk(Counter())
            walk.enter(file, kind, read, stream.seek(0, 2), 1)
            return walk.found, walk.skipped
    except OSError:
        return (file,), {}


def _from_start(stream: BinaryIO) -> Callable[[int], bytes]:
    def read(most: int) -> bytes:
        stream.seek(0)
        return stream.read(most)

    return read


def _kind(head: Callable[[int], bytes]) -> str | None:
    """What holds other files, by its first bytes: `zip`, `eml`, None for anything else."""
    first = head(_HEAD)
    if first.startswith(_ZIP):
        return None if first.startswith(OFFICE, _FIRST_NAME) else "zip"
    return "eml" if _FIELD.match(first) and kind_of(head(_LONG_HEAD)) == "eml" else None


@dataclass(slots=True)
class _Walk:
    """The files of one archive as they are found; `size` bytes and `parts` members are still allowed to it."""

    skipped: Counter[str]
    size: int = MOST_UNPACKED
    parts: int = MOST_PARTS
    found: list[FoundFile] = field(default_factory=list)

    def enter(self, file: FoundFile, kind: str, read: Read, size: int, depth: int) -> None:
        """Find what is in an archive or mail of `size` bytes; what cannot be listed is one file with its error."""
        before = len(self.found)
        try:
            if depth > MOST_DEPTH:
                raise IngestError("too_deep", f"tệp nén lồng nhau quá {MOST_DEPTH} tầng")
            if kind == "eml":
                self._mail(file, read, size, depth)
            else:
                self._zip(file, read, size, depth)
        except IngestError as error:
            del self.found[before:]
            self.found.append(replace(file, error=error))

    def _zip(self, file: FoundFile, read: Read, size: int, depth: int) -> None:
        if size > MOST_FILE:
            raise IngestError("too_big", f"tệp nén lớn hơn {MOST_FILE >> 20} MB")
        members = zip_members(read, size)
        if members is None:
            self.found.append(file)
            return
        before = len(self.found)
        self._members(file, members, read, depth)
        if len(self.found) == before:
            raise IngestError("empty", "tệp nén không có báo cáo nào để đọc")

    def _mail(self, file: FoundFile, read: Read, size: int, depth: int) -> None:
        """A mail is a report itself if it says more than a covering note, or brings nothing."""
        # what reads mails is slow to load, and few folders hold any
        from pipeline.ingest.mail import is_report  # noqa: PLC0415
        from pipeline.ingest.mail_parts import mail_parts  # noqa: PLC0415

        if size > MOST_BYTES:
            raise IngestError("too_big", f"thư lớn hơn {MOST_BYTES >> 20} MB")
        content = read(0, size)
        leaves = mail_parts(content)
        self._pass_over(_TRIMMING, sum(leaf.use == "trimming" for leaf in leaves))
        before = len(self.found)
        if is_report(content, leaves):
            self.found.append(file)
        self._members(file, [Member(leaf.name, leaf.part) for leaf in leaves if leaf.use == "file"], read, depth)
        if len(self.found) == before:
            self.found.append(file)
        elif self.found[before] is not file:
            self._pass_over(_COVERING, any(leaf.use == "text" for leaf in leaves))

    def _members(self, file: FoundFile, members: Sequence[Member], read: Read, depth: int) -> None:
        results = {folder for one in members if (folder := _result_folder(one.name))}
        for one in members:
            if reason := _reason(one.name, results):
                self._pass_over(reason, 1)
                continue
            self.parts -= 1
            if self.parts < 0:
                raise IngestError("too_many_parts", f"tệp nén có hơn {MOST_PARTS} thành phần")
            inner = replace(
                file,
                shown=f"{file.shown}!/{escape(one.name)}",
                inner=f"{file.inner}!/{one.name}" if file.inner else one.name,
                error=one.error,
            )
            self._member(inner, one.part, read, depth)

    def _member(self, file: FoundFile, part: Part | None, read: Read, depth: int) -> None:
        if part is None or file.error:
            self.found.append(file)
            return
        file = replace(file, parts=(*file.parts, part))
        self.size -= part.length if part.size is None else part.size
        if self.size < 0:
            error = IngestError("too_big", f"tệp nén chứa quá {MOST_UNPACKED >> 20} MB khi giải nén")
            self.found.append(replace(file, error=error))
            return
        kind = _kind(lambda most: opening(read(part.start, min(part.length, most)), part, most))
        if kind is None:
            self.found.append(file)
            return
        try:
            content = unpacked(read(part.start, part.length), part)
        except IngestError as error:
            self.found.append(replace(file, error=error))
            return
        self.enter(file, kind, read_of(content), len(content), depth + 1)

    def _pass_over(self, reason: str, count: int) -> None:
        if count:
            self.skipped[reason] += count


def _result_folder(path: str) -> str | None:
    """The folder inside an archive that a file of it shows to be a result, None for another file or one at the top."""
    folder, _, last = path.rpartition("/")
    return folder if folder and last in MARKS_OF_RESULTS else None


def _reason(path: str, results: Set[str]) -> str | None:
    """Why a member is never a report, by its name and those of its folders."""
    *folders, name = path.split("/")
    if _MAC_FOLDER in folders:
        return SYSTEM
    if any("/".join(folders[: count + 1]) in results for count in range(len(folders))):
        return OWN
    if any(folder.startswith(".") and folder not in {".", ".."} for folder in folders):
        return HIDDEN
    reason = passed_over(name)
    return _INNER_TABLE if reason in TABLES.values() else reason


def size(file: FoundFile) -> int:
    """Return how many bytes a file or member has; raises OSError."""
    if not file.parts:
        return file.path.stat().st_size
    part = file.parts[-1]
    return part.length if part.size is None else part.size


def digest(file: FoundFile) -> str:
    """Return the SHA-256 of a file or member in hexadecimal; raises OSError, IngestError."""
    return hashlib.sha256(load(file.path, file.parts)).hexdigest() if file.parts else digest_of_file(file.path)
