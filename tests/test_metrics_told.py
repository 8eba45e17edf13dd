"""What the figures of paragraphs count, in words of many provinces, and words one edit away that count other things."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from pipeline.analysis import analyse_bytes

HEAD = "ỦY BAN NHÂN DÂN\n{}\n\nBÁO CÁO\nKết quả năm 2024\n\nI. NỘI DUNG\n"
FILE = Path(__file__).parent / "metrics_told.toml"
ROWS = tuple(tomllib.loads(FILE.read_text("utf-8"))["row"])
_MARKED = re.compile(r"\{([^{}|]+)(?:\|([a-z_.]+))?\}")


def told(body: str) -> list[tuple[str, str | None]]:
    """Each figure of a paragraph with its metric."""
    unit = "HUYỆN AN BÌNH" if body.startswith("[h]") else "XÃ AN BÌNH"
    analysis = analyse_bytes(f"{HEAD.format(unit)}{body.removeprefix('[h]')}\n".encode(), "bao-cao.txt")
    start, facts = analysis.document.text.index("NỘI DUNG"), analysis.facts
    numbers = [(at, number) for at, number in enumerate(facts.numbers) if number.span.start > start]
    measures = [(number, facts.measures.get(at)) for at, number in numbers]
    return [(analysis.document.quote(number.span), m.metric if m else None) for number, m in measures]


def marked(text: str) -> list[tuple[str, str | None]]:
    return [(found[1], found[2]) for found in _MARKED.finditer(text)]


def plain(text: str) -> str:
    return _MARKED.sub(lambda found: found[1], text)


def unlike(text: str) -> list[tuple[str, str | None]]:
    """The figures that are marked and not read so, in order."""
    read = iter(told(plain(text)))
    return [(figure, metric) for figure, metric in marked(text) if next(m for t, m in read if t == figure) != metric]


def case(row: dict[str, str]) -> object:
    known = (pytest.mark.xfail(reason=row["known"], strict=True),) if "known" in row else ()
    return pytest.param(row["text"], marks=known, id=row["text"][:30])


@pytest.mark.parametrize("text", [case(row) for row in ROWS])
def test_figures_count_what_they_are_said_to(text: str) -> None:
    assert unlike(text) == []


def test_few_are_known_not_to_be_read() -> None:
    assert sum("known" in row for row in ROWS) <= 5
    assert len(ROWS) > 55


@pytest.mark.parametrize(
    ("text", "twin"),
    [
        ("Nhận 706 hồ sơ cư trú, nộp trực tuyến {689} hồ sơ.",
         "Nhận 706 hồ sơ, nộp trực tuyến {689|dossiers.received.online} hồ sơ."),
        ("Riêng đất đai, trả đúng hẹn {541} hồ sơ.", "Trả đúng hẹn {541|dossiers.resolved.on_time} hồ sơ."),
        ("{100}% văn bản gửi qua mạng.", "{100|dossiers.online_rate}% hồ sơ nộp qua mạng."),
        ("Cử {6} cán bộ đi học trung cấp.", "Tổ chức 02 lớp tập huấn cho {86|training.participants} cán bộ."),
        ("Ban Chỉ đạo gồm 15 thành viên, Tổ giúp việc gồm {7|support_team.members} thành viên.",
         "Ban Chỉ đạo gồm {15|steering_committee.members} thành viên, Tổ công tác gồm {7} thành viên."),
        ("Trong tổng số 54 hồ sơ đang giải quyết, có {2|dossiers.pending.overdue} hồ sơ đã quá hạn.",
         "Trong tổng số 54 hồ sơ đã giải quyết, có {2|dossiers.resolved.overdue} hồ sơ đã quá hạn."),
        ("Xã hiện có 14 thôn; {12} thôn, bản đạt danh hiệu văn hóa.",
         "Xã hiện có {14|profile.villages} thôn, bản."),
        ("Mở 02 lớp dạy nghề cho {60} người.",
         "Mở 02 lớp dạy nghề; mở 03 lớp tập huấn cho {60|training.participants} người."),
        ("Trong 107 kiến nghị sau thanh tra đã khắc phục 92; nhận {107} kiến nghị sau thanh tra.",
         "Nhận {107|feedback.received} kiến nghị của người dân."),
        ("Thuế giá trị gia tăng, thu nhập cá nhân: {469} triệu đồng.",
         "Thu nhập bình quân đầu người: {46,9|profile.income_per_capita} triệu đồng/người/năm."),
    ],
)  # fmt: skip
def test_words_that_narrow_are_heard(text: str, twin: str) -> None:
    assert unlike(text) == []
    assert unlike(twin) == []


@pytest.mark.parametrize(
    ("heads", "metric"),
    [("Chương trình\tSố hộ\tDư nợ (triệu đồng)", None), ("Thôn\tSố hộ\tDiện tích (ha)", "profile.households")],
)
def test_heads_of_a_table_say_what_its_rows_are_of(heads: str, metric: str | None) -> None:
    rows = "Đông\t210\t1.250\nĐoài\t180\t1.040\nCộng\t390\t2.290"
    assert ("390", metric) in told(f"Toàn xã cụ thể như sau:\n\n{heads}\n{rows}")
