"""What each figure counts, on gold and records of a few lines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluate.counts import Miss, Scored
from pipeline.evaluate.figures import FIGURES, results, value
from pipeline.evaluate.gold import Gold, GoldError, read_golds
from pipeline.evaluate.history import Change, HistoryError, Kept, change, read_history, write_history
from pipeline.evaluate.intervals import wilson
from pipeline.evaluate.pairing import pair_numbers
from pipeline.evaluate.report import score_report
from pipeline.evaluate.units import same_unit
from pipeline.export.record_types import NumberRecord, Record

Plain = dict[str, Any]

RECEIVED = {"metric": "dossiers.received"}
DIRECT = {"metric": "dossiers.direct"}
#: "Đã tiếp nhận 20 hồ sơ, gồm: trực tiếp 12 hồ sơ, trực tuyến 8 hồ sơ." and a second line with a date
GOLD: Plain = {
    "id": "a",
    "kind": "bao_cao",
    "metadata": {"number": "12", "unit": "xã Tiên Lãng", "date": None, "signer": "Lê Văn An"},
    "sections": [{"line": 1, "number": "I.", "title": "KẾT QUẢ", "level": 1}],
    "numbers": [
        {"line": 2, "col": 13, "text": "20", "role": "measure", "value": 20, "unit": "hồ sơ"} | RECEIVED,
        {"line": 2, "col": 38, "text": "12", "role": "measure", "value": 12, "unit": "hồ sơ"} | DIRECT,
        {"line": 2, "col": 59, "text": "8", "role": "measure", "value": 8, "unit": "hồ sơ"},
        {"line": 3, "col": 5, "text": "05/3/2024", "role": "date"},
    ],
    "relations": [
        {
            "kind": "sum",
            "total": {"line": 2, "col": 13},
            "parts": [{"line": 2, "col": 38}, {"line": 2, "text": "8"}],
            "holds": True,
        }
    ],
    "findings": [
        {"type": "sum|repeat", "line": 2, "values": [20, 12], "severity": "error"},
        {"type": "spelling", "line": 9, "severity": "info", "values": []},
    ],
}  # fmt: skip


def number(id_: str, place: tuple[int, int], text: str, role: str = "measure", **more: Any) -> Plain:
    return {"id": id_, "text": text, "line": place[0], "col": place[1], "page": None, "box": None, "role": role} | more


def finding(rule: str, line: int, evidence: list[Plain], severity: str = "error") -> Plain:
    empty = {"id": rule, "message": "m", "expected": None, "found": None, "suggestion": None}
    return empty | {"rule": rule, "severity": severity, "line": line, "evidence": evidence}


def evidence(line: int, text: str, id_: str | None = None) -> Plain:
    return {"line": line, "col": 0, "text": text, "page": None, "box": None, "number": id_}


def answer() -> Plain:
    """The record of a reader that makes no mistake."""
    relation = {"id": "r1", "kind": "sum", "source": "cue", "total": "n1", "parts": ["n3", "n2"], "operands": []}
    header = dict.fromkeys(
        ["issuer", "level", "symbol", "place", "date", "title", "period", "signer_title", "addressee"]
    )
    header |= {"kind": "bao_cao", "unit": "Xã Tiên Lãng", "number": "12", "signer_name": "An", "parents": []}
    section = {
        "id": "s1",
        "parent": None,
        "level": 1,
        "number": "I",
        "title": "x",
        "kind": None,
        "line": 1,
        "page": None,
    }
    return {
        "schema": "soat/1",
        "status": "ok",
        "error": None,
        "source": {"path": "a.txt", "name": "a.txt", "sha256": "", "format": "txt", "pages": None}
        | {"ocr": False, "encoding": None, "warnings": []},
        "header": header | {"recipients": [], "taken_from": {}},
        "sections": [section],
        "numbers": [
            number("n1", (2, 13), "20", value=20, unit="hồ sơ", qualifier="=", metric="dossiers.received"),
            number("n2", (2, 38), "12", value=12, unit="hồ sơ", qualifier="=", metric="dossiers.direct"),
            number("n3", (2, 59), "8", value=8, unit="hồ sơ", qualifier="=", target=False),
            number("n4", (3, 5), "05/3/2024", "date"),
        ],
        "relations": [
            relation
            | {"unit": None, "exhaustive": True, "verdict": "holds", "missing": None, "reading": "", "tried": []}
        ],
        "findings": [finding("sum", 2, [evidence(2, "20", "n1"), evidence(2, "12", "n2")])],
        "coverage": dict.fromkeys(
            ["numbers", "measures", "linked", "in_relations", "verified", "contradicted", "unlinked"], 0
        ),
    }


def scored(gold: Plain, record: Plain | None) -> Scored:
    return score_report("a", msgspec.convert(gold, Gold), record and msgspec.convert(record, Record))


def figures(gold: Plain, record: Plain | None) -> dict[str, float]:
    counts = scored(gold, record).counts
    return {figure.name: value(figure, counts).value for figure in FIGURES}


def misses(record: Plain, gold: Plain = GOLD) -> list[str]:
    return [miss.name for miss in scored(gold, record).misses]


# -- figures -------------------------------------------------------------------------------------------------------


def test_a_perfect_reading_misses_nothing() -> None:
    found = figures(GOLD, answer())
    shares = {figure.name for figure in FIGURES if figure.kind in ("share", "f1")}
    assert {name: found[name] for name in shares if found[name] != 1} == {}
    assert (found["numbers"], found["metric_gold"], found["sums_gold"], found["findings_gold"]) == (4, 2, 1, 1)
    assert (found["alarms"], found["false_alarms_per_report"]) == (1, 0)
    assert misses(answer()) == []


def test_no_answer_misses_all() -> None:
    found = figures(GOLD, None)
    assert (found["reports"], found["answered"]) == (1, 0)
    assert [found[name] for name in ("coverage", "role", "measure_recall", "section_f1", "header", "sum_recall")] == [
        0
    ] * 6
    assert found["finding_recall"] == 0


def changed(path: str, new: object) -> Plain:
    """The perfect record with one field changed, e.g. "numbers.0.role"."""
    record = answer()
    *way, last = path.split(".")
    at: Any = record
    for step in way:
        at = at[int(step)] if step.isdigit() else at[step]
    at[last] = new
    return record


@pytest.mark.parametrize(
    ("path", "new", "name", "want"),
    [
        ("numbers.0.line", 4, "coverage", 3 / 4),
        ("numbers.0.text", "20 hồ sơ", "coverage", 1),
        ("numbers.0.text", "20 hồ sơ và rất nhiều", "coverage", 3 / 4),
        ("numbers.0.text", "", "coverage", 3 / 4),
        ("numbers.0.role", "date", "role", 3 / 4),
        ("numbers.0.role", "date", "measure_recall", 2 / 3),
        ("numbers.0.role", "date", "measure_precision", 1),
        ("numbers.3.role", "measure", "measure_precision", 3 / 4),
        ("numbers.0.value", 20.0000000001, "measure_f1", 1),
        ("numbers.0.value", "20", "measure_f1", 1),
        ("numbers.0.value", 21, "measure_f1", 2 / 3),
        ("numbers.0.of", 21, "measure_f1", 2 / 3),
        ("numbers.0.unit", "hs", "measure_f1", 1),
        ("numbers.0.unit", "đơn", "measure_f1", 2 / 3),
        ("numbers.0.qualifier", ">=", "exact", 2 / 3),
        ("numbers.0.target", True, "exact", 2 / 3),
        ("numbers.2.metric", "dossiers.online", "exact", 2 / 3),
        ("numbers.2.metric", "dossiers.online", "metric", 1),
        ("numbers.2.metric", "dossiers.online", "metric_precision", 2 / 3),
        ("numbers.0.metric", None, "metric", 1 / 2),
        ("sections.0.number", "II.", "section_f1", 0),
        ("sections.0.line", 3, "section_f1", 0),
        ("sections.0.level", 2, "section_level", 0),
        ("header.unit", "Tiên Lãng", "header", 1),
        ("header.number", "1", "header", 3 / 4),
        ("header.date", "2024-03-05", "header", 4 / 5),
        ("relations.0.parts", ["n2"], "sum_recall", 0),
        ("relations.0.total", "n4", "sum_precision", 0),
        ("relations.0.kind", "difference", "sum_recall", 0),
        ("relations.0.verdict", "undecided", "sum_verdict", 0),
        ("findings.0.rule", "repeat", "finding_recall", 1),
        ("findings.0.rule", "percent", "finding_recall", 0),
        ("findings.0.rule", "percent", "false_alarms", 0),
        ("findings.0.rule", "spelling", "false_alarms", 1),
        ("findings.0.severity", "info", "alarms", 0),
        ("findings.0.evidence", [evidence(2, "20", "n1")], "finding_recall", 1),
        ("findings.0.evidence", [evidence(2, "20", "n1")], "finding_right", 0),
        ("findings.0.evidence", [evidence(2, "20,0"), evidence(2, "12")], "finding_right", 1),
        ("findings.0.evidence", [evidence(2, "20,0"), evidence(2, "12")], "finding_recall_errors", 1),
    ],
)  # fmt: skip
def test_what_a_figure_counts(path: str, new: object, name: str, want: float) -> None:
    assert figures(GOLD, changed(path, new))[name] == pytest.approx(want)


def test_a_finding_spread_over_many_lines_stands_where_it_says() -> None:
    spread = [evidence(line, "x") for line in range(2, 14)]
    assert figures(GOLD, changed("findings", [finding("sum", 2, spread)]))["finding_recall"] == 1
    assert figures(GOLD, changed("findings", [finding("sum", 13, spread)]))["finding_recall"] == 0


def test_a_remark_of_gold_excuses_only_what_speaks_of_its_numbers() -> None:
    remark = {"type": "repeat", "line": 3, "severity": "info", "values": [7]}
    gold = GOLD | {"findings": [remark]}
    assert figures(gold, changed("findings", [finding("repeat", 3, [evidence(3, "8")])]))["false_alarms"] == 1
    assert figures(gold, changed("findings", [finding("repeat", 3, [evidence(3, "7")])]))["false_alarms"] == 0


def test_gold_that_leaves_a_part_out_is_not_asked_about_it() -> None:
    bare = {"numbers": GOLD["numbers"], "kind": "bao_cao"}
    found = scored(bare, answer()).counts
    names = {name for name, _ in found}
    assert names.isdisjoint({"section_found", "sum_found", "finding_gold"})
    assert (
        found["header_gold", "kind"] == sum(count for (name, _), count in found.items() if name == "header_gold") == 1
    )


def test_an_open_role_takes_every_answer_and_asks_for_no_measure() -> None:
    numbers = [GOLD["numbers"][0] | {"role": "any"}, GOLD["numbers"][3] | {"role": "date|period"}]
    found = figures(GOLD | {"numbers": numbers}, answer())
    assert found["role"] == 1
    # two more measures of the record have no number in gold
    assert (found["measure_precision"], found["measure_recall"]) == (0, 1)


def test_numbers_in_words_may_be_listed() -> None:
    record = answer()
    record["numbers"].append(number("n5", (3, 20), "hai", value=2))
    assert misses(record) == []
    record["numbers"].append(number("n6", (3, 30), "2", value=2))
    assert misses(record) == ["measure_precision a 3: 2"]


def test_each_number_is_given_once_and_to_the_nearest() -> None:
    gold = msgspec.convert([{"line": 1, "col": col, "text": "5", "role": "measure"} for col in (0, 10, 20)], tuple)
    golds = msgspec.convert({"numbers": gold}, Gold).numbers
    found = msgspec.convert([number("b", (1, 11), "5"), number("a", (1, 1), "5")], list[NumberRecord])
    pairs = pair_numbers(golds, found)
    assert [one and one.id for _, one in pairs.pairs] == ["a", "b", None]
    assert pairs.extra == ()


def test_units_agree_in_both_directions() -> None:
    words = ["hồ sơ", "hs", "người", "đồng chí", "hộ", "hộ nghèo", "hộ/năm", "%", "vụ việc", "cuộc", "buổi", "hội nghị"]
    assert {(a, b) for a in words for b in words if same_unit(a, b) != same_unit(b, a)} == set()
    assert not same_unit("buổi", "hội nghị")


# -- families, means, intervals ------------------------------------------------------------------------------------


def test_families_add_up_to_the_whole() -> None:
    found = results([scored(GOLD, changed("numbers.0.role", "date")).counts, scored(GOLD, None).counts])
    for result in found:
        if result.families:
            assert sum(each.ok for _, each in result.families) == result.pooled.ok, result.figure
            assert sum(each.of for _, each in result.families) == result.pooled.of, result.figure
    by_name = {result.figure.name: dict(result.families) for result in found}
    assert {family: each.of for family, each in by_name["role"].items()} == {"measure": 6, "date": 2}
    assert set(by_name["metric"]) == {"dossiers"}
    assert set(by_name["sum_recall"]) == {"prose"}
    assert set(by_name["finding_recall"]) == {"sum"}


@pytest.mark.parametrize(("rows", "want"), [(set(), "prose"), ({2}, "table"), ({3}, "prose")])
def test_where_a_sum_stands(rows: set[int], want: str) -> None:
    counts = score_report("a", msgspec.convert(GOLD, Gold), msgspec.convert(answer(), Record), frozenset(rows)).counts
    assert counts["sum_gold", want] == counts["sum_ok", want] == counts["sum_found", want] == 1


def test_a_sum_over_lines_is_a_list() -> None:
    gold = json.loads(json.dumps(GOLD).replace('"line": 2, "col": 13', '"line": 1, "col": 13'))
    counts = scored(gold, changed("numbers.0.line", 1)).counts
    assert counts["sum_ok", "list"] == 1


def test_the_mean_of_reports_leaves_out_those_that_say_nothing() -> None:
    silent = GOLD | {"relations": [], "findings": []}
    found = {
        result.figure.name: result for result in results([scored(GOLD, None).counts, scored(silent, answer()).counts])
    }
    assert found["sum_recall"].macro == 0
    assert found["role"].macro == 1 / 2
    assert found["numbers"].macro is None


def test_an_interval_as_published() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), table I, method 3
    for ok, of, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        interval = wilson(ok, of)
        assert interval
        assert interval == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share(case: tuple[int, int]) -> None:
    ok, of = case
    low, high = wilson(ok, of) or (1, 0)
    assert 0 <= low <= ok / of <= high <= 1
    assert low < high


# -- gold and history ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"{}", b'{"numbers": 3}', b"\xff", None])
def test_bad_gold_is_named(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "hỏng.json"
    path.mkdir() if content is None else path.write_bytes(content)
    with pytest.raises(GoldError, match=r"hỏng\.json"):
        read_golds(tmp_path)


def test_kept_scores_are_no_gold(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(GOLD), "utf-8")
    (tmp_path / "scores.json").write_text("[]", "utf-8")
    assert list(read_golds(tmp_path, without=tmp_path / "scores.json")) == ["a"]
    with pytest.raises(GoldError, match="không có tệp đáp án"):
        read_golds(tmp_path / "..", without=None)


def keep(misses: Mapping[str, list[str]], **figures: float) -> Kept:
    return Kept(tuple(misses), figures, tuple((report, miss) for report in misses for miss in misses[report]))


def test_gains_and_losses_are_counted_one_by_one() -> None:
    before = keep(
        {"a": ["role a 1: 5", "role a 1: 5", "sum_recall a 41: 134 = 9 + 21"], "b": ["role b 1: 2"]}, role=0.5
    )
    now = keep({"a": ["role a 1: 5", "metric a 2: 3 x"], "c": ["role c 1: 1"]}, role=0.75, new=1.0)
    assert change(before, now) == Change(
        figures={"role": 0.25},
        gained=("role a 1: 5", "sum_recall a 41: 134 = 9 + 21"),
        lost=("metric a 2: 3 x",),
        new_reports=("c",),
        gone_reports=("b",),
    )


def test_a_wrong_answer_that_is_wrong_in_another_way_is_no_change() -> None:
    first, second = (scored(GOLD, changed("numbers.0.unit", unit)).misses for unit in ("đơn", "vụ"))
    assert first != second
    assert [miss.name for miss in first] == [miss.name for miss in second] == ["measure_f1 a 2: 20"]


def test_kept_scores_come_back(tmp_path: Path) -> None:
    sets = {"txt": keep({"a": ["role a 1: “5”"], "b": []}, role=0.123457, reports=2), "docx": keep({"a": []}, role=1.0)}
    path = tmp_path / "scores.jsonl"
    write_history(path, sets)
    assert read_history(path) == sets
    first = path.read_bytes()
    write_history(path, dict(reversed(sets.items())))
    assert path.read_bytes() == first
    assert len(first.splitlines()) == 3
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "content", ["x", "3", '{"set": "txt"}x', '{"figures": {}}', '{"set":"a","figures":3,"reports":[]}']
)
def test_bad_kept_scores_are_named(content: str, tmp_path: Path) -> None:
    path = tmp_path / "scores.jsonl"
    path.write_text(content, "utf-8")
    with pytest.raises(HistoryError, match=r"scores\.jsonl"):
        read_history(path)


def test_a_miss_without_a_line_has_a_name() -> None:
    assert Miss("header", "a", None, "unit").name == "header a: unit"
