"""Old communes to new ones at the mergers of 01/7/2025, from merged_2025.csv (source and licence beside it).

A unit that was split over several new ones cannot be added up: what is compared with it is "không so sánh được".
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractors.vietnamese import fold_key

#: the first day of the new units
MERGED_ON = "2025-07-01"


@dataclass(frozen=True, slots=True)
class OldUnit:
    """A commune of before: names folded, with kind; `split` where only a part of it went over."""

    unit: str
    district: str
    province: str
    split: bool


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A commune since the mergers: names folded, with kind, and the old ones in it."""

    unit: str
    province: str
    parts: tuple[OldUnit, ...]

    @property
    def comparable(self) -> bool:
        """Whether the sum of the old units is the new one: none of them was split."""
        return not any(part.split for part in self.parts)


@cache
def _table() -> Mapping[tuple[str, str], NewUnit]:
    text = files(__package__ or "").joinpath("merged_2025.csv").read_text("utf-8")
    parts: dict[tuple[str, str], list[OldUnit]] = defaultdict(list)
    for row in csv.DictReader(text.splitlines()):
        above = fold_key(row["old_district"]), fold_key(row["old_province"])
        for column in ("whole", "split"):
            for name in filter(None, row[column].split("|")):
                key = fold_key(row["unit"]), fold_key(row["province"])
                parts[key].append(OldUnit(fold_key(name), *above, column == "split"))
    return {key: NewUnit(*key, tuple(units)) for key, units in parts.items()}


def new_unit(unit: str, province: str = "") -> NewUnit | None:
    """Return a commune since 01/7/2025 by its folded name with kind; None where none or several have it.

    >>> one = new_unit("phường chi lăng", "tỉnh An Giang")
    >>> one is not None and [part.unit for part in one.parts]
    ['phường chi lăng', 'phường núi voi', 'xã tân lợi']
    """
    province = _bare(province)
    found = [one for (name, above), one in _table().items() if name == unit and province in ("", above)]
    return found[0] if len(found) == 1 else None


def successors(unit: str, district: str = "", province: str = "") -> Sequence[NewUnit]:
    """Return the new communes that an old one went into; none where its name leaves open which one is meant."""
    district, province = fold_key(district), _bare(province)
    old = {
        (part.unit, part.district, part.province)
        for one in _table().values()
        for part in one.parts
        if part.unit == unit and district in ("", part.district) and province in ("", part.province)
    }
    if len(old) != 1:
        return ()
    key = next(iter(old))
    return tuple(one for one in _table().values() if any((p.unit, p.district, p.province) == key for p in one.parts))


def communes_of(district: str, province: str = "") -> frozenset[str]:
    """Return the communes that a district had before 01/7/2025; none where its name leaves open which is meant."""
    district, province = fold_key(district), _bare(province)
    found = [
        part
        for one in _table().values()
        for part in one.parts
        if part.district == district and province in ("", part.province)
    ]
    return frozenset(part.unit for part in found) if len({part.province for part in found}) == 1 else frozenset()


def _bare(province: str) -> str:
    """A province without its kind, folded: "tỉnh Bắc Ninh" is "bắc ninh"."""
    folded = fold_key(province)
    for kind in ("tỉnh ", "thành phố ", "tp. ", "tp "):
        folded = folded.removeprefix(kind)
    return folded
