"""What somebody says of a report put in the place of what was read in it."""

from __future__ import annotations

from dataclasses import replace

from extractors.header.fields import Header, Overrides
from extractors.header.names import LEVELS, level_of


def overridden(header: Header, overrides: Overrides) -> Header:
    """Return a header with what overrides say, these fields marked "override".

    Another unit has its own level; parents that are not above it go.
    """
    taken = dict(header.taken_from)
    if overrides.unit:
        level = level_of(overrides.unit, header.date or "")
        above = LEVELS[LEVELS.index(level) + 1 :] if level else LEVELS
        parents = tuple(p for p in header.parents if level_of(p, header.date or "") in above and p != overrides.unit)
        header = replace(header, unit=overrides.unit, level=level, parents=parents)
        taken |= {"unit": "override", "level": "override"}
        taken = {name: source for name, source in taken.items() if getattr(header, name)}
    if overrides.period:
        header = replace(header, period=overrides.period)
        taken["period"] = "override"
    return replace(header, taken_from=tuple(sorted(taken.items())))
