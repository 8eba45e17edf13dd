"""Tables of dated rules: each row has its source, its days in order, and a trust mark that its findings keep to."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

import extractors.catalogue
import pipeline.checks
from pipeline.analysis import analyse_bytes
from pipeline.checks.dated import Act, abbreviations, acts
from pipeline.checks.terms import terms

CHECKS = Path(pipeline.checks.__file__).parent
CATALOGUE = Path(extractors.catalogue.__file__).parent
TABLES = [
    CHECKS / "validity.csv", CHECKS / "windows.csv", CHECKS / "abbreviations.csv", CHECKS / "units.csv",
    CHECKS / "terms.csv", CHECKS / "laws.csv", CATALOGUE / "form_identities.csv",
]  # fmt: skip
PAPER = """ỦY BAN NHÂN DÂN
XÃ TÂN LẬP
Số: 40/BC-UBND
Tân Lập, ngày 20 tháng 12 năm {year}

BÁO CÁO
Kết quả công tác năm {year}

{body}

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lò Văn Pâng
"""


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in TABLES])
def test_rows_have_source_trust_and_days_in_order(path: Path) -> None:
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    assert rows
    for row in rows:
        assert None not in row
        assert None not in row.values()
        assert row["source"].strip()
        assert row["trust"] in ("verified", "unverified")
        days = [date.fromisoformat(row[name]) for name in ("valid_from", "valid_to") if row.get(name)]
        assert days == sorted(days)
        assert len(set(days)) == len(days)


def severities(year: int, body: str) -> dict[str, str]:
    analysis = analyse_bytes(PAPER.format(year=year, body=body).encode(), "paper.txt")
    return {finding.rule: finding.severity for finding in analysis.findings}


@pytest.mark.parametrize("act", [pytest.param(act, id=act.what) for act in acts() if not act.verified and not act.day])
def test_unverified_acts_raise_no_more_than_a_remark(act: Act) -> None:
    year = int(act.ended[:4]) + 1
    assert severities(year, f"Căn cứ {act.what}, xã đã giải quyết 12 việc.").get("stale-law") in ("info", None)


def test_a_verified_act_is_a_warning_and_right_before_its_end() -> None:
    body = "Căn cứ Nghị định 61/2018/NĐ-CP của Chính phủ, xã đã tiếp nhận 12 hồ sơ."
    assert severities(2026, body) == {"stale-law": "warning"}
    assert severities(2024, body) == {}


def test_terms_end_on_their_day() -> None:
    body = "Xã cung cấp 40 dịch vụ công trực tuyến mức độ 4."
    assert severities(2024, body) == {"stale-law": "info"}
    assert severities(2021, body) == {}
    assert all(term.successor and term.source for term in terms())


def test_abbreviations_are_those_of_the_annex() -> None:
    state = {one.short for one in abbreviations() if one.family == "state" and one.verified}
    assert len(state) == 30
    assert {"BC", "TTr", "CTr", "QyĐ"} <= state
    assert not {"QCh", "DAn"} & state
