"""Relations and findings of a marked source as gold states them, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from corpus.marks import Marked, Number, Problem, Statement

SEVERITIES = frozenset(("error", "warning", "info"))
TYPES = frozenset(
    (
        "sum", "percent", "distribution", "ratio", "growth", "product", "granularity", "balance", "repeat",
        "enumeration", "date", "citation", "stale-law", "numbering", "name", "header", "missing", "format",
        "spelling", "cross", "order", "difference",
    )
)  # fmt: skip
VERDICTS: Mapping[str, bool | None] = {"holds": True, "fails": False, "undecided": None}


@dataclass(frozen=True, slots=True)
class Form:
    """Which fields a kind of relation takes: ids of one number, lists of ids, ids that may lack, plain values."""

    one: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()

    def fields(self) -> frozenset[str]:
        """Return every field that the kind takes."""
        common = ("kind", "verdict", "unit", "note", "exhaustive")
        return frozenset((*self.one, *self.many, *self.maybe, *self.plain, *common))


FORMS: Mapping[str, Form] = {
    "sum": Form(one=("total",), many=("parts",)),
    "order": Form(one=("total",), many=("parts",)),
    "percent": Form(one=("share", "part"), maybe=("whole",)),
    "distribution": Form(many=("parts",)),
    "enumeration": Form(one=("total",), plain=("items",)),
    "balance": Form(many=("left", "right")),
    "difference": Form(one=("total", "part", "rest")),
    "product": Form(one=("total",), many=("factors",)),
    "ratio": Form(one=("part",), maybe=("whole", "rest")),
    "growth": Form(one=("old", "new"), maybe=("share", "delta"), plain=("direction", "subject")),
    "repeat": Form(many=("items",), plain=("subject",)),
}
#: the words of gold where they differ from those of a source
_GOLD_WORDS = {("percent", "share"): "percent", ("enumeration", "total"): "count"}
_FINDING_FIELDS = frozenset(
    ("type", "severity", "at", "line_of", "lines_of", "numbers", "values", "explain", "explain_vi", "optional")
)  # fmt: skip


def number_value(value: Decimal) -> int | float:
    """Return a value as JSON writes it: whole numbers without a decimal point."""
    return int(value) if value == value.to_integral_value() else float(value)


def relation(stated: Statement, named: Mapping[str, Number]) -> tuple[dict[str, Any], list[Problem]]:
    """Return one relation in the form of gold, with its problems."""
    fields, kind = stated.fields, str(stated.fields.get("kind"))
    form = FORMS.get(kind)
    if form is None:
        return {}, [Problem(stated.line, f"unknown kind of relation: {kind}")]
    faults = _form_faults(fields, kind, form)
    operands, unknown = _operands(fields, form, named)
    faults += unknown or faults or _sum_faults(fields, operands)
    written: dict[str, Any] = {"kind": kind}
    for key, value in operands.items():
        shown = [_reference(number) for number in value] if isinstance(value, list) else _reference(value)
        written[_GOLD_WORDS.get((kind, key), key)] = shown
    written |= {"whole": None} if kind == "percent" and "whole" not in operands else {}
    written |= {key: fields[key] for key in (*form.plain, "unit") if key in fields}
    written |= _arithmetic(kind, fields, operands)
    written["holds"] = VERDICTS.get(str(fields.get("verdict")))
    written |= {"note": fields["note"]} if "note" in fields else {}
    return written, [Problem(stated.line, fault) for fault in dict.fromkeys(faults)]


def _form_faults(fields: Mapping[str, Any], kind: str, form: Form) -> list[str]:
    needed = {*form.one, *form.many, "verdict"} | ({"items"} & set(form.plain))
    faults = [f"a relation {kind} needs {key}" for key in sorted(needed - fields.keys())]
    faults += [f"a relation {kind} takes no {key}" for key in sorted(fields.keys() - form.fields())]
    if fields.get("verdict", "holds") not in VERDICTS:
        faults.append(f"unknown verdict: {fields['verdict']}")
    return faults


_Operands = dict[str, Number | list[Number]]


def _operands(fields: Mapping[str, Any], form: Form, named: Mapping[str, Number]) -> tuple[_Operands, list[str]]:
    found: _Operands = {}
    unknown: list[str] = []
    for key in (*form.one, *form.maybe, *form.many):
        if key not in fields:
            continue
        value = fields[key]
        ids = value if isinstance(value, list) else [value]
        unknown += [f"unknown id in {key}: {one}" for one in ids if one not in named]
        unknown += [f"{key} must be a list"] if key in form.many and not isinstance(value, list) else []
        numbers = [named[one] for one in ids if one in named]
        if key in form.many:
            found[key] = numbers
        elif numbers:
            found[key] = numbers[0]
    return found, unknown


def _reference(number: Number) -> dict[str, Any]:
    value = None if number.value is None else number_value(number.value)
    return {"line": number.line, "col": number.col, "text": number.text, "value": value}


def _added(numbers: list[Number]) -> Decimal:
    return sum((number.value or Decimal(0) for number in numbers), Decimal(0))


def _arithmetic(kind: str, fields: Mapping[str, Any], operands: _Operands) -> dict[str, Any]:
    """What gold spells out of a relation's arithmetic."""
    parts = operands.get("parts")
    if kind in ("sum", "order") and isinstance(parts, list):
        exhaustive = fields.get("exhaustive", kind == "sum")
        return {"exhaustive": exhaustive, "sum_of_parts": number_value(_added(parts))}
    return {"total": 100} if kind == "distribution" else {}


