"""What stands of all that was decided: the last word on each finding of each report, and the rows that it dismisses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from pipeline.decisions import Decision
from pipeline.ingest.dismissal_table import Dismissal, Kind
from pipeline.ingest.names import DECISIONS_NAME
from pipeline.store.log import Entry

_OF_UNIT = ("value", "rule")


class Standing:
    """The last decision on each finding of each path; one that was taken back stands as such.

    A report that was moved is known by its bytes, as long as nothing was decided at its new path.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._last: dict[tuple[str, str], Entry] = {}
        self._of_path: dict[str, dict[str, Entry]] = defaultdict(dict)
        self._of_bytes: dict[str, dict[str, dict[str, Entry]]] = defaultdict(lambda: defaultdict(dict))
        self._reaching: tuple[tuple[Entry, tuple[Dismissal, ...]], ...] | None = None
        for entry in entries:
            self.take(entry)

    def take(self, entry: Entry) -> None:
        """Let a later line of the log count."""
        self._reaching = None
        one = entry.decision
        old = self._last.get((one.path, one.finding))
        if old and old.decision.sha256 != one.sha256:
            self._of_bytes[old.decision.sha256][one.finding].pop(one.path, None)
        self._last[one.path, one.finding] = self._of_path[one.path][one.finding] = entry
        if one.sha256:
            self._of_bytes[one.sha256][one.finding][one.path] = entry

    def of(self, path: str, sha256: str, finding: str) -> Entry | None:
        """Return the last line on a finding of a report, by its path, else by its bytes."""
        return self._of_path.get(path, {}).get(finding) or self._moved(sha256, finding)

    def _moved(self, sha256: str, finding: str) -> Entry | None:
        near = self._of_bytes.get(sha256, {}).get(finding, {}) if sha256 else {}
        return max(near.values(), key=lambda entry: entry.seq, default=None)

    def on(self, path: str, sha256: str) -> list[Entry]:
        """Return what stands on the findings of a report, in the order in which it was decided."""
        findings = dict.fromkeys((*self._of_path.get(path, {}), *(self._of_bytes.get(sha256, {}) if sha256 else {})))
        last = [self.of(path, sha256, finding) for finding in findings]
        return sorted((one for one in last if one and one.decision.act), key=lambda entry: entry.seq)

    def every(self) -> list[Entry]:
        """Return all that stands, in the order in which it was decided."""
        return sorted((one for one in self._last.values() if one.decision.act), key=lambda entry: entry.seq)

    def of_units(self) -> tuple[tuple[Entry, tuple[Dismissal, ...]], ...]:
        """Return what stands of figures and rules with the rows that it makes for all reports of its unit."""
        if self._reaching is None:
            near = [entry for entry in self.every() if entry.decision.act in _OF_UNIT and entry.decision.unit]
            rows = [tuple(_rows(entry, unit=entry.decision.unit)) for entry in near]
            self._reaching = tuple(
                (entry, tuple(row for row in each if row.kind in _OF_UNIT))
                for entry, each in zip(near, rows, strict=True)
            )
        return self._reaching

    def stands(self, entry: Entry) -> bool:
        """Whether a line of the log is the last word on its finding, and no word that takes back."""
        one = entry.decision
        return one.act is not None and self._last.get((one.path, one.finding)) == entry


def state(entries: Iterable[Entry]) -> dict[tuple[str, str], Decision]:
    """Return the standing decisions of a log by path and finding."""
    return {(one.decision.path, one.decision.finding): one.decision for one in Standing(entries).every()}


def as_dismissals(standing: Standing, path: str, sha256: str) -> tuple[Dismissal, ...]:
    """Return the rows that decisions make for a report, by its path as shown and its digest; their table is the log.

    What was decided of one finding holds for the report, a figure that was verified and a rule also for all others of
    its unit; a finding that staff keep is dismissed by neither.
    """
    own = standing.on(path, sha256)
    kept = tuple(sorted(entry.decision.finding for entry in own if entry.decision.act == "keep"))
    numbers = {entry.seq for entry in own}
    rows = [row for entry in own for row in _rows(entry, path=path)]
    for entry, each in standing.of_units():
        if entry.decision.path != path and entry.seq not in numbers:
            rows += each
    return tuple(replace(row, but=kept) for row in rows) if kept else tuple(rows)


def _rows(entry: Entry, path: str = "", unit: str = "") -> Iterator[Dismissal]:
    one = entry.decision
    if one.act == "rule":
        yield replace(_row(entry, "rule", path, unit), rule=one.rule)
    elif one.act in ("finding", "value"):
        for figure in one.figures:
            if (value := _decimal(figure.value)) is not None:
                row = _row(entry, "value", path, unit)
                yield replace(row, metric=figure.metric, value=value, written=figure.written)
        # also where its figure is linked otherwise today, or is not the only one that the finding contests
        yield replace(_row(entry, "finding", path, unit), finding=one.finding)


def _row(entry: Entry, kind: Kind, path: str, unit: str) -> Dismissal:
    return Dismissal(DECISIONS_NAME, entry.seq, kind, entry.decision.reason, path=path, unit=unit)


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
