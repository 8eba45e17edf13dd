"""Gold of a marked source, and every problem of the source."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Set
from pathlib import Path
from typing import Any

from corpus.marks import Marked, Number, Problem, Section
from corpus.statements import finding, number_value, relation

KINDS = frozenset(("bao_cao", "ke_hoach", "thong_bao", "cong_van", "quyet_dinh", "tin_bai", "khac"))
LEVELS = frozenset(("xa", "huyen", "tinh"))
CATALOGUE = Path(__file__).parents[1] / "extractors" / "catalogue" / "metrics.csv"
#: fields of the header in their order; those of `_RARE` are left out where the source does not say them
_FIELDS = (
    "issuer", "unit", "level", "parents", "number", "symbol", "place", "date", "title", "period",
    "signer_title", "signer_authority", "signer_name", "addressee", "recipients",
)  # fmt: skip
_RARE = frozenset(("signer_authority", "addressee"))
_LISTS = frozenset(("parents", "recipients"))


def metric_codes() -> frozenset[str]:
    """Return the codes of the metric catalogue."""
    with CATALOGUE.open(encoding="utf-8", newline="") as rows:
        return frozenset(row["code"] for row in csv.DictReader(rows))


def gold_and_problems(marked: Marked, stem: str, metrics: Set[str]) -> tuple[dict[str, Any], list[Problem]]:
    """Return the gold of one source, fit for JSON, with all problems in the order of their lines."""
    named = {number.id: number for number in marked.numbers if number.id}
    relations = [relation(stated, named) for stated in marked.relations]
    findings = [finding(stated, marked, named) for stated in marked.findings]
    problems = [*marked.problems, *_header_problems(marked), *_number_problems(marked, metrics)]
    problems += [problem for _, found in (*relations, *findings) for problem in found]
    numbers = sorted(marked.numbers, key=lambda number: (number.line, number.col))
    gold = {
        "id": stem,
        "kind": marked.header.get("kind", "khac"),
        "metadata": _metadata(marked),
        "sections": [_section(section) for section in marked.sections],
        "numbers": [_number(number) for number in numbers],
        "relations": [written for written, _ in relations],
        "findings": [written for written, _ in findings],
        "notes": list(marked.notes),
    }
    return gold, sorted(problems)


def gold_json(gold: dict[str, Any]) -> str:
    """Return gold in its canonical form."""
    return json.dumps(gold, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _metadata(marked: Marked) -> dict[str, Any]:
    empty: dict[str, Any] = {key: [] if key in _LISTS else None for key in _FIELDS if key not in _RARE}
    stated = {**empty, **marked.header}
    return {key: stated[key] for key in _FIELDS if key in stated}


def _section(section: Section) -> dict[str, Any]:
    written = {"line": section.line, "number": section.number, "title": section.title, "level": section.level}
    return written | ({"title_line": section.title_line} if section.title_line else {})


def _number(number: Number) -> dict[str, Any]:
    written: dict[str, Any] = {"line": number.line, "col": number.col, "text": number.text, "role": number.role}
    if number.role != "measure":
        return written
    written["value"] = None if number.value is None else number_value(number.value)
    written |= {"of": number_value(number.of)} if number.of is not None else {}
    written |= {"unit": number.unit, "qualifier": number.qualifier, "label": number.label, "metric": number.metric}
    written |= {"target": True} if number.target else {}
    return written | ({"period": number.period} if number.period else {})


def _header_problems(marked: Marked) -> list[Problem]:
    header = marked.header
    faults = [f"unknown field of the header: {key}" for key in sorted(header.keys() - {*_FIELDS, "kind"})]
    faults += [f"unknown kind: {kind}" for kind in str(header.get("kind")).split("|") if kind not in KINDS]
    faults += [f"unknown level: {header['level']}"] if header.get("level", "xa") not in LEVELS else []
    for key in sorted(header.keys() & set(_FIELDS)):
        if not _well_typed(header[key], key in _LISTS):
            faults.append(f"{key} must be {'a list of texts' if key in _LISTS else 'a text'}")
    return [Problem(2, fault) for fault in faults] if marked.lines else []


def _well_typed(value: object, listed: bool) -> bool:
    if not listed:
        return isinstance(value, str) and bool(value)
    return isinstance(value, list) and all(isinstance(one, str) and one for one in value)


def _number_problems(marked: Marked, metrics: Set[str]) -> list[Problem]:
    uses = Counter(number.id for number in marked.numbers if number.id)
    problems = []
    for number in marked.numbers:
        place = marked.places[number.line - 1]
        if number.metric and number.metric not in metrics:
            problems.append(Problem(place, f"unknown metric: {number.metric}"))
        if uses[number.id] > 1:
            problems.append(Problem(place, f"the id {number.id} is given {uses[number.id]} times"))
    return problems
