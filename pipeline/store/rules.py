"""What every reading depends on besides the file: the program itself, libraries that read, programs of the system."""

from __future__ import annotations

import hashlib
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.ingest.programs import LIBRE_OFFICE, TESSERACT, Program, find_program, run_program

_PACKAGES = ("extractors", "pipeline")
#: what no record, page or sheet depends on
_APART = frozenset({"pipeline/evaluate", "pipeline/store", "pipeline/compare"})
_KINDS = frozenset({".py", ".csv", ".json", ".html", ".css", ".sql", ".docx", ".toml"})
_LIBRARIES = (
    "lxml", "msgspec", "numpy", "pdfminer.six", "pdfplumber", "pikepdf", "pillow", "pypdfium2",
    "python-calamine", "python-docx", "regex",
)  # fmt: skip
_SECONDS = 20.0


@cache
def rule_version() -> str:
    """Return the digest of the program's code and data and of the libraries that read: other rules, other digest."""
    top = Path(__file__).resolve().parents[2]
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(top).as_posix(), path) for path in _files(top)):
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    for library in _LIBRARIES:
        digest.update(f"{library} {_version(library)}\0".encode())
    digest.update(f"{sys.version_info[:2]} {unicodedata.unidata_version}".encode())
    return digest.hexdigest()


def _files(top: Path) -> Iterator[Path]:
    pending = [top / name for name in _PACKAGES]
    while pending:
        for path in pending.pop().iterdir():
            if path.suffix in _KINDS:
                yield path
            elif path.name != "__pycache__" and path.relative_to(top).as_posix() not in _APART and path.is_dir():
                pending.append(path)


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


@cache
def engines() -> str:
    """Return which programs that read scans and old files are here, as they tell it themselves."""
    return "\n".join((*_told(TESSERACT, "--version", "--list-langs"), *_told(LIBRE_OFFICE)))


def _told(program: Program, *options: str) -> Iterator[str]:
    path = find_program(program)
    if path is None:
        return
    path = path.resolve()
    yield program.name
    # LibreOffice takes seconds to tell its version; it stands in a file beside it
    for beside in (path.parent / name for name in ("versionrc", "version.ini")):
        if beside.is_file():
            yield hashlib.sha256(beside.read_bytes()).hexdigest()
    for option in options:
        with tempfile.TemporaryDirectory(prefix="soat-", ignore_cleanup_errors=True) as scratch:
            output = Path(scratch, "output")
            try:
                run_program([str(path), option], _SECONDS, Path(scratch), output)
                yield output.read_text("utf-8", "replace").strip()
            except OSError:
                yield "?"