def _sum_faults(fields: Mapping[str, Any], operands: _Operands) -> list[str]:
    """Where the stated verdict of a sum is not that of its arithmetic; qualifiers and rounding leave it open."""
    total, parts = operands.get("total"), operands.get("parts")
    if fields["kind"] != "sum" or not isinstance(total, Number) or not isinstance(parts, list):
        return []
    if any(number.value is None for number in (total, *parts)):
        return ["a sum of numbers without a value"]
    if any(number.qualifier != "=" for number in (total, *parts)):
        return []
    stated, added, wanted = VERDICTS[fields["verdict"]], _added(parts), total.value or Decimal(0)
    if stated is None or (stated is (added == wanted)) or _left_open(fields, total, parts, added - wanted):
        return []
    sums = " + ".join(str(number.value) for number in parts)
    return [f"the sum is stated as {fields['verdict']}, but {sums} = {added} and the total is {wanted}"]


def _left_open(fields: Mapping[str, Any], total: Number, parts: list[Number], over: Decimal) -> bool:
    if fields.get("exhaustive") is False and over < 0:
        return True
    exponents = [(number.value or Decimal(0)).as_tuple().exponent for number in (total, *parts)]
    places = max(-exponent for exponent in exponents if isinstance(exponent, int))
    return places > 0 and abs(over) <= Decimal(len(exponents)) / 2 / 10**places


def finding(stated: Statement, marked: Marked, named: Mapping[str, Number]) -> tuple[dict[str, Any], list[Problem]]:
    """Return one finding in the form of gold, with its problems."""
    fields = stated.fields
    types, severity = str(fields.get("type", "")), str(fields.get("severity", ""))
    faults = [f"unknown type of finding: {one}" for one in types.split("|") if one not in TYPES]
    faults += [] if severity in SEVERITIES else [f"unknown severity: {severity}"]
    faults += [f"a finding takes no {key}" for key in sorted(fields.keys() - _FINDING_FIELDS)]
    faults += [] if fields.get("explain_vi") else ["a finding needs explain_vi"]
    ids = [*fields.get("numbers", ()), *([fields["at"]] if "at" in fields else [])]
    faults += [f"unknown id in the finding: {one}" for one in ids if one not in named]
    line, lines, wrong = _finding_lines(fields, marked, [named[one] for one in ids if one in named])
    faults += wrong
    written: dict[str, Any] = {"type": types, "severity": severity, "line": line, "lines": lines}
    written["values"] = [value for one in fields.get("numbers", ()) if one in named for value in _shown(named[one])]
    written["values"] += fields.get("values", [])
    told = fields.get("explain_vi", "")
    written |= {"explain": fields.get("explain", told), "explain_vi": told}
    written |= {"optional": True} if fields.get("optional") else {}
    return written, [Problem(stated.line, fault) for fault in faults]


def _shown(number: Number) -> list[int | float | str]:
    if number.role != "measure" or number.value is None:
        return [number.text]
    return [number_value(value) for value in (number.value, number.of) if value is not None]


def _finding_lines(
    fields: Mapping[str, Any], marked: Marked, numbers: list[Number]
) -> tuple[int | None, list[int], list[str]]:
    """The line that a finding stands on, all its lines, and phrases that stand on no line or on several."""
    phrases = [fields["line_of"]] if "line_of" in fields else []
    found = {phrase: _lines_with(phrase, marked) for phrase in (*phrases, *fields.get("lines_of", ()))}
    faults = [f"'{phrase}' stands on {len(at)} lines" for phrase, at in found.items() if len(at) != 1]
    lines = sorted({number.line for number in numbers} | {at[0] for at in found.values() if at})
    at = next((number.line for number in numbers[::-1] if number.id == fields.get("at")), None)
    first = found[phrases[0]] if phrases else []
    line = at if at is not None else first[0] if first else None
    # a part that is missing as a whole may stand nowhere
    if line is None and not phrases and fields.get("type") not in ("header", "missing"):
        faults.append("a finding needs at or line_of")
    return line, lines, faults


def _lines_with(phrase: str, marked: Marked) -> list[int]:
    return [at for at, line in enumerate(marked.lines, 1) if phrase and phrase in line]
