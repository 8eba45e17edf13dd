"""Everything that was read of one document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from extractors.catalogue.measures import Measure
from extractors.catalogue.own import BUILT_IN, Catalogue
from extractors.grids import Layout
from extractors.header import Header
from extractors.ledger.entries import Ledger
from extractors.numbers.number import Number
from extractors.numbers.papers import Paper
from extractors.relations.relation import Relation
from extractors.sections import Section


@dataclass(frozen=True, slots=True)
class Facts:
    """Header, sections, tables, numbers, ledger, measures by number, relations, cited papers.

    `folded` is the text for matching.

    `catalogue` holds the metrics that measures were linked to.
    """

    folded: str
    header: Header
    sections: tuple[Section, ...]
    layouts: tuple[Layout, ...]
    numbers: tuple[Number, ...]
    ledger: Ledger
    measures: Mapping[int, Measure]
    relations: tuple[Relation, ...]
    catalogue: Catalogue = BUILT_IN
    papers: tuple[Paper, ...] = ()
