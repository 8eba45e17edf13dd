"""Every row of the word tables has an example that the code reads as the row says, and stands once."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import extractors.catalogue
import extractors.lexicon
from extractors.lexicon import families, table, unit_at, unit_kind, units_in
from extractors.lexicon.stages import stage_in
from extractors.numbers.number import Number
from extractors.relations.accounts.movements import movement
from extractors.relations.accounts.stages import stage_of
from extractors.relations.changes.change_clauses import direction_of
from extractors.relations.passages import read_passages
from extractors.relations.relation import Relation
from extractors.relations.sums.closed_sum_words import is_denied
from extractors.relations.world import World
from extractors.sections import section_kind
from extractors.vietnamese import fold
from pipeline.analysis import Analysis, analyse_bytes

LEXICON = Path(extractors.lexicon.__file__).parent
CATALOGUE = Path(extractors.catalogue.__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    folder = LEXICON if (LEXICON / name).is_file() else CATALOGUE
    return list(csv.DictReader((folder / name).read_text("utf-8").splitlines()))


def each(name: str) -> list[Any]:
    """The rows of a table as parameters named by their first column, without tones."""
    return [pytest.param(row, id=plain(next(iter(row.values())))) for row in rows(name)]


def plain(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.replace("đ", "d").replace("²", "^2").replace("³", "^3"))
    return "".join(char for char in letters if char.isascii()) or f"U+{ord(word[0]):04X}"


@cache
def read(sentence: str) -> Analysis:
    """A report of one sentence under a plain heading."""
    return analyse_bytes(f"I. NỘI DUNG\n{sentence}.\n".encode(), "word.txt")


def numbers(sentence: str) -> list[Number]:
    """The numbers of the sentence, without the one of a heading."""
    return [n for n in read(sentence).facts.numbers if n.rule != "heading"]


def readings(sentence: str) -> list[tuple[str, str, str | None, str]]:
    document = read(sentence).document
    return [(document.quote(n.span), n.role, n.unit, n.sign) for n in numbers(sentence)]


def relations(sentence: str, kind: str) -> list[Relation]:
    return [relation for relation in read(sentence).facts.relations if relation.kind == kind]


# -- the tables --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*sorted(path.name for path in LEXICON.glob("*.csv")), "residue.csv"])
def test_rows_are_whole_and_stand_once(name: str) -> None:
    found = rows(name)
    keys = [" ".join(fold(next(iter(row.values()))).split()) for row in found]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []
    assert [row for row in found if None in row or None in row.values()] == []
    assert [row for row in found if not row["example"].strip()] == []


@pytest.mark.parametrize("row", each("units.csv"))
def test_unit(row: dict[str, str]) -> None:
    wanted = {"phần trăm": "%"}.get(row["unit"], fold(row["unit"]))
    assert unit_kind(fold(row["unit"])) == row["kind"]
    found = readings(f"Đã có {row['example']}")
    # a length of time may say when; then the number is no measure and has no unit
    assert [unit for _, _, unit, _ in found] == [wanted] or (row["kind"] == "time" and found[0][1] == "period"), found
    for refused in filter(None, (row["refuse"] or "").split("|")):
        assert readings(f"Đã có 12 {row['unit']} {refused}")[0][2] != wanted


@pytest.mark.parametrize("row", each("nouns.csv"))
def test_noun_is_counted_behind_a_figure_and_behind_so(row: dict[str, str]) -> None:
    noun = fold(row["noun"])
    assert units_of(row["example"]) == {noun}
    assert units_of(f"Số {row['noun']}: 12") == {noun}
    assert unit_kind(noun) in ("unknown", "compound")
    assert unit_at(noun, 0) is None, "a unit already"
    for refused in filter(None, row["refuse"].split("|")):
        assert noun not in units_of(f"Đã có 12 {row['noun']} {refused}"), refused


@pytest.mark.parametrize("row", each("cues.csv"))
def test_cue(row: dict[str, str]) -> None:
    analysis = read(row["example"])
    groups = {group.cue: group for group in analysis.facts.ledger.groups}
    assert row["cue"] in groups, sorted(groups)
    group = groups[row["cue"]]
    assert group.openness == row["kind"]
    entries = analysis.facts.ledger.entries
    assert group.entries, "the cue opens an empty group"
    assert group.parents, "the cue has no total above it"
    assert entries[group.parents[0]].quantities[0].number == min(
        index for index, number in enumerate(analysis.facts.numbers) if number.role == "measure"
    )


@pytest.mark.parametrize("row", each("qualifiers.csv"))
def test_qualifier(row: dict[str, str]) -> None:
    assert [found[3] for found in readings(f"Kết quả {row['example']}")] == [row["sign"]]
    for word in filter(None, row["refuse_before"].split("|")):
        assert readings(f"Kết quả {word} {row['phrase']} 12 hộ")[0][3] == "=", word
    for word in filter(None, row["refuse_after"].split("|")):
        assert readings(f"Kết quả {row['phrase']} 12 {word}")[0][3] == "=", word


@pytest.mark.parametrize("row", each("slogans.csv"))
def test_slogan(row: dict[str, str]) -> None:
    found = readings(f"Thực hiện phong trào {row['example']}")
    assert {role for _, role, _, _ in found} == {"slogan"}, found


@pytest.mark.parametrize("row", each("designators.csv"))
def test_designator(row: dict[str, str]) -> None:
    found = readings(f"Nội dung tại {row['example']}")
    assert {role for _, role, _, _ in found} == {row["role"]}, found
    if row["limit"]:
        above = f"{row['phrase']} {int(row['limit']) + 180}"
        assert readings(f"Nội dung tại {above}")[0][1] == "measure", readings(f"Nội dung tại {above}")


@pytest.mark.parametrize("row", each("papers.csv"))
def test_paper(row: dict[str, str]) -> None:
    found = readings(f"Căn cứ {row['example']}")
    assert found[0][1] == "citation", found
    assert {role for _, role, _, _ in found} <= {"citation", "date"}, found


@pytest.mark.parametrize("row", each("families.csv"))
def test_family(row: dict[str, str]) -> None:
    units = row["units"].split("|")
    assert len(units) == len(set(units))
    assert [unit for unit in units if row["family"] not in families(fold(unit))] == []
    sentence = f"Trong năm có {row['example']}"
    sums = relations(sentence, "sum")
    assert [(len(r.parts), r.verdict) for r in sums] == [(2, "holds")], readings(sentence)
    assert {row["family"]} <= {name for unit in units_of(sentence) for name in families(unit)}


def units_of(sentence: str) -> set[str]:
    return {measure.unit for measure in read(sentence).facts.measures.values()}


@pytest.mark.parametrize("row", each("compounds.csv"))
def test_compound_hides_the_units_inside_it(row: dict[str, str]) -> None:
    compound, example = fold(row["compound"]), fold(row["example"])
    start = example.find(compound)
    assert start >= 0, "the example does not hold the compound"
    end = start + len(compound)
    inside = [word.text for at, word in units_in(example, 0, len(example)) if at < end and at + len(word.text) > start]
    assert [word for word in inside if len(word) < len(compound)] == []


@pytest.mark.parametrize("row", each("qualities.csv"))
def test_quality_leaves_a_list_open(row: dict[str, str]) -> None:
    """Two parts that are qualities do not have to add up to the total."""
    sentence = f"Toàn xã có {row['example']}"
    part = row["example"].partition("(")[2].rstrip(")")
    assert part, "an example is a total with a part in brackets"
    for text in (sentence, sentence.replace(part, f"{part}; {part}")):
        assert [role for _, role, _, _ in readings(text)].count("measure") == 1 + text.count(part)
        assert [r for r in relations(text, "sum") if r.verdict != "undecided"] == []
        assert {r.verdict for r in relations(text, "order")} <= {"holds"}
        # that one part stands there twice is told, that the parts do not add up is not
        assert [one for one in read(text).findings if one.rule != "enumeration"] == []


@pytest.mark.parametrize("row", each("scales.csv"))
def test_scale(row: dict[str, str]) -> None:
    words = row["words"].split("|")
    assert len(words) == len(set(words))
    found = relations(f"Kết quả đánh giá: {row['example']}", "distribution")
    assert [(r.verdict, r.exhaustive, len(r.parts)) for r in found] == [("holds", True, row["example"].count("%"))]


@pytest.mark.parametrize("row", each("section_kinds.csv"))
def test_section_kind(row: dict[str, str]) -> None:
    headed = analyse_bytes(f"{row['example']}\nXã đã họp.\n".encode(), "word.txt")
    assert [section.kind for section in headed.facts.sections] == [row["kind"]]
    words = row["words"].split("|")
    assert len(words) == len(set(words))
    assert {word: section_kind(word.upper()) for word in words} == dict.fromkeys(words, row["kind"])


@pytest.mark.parametrize("row", each("residue.csv"))
def test_residue_links_nothing(row: dict[str, str]) -> None:
    measures = read(row["example"]).facts.measures
    kinds = [number.role for number in numbers(row["example"])]
    assert kinds, "the example has no number"
    assert [measure.metric for measure in measures.values()] == [None] * len(measures)


@pytest.mark.parametrize("row", each("places.csv"))
def test_who_and_where_is_not_what_is_counted(row: dict[str, str]) -> None:
    """A bare figure after the name of a place, body or way counts what was counted before it."""
    measures = list(read(row["example"]).facts.measures.values())
    assert [measure.unit for measure in measures] == ["hồ sơ", "hồ sơ"]


@pytest.mark.parametrize("row", each("stages.csv"))
def test_stage(row: dict[str, str]) -> None:
    """The last figure of the example tells the stage that the row names."""
    analysis = read(row["example"])
    figures = [f for f in read_passages(world_of(analysis)).figures if f.unit]
    assert stage_in(fold(row["phrase"])) == row["stage"]
    assert figures, "the example has no figure"
    assert stage_of(figures[-1], None) == row["stage"]


@pytest.mark.parametrize("row", each("change_words.csv"))
def test_word_of_change(row: dict[str, str]) -> None:
    """The last figure of the example is the difference of the two before it, in the direction of the row."""
    figures = [f for f in read_passages(world_of(read(row["example"]))).figures if f.unit]
    assert direction_of(figures[-1].before) == int(row["direction"])
    assert [r.verdict for r in (*relations(row["example"], "growth"), *relations(row["example"], "balance"))] == [
        "holds"
    ]


@pytest.mark.parametrize("row", each("movements.csv"))
def test_movement(row: dict[str, str]) -> None:
    """The words of the example around its figure tell whether something came or went."""
    assert movement(fold(row["example"])) == int(row["direction"])
    if row["refuse_after"]:
        assert movement(f"{fold(row['phrase'])} {row['refuse_after'].partition('|')[0]}") is None


@pytest.mark.parametrize("row", each("opposites.csv"))
def test_opposite(row: dict[str, str]) -> None:
    """Two parts told of opposite things are all of their whole: more than it they cannot be."""
    assert not [r for r in relations(row["example"], "sum") if r.verdict == "fails"]
    failing = [r for r in relations(row["example"].replace(" 30 ", " 80 "), "sum") if r.verdict == "fails"]
    assert [[o.text for o in r.operands] for r in failing] == [["120", "90", "80"]]


def test_an_opposite_before_another_word_opposes_nothing() -> None:
    for row in table("opposites.csv"):
        if row["refuse_after"]:
            behind = row["refuse_after"].partition("|")[0]
            assert is_denied(fold(f"người {row['phrase']}"))
            assert not is_denied(fold(f"người {row['phrase']} {behind}"))


@pytest.mark.parametrize("row", each("divisions.csv"))
def test_division(row: dict[str, str]) -> None:
    """Parts told by a division are all of their whole, however far off one of them is."""
    assert not [r for r in relations(row["example"], "sum") if r.verdict == "fails"]
    start, last, behind = re.split(r"(\d+)(?=\D*$)", row["example"])
    for other in (f"{int(last) // 10}", f"{last}0"):
        wrong = [r for r in relations(f"{start}{other}{behind}", "sum") if r.verdict == "fails"]
        assert [r.operands[-1].text for r in wrong] == [other]


@pytest.mark.parametrize("row", each("kinds.csv"))
def test_kinds(row: dict[str, str]) -> None:
    """Kinds behind "trong đó" may be some of all; more than all they are not, but of households that keep both."""
    assert not [r for r in relations(row["example"], "sum") if r.verdict == "fails"]
    start, last, behind = re.split(r"(\d+)(?=\D*$)", row["example"])
    some, many = f"{start}{int(last) * 2 // 3}{behind}", f"{start}{int(last) + 90}{behind}"
    assert not [r for r in relations(some, "sum") if r.verdict == "fails"]
    assert [r.operands[-1].text for r in relations(many, "sum") if r.verdict == "fails"] == [str(int(last) + 90)]


@pytest.mark.parametrize("row", each("branches.csv"))
def test_branch(row: dict[str, str]) -> None:
    """The name of a branch is one item of a list, whatever marks it holds."""
    told = f"Kiểm tra tại 03 đơn vị: Thanh tra huyện, Kho bạc huyện, {row['example']}."
    assert [r.verdict for r in relations(told, "enumeration")] == ["holds"]
    assert [r.verdict for r in relations(told.replace("03", "04"), "enumeration")] == ["fails"]


@pytest.mark.parametrize("row", each("denying.csv"))
def test_denying(row: dict[str, str]) -> None:
    """An exception counted behind a claim of all denies it; told of something else it does not."""
    failing = [r for r in relations(row["example"], "repeat") if r.verdict == "fails"]
    assert [r.operands[0].text for r in failing] == ["6"]
    assert not [r for r in relations(f"Phấn đấu {row['example'].lower()}", "repeat") if r.verdict == "fails"]


@pytest.mark.parametrize("row", each("inclusions.csv"))
def test_inclusion(row: dict[str, str]) -> None:
    found = relations(row["example"], "order")
    assert [relation.verdict for relation in found] == ["holds"], readings(row["example"])
    assert row["kind"] in ("count", "person", "form")
    assert row["carries"] in ("yes", "no")


@pytest.mark.parametrize("row", each("orders.csv"))
def test_order_of_metrics(row: dict[str, str]) -> None:
    """A row's example links both metrics, and one is read as within the other, or as all of it with a sum."""
    analysis = read(row["example"])
    metrics = {measure.metric for measure in analysis.facts.measures.values()}
    assert {row["whole"], row["part"]} <= metrics
    orders = [r for r in analysis.facts.relations if r.kind == "order"]
    assert [(r.verdict, len(r.parts)) for r in orders] == [("holds", 1)]


def world_of(analysis: Analysis) -> World:
    f = analysis.facts
    return World(analysis.document, f.folded, f.sections, f.layouts, f.numbers, f.ledger, f.measures)


def test_every_table_of_words_is_tested() -> None:
    tested = {
        "units.csv", "cues.csv", "qualifiers.csv", "slogans.csv", "designators.csv", "papers.csv", "families.csv",
        "nouns.csv",
        "issuers.csv", "law_cues.csv",  # in test_papers.py
        "compounds.csv", "places.csv", "qualities.csv", "scales.csv", "section_kinds.csv", "stages.csv",
        "inclusions.csv", "change_words.csv", "movements.csv", "closings.csv",
        "opposites.csv", "denying.csv", "divisions.csv", "kinds.csv", "branches.csv",
    }  # fmt: skip
    assert {path.name for path in LEXICON.glob("*.csv")} == tested
    assert all(table(name) for name in tested)
