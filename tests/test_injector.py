"""The injector: what each error makes of a report, which relations of gold it breaks, which figures could be meant."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from corpus.build import report_text
from corpus.cuts import item
from corpus.errors import ERRORS, candidates, drawn
from corpus.gold import gold_and_problems, metric_codes
from corpus.injector import Edit, Report, printed_anew, report
from corpus.marks import parse
from corpus.repairs import single_edits, suspects
from corpus.slips import SLIPS
from corpus.truths import Number

TOP = Path(__file__).parents[1]
HEAD = '+++\n[header]\nkind = "bao_cao"\nunit = "xã An Lạc"\ndate = "2024-06-14"\n[[relations]]\nverdict = "holds"\n'
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


def number(source: Report, text: str) -> Number:
    return next(one for one in candidates(source) if one.text == text)


def edits(source: Report, code: str, text: str) -> dict[str, Edit]:
    """All edits of one code for one number, by what the report says after them."""
    made = (ERRORS[code](source, number(source, text), random.Random(seed)) for seed in range(60))
    return {edit.text: edit for edit in made if edit is not None}


def one(source: str, code: str, text: str) -> Edit:
    return next(iter(edits(built(source), code, text).values()))


# -- relations -----------------------------------------------------------------------------------------------------

#: a kind of relation with its marks, a figure of it, a change that keeps it, one that breaks it
TRUTHS = [
    ("sum|total=t|parts=a,b", "{5||x|id=t} {2||x|id=a} {3||x|id=b}", "5", None, "6"),
    ("sum|total=t|parts=a,b", "{5,0||x|id=t} {2,1||x|id=a} {2,9||x|id=b}", "5,0", "5,1", "5,2"),
    ("order|total=t|parts=a,", "{50||x|id=t} {20||x|id=a}", "20", "30", "90"),
    ("percent|share=p|part=a|whole=t", "{31||x|id=a} {38||x|id=t} {81,58||%|id=p}", "81,58", "81,57", "81,56"),
    ("distribution|parts=a,b", "{66,7||%|id=a} {33,3||%|id=b}", "66,7", "66,6", "66,4"),
    ("difference|total=t|part=a|rest=b", "{9||x|id=t} {7||x|id=a} {2||x|id=b}", "2", None, "3"),
    ("balance|left=a,b|right=c,", "{4||x|id=a} {6||x|id=b} {10||x|id=c}", "10", None, "11"),
    ("growth|old=a|new=b|share=p", "{40||x|id=a} {50||x|id=b} {25,0||%|id=p}", "40", None, "60"),
    ("growth|old=a|new=b|delta=d", "{40||x|id=a} {50||x|id=b} {10||x|id=d}", "10", None, "12"),
    ("product|total=t|factors=a,b", "{62,5||x|id=a} {480||x|id=b} {3.000||x|id=t}", "3.000", "3.001", "3.100"),
    ("ratio|part=a|rest=b", "{7/9||x|id=a} {2||x|id=b}", "2", None, "3"),
    ("repeat|items=a,b", "{37,25||tỷ|id=a} {37.250||triệu|id=b}", "37.250", None, "37.520"),
    ("enumeration|total=t|items=A,B", "{2||x|id=t}: A, B", "2", None, "3"),
]


@pytest.mark.parametrize(("stated", "line", "text", "kept", "broke"), TRUTHS)
def test_a_relation_holds_until_a_figure_breaks_it(
    stated: str, line: str, text: str, kept: str | None, broke: str
) -> None:
    kind, *fields = stated.split("|")
    pairs = [field.split("=") for field in fields]
    lists = {key: [one for one in value.split(",") if one] if "," in value else value for key, value in pairs}
    head = "".join(f"{key} = {json.dumps(value)}\n" for key, value in {"kind": kind, **lists}.items())
    source = built(HEAD + head + "+++\n" + line)
    assert [relation.kind for relation in source.relations] == [kind]
    at = number(source, text)
    edit = printed_anew(source, "digit_slip", at, {at: broke})
    assert edit is not None
    assert [relation.kind for relation in edit.broken] == [kind]
    same = printed_anew(source, "digit_slip", at, {at: kept}) if kept else None
    assert same is None or same.broken == ()


def test_what_did_not_hold_or_is_not_exhaustive_cannot_break() -> None:
    fails = IN_A_LINE.replace("{44|", "{45|").replace('"holds"', '"fails"')
    partial = IN_A_LINE.replace("{44|", "{40|").replace('"holds"', '"holds"\nexhaustive = false')
    assert built(IN_A_LINE).relations
    assert not built(fails).relations
    assert not built(partial).relations
    assert len(built(partial).related) == 4


def test_about_so_many_is_no_figure_that_can_break() -> None:
    about = IN_A_LINE.replace("{44||thư|id=b}", "{44||thư|id=b|q=~}")
    assert not built(about).relations


# -- figures -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(SLIPS))
def test_a_slip_has_another_value_in_a_printed_form(code: str) -> None:
    texts = ["08", "152", "1.502", "12.846,5", "12,75", "0,5", "8/12", "90"]
    made = [(text, new) for text in texts for new in SLIPS[code](text)]
    assert made
    assert all(new != text and new[0].isdigit() and new[-1].isdigit() for text, new in made)
    assert all(new.count("/") == text.count("/") for text, new in made)


def test_an_edit_says_what_it_did_and_where() -> None:
    source = built(IN_A_LINE)
    for code in ("digit_slip", "swapped_parts", "dropped_part", "doubled_part"):
        for edit in edits(source, code, "44").values():
            text, by = source.text, 0
            for start, end, new in sorted(edit.changes):
                text = text[: start + by] + new + text[end + by :]
                by += len(new) - (end - start)
            assert text == edit.text


def test_a_slip_in_a_part_breaks_the_sum_and_its_twin_nothing() -> None:
    source = built(IN_A_LINE)
    edit = one(IN_A_LINE, "digit_slip", "44")
    assert [n.text for relation in edit.broken for n in relation.numbers] == ["152", "08", "44", "100"]
    assert edit.must
    assert not one(IN_A_LINE, "digit_slip", "7").must
    assert number(source, "7").start not in source.related


def test_what_only_a_share_can_tell() -> None:
    swapped = one(IN_A_LINE, "swapped_parts", "44")
    assert swapped.broken == ()
    assert not swapped.must
    assert [n for _, _, n in swapped.changes] in (["08", "44"], ["44", "08"], ["100", "44"], ["44", "100"])


def test_another_separator_may_be_meant_as_the_first() -> None:
    source = HEAD + 'kind = "sum"\ntotal = "t"\nparts = ["a", "b"]\n+++\n{1.500||x|id=t} {1.000||x|id=a} {500||x|id=b}'
    edit = one(source, "separator_slip", "1.500")
    assert edit.changes[0][2] == "1,500"
    assert edit.broken
    assert not edit.must


def test_a_share_of_another_whole() -> None:
    edit = one(SHARE + "{31||hộ|id=a} trên {38||hộ|id=t} hộ, {81,58||%|id=p}%.\nCó {62||hộ} hộ.", "wrong_base", "81,58")
    assert edit.changes[0][2] == "50,00"


def test_millions_for_billions_and_a_fall_for_a_rise() -> None:
    growth = HEAD + 'kind = "growth"\nold = "a"\nnew = "b"\nshare = "p"\n+++\n'
    line = "Thu {50||tỷ|id=b} tỷ đồng, tăng {25,0||%|id=p}% so với {40||tỷ|id=a} tỷ đồng."
    assert "50 triệu đồng" in one(growth + line, "scale_slip", "50").text
    fall = one(growth + line, "direction_slip", "25,0")
    assert "giảm 25,0%" in fall.text
    assert [relation.kind for relation in fall.broken] == ["growth"]


# -- lists and tables ----------------------------------------------------------------------------------------------


def test_an_item_goes_with_its_words_and_one_separator() -> None:
    assert "gồm: cảm ơn 44; khác 100." in one(IN_A_LINE, "dropped_part", "08").text
    assert "gồm: xin lỗi 08; khác 100." in one(IN_A_LINE, "dropped_part", "44").text
    assert "cảm ơn 44; cảm ơn 44;" in one(IN_A_LINE, "doubled_part", "44").text
    assert one(IN_A_LINE, "doubled_part", "44").must


def test_of_two_parts_the_other_alone_is_no_sum() -> None:
    two = HEAD + 'kind = "sum"\ntotal = "t"\nparts = ["a", "b"]\n+++\nCó {5||x|id=t} (A {2||x|id=a}, B {3||x|id=b}).'
    edit = one(two, "dropped_part", "3")
    assert edit.code == "dropped_to_one"
    assert not edit.must


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
    source = built(BULLETS)
    gone = [source.text[slice(*one(BULLETS, "dropped_part", text).changes[0][:2])] for text in "234"]
    assert gone == ["- A: 2;\n", "- B: 3, gồm:\n+ X: 1;\n", "- C: 4.\n"]


def test_cells_are_emptied_swapped_and_shifted_and_rows_taken_out() -> None:
    head = HEAD + 'kind = "sum"\ntotal = "t"\nparts = ["a", "b", "c"]\n+++\n'
    rows = "Tên\tĐơn\nA\t{2||đơn|id=a}\nB\t{3||đơn|id=b}\nC\t{4||đơn|id=c}\nCộng\t{9||đơn|id=t}"
    across = "TT\tCộng\tA\tB\tC\n\t{9||đơn|id=t}\t{2||đơn|id=a}\t{3||đơn|id=b}\t{4||đơn|id=c}"
    assert "B\t" not in one(head + rows, "dropped_part", "3").text
    assert "\t9\t2\t\t4" in one(head + across, "dropped_part", "3").text
    assert "B\t4\nC\t3" in one(head + rows, "row_swap", "3").text
    shifted = one(head + across, "column_shift", "2")
    assert "\t9\t\t2\t3" in shifted.text
    assert shifted.must


def test_an_item_that_is_counted_is_left_out() -> None:
    list_of = HEAD + 'kind = "enumeration"\ntotal = "t"\nitems = ["đất đai", "hộ tịch", "y tế"]\n+++\n'
    edit = one(list_of + "Tại {3||lĩnh vực|id=t} lĩnh vực: đất đai, hộ tịch, y tế.", "dropped_item", "3")
    assert edit.text.split("\n")[0] in ("Tại 3 lĩnh vực: hộ tịch, y tế.", "Tại 3 lĩnh vực: đất đai, y tế.")
    assert [relation.kind for relation in edit.broken] == ["enumeration"]


# -- form ----------------------------------------------------------------------------------------------------------

FORM = (
    HEAD + 'kind = "order"\ntotal = "t"\nparts = ["a"]\n+++\n'
    "UBND XÃ AN LẠC\nSố: {@citation 45}/BC-UBND\nAn Lạc, ngày {@date 14 tháng 6 năm 2024}\n"
    "{#1 I.} CHUNG\nTheo Kế hoạch số {@citation 12}/KH-UBND ngày {@date 05/02/2024}, "
    "xã An Lạc có {9||x|id=t} ({2||x|id=a}).\n"
    "{#1 II.} RIÊNG\nKế hoạch số {@citation 12}/KH-UBND ngày {@date 05/02/2024} đã xong."
)


def test_dates_papers_and_headings() -> None:
    source = built(FORM)
    days = {edit.changes[0][2] for edit in edits(source, "wrong_date", "05/02/2024").values()}
    assert days <= {"30", *map(str, range(13, 20))}
    assert one(FORM, "date_after_report", "05/02/2024").changes[0][2] in ("2025", "2026")
    assert "III. RIÊNG" in one(FORM, "heading_gap", "II.").text
    assert "I. RIÊNG" in one(FORM, "heading_repeated", "II.").text
    again = [n for n in source.numbers if n.text == "12"]
    assert ERRORS["citation_changed"](source, again[0], random.Random(1)) is None
    changed = ERRORS["citation_changed"](source, again[1], random.Random(1))
    assert changed is not None
    assert changed.must
    assert "Số:     /BC" in one(FORM, "blank_head", "45").text
    assert "ngày     tháng 6" in one(FORM, "blank_head", "14 tháng 6 năm 2024").text
    assert "xã An Lạc" not in one(FORM, "other_commune", "9").text.split("\n")[4]


# -- drawing and locating ------------------------------------------------------------------------------------------


def develop() -> dict[str, Report]:
    files = sorted((TOP / "corpus" / "reports").glob("*.txt"))[:12]
    stated = {file.stem: json.loads((TOP / "gold" / f"{file.stem}.json").read_text("utf-8")) for file in files}
    return {file.stem: report(file.read_bytes().decode(), stated[file.stem]) for file in files}


def test_errors_depend_on_the_seed_alone_and_none_comes_twice() -> None:
    made = develop()
    first, same, other = ([(name, e.code, e.changes) for name, e in drawn(made, seed, 300)] for seed in (1, 1, 2))
    assert first == same
    assert first != other
    assert len({(name, changes) for name, _, changes in first}) == len(first) == 300


def test_every_code_comes_up_and_numbers_are_drawn_alike() -> None:
    made = develop()
    codes = Counter(edit.code for _, edit in drawn(made, 3, 3000))
    assert len(ERRORS) >= 24
    assert set(ERRORS) <= {*codes, "citation_changed", "dropped_item", "rest_slip"}
    of_measures = sum(count for code, count in codes.items() if "heading" not in code and "date" not in code)
    assert of_measures > 0.8 * codes.total()


def test_suspects_are_those_that_one_edit_could_put_right() -> None:
    source = built(IN_A_LINE)
    made = [edit for edit in edits(source, "digit_slip", "44").values() if edit.changes[0][2] == "45"]
    # 100 → 99 takes two edits
    assert [n.text for n in suspects(source, made[0])] == ["152", "08", "44"]
    other = [edit for edit in edits(source, "digit_slip", "44").values() if edit.changes[0][2] == "94"]
    # 152 → 202 and 100 → 50 take two edits each
    assert [n.text for n in suspects(source, other[0])] == ["44"]
    assert "4" in set(single_edits("44"))
