"""`soat score` counts as the scorer beside the project does, on good outputs and on bad ones."""

from __future__ import annotations

import copy
import json
import random
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipeline.analysis import analyse
from pipeline.evaluate.gold import Gold
from pipeline.evaluate.reports import Report, table_rows
from pipeline.evaluate.scores import score_one, score_set
from pipeline.export.record import as_mapping, record
from pipeline.export.record_types import Record

TOP = Path(__file__).parents[1]
SHARED = TOP.parent / "shared"
SCORER = SHARED / "score.py"
CORPUS = TOP / "gold", TOP / "corpus" / "reports"
REAL = SHARED / "gold", SHARED / "reports"
#: plain gold and records by stem
Golds = dict[str, dict[str, Any]]
Records = dict[str, dict[str, Any]]
Edit = Callable[[Golds, Records, random.Random], None]

pytestmark = pytest.mark.skipif(not SCORER.is_file(), reason="../shared is not here: no scorer to agree with")


@cache
def _material(gold: Path, reports: Path) -> tuple[Golds, Records]:
    golds = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(gold.glob("*.json"))}
    return golds, {stem: as_mapping(record(analyse(reports / f"{stem}.txt", f"{stem}.txt"))) for stem in golds}


def material(gold: Path, reports: Path) -> tuple[Golds, Records]:
    return copy.deepcopy(_material(gold, reports))


def ours(golds: Golds, records: Records) -> dict[str, float]:
    scored = [
        score_one(
            Report(stem, "txt", Path()),
            msgspec.convert(gold, Gold),
            msgspec.convert(records[stem], Record) if stem in records else None,
            frozenset(),
        )
        for stem, gold in golds.items()
    ]
    return {result.figure.name: result.pooled.value for result in score_set(scored, None, {}).results}


def theirs(golds: Golds, records: Records, folder: Path) -> dict[str, float]:
    for stem, gold in golds.items():
        (folder / f"{stem}.json").write_text(json.dumps(gold), "utf-8")
    prepared = folder / "records.jsonl"
    prepared.write_text("".join(f"{json.dumps(one)}\n" for one in records.values()), "utf-8")
    printing = f"import pathlib; print(pathlib.Path({str(prepared)!r}).read_text('utf-8'))"
    command = [sys.executable, SCORER, folder, folder, "--json", "--soat", shlex.join([sys.executable, "-c", printing])]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr[-800:]
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


@pytest.mark.parametrize(
    "folders",
    [
        pytest.param(CORPUS, id="corpus"),
        pytest.param(REAL, id="five real reports"),
    ],
)
def test_every_figure_is_the_same(folders: tuple[Path, Path], tmp_path: Path) -> None:
    golds, records = material(*folders)
    found = ours(golds, records)
    assert found == theirs(golds, records, tmp_path)
    assert found["reports"] == found["answered"] == len(golds) > 1
    assert found["measure_f1"] > 0.9


# -- outputs that are worse ----------------------------------------------------------------------------------------


def some(records: Records, field: str, chance: random.Random, share: float = 0.1) -> list[dict[str, Any]]:
    items = [item for one in records.values() for item in one[field]]
    return chance.sample(items, int(len(items) * share))


def drop_numbers(_: Golds, records: Records, chance: random.Random) -> None:
    for one in records.values():
        one["numbers"] = [number for number in one["numbers"] if chance.random() > 0.1]


def change_texts(_: Golds, records: Records, chance: random.Random) -> None:
    for number in some(records, "numbers", chance):
        text = number["text"]
        number["text"] = chance.choice([f"{text} %", text[:1], text.upper(), "", f"khoảng {text} người và hơn thế nữa"])


def move_columns(_: Golds, records: Records, chance: random.Random) -> None:
    for number in some(records, "numbers", chance, 0.5):
        number["col"] += chance.randint(-30, 30)


def move_lines(_: Golds, records: Records, chance: random.Random) -> None:
    for field in ("numbers", "sections", "findings"):
        for item in some(records, field, chance, 0.2):
            item["line"] = (item["line"] or 1) + chance.choice([-2, -1, 1, 2])


def change_roles(_: Golds, records: Records, chance: random.Random) -> None:
    for number in some(records, "numbers", chance, 0.2):
        number["role"] = chance.choice(["measure", "date", "period", "other", "name"])


def change_units(golds: Golds, records: Records, chance: random.Random) -> None:
    units = sorted({str(n["unit"]) for gold in golds.values() for n in gold["numbers"] if n.get("unit")})
    units += ["", "người", "học sinh", "Vụ việc", "km2", "hồ sơ/tháng", "hoà giải viên"]
    for number in some(records, "numbers", chance, 0.3):
        number["unit"] = chance.choice(units)


def change_values(_: Golds, records: Records, chance: random.Random) -> None:
    for number in some(records, "numbers", chance):
        number["value"] = chance.choice([None, 0, 7, 94.5, 1e6, "12", "nhiều", number["value"]])
        number["of"] = chance.choice([None, 0, 7, number["of"]])
        number["qualifier"] = chance.choice(["=", ">=", None])
        number["target"] = chance.choice([True, False, None])
        number["metric"] = chance.choice([None, "letters.apology", "dialogues", number["metric"]])


def change_sections(_: Golds, records: Records, chance: random.Random) -> None:
    for one in records.values():
        one["sections"] = [section for section in one["sections"] if chance.random() > 0.1]
    for section in some(records, "sections", chance, 0.3):
        section["level"] += chance.randint(0, 1)
        section["number"] = chance.choice([section["number"].rstrip("."), section["number"].lower(), "9.9"])


