"""Every phrase of the catalogue yields its metric from its own example, and every metric has a phrase."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import extractors.catalogue
from extractors.catalogue import lookup
from pipeline.analysis import Analysis, analyse_bytes

FOLDER = Path(extractors.catalogue.__file__).parent
#: where a phrase takes the words of a concept
MACRO = re.compile(r"\{([a-z_]+)\}")


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((FOLDER / name).read_text("utf-8").splitlines()))


def read(sentence: str) -> Analysis:
    """A report of one sentence under a plain heading."""
    return analyse_bytes(f"I. NỘI DUNG\n{sentence}.\n".encode(), "phrase.txt")


def lines(name: str) -> list[Any]:
    """The rows of a table, each named by its metric and how many of that metric came before."""
    seen: Counter[str] = Counter()
    found = []
    for row in rows(name):
        seen[row["metric"]] += 1
        found.append(pytest.param(row, id=f"{row['metric']}-{seen[row['metric']]}"))
    return found


@pytest.fixture
def forget() -> Iterator[Callable[[], None]]:
    """Forget which phrases a unit has, at once and after the test."""

    def clear() -> None:
        lookup._phrases_of.cache_clear()
        lookup._searches.cache_clear()

    yield clear
    clear()


@pytest.mark.parametrize("row", lines("phrases.csv"))
def test_phrase_yields_its_metric_from_its_example(
    row: dict[str, str], monkeypatch: pytest.MonkeyPatch, forget: Callable[[], None]
) -> None:
    """The other phrases of the metric are left out, so that each row shows that it is needed and works."""
    every = zip(lookup.phrases(), rows("phrases.csv"), strict=True)
    kept = [phrase for phrase, other in every if other["metric"] != row["metric"] or other == row]
    monkeypatch.setattr(lookup, "phrases", lambda: tuple(kept))
    forget()
    (marked,) = re.findall(r"\{([^{}]+)\}", row["example"])
    before = row["example"].partition("{")[0]
    analysis = read(row["example"].replace("{", "").replace("}", ""))
    document, numbers = analysis.document, analysis.facts.numbers
    start = document.text.index("\n") + 1 + len(before)
    at = [i for i, n in enumerate(numbers) if n.span.start <= start < n.span.end]
    assert [document.quote(numbers[i].span) for i in at] == [marked]
    measure = analysis.facts.measures.get(at[0])
    assert measure is not None, f"{marked} is read as {numbers[at[0]].role}"
    assert measure.metric == row["metric"], f"unit {measure.unit!r}, label {measure.label!r}"


@pytest.mark.parametrize("row", lines("share_metrics.csv"))
def test_share_of_a_metric_is_its_rate(row: dict[str, str]) -> None:
    facts = read(f"Trong kỳ {row['example']}").facts
    found = [(m.metric, facts.numbers[m.number].percent) for m in facts.measures.values()]
    assert found == [(row["metric"], False), (row["share_metric"], True)]


def test_every_metric_has_a_phrase_and_every_phrase_a_metric() -> None:
    codes = [row["code"] for row in rows("metrics.csv")]
    named = {row["metric"] for row in rows("phrases.csv")}
    assert [code for code in codes if code not in named] == []
    assert sorted(named - set(codes)) == []
    linked = {row[key] for row in rows("share_metrics.csv") for key in ("metric", "share_metric")}
    assert sorted(linked - set(codes)) == []


def test_rows_of_the_catalogue_stand_once() -> None:
    codes = [row["code"] for row in rows("metrics.csv")]
    phrases = [tuple(row.values())[:5] for row in rows("phrases.csv")]
    shares = [row["metric"] for row in rows("share_metrics.csv")]
    for keys in (codes, phrases, shares):
        assert [key for key, count in Counter(keys).items() if count > 1] == []


def metric_at(text: str, figure: str) -> str | None:
    """The metric of a figure of a sentence in a commune's report."""
    head = "ỦY BAN NHÂN DÂN\nXÃ AN BÌNH\n\nBÁO CÁO\nKết quả năm 2024\n\nI. NỘI DUNG\n"
    analysis = analyse_bytes(f"{head}{text[:1].upper()}{text[1:]}.\n".encode(), "phrase.txt")
    start = len(analysis.document.text.rstrip()) - len(text) - 1 + text.index(figure)
    (number,) = [i for i, n in enumerate(analysis.facts.numbers) if n.span.start == start]
    return analysis.facts.measures[number].metric


