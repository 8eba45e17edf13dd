"""What in the arguments is a report: files found in path order, the rest counted by reason."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.catalogue.own import BUILT_IN, Catalogue
from extractors.header import NOTHING, Overrides
from pipeline.ingest.dismissal_table import Dismissal
from pipeline.ingest.errors import IngestError
from pipeline.ingest.names import HIDDEN, MARKS_OF_RESULTS, OWN, OWN_BESIDE, REASONS, passed_over
from pipeline.ingest.parts import Part

_NO_SUCH_FILE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG})

#: control characters and bytes that are no UTF-8 (as Python holds them) would break a line or a record
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")
_ESCAPED = re.compile(r"\\(\\|x[0-9a-f]{2}|u[0-9a-f]{4})")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read and the path to show; `error` where it must not be opened.

    `overrides` is what users state of it, `catalogue` what its figures are linked to, `dismissals` what does not count.
    Of a member of an archive `path` is that of the archive, `parts` lead to the member and `inner` is its name in it
    ("thư mục/b.docx", of an archive in an archive "b.zip!/c.docx"). `beside` is the report that an annex belongs to,
    `same_as` the Word file of the same report. `named` is what its results go by, "" for its path as shown.
    """

    path: Path
    shown: str
    error: IngestError | None = None
    overrides: Overrides = NOTHING
    catalogue: Catalogue = BUILT_IN
    dismissals: tuple[Dismissal, ...] = ()
    parts: tuple[Part, ...] = ()
    inner: str = ""
    beside: FoundFile | None = None
    same_as: FoundFile | None = None
    named: str = ""

    @property
    def address(self) -> Path:
        """The path by which tables name the file, a member as "a.zip!/b.docx"; only the archive's own is on disk."""
        return Path(f"{self.path.as_posix()}!/{self.inner}") if self.inner else self.path


@dataclass(frozen=True, slots=True)
class Found:
    """The files in reading order, how many others were passed over for which reason, and what is wrong with tables.

    `remarks` tell what of a good table is not used; `dismissals` are those of which it is told if none needs them.
    """

    files: tuple[FoundFile, ...]
    skipped: tuple[tuple[str, int], ...]
    notices: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    dismissals: tuple[Dismissal, ...] = ()


def find_files(paths: Sequence[Path]) -> Found:
    """Return the files of the arguments, argument by argument, folders walked in path order."""
    skipped: Counter[str] = Counter()
    files = [file for path in paths for file in _argument(path, skipped)]
    return Found(tuple(files), tuple((reason, skipped[reason]) for reason in REASONS if skipped[reason]))


