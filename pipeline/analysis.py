"""Path to analysis: ingest, read and checks, the one place where these are chained."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.catalogue.own import BUILT_IN, Catalogue
from extractors.document import Document, Source
from extractors.facts import Facts
from extractors.header import NOTHING, Overrides
from extractors.read import read
from pipeline.checks.finding import Finding
from pipeline.checks.run import check
from pipeline.cycles import not_sought
from pipeline.ingest.errors import IngestError
from pipeline.ingest.open import read_document
from pipeline.ingest.parts import Part, load


@dataclass(frozen=True, slots=True)
class Analysis:
    """A report read and checked: the only input of exports, store and page."""

    document: Document
    facts: Facts
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read: code of the public record and one Vietnamese sentence."""

    source: Source
    code: str
    message: str


def analyse(
    path: Path,
    shown: str | None = None,
    overrides: Overrides = NOTHING,
    catalogue: Catalogue = BUILT_IN,
    parts: Sequence[Part] = (),
) -> Analysis | Failure:
    """Return the analysis of a file, or why it could not be read.

    `shown` is the path to show (relative to the argument), `overrides` what users state of the report,
    `catalogue` what its figures are linked to, `parts` lead to a member of an archive. Never raises for a bad file.
    """
    name = shown or path.as_posix()
    data = b""
    try:
        data = load(path, parts)
        return analyse_bytes(data, name, overrides, catalogue)
    except IngestError as error:
        return failure(name, error.code, error.cause, data)
    except OSError as error:
        code = "not_found" if isinstance(error, FileNotFoundError) else "not_a_file" if path.is_dir() else "unreadable"
        return failure(name, code, "không mở được tệp", data)
    except RecursionError:
        return failure(name, "too_deep", "tệp lồng nhau quá sâu", data)
    except MemoryError:
        return failure(name, "memory", "tệp cần quá nhiều bộ nhớ", data)
    except Exception as error:  # noqa: BLE001  # one bad file must not stop the others; the cause is kept
        return failure(name, "internal", f"lỗi trong chương trình ({type(error).__name__})", data)


@not_sought()
def analyse_bytes(data: bytes, name: str, overrides: Overrides = NOTHING, catalogue: Catalogue = BUILT_IN) -> Analysis:
    """Return the analysis of a file's bytes; raises IngestError for a file that cannot be read."""
    document = read_document(data, name)
    facts = read(document, overrides, catalogue)
    return Analysis(document, facts, check(document, facts))


def failure(name: str, code: str, cause: str, data: bytes = b"") -> Failure:
    """Return the record of a file that could not be read."""
    digest = hashlib.sha256(data).hexdigest() if data else ""
    suffix = name.rpartition(".")[2].lower()
    shown = suffix if suffix in ("txt", "docx", "pdf", "doc", "rtf", "odt", "html", "xlsx", "xls", "eml") else "txt"
    shown = "image" if suffix in ("png", "jpg", "jpeg", "tif", "tiff", "bmp", "gif") else shown
    source = Source(name, name.rpartition("/")[2], digest, shown)
    return Failure(source, code, f"Không đọc được “{name}”: {cause.rstrip('.')}.")
