"""What the reading of a file depends on, as one digest: as long as it is the same, the reading is."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from pathlib import PurePath

from extractors.vietnamese import fold_key
from pipeline.ingest.archive import digest, size
from pipeline.ingest.dismissal_table import Dismissal
from pipeline.ingest.errors import IngestError
from pipeline.ingest.folder import FoundFile, first_of_same
from pipeline.store.contested import Record


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file of this run: path as shown, digest of its bytes, `base` of all that its reading depends on.

    Digests are "" where it cannot be read now. `like` is the position of the first file with its bytes. What is
    dismissed in it counts apart: only rows that reach something in its record matter.
    """

    shown: str
    sha256: str
    base: str
    like: int
    rules: str
    dismissals: tuple[Dismissal, ...] = ()


def digests(files: Sequence[FoundFile]) -> list[str]:
    """Return the SHA-256 of each file, "" for one that cannot be read now."""
    return [_digest(file) for file in files]


def wanted(files: Sequence[FoundFile], marks: Sequence[str], rules: str, engines: str, also: str = "") -> list[Wanted]:
    """Return what the readings of the files of a run depend on; `marks` are their digests.

    `rules` and `engines` are those of `pipeline.store.rules`; `also` stands for what else goes into what is given
    back, such as a template.
    """
    # as files with equal bytes are told: an empty one is like no other
    first = first_of_same([mark if mark and _size(file) else None for file, mark in zip(files, marks, strict=True)])
    catalogues: dict[int, str] = {}  # one catalogue serves many files
    found = []
    for position, (file, mark) in enumerate(zip(files, marks, strict=True)):
        catalogue = catalogues.setdefault(id(file.catalogue), "") or _mark(plain(file.catalogue))
        catalogues[id(file.catalogue)] = catalogue
        other = files[first[position]].shown if first[position] != position else None
        near = [_companion(one) for one in (file.beside, file.same_as)]
        error = plain((file.error.code, file.error.cause)) if file.error else None
        depends = [rules, engines, also, mark, file.shown, plain(file.overrides), catalogue, other, near, error]
        depends += [file.named] if file.named else []
        base = _mark(depends) if mark else ""
        found.append(Wanted(file.shown, mark, base, first[position], rules, file.dismissals))
    return found


def _companion(file: FoundFile | None) -> object:
    return None if file is None else [file.shown, _digest(file), plain(file.overrides)]


def _digest(file: FoundFile) -> str:
    try:
        return digest(file) if file.error is None else ""
    except (OSError, IngestError):
        return ""


def _size(file: FoundFile) -> int:
    try:
        return size(file)
    except OSError:
        return 0


def relevant(rows: Sequence[Dismissal], record: Record) -> str:
    """Return the digest of those rows that reach something in a record, "" for none."""
    if not rows:
        return ""
    header = record["header"] or {}
    units = {fold_key(name) for name in (header.get("unit"), header.get("issuer")) if name}
    ids = {finding["id"] for finding in record["findings"]}
    rules = {finding["rule"] for finding in record["findings"]}
    near = [row for row in rows if ids and (not row.unit or fold_key(row.unit) in units) and _reaches(row, ids, rules)]
    return _mark(plain(near)) if near else ""


def _reaches(row: Dismissal, ids: set[str], rules: set[str]) -> bool:
    return row.kind == "value" or row.finding in ids or row.rule in rules


def plain(value: object) -> object:  # noqa: PLR0911  # one a kind of value
    """Return a value of our own types as plain JSON values that are equal where it is equal.

    >>> plain((Decimal("1.50"), re.compile("a")))
    [{'Decimal': '1.50'}, {'Pattern': ['a', 32]}]
    """
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, re.Pattern):
        return {"Pattern": [value.pattern, value.flags]}
    if isinstance(value, Decimal | PurePath | Enum):
        return {type(value).__name__: str(value)}
    if is_dataclass(value):
        return {type(value).__name__: [[one.name, plain(getattr(value, one.name))] for one in fields(value)]}
    if isinstance(value, Mapping):
        return {"Mapping": [[plain(key), plain(one)] for key, one in value.items()]}
    if isinstance(value, set | frozenset):
        return {"set": sorted(json.dumps(plain(one)) for one in value)}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    raise TypeError(type(value).__name__)


def _mark(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()