def is_folder(path: Path) -> bool:
    """Whether a path is a folder that can be looked at; one whose name no file can have is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def first_of_same(digests: Sequence[str | None]) -> tuple[int, ...]:
    """Return for each file the position of the first one with the same bytes; None is like no other.

    >>> first_of_same(["a", "b", "a", None, None])
    (0, 1, 0, 3, 4)
    """
    first: dict[str, int] = {}
    return tuple(
        position if value is None else first.setdefault(value, position) for position, value in enumerate(digests)
    )


def escape(name: str) -> str:
    r"""Return a path in a form that fits one line of UTF-8: `\xNN` for a control character or a stray byte.

    >>> print(escape("báo cáo\n.docx"), escape(os.fsdecode(b"a\xff.docx")), escape("a\\b"))
    báo cáo\x0a.docx a\xff.docx a\\b
    """
    return _UNPRINTABLE.sub(_escape_character, name)


def unescape(shown: str) -> str:
    r"""Return the path that `escape` was given.

    >>> unescape(escape("a\\xff\n")) == "a\\xff\n"
    True
    """
    return _ESCAPED.sub(_unescape_character, shown)


def _escape_character(match: re.Match[str]) -> str:
    code = ord(match.group())
    if match.group() == "\\":
        return "\\\\"
    if 0xDC80 <= code <= 0xDCFF:  # a byte that os.fsdecode could not read
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}"


def _unescape_character(match: re.Match[str]) -> str:
    if match.group(1) == "\\":
        return "\\"
    code = int(match.group(1)[1:], 16)
    return chr(code + 0xDC00 if match.group(1)[0] == "x" and code >= 0x80 else code)


def _argument(path: Path, skipped: Counter[str]) -> Iterator[FoundFile]:
    """What an argument stands for; a link that the user names is followed, a hidden name is meant."""
    shown = escape(path.as_posix())
    reason = passed_over(path.name)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        yield FoundFile(path, shown, _unreached(error))
        return
    if stat.S_ISDIR(mode):
        yield from _folder(path, skipped)
    elif reason is None or reason == HIDDEN:
        yield _checked(path, shown, mode)
    else:
        skipped[reason] += 1


def _folder(root: Path, skipped: Counter[str]) -> list[FoundFile]:
    """All files below a folder, in the byte order of their paths."""
    found: list[FoundFile] = []
    pending = [root]
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(folder) as scan:
                entries = list(scan)
        except OSError as error:
            found.append(FoundFile(folder, _shown(folder, root), _unreached(error)))
            continue
        results = any(entry.name in MARKS_OF_RESULTS for entry in entries)
        if folder != root and results:
            skipped[OWN] += 1
            continue
        for entry in entries:
            if reason := (OWN if results and entry.name in OWN_BESIDE else passed_over(entry.name)):
                skipped[reason] += 1
            elif entry.is_dir(follow_symlinks=False):
                pending.append(Path(entry.path))
            else:
                found.append(_entry(Path(entry.path), root))
    return sorted(found, key=lambda file: _path_order(file.shown))


def _entry(path: Path, root: Path) -> FoundFile:
    """A file, link or device inside a folder."""
    shown = _shown(path, root)
    try:
        if path.is_symlink() and (refused := _refused_link(path, root)):
            return FoundFile(path, shown, refused)
        return _checked(path, shown, path.stat().st_mode)
    except OSError as error:
        return FoundFile(path, shown, _unreached(error))


def _refused_link(path: Path, root: Path) -> IngestError | None:
    """Why a link is not followed; what it leads to inside the folder is found at its own place."""
    try:
        target = Path(os.path.realpath(path, strict=True))
    except OSError:
        return IngestError("not_a_file", "liên kết hỏng hoặc quay vòng")
    if not target.is_relative_to(os.path.realpath(root)):
        return IngestError("not_a_file", "liên kết trỏ ra ngoài thư mục nên không được theo")
    if target.is_dir():
        return IngestError("not_a_file", "liên kết tới thư mục nên không được theo")
    return None


def _checked(path: Path, shown: str, mode: int) -> FoundFile:
    """A regular file as it is; a pipe, socket or device is never opened, since that can block."""
    if stat.S_ISREG(mode):
        return FoundFile(path, shown)
    return FoundFile(path, shown, IngestError("not_a_file", "không phải tệp thường mà là ống dẫn, cổng hoặc thiết bị"))


def _unreached(error: OSError | ValueError) -> IngestError:
    """Why something could not even be looked at; a name that no file can have is not found."""
    if isinstance(error, PermissionError):
        return IngestError("unreadable", "không có quyền đọc")
    if isinstance(error, ValueError) or error.errno in _NO_SUCH_FILE:
        return IngestError("not_found", "không có tệp hoặc thư mục này")
    return IngestError("unreadable", f"hệ điều hành báo lỗi số {error.errno}")


def _shown(path: Path, root: Path) -> str:
    return escape((root if path == root else path.relative_to(root)).as_posix())


def _path_order(shown: str) -> tuple[bytes, bytes]:
    """Byte order of a path; two names that differ only in how marks are encoded stand together."""
    return unicodedata.normalize("NFC", shown).encode(), shown.encode()
