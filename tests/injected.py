"""What Soát makes of edited reports: which findings are new, whether they tell the error, which figure they name."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.build import SPLITS
from corpus.harmless import HARMLESS
from corpus.injector import Edit, Report, report
from corpus.marks import plain_values
from corpus.repairs import suspects
from corpus.variants import Original
from pipeline.analysis import analyse_bytes
from pipeline.export.record import FindingRecord, record

#: findings that alarm; remarks may come and go
LOUD = ("error", "warning")
TOP = Path(__file__).parents[1]
Place = tuple[int, int]


@cache
def reports(split: str) -> Mapping[str, Report]:
    """The reports of a split with their gold."""
    folders = SPLITS[split]
    return {
        path.stem: report(path.read_bytes().decode("utf-8"), gold(split, path.stem))
        for path in sorted(folders.reports.glob("*.txt"))
    }


def gold(split: str, name: str) -> Mapping[str, object]:
    found: Mapping[str, object] = json.loads((SPLITS[split].gold / f"{name}.json").read_text("utf-8"))
    return found


def findings(text: str) -> list[FindingRecord]:
    found = record(analyse_bytes(text.encode(), "bao-cao.txt")).findings
    return [one for one in found if one.severity in LOUD]


@cache
def known(text: str) -> tuple[FindingRecord, ...]:
    return tuple(findings(text))


@dataclass(frozen=True, slots=True)
class Tried:
    """An error with the new findings that tell it, those that do not, and the finding's choice of a culprit."""

    split: str
    name: str
    edit: Edit
    told: tuple[FindingRecord, ...]
    aside: tuple[FindingRecord, ...]
    named: bool
    ceiling: float | None

    @property
    def found(self) -> bool:
        return bool(self.told)


def tried(split: str, name: str, edit: Edit) -> Tried:
    source = reports(split)[name]
    places, lines = _places(source, edit), _lines(edit)
    new = new_findings(source, edit)
    told = [one for one in new if any((e.line, e.col) in places or e.line in lines for e in one.evidence)]
    told.sort(key=lambda one: one.severity != "error")
    aside = [one for one in new if one not in told]
    sure = suspects(source, edit) if edit.must and told else ()
    known_to_be = any(one.start == edit.number.start for one in sure)
    named = bool(told) and culprit(told[0]) == edit.variant.place(edit.changes[0][0])
    return Tried(split, name, edit, tuple(told), tuple(aside), named, 1 / len(sure) if known_to_be else None)


def new_findings(source: Report, edit: Edit) -> list[FindingRecord]:
    """Findings, by rule and texts of evidence, that the report had not; a changed figure counts as what it was."""
    was = {edit.variant.place(start): source.text[start:end] for start, end, new in edit.changes if new}
    before = Counter((one.rule, texts(one, {})) for one in known(source.text))
    new = []
    for one in findings(edit.text):
        key = (one.rule, texts(one, was))
        if before[key] > 0:
            before[key] -= 1
        else:
            new.append(one)
    return new


def texts(finding: FindingRecord, was: Mapping[Place, str]) -> tuple[str, ...]:
    return tuple(sorted(was.get((one.line, one.col), one.text) for one in finding.evidence))


def _places(source: Report, edit: Edit) -> set[Place]:
    """Where the changes and the numbers of the broken relations stand after the error."""
    numbers = {n.start for relation in edit.broken for n in relation.numbers}
    return {edit.variant.place(start) for start in numbers | {start for start, _, _ in edit.changes}}


def _lines(edit: Edit) -> set[int]:
    """The lines that were changed, where the error is no other figure in the place of one."""
    figures = {(n.start, n.end) for relation in edit.broken for n in relation.numbers}
    spans = {(start, end) for start, end, _ in edit.changes}
    return set() if spans <= figures else {edit.variant.place(start)[0] for start, _ in spans}


def culprit(finding: FindingRecord) -> Place | None:
    """The place of the figure that a finding calls wrong: the one that it would replace, else its first."""
    named = re.search(r"thay cho (\d[\d.,/]*\d|\d)", finding.suggestion or "")
    shown = [one for one in finding.evidence if named and re.match(rf"{re.escape(named[1])}(?![\d.,/]*\d)", one.text)]
    return next(((one.line, one.col) for one in (*shown, *finding.evidence)), None)


# -- figures -------------------------------------------------------------------------------------------------------


def share(part: Sequence[object], whole: Sequence[object]) -> str:
    return f"{len(part)}/{len(whole)}" + (f" = {len(part) / len(whole):.3f}" if whole else "")


def found_share(edits: Iterable[Tried]) -> float:
    must = [one for one in edits if one.edit.must]
    return sum(one.found for one in must) / max(1, len(must))


