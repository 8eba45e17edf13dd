"""A report in the index of a folder: its record, what it counts as, and where what is given back of it lies."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from pipeline.export.jsonl import Record
from pipeline.export.output_paths import PAGES, SHEETS, annotated_path, name_of, output_path
from pipeline.export.words import SEVERITIES, period_words


@dataclass(frozen=True, slots=True)
class Row:
    """A report in the index: its record, how many findings of each severity stand, and the paths that are there."""

    record: Record
    counts: Mapping[str, int]
    written: Collection[str] | None

    @property
    def path(self) -> str:
        """The path of its file as shown."""
        return str(self.record["source"]["path"])

    @property
    def kind(self) -> str:
        """What the filter counts it as."""
        if self.record["status"] == "error":
            return "unread"
        return next((kind for kind in ("error", "warning") if self.counts[kind]), "clear")

    @property
    def name(self) -> str:
        """Unit and period, or the file where the report says neither."""
        header = self.record.get("header") or {}
        words = (header.get("unit"), period_words(header.get("period")))
        return ", ".join(word for word in words if word) or self.path

    @property
    def page(self) -> str | None:
        """A link to its page, None where that is known not to be there."""
        return self._there(output_path(PAGES, name_of(self.record), ".html"))

    @property
    def sheet(self) -> str | None:
        """A link to its audit sheet, None where that is known not to be there."""
        return self._there(output_path(SHEETS, name_of(self.record), ".docx"))

    @property
    def annotated(self) -> str | None:
        """A link to its annotated copy, None where it has none or that is known not to be there."""
        return self._there(annotated_path(name_of(self.record), self.record["source"]["format"]))

    def _there(self, path: str | None) -> str | None:
        return href(path) if path and (self.written is None or path in self.written) else None


def href(path: str, target: str = "") -> str:
    """Return a path below the folder of results as a link; it stays a path, whatever its name says.

    >>> href("trang/a b#1.html", "n2"), href("javascript:x")
    ('./trang/a%20b%231.html#n2', './javascript%3Ax')
    """
    return f"./{quote(path)}{f'#{quote(target)}' if target else ''}"


def counts(record: Record) -> dict[str, int]:
    """Return how many findings of each severity stand, dismissed ones left out."""
    standing = [finding["severity"] for finding in record["findings"] if not finding.get("dismissed")]
    return {severity: standing.count(severity) for severity in SEVERITIES}
