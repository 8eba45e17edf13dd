"""Parse a marked source (form: README.md) into its text and what is stated about it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

ROLES = frozenset(("measure", "date", "period", "citation", "numbering", "slogan", "name", "other", "any"))
QUALIFIERS = frozenset(("=", ">=", "<=", ">", "<", "~"))
_MARK = re.compile(r"\{([^{}]*)\}")
_HEADING = re.compile(r"#([1-9])(?: (.*))?")
_PRINTED = re.compile(r"[-+]?\d(?:.*[\d*])?", re.DOTALL)
_PLAIN = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")
_OPTIONS = frozenset(("id", "q", "target", "period", "label", "value", "of"))
_FENCE = "+++"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong with a marked source, by its line there."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Number:
    """A marked number: where it stands in the stripped text and what its mark says."""

    line: int
    col: int
    text: str
    role: str
    id: str = ""
    value: Decimal | None = None
    of: Decimal | None = None
    unit: str | None = None
    qualifier: str = "="
    label: str | None = None
    metric: str | None = None
    period: str | None = None
    target: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading: its line, depth, printed number and title; `title_line` where that stands on a later line."""

    line: int
    level: int
    number: str | None
    title: str
    title_line: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A relation or finding of the head as written, with its line in the source."""

    line: int
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked source taken apart; `places` gives the source line of each text line, `runs_on` the split lines."""

    header: dict[str, Any]
    lines: tuple[str, ...]
    numbers: tuple[Number, ...] = ()
    sections: tuple[Section, ...] = ()
    relations: tuple[Statement, ...] = ()
    findings: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    runs_on: frozenset[int] = frozenset()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """One body line without its marks; the line numbers of its parts are those of the text."""

    text: str
    numbers: tuple[Number, ...]
    heading: tuple[int, str | None] | None
    faults: tuple[str, ...]


def plain_values(text: str) -> tuple[Decimal | None, Decimal | None]:
    """Return value and `of` as the plain rule of the README reads a printed number.

    >>> plain_values("1.527,5"), plain_values("8/8"), plain_values("3*")
    ((Decimal('1527.5'), None), (Decimal('8'), Decimal('8')), (None, None))
    """
    parts = text.split("/")
    if len(parts) > 2 or not all(_PLAIN.fullmatch(part) for part in parts):
        return None, None
    values = [Decimal(part.replace(".", "").replace(",", ".")) for part in parts]
    return values[0], values[1] if len(values) == 2 else None


def parse(source: str) -> Marked:
    """Return a marked source taken apart, with every problem of its form."""
    rows = unicodedata.normalize("NFC", source.removeprefix("\ufeff")).replace("\r\n", "\n").rstrip("\n").split("\n")
    fences = [at for at, row in enumerate(rows) if row.rstrip() == _FENCE][:2]
    if len(fences) < 2 or fences[0] != 0:
        return Marked({}, (), problems=(Problem(1, "the source does not open with a head between two lines +++"),))
    head, faults = _head(rows[1 : fences[1]])
    body = _body(rows[fences[1] + 1 :], fences[1] + 2)
    return Marked(
        header=head.get("header", {}),
        lines=body.lines,
        numbers=body.numbers,
        sections=body.sections,
        relations=_statements(head, "relations", rows),
        findings=_statements(head, "findings", rows),
        notes=tuple(head.get("notes", ())),
        places=body.places,
        runs_on=body.runs_on,
        problems=(*faults, *body.problems),
    )


