"""Cues leave nothing out: whatever an expression finds has one of its cues, and readers skip no block that tells."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import extractors.catalogue
import extractors.ledger
import extractors.numbers
import extractors.relations
from extractors.catalogue.lookup import phrases
from extractors.cues import cues, seeker
from extractors.numbers import dates
from extractors.relations.passages import Figure, Passages
from extractors.vietnamese import fold
from pipeline.analysis import analyse_bytes

REPORTS = sorted((Path(__file__).parents[1] / "corpus" / "reports").glob("*.txt"))
_LINES = [fold(line) for path in REPORTS for line in path.read_text("utf-8").splitlines() if line.strip()]


def _constants() -> Iterator[object]:
    for package in (extractors.catalogue, extractors.ledger, extractors.numbers, extractors.relations):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield from vars(importlib.import_module(module.name)).values()


def _expressions() -> dict[str, re.Pattern[str]]:
    """Return the expressions of the modules, those behind a seeker among them, of the catalogue and of dates."""
    found = [one for one in _constants() if isinstance(one, re.Pattern)]
    searches = [cell.cell_contents for one in _constants() for cell in getattr(one, "__closure__", None) or ()]
    found += [search.__self__ for search in searches if isinstance(getattr(search, "__self__", None), re.Pattern)]
    found += [re.compile(said) for phrase in phrases() for said in (phrase.own, phrase.refuse, phrase.context)]
    found += [row[3] for row in dates._PATTERNS]
    return {one.pattern: one for one in found if not one.flags & (re.IGNORECASE | re.VERBOSE)}


def test_whatever_is_found_has_a_cue() -> None:
    asked = {said: pattern for said, pattern in _expressions().items() if cues(said)}
    assert len(asked) > 600
    found = 0
    for said, pattern in asked.items():
        texts = cues(said)
        telling = [line for line in _LINES if not any(text in line for text in texts)]
        assert not [line for line in telling if pattern.search(line)], said
        found += len(_LINES) - len(telling)
    assert found > 10_000


def test_a_seeker_finds_what_its_expression_finds() -> None:
    for phrase in phrases():
        for said in filter(None, (phrase.own, phrase.refuse, phrase.context, phrase.refuse_beside)):
            plain, seek = re.compile(said).search, seeker(said)
            places = [(plain(line), seek(line)) for line in _LINES[::7]]
            assert [one and one.span() for one, _ in places] == [other and other.span() for _, other in places], said


def test_readers_that_skip_blocks_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [path.read_bytes() for path in REPORTS]
    skipping = [analyse_bytes(data, "a.txt").facts.relations for data in files]

    def everywhere(self: Passages, *_: re.Pattern[str]) -> Iterator[tuple[int, Sequence[Figure]]]:
        yield from self.by_block.items()

    monkeypatch.setattr(Passages, "where", everywhere)
    assert [analyse_bytes(data, "a.txt").facts.relations for data in files] == skipping
    assert sum(map(len, skipping)) > 900


@pytest.mark.parametrize(
    ("said", "texts"),
    [
        (r"(?<!\w)(?:tăng|giảm)(?: thêm)? \d+", ("giảm", "tăng")),
        (r"(?P<x>\d+)(?=\s+tháng(?!\w))", ("tháng",)),
        (r"(?:không có|chưa)?\s*vụ", ("vụ",)),
        (r"tăng?|giảm", ("giảm", "tăn")),
        (r"[tg]ăng{2}|\d{0,2} hộ{0}", (" h", "ăng")),
        (r"số (?=hộ|người)\w+ nghèo", (" nghèo",)),
        ("", ()),
    ],
)
def test_what_must_stand(said: str, texts: tuple[str, ...]) -> None:
    assert cues(said) == texts
