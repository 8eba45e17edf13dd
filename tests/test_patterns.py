"""Expressions of words in the form that is sought fast find what they find as they are written."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

import pipeline.analysis  # noqa: F401  # brings in all modules with their expressions
from extractors.patterns import at_words, quick
from extractors.vietnamese import fold

TEXTS = [fold(path.read_text("utf-8")) for path in sorted((Path(__file__).parents[1] / "corpus/reports").glob("*.txt"))]
#: as written: alternatives that open alike, with a look back, with a choice, with words that may be left out
WRITTEN = (
    r"(?<!\w)(?:đã|kết quả (?:là|đạt)|đạt được|cùng kỳ)(?!\w)",
    r"(?<!\w)(?:phấn đấu|(?<!có )mục tiêu(?! quốc gia)|(?<!(?:chưa|từng) )đạt)(?!\w)",
    r"(?<!\w)(?:(?:tổng |toàn bộ )?số|(?:để|còn) lại)(?!\w)",
    r"(?<!\w)(?P<x>quý|tháng|năm)\s+(?:[ivx]+|\d+)",
    r"(?<!\w)(?:trong|trên)[^\]|)(]{2,12}(?:hồ sơ|đơn)",
)
#: what is left as it is: a branch that opens with no letter, a group that is repeated, nothing to choose from
LEFT = (r"(?<!\w)(?:\d+|năm)", r"(?<!\w)(?:là |có )*đạt", r"(?<!\w)tổng số", r"(?<!\w)(?:q?uý|năm)")


def found(pattern: re.Pattern[str]) -> list[tuple[tuple[int, int], dict[str, str | None]]]:
    return [(match.span(), match.groupdict()) for text in TEXTS for match in pattern.finditer(text)]


@pytest.mark.parametrize("written", WRITTEN)
def test_finds_what_is_written(written: str) -> None:
    assert quick(written) != written
    assert found(at_words(written)) == found(re.compile(written))
    assert len(found(at_words(written))) > 10


@pytest.mark.parametrize("written", LEFT)
def test_is_left_as_it_is(written: str) -> None:
    assert quick(written) == written


def test_expressions_of_all_modules_find_the_same() -> None:
    """Those not sought fast so far would find the same if they were."""
    modules = [module for name, module in sys.modules.items() if name.startswith(("extractors.", "pipeline."))]
    patterns = {value for module in modules for value in vars(module).values() if isinstance(value, re.Pattern)}
    changed = [one for one in patterns if isinstance(one.pattern, str) and quick(one.pattern) != one.pattern]
    assert len(changed) > 50
    for one in changed:
        assert found(re.compile(quick(one.pattern), one.flags)) == found(one), one.pattern