def _head(rows: list[str]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    try:
        head = tomllib.loads("\n".join(rows))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        return {}, (Problem(1 + int(found[1]) if found else 1, f"the head is no TOML: {error}"),)
    wrong = sorted(head.keys() - {"header", "relations", "findings", "notes"})
    return head, tuple(Problem(1, f"unknown part of the head: {key}") for key in wrong)


def _statements(head: dict[str, Any], name: str, rows: list[str]) -> tuple[Statement, ...]:
    places = [at for at, row in enumerate(rows, 1) if row.split("#")[0].strip() == f"[[{name}]]"]
    stated = head.get(name, [])
    return tuple(Statement(places[at] if at < len(places) else 1, fields) for at, fields in enumerate(stated))


def _body(rows: list[str], first: int) -> Marked:
    lines: list[str] = []
    places: list[int] = []
    numbers: list[Number] = []
    headings: list[tuple[int, int, str | None]] = []
    problems: list[Problem] = []
    runs_on: set[int] = set()
    for place, row in enumerate(rows, first):
        if lines and len(lines) in runs_on and row.strip():
            lines.append("")
            places.append(place)
        split = row.rstrip().endswith("{~}")
        read = _line(row.rstrip()[:-3] if split else row, len(lines) + 1)
        lines.append(read.text)
        places.append(place)
        numbers += read.numbers
        headings += [(len(lines), *read.heading)] if read.heading else []
        problems += [Problem(place, fault) for fault in read.faults]
        runs_on |= {len(lines)} if split else set()
    sections = tuple(_section(lines, *heading) for heading in headings)
    split_lines, faults = frozenset(runs_on), tuple(problems)
    return Marked({}, tuple(lines), tuple(numbers), sections, (), (), (), tuple(places), split_lines, faults)


def _section(lines: list[str], line: int, level: int, number: str | None) -> Section:
    """A heading whose own line holds its number only has its title on the next line with text."""
    own = lines[line - 1].removeprefix(number or "").strip()
    if own:
        return Section(line, level, number, own)
    later = next((at for at in range(line + 1, len(lines) + 1) if lines[at - 1].strip()), None)
    return Section(line, level, number, lines[later - 1].strip() if later else "", later)


def _line(row: str, line: int) -> _Line:
    text, done = "", 0
    numbers: list[Number] = []
    faults: list[str] = []
    heading: tuple[int, str | None] | None = None
    for mark in _MARK.finditer(row):
        faults += _bare(row[done : mark.start()])
        text, done = text + row[done : mark.start()], mark.end()
        if mark[1].startswith("#"):
            found = _HEADING.fullmatch(mark[1])
            faults += [] if found and mark.start() == 0 else [f"a heading mark not at the start of a line: {mark[0]}"]
            printed = (found[2] or "") if found else ""
            heading = (int(found[1]), printed or None) if found else None
            numbers += _numbering(printed, line, len(text))
            text += printed
            done += not printed and row[done : done + 1] == " "
            continue
        number, wrong = _number(mark[1], line, len(text))
        numbers.append(number)
        faults += wrong
        text += number.text
    return _Line(text + row[done:], tuple(numbers), heading, (*faults, *_bare(row[done:])))


def _bare(text: str) -> list[str]:
    """What must not stand outside marks."""
    around = [text[max(0, digits.start() - 12) : digits.end() + 8] for digits in re.finditer(r"[0-9]+", text)]
    stray = [f"a stray {brace}" for brace in "{}" if brace in text]
    return [f"a digit outside marks: …{shown}…" for shown in around] + stray


def _numbering(printed: str, line: int, col: int) -> list[Number]:
    digits = re.search(r"\d(?:.*\d)?", printed)
    return [Number(line, col + digits.start(), digits[0], "numbering")] if digits else []


def _number(mark: str, line: int, col: int) -> tuple[Number, list[str]]:
    """The number of a mark and what is wrong with it."""
    named = mark.startswith("@")
    role, _, rest = mark[1:].partition(" ") if named else ("measure", "", mark)
    text, *fields = rest.split("|")
    faults = [f"unknown role {one}: {{{mark}}}" for one in role.split("|") if one not in ROLES]
    faults += [] if _PRINTED.fullmatch(text) else [f"a mark must run from its first to its last digit: {{{mark}}}"]
    faults += [f"a measure needs text|metric|unit: {{{mark}}}"] if not named and len(fields) < 2 else []
    metric, unit = ("", "") if named else (*fields, "", "")[:2]
    options, wrong = _options(fields if named else fields[2:])
    value, of, unread = _values(text, options)
    if role == "measure" and value is None:
        faults.append(f"no plain number, say value=: {{{mark}}}")
    qualifier = options.get("q", "=")
    wrong += [] if qualifier in QUALIFIERS else [f"unknown qualifier {qualifier}"]
    number = Number(
        line, col, text, role, options.get("id", ""), value, of, unit or None, qualifier,
        options.get("label") or None, metric or None, options.get("period") or None, "target" in options,
    )  # fmt: skip
    return number, faults + [f"{fault}: {{{mark}}}" for fault in wrong + unread]


def _options(fields: list[str]) -> tuple[dict[str, str], list[str]]:
    pairs = [field.strip().partition("=") for field in fields]
    wrong = [f"unknown option {key or '(empty)'}" for key, _, _ in pairs if key not in _OPTIONS]
    return {key: value for key, _, value in pairs}, wrong


def _values(text: str, options: dict[str, str]) -> tuple[Decimal | None, Decimal | None, list[str]]:
    """Value and `of`, options before the plain rule."""
    stated = {key: options[key] for key in ("value", "of") if key in options}
    wrong = [f"{key}= is no number" for key, text_ in stated.items() if not re.fullmatch(r"-?\d+(\.\d+)?", text_)]
    value, of = plain_values(text)
    if not wrong:
        value = Decimal(stated["value"]) if "value" in stated else value
        of = Decimal(stated["of"]) if "of" in stated else of
    return value, of, wrong
