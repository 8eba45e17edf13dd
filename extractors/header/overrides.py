"""What somebody says of a report put in the place of what was read in it."""

from __future__ import annotations

from dataclasses import replace

from extractors.header.fields import Header, Overrides
from extractors.header.names import LEVELS, level_of


def overridden(header: Header, overrides: Overrides) -> Header:
    """Return a header with what overrides say, these fields marked "override".

    Another unit has its own level; parents that are not above it go. What only the report beside it says is marked
    "file name", since the place of the file tells it.
    """
    if overrides.unit:
        header = _of_unit(header, overrides.unit, "override")
    elif header.unit is None and overrides.unit_beside:
        header = _of_unit(header, overrides.unit_beside, "file name")
    if overrides.period:
        header = _marked(replace(header, period=overrides.period), {"period": "override"})
    elif header.period is None and overrides.period_beside:
        header = _marked(replace(header, period=overrides.period_beside), {"period": "file name"})
    return _marked(header, {})


def _of_unit(header: Header, unit: str, source: str) -> Header:
    level = level_of(unit, header.date or "")
    above = LEVELS[LEVELS.index(level) + 1 :] if level else LEVELS
    parents = tuple(p for p in header.parents if level_of(p, header.date or "") in above and p != unit)
    return _marked(replace(header, unit=unit, level=level, parents=parents), {"unit": source, "level": source})


def _marked(header: Header, sources: dict[str, str]) -> Header:
    taken = dict(header.taken_from) | sources
    if sources:
        taken = {name: source for name, source in taken.items() if getattr(header, name)}
    return replace(header, taken_from=tuple(sorted(taken.items())))