@pytest.mark.parametrize(
    ("row", "word"),
    [
        pytest.param(row, word, id=f"{row['concept']}-{word}")
        for row in rows("concepts.csv")
        for word in row["words"].split("|")
    ],
)
def test_every_word_of_a_concept_links_the_same_metric(row: dict[str, str], word: str) -> None:
    assert (metric_at(row["example"].replace("…", word), "12") or "") == row["metric"]


def test_every_concept_is_used_and_every_one_used_is_there() -> None:
    known = [row["concept"] for row in rows("concepts.csv")]
    used = {
        name for row in rows("phrases.csv") for key in ("own", "context", "refuse") for name in MACRO.findall(row[key])
    }
    assert sorted(known) == sorted(set(known))
    assert used == set(known)


@pytest.mark.parametrize("name", ["vocabulary.csv", "scopes.csv", "parallels.csv"])
def test_words_around_figures_belong_to_metrics(name: str) -> None:
    codes = {row["code"] for row in rows("metrics.csv")}
    above = {code.rsplit(".", n)[0] for code in codes for n in range(3)}
    named = {re.sub(r"^table:|!$", "", key) for row in rows(name) for key in row["metrics"].split("|")}
    assert sorted(key for key in named - above if key != "any" and not key.startswith("level-")) == []
    assert all(row["example"] for row in rows(name))


@pytest.mark.parametrize("row", rows("parallels.csv"), ids=lambda row: row["metrics"].partition("|")[0])
def test_counts_side_by_side_are_linked_each(row: dict[str, str]) -> None:
    facts = read(f"Trong kỳ {row['example']}").facts
    found = [m.metric for _, m in sorted(facts.measures.items()) if m.metric]
    assert found == row["metrics"].split("|")


@pytest.mark.parametrize("row", rows("vocabulary.csv"), ids=lambda row: row["example"])
def test_words_stand_in_their_example(row: dict[str, str]) -> None:
    assert any(word in row["example"].lower() for word in row["words"].split("|"))


@pytest.mark.parametrize("row", [row for row in rows("scopes.csv") if row["where"] != "head"])
def test_a_scope_unlinks_its_example(row: dict[str, str]) -> None:
    """The twin: what lifts a scope stands in the heading too."""
    heading, _, words = row["example"].removeprefix("II. ").rpartition(": ")
    sentence, lifting = words[:1].upper() + words[1:], row["unless"].partition("|")[0]
    head = "ỦY BAN NHÂN DÂN\nHUYỆN AN BÌNH\n\nBÁO CÁO\n\n" if row["where"].endswith(":huyen") else ""
    analysis = analyse_bytes(f"{head}I. {heading or 'NỘI DUNG'}\n{sentence}.\n".encode(), "phrase.txt")
    *_, measure = analysis.facts.measures.values()
    assert measure.metric is None
    if row["where"] == "path":
        twin = analyse_bytes(f"I. {heading}, {lifting}\n{sentence}.\n".encode(), "phrase.txt")
        (whole,) = twin.facts.measures.values()
        assert whole.metric is not None


def test_a_head_that_names_a_kind_unlinks_its_column() -> None:
    table = "Đơn vị tính: đơn\nChỉ tiêu\tTổng số\tKhiếu nại\nĐã giải quyết\t30\t12\nĐang giải quyết\t3\t1"
    analysis = analyse_bytes(f"I. GIẢI QUYẾT ĐƠN THƯ\n{table}\n".encode(), "phrase.txt")
    found = {analysis.document.quote(analysis.facts.numbers[n].span): m for n, m in analysis.facts.measures.items()}
    assert (found["30"].metric, found["12"].metric) == ("petitions.resolved", None)
