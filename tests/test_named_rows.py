"""Tables whose first column names the rows by numbers, and whose heads are cut short to SL and TL."""

from __future__ import annotations

import pytest

from pipeline.analysis import Analysis, analyse_bytes

HEADS = {"Khối": (6, 7, 8, 9), "Tổ": (1, 2, 4, 7), "Khu phố": (2, 3, 5, 11), "Lớp": (3, 4, 5, 12)}
ROWS = ((203, 48, "23,6"), (196, 41, "20,9"), (187, 37, "19,8"), (156, 39, "25,0"))


def table(head: str, share: str = "TL", wrong: str = "") -> str:
    """Members, of them good ones and their share, by rows that numbers name."""
    lines = [f"{head}\tTổng số\tĐạt chuẩn\t", f"\t\tSL\t{share}"]
    for name, (all_, good, rate) in zip(HEADS[head], ROWS, strict=True):
        lines.append(f"{name}\t{all_}\t{good}\t{wrong if wrong and good == 41 else rate}")
    return "\n".join([*lines, "Cộng\t742\t165\t22,2", "", "Các hộ còn lại tiếp tục phấn đấu."])


def read(text: str) -> Analysis:
    return analyse_bytes(f"BÁO CÁO\nKết quả thi đua năm 2024\n\n{text}\n".encode(), "a.txt")


def roles(analysis: Analysis) -> list[tuple[str, str]]:
    document = analysis.document
    return [(document.quote(n.span), n.role) for n in analysis.facts.numbers]


def alarms(analysis: Analysis) -> list[tuple[str, str]]:
    return [(f.rule, f.severity) for f in analysis.findings if f.rule not in ("header", "missing")]


@pytest.mark.parametrize("share", ["TL", "TL (%)", "T.L", "Tỷ lệ"])
@pytest.mark.parametrize("head", HEADS)
def test_rows_are_named_and_shares_are_no_parts(head: str, share: str) -> None:
    found = read(table(head, share))
    named = [text for text, role in roles(found) if role == "name"]
    assert named == [str(name) for name in HEADS[head]]
    units = [found.facts.measures[i].unit for i in sorted(found.facts.measures)]
    assert units.count("%") == 5
    held = [relation.kind for relation in found.facts.relations if relation.verdict == "holds"]
    assert held.count("percent") == 5
    assert held.count("sum") == 2
    assert alarms(found) == []
    assert alarms(read(table(head, share, "29,0"))) == [("percent", "error")]


def test_numbers_under_a_head_that_counts_are_figures() -> None:
    found = read("Số hộ\tTổng số\n6\t20\n7\t30\n9\t40\n\nHết.")
    assert [role for _, role in roles(found)].count("name") == 0
    falling = read(table("Khối").replace("9\t156", "5\t156"))
    assert ("5", "name") not in roles(falling)
