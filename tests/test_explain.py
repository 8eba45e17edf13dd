"""How the numbers of a line were read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractors.numbers import dates
from pipeline.analysis import Analysis, analyse_bytes
from pipeline.explain import NoSuchLineError, explain
from pipeline.explain_words import GROUPS, OPENNESS, UNIT_FROM, rule_words
from pipeline.export.words import COUNTED, OPERANDS, RELATIONS, VERDICTS

SAMPLES = sorted((Path(__file__).parents[1] / "corpus" / "reports").glob("*.txt"))
DOSSIERS = (
    "UBND xã Minh Tân\nBÁO CÁO\nKết quả năm 2023\n"
    "Tiếp nhận 3.174 hồ sơ, trong đó trực tiếp 512, trực tuyến 2.662 hồ sơ, đạt 99% kế hoạch.\n"
    "Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23/4/2018, xã có trên 15 con voi.\n"
    "Không có số.\n"
)


@pytest.fixture(scope="module")
def dossiers() -> Analysis:
    return analyse_bytes(DOSSIERS.encode(), "a.txt")


def about(text: str, printed: str) -> str:
    """What is told of one number."""
    return next(part for part in text.split("\n\n") if part.split("\n")[0] == printed)


def test_a_total_tells_value_unit_metric_and_its_sum(dossiers: Analysis) -> None:
    text = explain(dossiers, 4)
    assert text.startswith("a.txt, dòng 4: Tiếp nhận 3.174 hồ sơ, ")
    told = about(text, "3.174")
    assert "Loại: số liệu – số viết bằng chữ số" in told
    assert "Giá trị: 3.174 · đơn vị tính: hồ sơ (in ngay sau số)" in told
    assert "Hạn định: đúng bằng" in told
    assert "Chỉ tiêu thống kê: dossiers.received – " in told
    assert "Bên dưới: nhóm mở bằng từ “trong đó” (được xem là kể đủ), 2 mục" in told
    assert "Quan hệ cộng tổng: 512 + 2.662 = 3.174 – khớp" in told
    assert "  đã thử: 512 + 2.662 = 3.174 – khớp (mọi phần được nêu)" in told


def test_a_part_tells_its_group_and_where_its_unit_comes_from(dossiers: Analysis) -> None:
    told = about(explain(dossiers, 4), "512")
    assert "đơn vị tính: hồ sơ (theo tổng ở trên)" in told
    assert "Nằm trong: nhóm mở bằng từ “trong đó” (được xem là kể đủ); tổng của nhóm: “Tiếp nhận 3.174 hồ sơ”" in told
    assert "Quan hệ cộng tổng: 512 + 2.662 = 3.174 – khớp" in told


def test_citations_dates_and_qualifiers_tell_their_rule(dossiers: Analysis) -> None:
    text = explain(dossiers, 5)
    assert "Loại: số, ký hiệu văn bản – số, ký hiệu văn bản" in text
    assert "Loại: ngày tháng – ngày tháng năm viết tắt\n  Thời gian: 2018-04-23" in text
    told = about(text, "15")
    assert "Hạn định: ít nhất" in told or "Hạn định: trên" in told
    assert "Chỉ tiêu thống kê: không có chỉ tiêu trong danh mục" in told
    assert "Quan hệ: không có với số nào khác" in told


def test_a_wrong_number_tells_every_reading_and_the_finding() -> None:
    analysis = analyse_bytes(DOSSIERS.replace("2.662", "2.762").encode(), "a.txt")
    text = explain(analysis, 4)
    assert "512 + 2.762 = 3.274 ≠ 3.174 – không khớp" in about(text, "3.174")
    assert "Phát hiện ở dòng này (Cộng tổng): Tổng 3.174 hồ sơ" in text.split("\n\n")[-1]


def test_a_line_without_numbers_and_one_beyond_the_end(dossiers: Analysis) -> None:
    assert "Dòng này không có con số nào." in explain(dossiers, 6)
    with pytest.raises(NoSuchLineError) as raised:
        explain(dossiers, 7)
    assert raised.value.last == 6


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_line_of_the_samples_is_explained_in_vietnamese(path: Path) -> None:
    analysis = analyse_bytes(path.read_bytes(), path.name)
    lines = {piece.line for piece in analysis.document.pieces}
    text = "\n".join(explain(analysis, line) for line in sorted(lines))
    assert re.findall(r"quy tắc “.*?”", text) == [], "give the rule its words in pipeline/explain_words.py"
    facts = analysis.facts
    assert {measure.unit_from for measure in facts.measures.values()} <= UNIT_FROM.keys()
    assert {group.kind for group in facts.ledger.groups} <= GROUPS.keys()
    assert {group.openness for group in facts.ledger.groups} <= OPENNESS.keys()
    assert {relation.kind for relation in facts.relations} <= RELATIONS.keys() & COUNTED.keys()
    assert {operand.role for relation in facts.relations for operand in relation.operands} <= OPERANDS.keys()
    assert {relation.verdict for relation in facts.relations} <= VERDICTS.keys()


def test_every_number_of_a_sample_is_told() -> None:
    analysis = analyse_bytes(SAMPLES[0].read_bytes(), SAMPLES[0].name)
    document = analysis.document
    told = sum(
        explain(analysis, line).count("\n  Loại: ")
        for line in {document.place(number.span.start).line for number in analysis.facts.numbers}
    )
    assert told == len(analysis.facts.numbers)


def test_every_pattern_of_dates_is_told_in_vietnamese() -> None:
    untold = [name for name in dates.NAMES if rule_words(name).startswith("quy tắc")]
    assert len(dates.NAMES) > 40
    assert untold == [], "give the rule its words in pipeline/explain_words.py"
