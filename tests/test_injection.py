"""Errors injected over the numbers of gold: what the injector makes of a report, and how many of them are found."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.build import report_text
from corpus.gold import gold_and_problems, metric_codes
from corpus.injector import Edit, Report, digit_edits, dropped_parts, report
from corpus.marks import parse
from corpus.slips import digit_slips, item, transpositions
from pipeline.analyse import analyse_bytes
from pipeline.export.record import FindingRecord, record

TOP = Path(__file__).parents[1]
SHARED = TOP.parent / "shared"
SETS = {
    "first": (TOP / "corpus" / "reports", TOP / "gold"),
    "later": (TOP / "corpus" / "reports", TOP / "gold"),
    "real": (SHARED / "reports", SHARED / "gold"),
}
#: the six reports that the bar was set for; the later ones are printed beside them and may not fall below LATER
FIRST = ("duc-tho", "ham-yen", "long-vinh-tay", "tan-trinh", "vinh-hai", "yen-thinh")
BAR, LATER = 0.85, 0.80
SEED = 20240614
FAMILIES = ("sum", "percent", "distribution")
#: a part dropped out of two leaves one number, of which no reader can say that it should be all
KINDS = ("digit_slip", "transposition", "dropped_part", "dropped_to_one")

HEAD = '+++\n[header]\nkind = "bao_cao"\n[[relations]]\nverdict = "holds"\n'
LETTERS = HEAD + 'kind = "sum"\ntotal = "t"\nparts = ["a", "b", "c"]\n+++\n'
IN_A_LINE = (
    LETTERS + "Gửi {152||thư|id=t} thư, gồm: xin lỗi {08||thư|id=a}; cảm ơn {44||thư|id=b}; khác {100||thư|id=c}."
)
BULLETS = (
    LETTERS
    + "Gửi {9||thư|id=t} thư:\n- A: {2||thư|id=a};\n- B: {3||thư|id=b}, gồm:\n+ X: {1||thư};\n- C: {4||thư|id=c}."
)
SHARE = HEAD + 'kind = "percent"\nshare = "p"\npart = "a"\nwhole = "t"\n+++\n'


def built(source: str) -> Report:
    marked = parse(source + "\nXã có {7||thôn} thôn.\n")
    gold, problems = gold_and_problems(marked, "x", metric_codes())
    assert not problems
    return report(report_text(marked), gold)


def all_edits(source: str) -> dict[tuple[str, str], Edit]:
    made = built(source)
    return {(edit.old, edit.new): edit for edit in (*digit_edits(made, SEED, rounds=60), *dropped_parts(made))}


def test_a_slip_keeps_the_printed_form() -> None:
    assert len(digit_slips("1.502")) == 35
    assert {len(new) for new in digit_slips("12.846,5")} == {8}
    assert {new[0] for new in digit_slips("0,5")} == set("0123456789")
    assert set(transpositions("1.250,75")) == {"2.150,75", "1.520,75", "1.205,75", "1.257,05", "1.250,57"}
    assert (transpositions("08"), transpositions("33"), transpositions("8/8")) == (["80"], [], [])


def test_an_edit_says_what_it_did_and_where() -> None:
    made = built(IN_A_LINE)
    before = "\n".join(made.lines)
    for edit in (*digit_edits(made, SEED, rounds=3), *dropped_parts(made)):
        lines = before.split("\n")
        start = sum(len(line) + 1 for line in lines[: edit.line - 1]) + edit.col
        assert before[start:].startswith(edit.old)
        assert edit.text == before[:start] + edit.new + before[start + len(edit.old) :]


def test_edits_depend_on_the_seed_alone() -> None:
    made = built(IN_A_LINE)
    one, same, other = (list(digit_edits(made, seed, rounds=4)) for seed in (1, 1, 2))
    assert one == same
    assert one != other
    assert len({(edit.line, edit.col, edit.new) for edit in one}) == len(one)
    assert Counter(edit.number.text for edit in one) == Counter(n.text for n in made.numbers for _ in range(4))


def test_a_slip_in_a_part_breaks_the_sum_and_its_twin_nothing() -> None:
    edits = all_edits(IN_A_LINE)
    (relation,) = edits["44", "45"].broken
    assert [n.text for n in relation.numbers] == ["152", "08", "44", "100"]
    assert edits["08", "80"].kind == "transposition"
    assert edits["08", "80"].broken
    assert edits["7", "8"].broken == ()
    assert (2, 6) not in built(IN_A_LINE).related


def test_what_did_not_hold_or_is_not_exhaustive_cannot_break() -> None:
    fails = IN_A_LINE.replace("{44|", "{45|").replace('"holds"', '"fails"')
    partial = IN_A_LINE.replace("{44|", "{40|").replace('"holds"', '"holds"\nexhaustive = false')
    assert built(IN_A_LINE).relations
    assert not built(fails).relations
    assert not built(partial).relations
    assert len(built(partial).related) == 4


def test_a_share_breaks_where_neither_rounding_nor_cutting_off_explains_it() -> None:
    edits = all_edits(SHARE + "Có {31||hộ|id=a} trên {38||hộ|id=t} hộ, đạt {81,58||%|id=p}%.")
    assert edits["81,58", "81,57"].broken == ()
    assert [one.kind for one in edits["81,58", "81,56"].broken] == ["percent"]
    assert edits["38", "39"].broken


def test_an_item_goes_with_its_words_and_one_separator() -> None:
    dropped = {edit.number.text: edit for edit in dropped_parts(built(IN_A_LINE))}
    assert [dropped[part].old for part in ("08", "44", "100")] == ["xin lỗi 08; ", "; cảm ơn 44", "; khác 100"]
    assert dropped["44"].text.startswith("Gửi 152 thư, gồm: xin lỗi 08; khác 100.\n")
    assert all(edit.broken for edit in dropped.values())


@pytest.mark.parametrize(
    ("line", "spans", "at", "cut"),
    [
        ("(A 1, B 2)", [(3, 4), (8, 9)], 1, ", B 2"),
        ("(A: 1; B: 2)", [(4, 5), (10, 11)], 0, "A: 1; "),
        ("Kết quả: 1 A; 2 B.", [(9, 10), (14, 15)], 0, "1 A; "),
        ("gồm A 1 (x 5, y 6), B 2.", [(6, 7), (22, 23)], 0, "A 1 (x 5, y 6), "),
        ("(A 1, C, B 2)", [(3, 4), (11, 12)], 1, None),
        ("gồm 1 A, B và 2 C.", [(4, 5), (14, 15)], 0, None),
        ("A: 1; B: 2.", [(3, 4), (9, 10)], 0, None),
        ("gồm A 1, B 2, đạt 3.", [(6, 7), (11, 12)], 1, None),
    ],
)
def test_where_an_item_begins_and_ends(line: str, spans: list[tuple[int, int]], at: int, cut: str | None) -> None:
    found = item(line, spans, at)
    assert (line[slice(*found)] if found else None) == cut


def test_a_bullet_goes_with_the_bullets_below_it() -> None:
    dropped = [edit.old for edit in dropped_parts(built(BULLETS))]
    assert dropped == ["- A: 2;\n", "- B: 3, gồm:\n+ X: 1;\n", "- C: 4.\n"]


def test_a_cell_is_emptied_and_a_row_is_taken_out() -> None:
    head = HEAD + 'kind = "sum"\ntotal = "t"\nparts = ["a", "b"]\n'
    across = built(head + "+++\nTT\tCộng\tA\tB\n\t{5||đơn|id=t}\t{2||đơn|id=a}\t{3||đơn|id=b}")
    down = built(head + "+++\nTên\tĐơn\nA\t{2||đơn|id=a}\nB\t{3||đơn|id=b}\nCộng\t{5||đơn|id=t}")
    assert [edit.text.split("\n")[1] for edit in dropped_parts(across)] == ["\t5\t\t3", "\t5\t2\t"]
    assert [edit.old for edit in dropped_parts(down)] == ["A\t2\n", "B\t3\n"]


# ---- what Soát finds of them


@dataclass(frozen=True, slots=True)
class Tried:
    """An edit with the families that it broke and those of them that were found."""

    edit: Edit
    broke: frozenset[str]
    found: frozenset[str]
    alarmed: bool

    @property
    def kind(self) -> str:
        sums = [relation for relation in self.edit.broken if relation.kind == "sum"]
        left = self.edit.kind != "dropped_part" or any(len(relation.parts) > 2 for relation in sums)
        return self.edit.kind if left else "dropped_to_one"


def findings(text: str) -> list[FindingRecord]:
    found = record(analyse_bytes(text.encode(), "bao-cao.txt")).findings
    return [one for one in found if one.severity in ("error", "warning")]


def is_new(finding: FindingRecord, edit: Edit, known: list[FindingRecord]) -> bool:
    """Nothing of that rule stood against these numbers before; the edited number counts as what it was."""
    here = (edit.line, edit.col)
    numbers = Counter(edit.old if edit.new and (one.line, one.col) == here else one.text for one in finding.evidence)
    before = (Counter(one.text for one in old.evidence) for old in known if old.rule == finding.rule)
    return not any(numbers <= old for old in before)


def lines_of(edit: Edit, family: str) -> set[int]:
    """The lines, after the edit, of the edited number and of the relations of a family that it broke."""
    below = edit.old.count("\n")
    numbers = [n for relation in edit.broken if relation.kind == family for n in relation.numbers]
    last = edit.line + below
    kept = [n.line for n in (edit.number, *numbers) if not below or not edit.line <= n.line < last]
    return {line - below if line >= last else line for line in kept}


def tried(edit: Edit, known: list[FindingRecord]) -> Tried:
    new = [one for one in findings(edit.text) if is_new(one, edit, known)]
    broke = frozenset(relation.kind for relation in edit.broken)
    seen = {family: lines_of(edit, family) for family in broke}
    rules = {"sum": {"sum"}, "percent": {"percent", "distribution"}, "distribution": {"percent", "distribution"}}
    found = {
        family
        for family in broke
        for one in new
        if one.rule in rules[family] and seen[family] & {place.line for place in one.evidence}
    }
    return Tried(edit, broke, frozenset(found), bool(new))


def tried_report(made: Report, rounds: int) -> Iterable[Tried]:
    known = findings("\n".join(made.lines))
    for edit in (*digit_edits(made, SEED, rounds), *dropped_parts(made)):
        if edit.broken or edit.number.place not in made.related:
            yield tried(edit, known)


def tried_set(name: str, rounds: int) -> list[Tried]:
    reports, gold = SETS[name]
    made = [
        report(path.read_bytes().decode("utf-8"), json.loads((gold / f"{path.stem}.json").read_text("utf-8")))
        for path in sorted(reports.glob("*.txt"))
        if name == "real" or (path.stem in FIRST) == (name == "first")
    ]
    return [one for each in made for one in tried_report(each, rounds)]


def share(edits: list[Tried], family: str) -> str:
    hit = sum(family in one.found for one in edits)
    return f"{hit}/{len(edits)}" + (f" = {hit / len(edits):.3f}" if edits else "")


def figures(name: str, edits: list[Tried]) -> str:
    """The figures of one set of reports in one line."""
    told = []
    for family in FAMILIES:
        broke = [one for one in edits if family in one.broke and one.kind != "dropped_to_one"]
        kinds = [f"{kind} {share([one for one in broke if one.kind == kind], family)}" for kind in KINDS[:3]]
        told.append(f"{family} {share(broke, family)} ({', '.join(kinds)})")
    told.append(f"dropped_to_one {share([one for one in edits if one.kind == 'dropped_to_one'], 'sum')}")
    free = [one for one in edits if not one.broke]
    return f"{name}: {'; '.join(told)}; harmless with an alarm {sum(one.alarmed for one in free)}/{len(free)}"


@pytest.mark.parametrize("rounds", [pytest.param(1, id="one-round"), pytest.param(8, id="big", marks=pytest.mark.slow)])
def test_share_of_injected_errors_that_is_found(
    rounds: int, pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> None:
    sets = {name: tried_set(name, rounds) for name, (reports, _) in SETS.items() if reports.is_dir()}
    told = [figures(name, edits) for name, edits in sets.items()]
    told += ["real: not here, left out"] if "real" not in sets else []
    terminal = pytestconfig.pluginmanager.get_plugin("terminalreporter")
    with capsys.disabled():
        terminal.write_line("\ninjector: " + " | ".join(told))
    assert found_share([*sets["first"], *sets.get("real", [])]) >= (BAR if "real" in sets else LATER)
    assert found_share(sets["later"]) >= LATER


def found_share(edits: list[Tried]) -> float:
    """The share of edits that break a sum and are found as one."""
    sums = [one for one in edits if "sum" in one.broke and one.kind != "dropped_to_one"]
    return sum("sum" in one.found for one in sums) / len(sums)
