"""Words of several syllables: what is shown and proposed begins and ends with them, and nothing else hangs on them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.counted_words import counted, rows
from extractors.catalogue.lookup import metrics
from extractors.document import Span
from extractors.lexicon import table
from pipeline import vietnamese_words
from pipeline.analysis import Analysis, analyse_bytes
from pipeline.cli import app
from pipeline.mentions import Mention, mentions
from pipeline.suggest import suggest
from pipeline.vietnamese_words import cut, installed, words

TOP = Path(__file__).parents[1]
REPORT = "UBND xã An Lạc\nBÁO CÁO\nKết quả năm 2023\n\nI. KẾT QUẢ\n{text}\n"


def told(text: str) -> list[str]:
    return [text[word.start : word.end] for word in words(text)]


def read(text: str, name: str = "a.txt") -> Analysis:
    return analyse_bytes(REPORT.format(text=text).encode(), name)


def found(text: str, name: str = "a.txt") -> list[Mention]:
    return list(mentions(read(text, name)))


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As where the package is not installed."""
    monkeypatch.setitem(sys.modules, "underthesea.pipeline.word_tokenize", None)
    _forget()
    yield
    _forget()


def _forget() -> None:
    vietnamese_words._tokenizer.cache_clear()
    vietnamese_words.words.cache_clear()


# -- words -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Số hồ sơ đăng ký kết hôn", ["hồ sơ", "đăng ký", "kết hôn"]),
        ("uỷ ban  nhân dân xã", ["uỷ ban  nhân dân"]),  # neither tone marks nor blanks are rewritten
        ("Tuyên truyền 26 buổi, 1.940 lượt người", ["Tuyên truyền"]),  # a figure is part of no word
        ("TỔNG THU ngân sách", ["ngân sách"]),  # nor is what only leads a word
        ("", []),
        ("12 – 15", []),
    ],
)
def test_words_stand_where_they_are_printed(text: str, expected: list[str]) -> None:
    assert told(text) == expected


def test_an_edge_inside_a_word_is_a_cut_and_one_beside_it_is_none() -> None:
    text = "có hồ sơ mới"
    assert told(text) == ["hồ sơ"]
    assert cut(words(text), Span(0, text.index(" sơ")))
    assert not cut(words(text), Span(0, text.index(" mới")))


def test_without_the_package_there_are_syllables_only(without: None) -> None:
    assert not installed()
    assert told("Số hồ sơ đăng ký kết hôn") == []
    assert [mention.key for mention in found("Đã hoàn thành 28 tuyến.")] == [(("hoàn",), "tuyến")]


def test_no_address_is_asked_and_nothing_is_kept(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "def refuse(event, _):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo', 'urllib.Request'): raise SystemExit(event)\n"
        "sys.addaudithook(refuse)\n"
        "from pipeline.vietnamese_words import words\n"
        "print(len(words('hồ sơ đăng ký')))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=TOP,
        env={"HOME": str(tmp_path), "PYTHONPATH": str(TOP), "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "2\n", "")
    assert list(tmp_path.iterdir()) == []


# -- names and phrases -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Đã hoàn thành 28 tuyến.", (("hoàn", "thành"), "tuyến")),
        ("Xã đã thành lập 28 tuyến.", (("thành", "lập"), "tuyến")),
        ("Tổng sản lượng ngô 40 tấn.", (("sản", "lượng", "ngô"), "tấn")),
    ],
)
def test_a_syllable_that_joins_is_kept_inside_a_word(text: str, key: tuple[tuple[str, ...], str]) -> None:
    assert [mention.key for mention in found(text)] == [key]


def proposed(*texts: str) -> list[tuple[str, str]]:
    all_found = [mention for number, text in enumerate(texts) for mention in found(text, f"{number}.txt")]
    return [(one.row.name, one.row.phrases[0]) for one in suggest(all_found)]


def test_a_name_and_a_phrase_end_with_a_whole_word() -> None:
    texts = "Vắng mặt không lý do 12 người.", "Trong kỳ vắng mặt không lý do 5 người."
    assert proposed(*texts) == [("Vắng mặt không lý do", "vắng mặt không lý do")]


def test_a_name_without_the_package_is_proposed_as_before(without: None) -> None:
    texts = "Vắng mặt không lý do 12 người.", "Trong kỳ vắng mặt không lý do 5 người."
    assert [name for name, _ in proposed(*texts)] == ["Vắng mặt không lý"]


def test_the_lack_of_the_package_is_told_and_rows_are_proposed(without: None, tmp_path: Path) -> None:
    for name, number in (("a", 5), ("b", 12)):
        (tmp_path / f"{name}.txt").write_text(REPORT.format(text=f"Đã phát {number} tờ rơi."), "utf-8")
    result = CliRunner().invoke(app, ["metrics", "suggest", str(tmp_path)])
    assert "đứt giữa một từ" in result.stderr
    assert "underthesea" in result.stderr
    assert "phat_to_roi" in result.stdout
    assert result.exit_code == 0


# -- the lexicon -------------------------------------------------------------------------------------------------------

#: nouns, units and metrics that a word is read across, and why that is right: none is known
CUT: dict[str, str] = {}


def counted_by_the_lexicon() -> Iterator[str]:
    yield from (row["noun"] for row in table("nouns.csv"))
    yield from (row["unit"] for row in table("units.csv"))


def test_no_noun_or_unit_of_the_lexicon_is_cut_inside_a_word() -> None:
    lead = "Trong năm đã có 12 "
    all_words = list(counted_by_the_lexicon())
    assert len(all_words) > 1000
    wrong = {word for word in all_words if cut(words(f"{lead}{word}, tăng"), Span(len(lead), len(lead) + len(word)))}
    assert wrong == set(CUT)
    assert cut(words(f"{lead}hồ sơ, tăng"), Span(len(lead), len(lead) + len("hồ")))


def test_no_name_of_a_metric_is_cut_inside_a_word() -> None:
    names = [(metric.name_vi, metric.unit) for metric in metrics().values()]
    assert len(names) > 100
    assert [name for name, unit in names if cut(words(f"{name} {unit}"), Span(0, len(name)))] == []


def test_words_that_figures_count_are_listed_whole_when_the_lexicon_has_them_not() -> None:
    text = "Công chức có {n} đại học và 3 thạc sĩ; quản lý 12 hộ."
    listed = list(rows([counted(read(text.format(n=n), f"{n}.txt")) for n in (7, 8)]))
    assert [(word, times, reports, unit) for word, times, reports, unit, _ in listed] == [
        ("thạc sĩ", 2, 2, ""),
        ("đại học", 2, 2, ""),
    ]
    assert "7 đại học" in str(listed[1][-1])
