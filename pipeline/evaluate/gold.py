"""Gold: what is true of a report, as its JSON holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

#: a value as JSON holds it; gold may also say it in words
Plain = int | float | str | None


class GoldError(Exception):
    """Gold cannot be read; the text is one Vietnamese sentence."""


@dataclass(frozen=True, slots=True)
class GoldNumber:
    """A number as printed, its role or roles ("date|period", "any"), and for measures what it measures."""

    line: int
    text: str
    role: str
    col: int | None = None
    value: Plain = None
    of: Plain = None
    unit: str | None = None
    qualifier: str | None = None
    label: str | None = None
    metric: str | None = None
    target: bool | None = None


@dataclass(frozen=True, slots=True)
class GoldSection:
    """A heading: its line, depth, printed number and title."""

    line: int | None = None
    number: str | None = None
    title: str | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class GoldFinding:
    """A defect: rule or rules ("sum|order"), where it may be shown, and the numbers that it is about."""

    type: str
    line: int | None = None
    lines: tuple[int | None, ...] = ()
    values: tuple[Plain, ...] = ()
    severity: str = "error"
    optional: bool = False
    explain: str = ""
    explain_vi: str = ""


@dataclass(frozen=True, slots=True)
class Gold:
    """What is true of one report; `relations` stay plain, since their kinds have different fields."""

    numbers: tuple[GoldNumber, ...]
    id: str = ""
    kind: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    sections: tuple[GoldSection, ...] = ()
    relations: tuple[dict[str, Any], ...] = ()
    findings: tuple[GoldFinding, ...] = ()


def read_golds(folder: Path, *, without: Path | None = None) -> dict[str, Gold]:
    """Return the gold of a folder by the stems of its JSON files, in their order.

    `without` names a file that is no gold. Raises GoldError.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".json")
    except (OSError, ValueError) as error:
        raise GoldError(f"Không mở được thư mục đáp án “{folder.as_posix()}”.") from error
    other = without.resolve() if without else None
    golds = {path.stem: _read(path) for path in paths if path.resolve() != other}
    if not golds:
        raise GoldError(f"Thư mục “{folder.as_posix()}” không có tệp đáp án .json nào.")
    return golds


def _read(path: Path) -> Gold:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Gold)
    except OSError as error:
        raise GoldError(f"Không mở được tệp đáp án “{path.as_posix()}”.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise GoldError(f"Tệp đáp án “{path.as_posix()}” không đúng dạng: {error}.") from error
