"""Checks of papers, law, annexes, dates and words: each contradiction has a clean twin, one edit away."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractors.lexicon import table
from extractors.syllables import is_syllable
from pipeline.analysis import Analysis, analyse_bytes
from pipeline.checks import dated
from pipeline.checks.dated import acts

HEAD = """ỦY BAN NHÂN DÂN
XÃ AN LẠC
Số: 45/BC-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
An Lạc, ngày 18 tháng 6 năm 2024

BÁO CÁO
Kết quả công tác 6 tháng đầu năm 2024

Kính gửi: UBND huyện Sơn Bình.

I. KẾT QUẢ
"""
FOOT = """
Nơi nhận:
- Như trên;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lê Thị Mận
"""
ANNEXES = "\nPHỤ LỤC I\nHộ nghèo\n1. Thôn Đông: 12 hộ\n\nPHỤ LỤC II\nHộ cận nghèo\n1. Thôn Đông: 15 hộ\n"
Case = dict[str, Any]


@cache
def cases() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "cases" / "papers.toml").read_text("utf-8"))


def each(kind: str) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in cases()[kind]]


def rows(name: str) -> list[Any]:
    return [pytest.param(row, id=str(number)) for number, row in enumerate(table(name), 1)]


def analysed(body: str, after: str = "", head: str = HEAD) -> Analysis:
    return analyse_bytes(f"{head}{body}\n{FOOT}\n{after}".encode(), "case.txt")


def raised(analysis: Analysis) -> list[tuple[str, str]]:
    return [(f.rule, f.severity) for f in analysis.findings if f.severity != "info"]


def keys(analysis: Analysis) -> list[str]:
    own = analysis.facts.header.number_line
    return [p.key[0] for p in analysis.facts.papers if own is None or not own.overlaps(p.span)]


def edited(case: Case) -> str:
    old, new = case["edit"]
    assert case["text"].count(old) == 1, f"{old!r} must stand in the text once"
    return str(case["text"]).replace(old, new)


# -- one paper told in two ways ----------------------------------------------------------------------------------


@pytest.mark.parametrize("case", each("citation"))
def test_one_paper_told_in_two_ways(case: Case) -> None:
    clean = analysed(case["text"])
    assert raised(clean) == []
    assert keys(clean) == case["read"]
    assert raised(analysed(edited(case))) == [("citation", "warning")]


@pytest.mark.parametrize("case", each("two_papers"))
def test_two_papers_are_two(case: Case) -> None:
    clean = analysed(case["text"])
    assert raised(clean) == []
    assert len(keys(clean)) == 2


def test_blank_number_of_a_draft_is_a_remark() -> None:
    body = "Thực hiện Kế hoạch số      /KH-UBND ngày 15/3/2024 của UBND huyện về hòa giải."
    draft = analysed(body, head=HEAD.replace("BÁO CÁO\n", "DỰ THẢO\nBÁO CÁO\n", 1))
    assert [f.severity for f in draft.findings if f.rule == "citation"] == ["info"]


def test_both_numbers_of_a_paper_are_shown() -> None:
    body = "Có Kế hoạch số 12/KH-UBND ngày 10/01/2024 của UBND xã.\nTheo Kế hoạch số 21/KH-UBND ngày 10/01/2024."
    found = [f for f in analysed(body).findings if f.rule == "citation"]
    assert [(f.expected, f.found) for f in found] == [(12, 21)]
    assert len(found[0].evidence) == 4


def test_annex_names_its_report() -> None:
    annex = "\nPHỤ LỤC\n(Kèm theo Báo cáo số 45/BC-UBND ngày 18/6/2024 của UBND xã An Lạc)\n"
    assert raised(analysed("Xã có 12 thôn.", annex)) == []
    assert raised(analysed("Xã có 12 thôn.", annex.replace("số 45/", "số 54/"))) == [("citation", "warning")]


@pytest.mark.parametrize("row", rows("issuers.csv"))
def test_issuer_is_read(row: dict[str, str]) -> None:
    paper = analysed(f"Thực hiện {row['example']}.").facts.papers[-1]
    assert paper.issuer is not None
    assert paper.issuer.body == row["body"]


def test_title_ends_where_the_sentence_goes_on() -> None:
    body = "Kế hoạch số 12/KH-UBND ngày 10/01/2024 của UBND xã về hòa giải ở cơ sở; xã đã họp."
    assert analysed(body).facts.papers[-1].title == "hòa giải ở cơ sở"


# -- law ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", rows("law_cues.csv"))
def test_law_is_a_basis_or_history(row: dict[str, str]) -> None:
    found = raised(analysed(f"{row['example']}."))
    assert found == ([("stale-law", "warning")] if row["kind"] == "in_force" else [])


@pytest.mark.parametrize("case", each("ended"))
def test_act_ends_with_its_day(case: Case) -> None:
    early, late = (analysed(case["text"], head=HEAD.replace("2024", year)) for year in case["years"])
    assert raised(early) == []
    assert [n for n in early.facts.numbers if n.role == "citation"]
    assert raised(late) == [("stale-law", "warning")]


@pytest.mark.parametrize("case", each("lawful"))
def test_act_is_cited_rightly(case: Case) -> None:
    clean = analysed(case["text"])
    assert raised(clean) == []
    assert [n for n in clean.facts.numbers if n.role == "citation"]


def test_the_period_counts_not_the_date() -> None:
    head = HEAD.replace("18 tháng 6 năm 2024", "10 tháng 7 năm 2023").replace("đầu năm 2024", "đầu năm 2023")
    body = "Căn cứ Pháp lệnh số 34/2007/PL-UBTVQH11, xã họp thôn."
    assert raised(analysed(body, head=head)) == []
    assert raised(analysed(body)) == [("stale-law", "warning")]


def test_dated_rows_are_whole() -> None:
    path = Path(dated.__file__).parent / "validity.csv"
    found = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    assert [row for row in found if None in row or not row["source"]] == []
    assert {row["trust"] for row in found} == {"verified", "unverified"}
    assert [act.what for act in acts() if not act.since < act.ended] == []
    assert len({act.number for act in acts()}) == len(acts())


# -- annexes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", each("annex"))
def test_announced_annex_is_there(case: Case) -> None:
    clean = analysed(case["text"], case["annex"])
    assert raised(clean) == []
    assert clean.facts.header.recipients == ("Như trên", "Lưu: VT")
    assert raised(analysed(case["text"])) == [("missing", "warning")]


def test_annexes_are_counted() -> None:
    body = "Xã gửi số liệu (kèm theo 02 phụ lục)."
    assert raised(analysed(body, ANNEXES)) == []
    found = analysed(body.replace("02", "03"), ANNEXES).findings
    assert [(f.rule, f.expected, f.found) for f in found] == [("missing", 3, 2)]


def test_numbered_annex_is_there() -> None:
    body = "Hộ nghèo nêu tại Phụ lục I, hộ cận nghèo nêu tại Phụ lục II."
    assert raised(analysed(body, ANNEXES)) == []
    assert raised(analysed(body.replace("Phụ lục II", "Phụ lục III"), ANNEXES)) == [("missing", "warning")]


@pytest.mark.parametrize("case", each("others_annex"))
def test_what_another_paper_has_attached(case: Case) -> None:
    clean = analysed(case["text"])
    assert raised(clean) == []
    assert clean.facts.header.number == "45"


# -- dates -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", each("date"))
def test_dates_fit(case: Case) -> None:
    clean = analysed(case["text"])
    assert raised(clean) == []
    assert {n.role for n in clean.facts.numbers[3:]} & {"date", "period"}
    found = raised(analysed(edited(case)))
    assert {rule for rule, _ in found} == {"date"}
    assert {severity for _, severity in found} <= set(case["severity"].split("|"))


@pytest.mark.parametrize("case", each("dates_right"))
def test_dates_that_fit_in_another_reading(case: Case) -> None:
    clean = analysed(case["text"])
    assert raised(clean) == []
    assert [n for n in clean.facts.numbers[3:] if n.role == "date"]


def test_month_of_a_report_without_its_day() -> None:
    head = HEAD.replace("ngày 18 tháng 6", "ngày    tháng 6")
    body = "Theo Công văn số 84/UBND-NV ngày 03/6/2024 của UBND huyện."
    assert raised(analysed(body, head=head)) == [("date", "warning")]  # the blank day
    assert raised(analysed(body.replace("/6/", "/7/"), head=head)) == [("date", "warning")] * 2


# -- form and words ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "unit"),
    [
        ("8,0", "km"), ("12,5", "ha"), ("3,75", "tấn"), ("1,2", "tỷ đồng"), ("0,5", "km"), ("45,25", "triệu đồng"),
        ("6,8", "tạ/ha"), ("4,0", "m"), ("15,3", "km²"), ("2,1", "lít"), ("9,9", "kg"), ("7,05", "tạ"),
    ],
)  # fmt: skip
def test_decimal_sign_is_the_reports_own(figure: str, unit: str) -> None:
    body = f"Kết quả đạt {figure} {unit}.\nDiện tích tự nhiên 2.846,37 ha."
    clean = analysed(body)
    assert raised(clean) == []
    assert figure in [clean.document.quote(n.span) for n in clean.facts.numbers if n.role == "measure"]
    assert raised(analysed(body.replace(figure, figure.replace(",", ".")))) == [("format", "warning")]


@pytest.mark.parametrize("case", each("decimals_right"))
def test_signs_that_cannot_be_misread(case: Case) -> None:
    clean = analysed(case["text"])
    assert raised(clean) == []
    assert clean.facts.numbers


@pytest.mark.parametrize("word", cases()["syllables"])
def test_syllable(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", cases()["no_syllables"])
def test_no_syllable(word: str) -> None:
    assert not is_syllable(word)


def test_spelling_is_a_remark_and_names_pass() -> None:
    body = "Xã giám sátcủa buôn Pơng Tơr, Krông Kuêh; UBMTTQ xã có 02 tổ; trang web abc.gov.vn, 3 km² đất."
    assert [(f.rule, f.severity) for f in analysed(body).findings] == [("spelling", "info")]
    many = analysed(" ".join(cases()["no_syllables"])).findings
    assert sum(finding.rule == "spelling" for finding in many) == 8


OWN = "Trên địa bàn xã An Lạc có 12 thôn. Nhân dân xã An Lạc đồng thuận."


@pytest.mark.parametrize("role", ["UBND", "Đảng ủy", "Trên địa bàn", "Chính quyền"])
@pytest.mark.parametrize("slip", ["An Lác", "An Lặc", "An Lục", "Ân Lạc"])
def test_own_name_with_a_slip(role: str, slip: str) -> None:
    clean = analysed(f"{role} xã An Lạc đã họp. {OWN}")
    assert raised(clean) == []
    assert clean.facts.header.unit == "xã An Lạc"
    assert raised(analysed(f"{role} xã {slip} đã họp. {OWN}")) == [("name", "warning")]


@pytest.mark.parametrize("case", each("neighbours"))
def test_neighbours_have_their_names(case: Case) -> None:
    clean = analysed(case["text"])
    assert raised(clean) == []
    assert clean.facts.header.unit == "xã An Lạc"


def test_closing_of_another_commune() -> None:
    closing = "Xã An Lạc có 12 thôn.\nTrên đây là báo cáo kết quả công tác của UBND xã An Lạc./."
    assert raised(analysed(closing)) == []
    assert raised(analysed(closing.replace("UBND xã An Lạc", "UBND xã Minh Tân"))) == [("name", "warning")]
