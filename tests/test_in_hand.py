"""What was in hand in all, what was received of it, and what an earlier period left."""

from __future__ import annotations

import pytest

from pipeline.analysis import analyse_bytes

DOSSIERS, CARRIED, PETITIONS = "dossiers.received", "dossiers.carried_over", "petitions.received"


def metrics(text: str) -> list[str | None]:
    facts = analyse_bytes(f"BÁO CÁO\nKết quả năm 2024\n\nI. NỘI DUNG\n{text}\n".encode(), "in-hand.txt").facts
    return [m.metric for _, m in sorted(facts.measures.items())]


CASES = {
    "- Mới tiếp nhận: 620 hồ sơ;\n- Tổng số tiếp nhận: 670 hồ sơ;\n- Kỳ trước chuyển sang: 50 hồ sơ.": (
        [DOSSIERS, None, CARRIED]
    ),
    "Tổng số hồ sơ tiếp nhận 670 hồ sơ (mới tiếp nhận 620; kỳ trước chuyển sang 50).": [None, DOSSIERS, CARRIED],
    "Tổng số đơn tiếp nhận 140 đơn (kỳ trước chuyển sang 20 đơn, tiếp nhận trong kỳ 120 đơn).": [None, None, PETITIONS],
    # nothing is said to be new
    "Tổng số tiếp nhận 670 hồ sơ. Kỳ trước chuyển sang 50 hồ sơ.": [DOSSIERS, CARRIED],
    "Tổng hồ sơ thụ lý 758 hồ sơ, cũ 85 hồ sơ, mới 673 hồ sơ.": [None, None, DOSSIERS],
    # what a figure counts is told by words: a wrong sum changes no reading
    "Tổng số đơn tiếp nhận 140 đơn (kỳ trước chuyển sang 20 đơn, mới 90 đơn).": [None, None, PETITIONS],
}


@pytest.mark.parametrize(("text", "told"), CASES.items())
def test_what_was_received_is_what_is_new(text: str, told: list[str | None]) -> None:
    assert metrics(text) == told


def test_figures_summed_up_or_compared_are_of_their_own_time() -> None:
    facts = analyse_bytes(
        "BÁO CÁO\nKết quả năm 2024\n\nI. NỘI DUNG\n"
        "Tiếp nhận 520 hồ sơ. Lũy kế từ đầu năm tiếp nhận 599 hồ sơ, đã giải quyết 615 hồ sơ. "
        "So với cùng kỳ năm 2023 (tiếp nhận mới 880 hồ sơ) giảm. Lũy kế ba loại, đã giải quyết 128 hồ sơ.\n".encode(),
        "moments.txt",
    ).facts
    told = {str(facts.numbers[n].value): (m.moment, m.period) for n, m in facts.measures.items()}
    assert told["520"] == (None, None)
    assert told["599"][0] == told["615"][0] == "lũy kế"
    assert told["880"][1] == "2023"
    assert told["128"][0] is None