def summary(edits: Sequence[Tried]) -> list[str]:
    """The figures of tried errors, a line each: found, by code, by kind; what nothing tells; localisation."""
    must = [one for one in edits if one.edit.must]
    free = [one for one in edits if not one.edit.broken and not one.edit.rules]
    loud = [one for one in free if one.told or one.aside]
    lines = [f"found: {share([one for one in must if one.found], must)} of {len(edits)} errors"]
    lines.append(f"nothing in gold tells: {share(free, edits)}; of them with an alarm {share(loud, free)}")
    lines.append(f"with an alarm beside the matter: {share([one for one in edits if one.aside], edits)}")
    for title, of in (("code", lambda one: (one.edit.code,)), ("kind", lambda one: one.edit.kinds)):
        for key in sorted({key for one in must for key in of(one)}):
            mine = [one for one in must if key in of(one)]
            lines.append(f"  by {title} {key}: {share([one for one in mine if one.found], mine)}")
    for kind in sorted({one.edit.kinds for one in must if len(one.edit.kinds) == 1}):
        mine = [one for one in must if one.edit.kinds == kind]
        lines.append(f"  only {kind[0]}: {share([one for one in mine if one.found], mine)}")
    placed = [one for one in must if one.ceiling is not None]
    ceiling = sum(one.ceiling or 0 for one in placed) / max(1, len(placed))
    lines.append(f"localisation: {share([one for one in placed if one.named], placed)}, ceiling {ceiling:.3f}")
    return lines


def misses(edits: Sequence[Tried]) -> list[str]:
    """What was missed, with the relations that it breaks and its sentence; only of reports that may be read."""
    missed = [one for one in edits if one.edit.must and not one.found and one.split != "evaluate"]
    return [line for one in missed for line in _miss(reports(one.split)[one.name], one)]


def _miss(source: Report, one: Tried) -> list[str]:
    changes = "; ".join(f"{source.text[start:end]!r} → {new!r}" for start, end, new in one.edit.changes)
    said = (f"{r.kind}({', '.join(f'{role} {n.text}@{n.line}' for role, n in r.operands)})" for r in one.edit.broken)
    broke = "; ".join(said) or " ".join(one.edit.rules)
    where = f"{one.name}:{one.edit.number.line} {one.edit.code} {changes}"
    return [where, f"    breaks {broke}", f"    | {shown(source, one.edit)}"]


def shown(source: Report, edit: Edit) -> str:
    line = edit.text.split("\n")[edit.variant.place(edit.changes[0][0])[0] - 1]
    col = edit.variant.place(edit.changes[0][0])[1]
    return (line[max(0, col - 160) : col] + "»" + line[col : col + 120]).replace("\t", " ⇥ ")


# -- edits that harm nothing ---------------------------------------------------------------------------------------


def alarms(split: str, name: str, text: str) -> list[FindingRecord]:
    """Findings of a text, by rule and values of evidence, that the report had not before it was edited.

    That another decimal mark can be misread is true, and no alarm.
    """
    before = Counter(key(one) for one in known(reports(split)[name].text))
    new = []
    for one in findings(text):
        if before[key(one)] > 0:
            before[key(one)] -= 1
        elif one.rule != "format":
            new.append(one)
    return new


def key(finding: FindingRecord) -> tuple[str, ...]:
    """Rule and the values of the evidence, however they are printed; words count as none."""
    texts = (re.sub(r"^(\d{1,3})\.(\d{1,2})$", r"\1,\2", one.text) for one in finding.evidence)
    return finding.rule, *sorted(str(plain_values(text)[0]) for text in texts)


def original(split: str, name: str) -> Original:
    return Original.of(reports(split)[name].text, gold(split, name))


def harmless(split: str, rounds: int, seed: int) -> list[tuple[str, str, str]]:
    """Code, report and text of each harmless edit that is legal in a report."""
    made = []
    for name, source in reports(split).items():
        chance = random.Random(f"{seed}:{name}")
        for code, make in HARMLESS.items():
            texts = (make(source, original(split, name), chance) for _ in range(rounds))
            made += [(code, name, text) for text in dict.fromkeys(texts) if text is not None]
    return made


# -- the same errors in Word files ---------------------------------------------------------------------------------


def word_form(name: str) -> bytes:
    return (TOP / "corpus" / "forms" / "word" / f"{name}.docx").read_bytes()


@cache
def known_in_word(name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(told_in_word(word_form(name)))


def told_in_word(form: bytes) -> list[tuple[str, tuple[str, ...]]]:
    found = record(analyse_bytes(form, "bao-cao.docx")).findings
    return [(one.rule, tuple(sorted(e.text for e in one.evidence))) for one in found if one.severity in LOUD]


def found_in_word(name: str, edit: Edit, form: bytes) -> bool:
    """Whether a finding is new in a Word file that shows a figure of what the error breaks, or the error itself."""
    new = Counter(told_in_word(form)) - Counter(known_in_word(name))
    shown = {new for _, _, new in edit.changes} | {n.text for relation in edit.broken for n in relation.numbers}
    figures = {text for text in shown if text}
    return any(rule in edit.rules or figures & {*texts} for rule, texts in new)
