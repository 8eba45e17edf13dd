"""Shapes of sentences by authors who did not know the rules: right ones raise nothing, gross errors are found."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from random import Random

import pytest

from tests.passages import alarms
from tests.shapes import SHAPES, sentences

#: how many of a hundred gross errors are found at least
FOUND = 80


def drawn(shape: Mapping[str, str], seed: int) -> tuple[str, list[str]]:
    return sentences(shape, Random(f"{shape['name']}{seed}"))


@pytest.mark.parametrize("shape", SHAPES, ids=[shape["name"] for shape in SHAPES])
def test_right_sentences_raise_nothing(shape: Mapping[str, str]) -> None:
    right = [drawn(shape, seed)[0] for seed in range(2)]
    assert [(text, [finding.message for finding, _ in alarms(text)]) for text in right if alarms(text)] == []


def test_gross_errors_are_found() -> None:
    wrong = [text for shape in SHAPES for text in drawn(shape, 1)[1]]
    missed = [text for text in wrong if not alarms(text)]
    assert len(wrong) > len(SHAPES)
    assert len(missed) * 100 <= (100 - FOUND) * len(wrong), missed


@pytest.mark.slow
def test_many_of_each_shape(capsys: pytest.CaptureFixture[str]) -> None:
    both = [drawn(shape, seed) for shape in SHAPES for seed in range(10)]
    alarmed = [right for right, _ in both if alarms(right)]
    wrong = [text for _, some in both for text in some]
    missed = sum(not alarms(text) for text in wrong)
    with capsys.disabled():
        sys.stdout.write(f"\nshapes: {len(alarmed)} of {len(both)} right alarm, {missed} of {len(wrong)} wrong missed ")
    assert len(alarmed) * 200 <= len(both), alarmed
    assert missed * 100 <= (100 - FOUND) * len(wrong)
