"""Rows that a district's tables give to its communes, each beside the place of the commune's own papers it follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipeline.compare.clash import Tested
from pipeline.compare.explained import explained, notes
from pipeline.compare.members import Members, bare_name
from pipeline.compare.papers import Paper
from pipeline.compare.spots import Author, Spot, own_places, spots_of
from pipeline.compare.ties import Tie, Trial, tested, words_shared

#: a row of a commune in a column, by span: the number of the paper of the commune, and what the row says
Column = dict[int, Spot]
#: for the words of a column the place of each commune
Guesses = Mapping[str, Mapping[str, str]]


def check(everywhere: Sequence[Members], authors: Mapping[str, Author]) -> tuple[Tested, Guesses]:
    """Return where a row differs from the commune's own figure that agrees with it in other papers.

    With it comes for each column the place of each commune that it follows.
    """
    columns: dict[tuple[str, str], Column] = defaultdict(dict)
    papers: dict[str, Paper] = {}
    for members in everywhere:
        names = {bare_name(p.unit): p for p in members.communes}
        for paper in members.above:
            papers[paper.path] = paper
            for spot in spots_of(paper, frozenset(names)):
                author = authors.get(names[spot.part].unit) if spot.part else None
                if author is not None and names[spot.part] in author.papers:
                    columns[author.papers[0].unit, spot.place][author.papers.index(names[spot.part])] = spot
    ties = [tie for (unit, place), column in columns.items() for tie in _ties(authors[unit], place, column)]

    def explains(trial: Trial) -> bool:
        return explained(notes(papers[trial.whole.path], papers.values()), (trial.whole, *trial.parts))

    made = tested(ties, explains)
    return made, _followed(ties, made)


def _followed(ties: Sequence[Tie], made: Tested) -> Guesses:
    """The places whose figures rows were found to repeat, by column and commune."""
    good = {(row.key, own.key) for row, own in made.held}
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for tie in ties:
        if any((trial.whole.key, trial.parts[0].key) in good for trial in tie.trials):
            unit, column, own = tie.place
            found[column].setdefault(unit, own)
    return found


def _ties(author: Author, place: str, column: Column) -> Iterator[Tie]:
    """A row over the papers beside each place of the commune that it may follow."""
    row = next(iter(column.values()))
    near = [(own, spot) for own, spot in own_places(author) if spot.unit == row.unit and spot.figure.when == "now"]
    for own, spot in near:
        found = ((at, author.at(at, own), it.figure) for at, it in column.items())
        trials = [Trial("district-row", author.papers[at].spans[0], it, (mine,)) for at, mine, it in found if mine]
        wordings = ("district-row", place.partition("|")[0], own.partition("|")[0])
        where = author.papers[0].unit, wordings[1], own
        yield Tie((where[0], place), wordings, tuple(trials), len(near), words_shared(row, spot), where)
