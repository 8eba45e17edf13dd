"""Two versions of one report: findings mended, left and new, and each number changed that nobody asked to change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from extractors.vietnamese import fold_key
from pipeline.export.jsonl import Record

Number = Mapping[str, Any]
#: a finding named the number; it stands in a calculation with one that was; nobody said anything of it
Why = Literal["asked", "follows", "unasked"]
_DIGITS = re.compile(r"\d[\d.,/]*")


@dataclass(frozen=True, slots=True)
class Changed:
    """A number of the old version and what stands in its place in the new one."""

    old: Number
    new: Number
    why: Why


@dataclass(frozen=True, slots=True)
class Versions:
    """What became of a report: findings and numbers as in the records, sections by number and title."""

    mended: tuple[Mapping[str, Any], ...]
    left: tuple[Mapping[str, Any], ...]
    new: tuple[Mapping[str, Any], ...]
    changed: tuple[Changed, ...]
    dropped: tuple[Number, ...]
    added: tuple[Number, ...]
    sections_dropped: tuple[str, ...]
    sections_added: tuple[str, ...]

    @property
    def unasked(self) -> tuple[Changed, ...]:
        """The numbers changed that nobody asked to change."""
        return tuple(one for one in self.changed if one.why == "unasked")


def versions(old: Record, new: Record) -> Versions:
    """Return what changed from one version of a report to the next."""
    pairs, dropped, added = aligned(old, new)
    mended, left, fresh = _findings(old, new, {a["id"]: b["id"] for a, b in pairs})
    moved = [(a, b) for a, b in pairs if not _same(a, b)]
    asked = _asked(old)
    near = _beside(old, {a["id"] for a, _ in moved} & asked)
    changed = tuple(Changed(a, b, _why(a["id"], asked, near)) for a, b in moved)
    before, after = _titles(old), _titles(new)
    gone = tuple(shown for key, shown in before.items() if key not in after)
    come = tuple(shown for key, shown in after.items() if key not in before)
    return Versions(mended, left, fresh, changed, dropped, added, gone, come)


def aligned(old: Record, new: Record) -> tuple[list[tuple[Number, Number]], tuple[Number, ...], tuple[Number, ...]]:
    """Return the numbers of two versions that stand in each other's place, those dropped and those added.

    They are aligned as sequences of section, label and unit; what lies between is paired where label or metric agree.
    """
    first, second = _numbers(old), _numbers(new)
    match = SequenceMatcher(None, _keys(old, first), _keys(new, second), autojunk=False)
    pairs: list[tuple[Number, Number]] = []
    dropped, added = list[Number](), list[Number]()
    for tag, a, b, c, d in match.get_opcodes():
        if tag == "equal":
            pairs += zip(first[a:b], second[c:d], strict=True)
            continue
        near, gone, come = _paired(first[a:b], second[c:d])
        pairs += near
        dropped += gone
        added += come
    return pairs, tuple(dropped), tuple(added)


def _numbers(record: Record) -> list[Number]:
    """Numbers of the body: the head's date and symbol change with every version."""
    wanted = ("measure", "citation", "date", "period")
    return [n for n in record["numbers"] if n["role"] in wanted and (n["role"] == "measure" or n["section"])]


def _keys(record: Record, numbers: Sequence[Number]) -> list[tuple[str, str, str, str]]:
    paths = _paths(record)
    return [
        (paths.get(n["section"], ""), n["role"], _words(n.get("label")), fold_key(n.get("unit") or "")) for n in numbers
    ]


def _words(label: str | None) -> str:
    """A label without its figures: those may change."""
    return " ".join(_DIGITS.sub("#", fold_key(label or "")).split())


def _paths(record: Record) -> dict[str | None, str]:
    """The section path of each section, without figures and without the numbers of headings, which may move."""
    found: dict[str | None, str] = {}
    for section in record["sections"]:
        above = found.get(section["parent"], "")
        found[section["id"]] = f"{above}/{_words(section['title'])[:60]}"
    return found


def _paired(
    first: Sequence[Number], second: Sequence[Number]
) -> tuple[list[tuple[Number, Number]], list[Number], list[Number]]:
    """Pair what lies between two aligned stretches, in order: one role and unit, and one label or metric."""
    left = list(second)
    pairs, dropped = list[tuple[Number, Number]](), list[Number]()
    for number in first:
        found = next((at for at, other in enumerate(left) if _alike(number, other)), None)
        if found is None:
            dropped.append(number)
        else:
            pairs.append((number, left.pop(found)))
    return pairs, dropped, left


def _alike(one: Number, other: Number) -> bool:
    if one["role"] != other["role"]:
        return False
    if one["role"] != "measure":
        return bool(one["text"] == other["text"])
    same_unit = fold_key(one.get("unit") or "") == fold_key(other.get("unit") or "")
    same_words = _words(one.get("label")) == _words(other.get("label"))
    same_metric = bool(one.get("metric")) and one.get("metric") == other.get("metric")
    same_place = one.get("table") is not None and one.get("table") == other.get("table")
    return (same_unit and (same_words or same_metric)) or (same_words and same_place)


def _same(one: Number, other: Number) -> bool:
    """Whether nothing of a number changed: value, unit, qualifier; of others what is printed."""
    if one["role"] != "measure":
        return fold_key(one["text"]) == fold_key(other["text"])
    parts = ("value", "of", "qualifier")
    same_unit = fold_key(one.get("unit") or "") == fold_key(other.get("unit") or "")
    return same_unit and all(one.get(part) == other.get(part) for part in parts)


def _asked(old: Record) -> frozenset[str]:
    """The numbers that a finding of the old version shows."""
    return frozenset(e["number"] for f in old["findings"] for e in f["evidence"] if e["number"] is not None)


def _beside(old: Record, numbers: set[str]) -> frozenset[str]:
    """The numbers in a calculation with one of those: they change with it."""
    groups = [[o["number"] for o in r["operands"] if o["number"] is not None] for r in old["relations"]]
    return frozenset(one for group in groups if numbers & set(group) for one in group)


def _why(number: str, asked: frozenset[str], near: frozenset[str]) -> Why:
    return "asked" if number in asked else "follows" if number in near else "unasked"


_Findings = tuple[Mapping[str, Any], ...]


def _findings(old: Record, new: Record, moved: Mapping[str, str]) -> tuple[_Findings, _Findings, _Findings]:
    """Findings mended, left and new: one is left if its id is there, or its rule about the same numbers."""
    ids = {f["id"] for f in new["findings"]}
    about = {(f["rule"], e["number"]) for f in new["findings"] for e in f["evidence"] if e["number"]}
    left = [f for f in old["findings"] if f["id"] in ids or _about(f, moved) & about]
    stays = {f["id"] for f in left}
    before = {key for f in left for key in _about(f, moved)}
    mended = tuple(f for f in old["findings"] if f["id"] not in stays)
    fresh = tuple(f for f in new["findings"] if f["id"] not in stays and not _own(f) & before)
    return mended, tuple(left), fresh


def _about(finding: Mapping[str, Any], moved: Mapping[str, str]) -> set[tuple[str, str]]:
    """What a finding is about, by the numbers of the new version."""
    return {(finding["rule"], moved[e["number"]]) for e in finding["evidence"] if e["number"] in moved}


def _own(finding: Mapping[str, Any]) -> set[tuple[str, str]]:
    return {(finding["rule"], e["number"]) for e in finding["evidence"] if e["number"] is not None}


def _titles(record: Record) -> dict[str, str]:
    return {_words(s["title"]): f"{s['number']} {s['title']}".strip() for s in record["sections"]}