def change_headers(_: Golds, records: Records, chance: random.Random) -> None:
    for one in records.values():
        field = chance.choice(["number", "symbol", "date", "unit", "level", "signer_name"])
        one["header"][field] = chance.choice([None, "", "Lan", "x", (one["header"][field] or "").upper(), "2024-06"])


def change_findings(_: Golds, records: Records, chance: random.Random) -> None:
    for one in records.values():
        one["findings"] = [finding for finding in one["findings"] if chance.random() > 0.1]
    for finding in some(records, "findings", chance, 0.6):
        finding["rule"] = chance.choice(["sum", "percent", "repeat", "spelling", "header", finding["rule"]])
        finding["severity"] = chance.choice(["error", "warning", "info"])
        finding[chance.choice(["expected", "found"])] = chance.choice([None, 3, 12.5])
        finding["evidence"] = finding["evidence"][: chance.randint(0, 3)] * chance.choice([1, 12])
        finding["evidence"] = [e | {"line": e["line"] + chance.randint(0, 20)} for e in finding["evidence"]]


def change_relations(_: Golds, records: Records, chance: random.Random) -> None:
    for one in records.values():
        one["relations"] = [relation for relation in one["relations"] if chance.random() > 0.1]
    for relation in some(records, "relations", chance, 0.3):
        relation["verdict"] = chance.choice(["holds", "fails", "undecided"])
        relation["parts"] = chance.choice([relation["parts"][1:], relation["parts"][::-1], []])
        relation["kind"] = chance.choice(["sum", "percent", relation["kind"]])


def leave_open(golds: Golds, _: Records, chance: random.Random) -> None:
    """Gold in the other ways in which it may be written."""
    for number in some(golds, "numbers", chance, 0.2):
        number["role"] = chance.choice(["any", "date|period", "measure", "other"])
        number["unit"] = chance.choice([None, "vụ|đơn", "đồng chí", number.get("unit")])
    for gold in golds.values():
        gold["relations"] = chance.choice([gold["relations"], gold["relations"], []])
        gold["sections"] = chance.choice([gold["sections"], gold["sections"], []])
        gold["metadata"].pop(chance.choice(["number", "unit", "signer_name"]), None)
        gold["metadata"]["signer"] = "Lan"
        gold["metadata"]["symbol"] = chance.choice([None, "BC-UBND|BC-BCĐ"])
    for finding in some(golds, "findings", chance, 0.5):
        finding["optional"] = chance.choice([True, False])
        finding["severity"] = chance.choice(["error", "warning", "info"])
        finding["line"] = chance.choice([None, finding["line"]])
        finding["values"] = chance.choice([[], ["không"], finding["values"]])
        finding["type"] = chance.choice(["sum|repeat", finding["type"]])
    for relation in some(golds, "relations", chance, 0.3):
        for place in [relation.get("total"), *(relation.get("parts") or [])]:
            if relation["kind"] == "sum" and place:
                place.pop("col", None)


def without_metrics(golds: Golds, _: Records, chance: random.Random) -> None:
    for stem in chance.sample(sorted(golds), len(golds) // 2):
        for number in golds[stem]["numbers"]:
            number.pop("metric", None)


def leave_reports_out(_: Golds, records: Records, chance: random.Random) -> None:
    for stem in chance.sample(sorted(records), len(records) // 3):
        del records[stem]


#: a figure that each edit must move: an edit that changes nothing tests nothing
EDITS: Mapping[Edit, str] = {
    drop_numbers: "coverage",
    change_texts: "coverage",
    move_columns: "role",
    move_lines: "section_f1",
    change_roles: "role",
    change_units: "measure_f1",
    change_values: "exact",
    change_sections: "section_level",
    change_headers: "header",
    change_findings: "finding_right",
    change_relations: "sum_verdict",
    leave_open: "header",
    without_metrics: "metric_gold",
    leave_reports_out: "answered",
}


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_the_same_of_worse_outputs(edit: Edit, tmp_path: Path) -> None:
    before, (golds, records) = ours(*material(*CORPUS)), material(*CORPUS)
    edit(golds, records, random.Random(edit.__name__))
    found = ours(golds, records)
    assert found == theirs(golds, records, tmp_path)
    assert found[EDITS[edit]] < before[EDITS[edit]]


@pytest.mark.parametrize("seed", range(8))
def test_the_same_of_outputs_where_much_is_wrong(seed: int, tmp_path: Path) -> None:
    golds, records = material(*CORPUS)
    chance = random.Random(seed)
    for edit in chance.sample(list(EDITS), 7):
        edit(golds, records, chance)
    found = ours(golds, records)
    assert found == theirs(golds, records, tmp_path)
    assert found["role"] < 1


def test_rows_of_tables_do_not_move_a_figure() -> None:
    golds, records = material(*CORPUS)
    stem = next(stem for stem in golds if table_rows((CORPUS[1] / f"{stem}.txt").read_bytes()))
    rows = table_rows((CORPUS[1] / f"{stem}.txt").read_bytes())
    gold, answer = msgspec.convert(golds[stem], Gold), msgspec.convert(records[stem], Record)
    both = [score_one(Report(stem, "txt", Path()), gold, answer, tables) for tables in (frozenset[int](), rows)]
    plain, tabled = (score_set([one], None, {}).results for one in both)
    assert [result.pooled for result in plain] == [result.pooled for result in tabled]
    assert plain != tabled
