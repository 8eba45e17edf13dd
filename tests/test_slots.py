"""Frozen classes that fill their slots directly are as frozen, alike and replaceable as others."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from extractors.document import Block, Cell, Origin, Span


def test_they_are_frozen() -> None:
    span = Span(1, 2)
    with pytest.raises(FrozenInstanceError):
        span.start = 3  # type: ignore[misc]
    assert span == Span(1, 2) < Span(1, 3)


def test_fields_left_out_have_their_defaults() -> None:
    block = Block(Span(0, 4), origin=Origin(cell=Cell(1, 0, 0, column_span=2)))
    assert (block.kind, block.marker, block.origin.part) == ("paragraph", "", "body")
    assert replace(block, marker="1.") == Block(Span(0, 4), "paragraph", block.origin, "1.")
    with pytest.raises(TypeError):
        Span(1)  # type: ignore[call-arg]


def test_they_are_copied_and_kept() -> None:
    cell = Cell(1, 2, 3)
    assert pickle.loads(pickle.dumps(cell)) == copy.deepcopy(cell) == cell
    assert hash(cell) == hash(Cell(1, 2, 3, 1, 1))
