"""Document to facts: the one place where the stages of reading are chained."""

from __future__ import annotations

import re

from extractors.catalogue.context import Context
from extractors.catalogue.in_hand import tell_in_hand
from extractors.catalogue.measures import read_measures
from extractors.catalogue.neighbours import follow_neighbours
from extractors.catalogue.own import BUILT_IN, Catalogue
from extractors.catalogue.series import follow_series
from extractors.catalogue.siblings import deny_siblings
from extractors.catalogue.told_again import follow_told
from extractors.document import Document
from extractors.facts import Facts
from extractors.grids import read_layouts
from extractors.header import NOTHING, Overrides, read_header
from extractors.ledger.ledger import read_ledger
from extractors.lexicon import phrase_pattern
from extractors.numbers.doubts import doubted
from extractors.numbers.papers import read_papers
from extractors.numbers.roles import read_numbers
from extractors.relations.amounts import meant
from extractors.relations.related import read_relations
from extractors.relations.sums.settled import settle_by_sums
from extractors.relations.world import World
from extractors.sections import read_sections
from extractors.vietnamese import fold


def read(document: Document, overrides: Overrides = NOTHING, catalogue: Catalogue = BUILT_IN) -> Facts:
    """Return everything that is read of a document; what `overrides` say of it counts more than its own head.

    Its quantities are linked to the metrics of `catalogue`.
    """
    folded = fold(document.text)
    sections = read_sections(document)
    layouts = read_layouts(document)
    numbers = doubted(document, read_numbers(document, sections, layouts))
    header = read_header(document, overrides)
    ledger = read_ledger(document, sections, layouts, numbers)
    lines = _with_block_ends(document, folded)
    periods = [n for n in numbers if n.role == "period" and n.when]
    context = Context(
        document,
        sections,
        layouts,
        numbers,
        ledger,
        folded,
        lines,
        header.kind,
        header.period,
        periods,
        header.level,
        own_names(header.unit),
        _body_end(document, folded),
        catalogue,
        tuple(re.findall(r"[^\W\d_]+", fold(header.title or ""))),
    )
    linked = follow_told(context, follow_series(context, follow_neighbours(context, read_measures(context))))
    measures = deny_siblings(context, tell_in_hand(context, linked))
    world = World(document, folded, sections, layouts, [meant(n, folded) for n in numbers], ledger, measures)
    relations = tuple(read_relations(world, header.period, header.date))
    measures = settle_by_sums(measures, relations, ledger)
    papers = read_papers(document, folded, numbers)
    return Facts(folded, header, sections, layouts, numbers, ledger, measures, relations, catalogue, papers)


def _body_end(document: Document, folded: str) -> int:
    """Return the block of the recipients, at which the body of a paper ends; the number of blocks where it has none."""
    openings = (folded[block.span.start : min(block.span.end, block.span.start + 12)] for block in document.blocks)
    opened = (at for at, text in enumerate(openings) if text.strip(" *").startswith("nơi nhận"))
    return next(opened, len(document.blocks))


def own_names(unit: str | None) -> re.Pattern[str] | None:
    """Return the pattern of the name of a unit, its kind aside ("xã Đông Lỗ": đông lỗ)."""
    name = fold(unit or "").split()
    kinds = 2 if name[:2] in (["thị", "trấn"], ["thị", "xã"], ["thành", "phố"], ["đặc", "khu"]) else 1
    said = " ".join(name[kinds:])
    return re.compile(phrase_pattern([said])) if said else None


def _with_block_ends(document: Document, folded: str) -> str:
    """Return folded text with a line end after each block (folding made blanks of them)."""
    characters = list(folded)
    for block in document.blocks:
        if block.span.end < len(characters):
            characters[block.span.end] = "\n"
    return "".join(characters)
