"""The changes told in a block and the figures that they lead from and to, with all pairs that may be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.relations.amounts import ratio
from extractors.relations.changes.change_events import Event
from extractors.relations.changes.change_places import (
    REACH,
    end_pairs,
    is_bound,
    is_sole,
    level_told,
    own_start,
    places_around,
    tells_rates,
)
from extractors.relations.changes.change_words import Said, goes_with, is_of_part
from extractors.relations.changes.changes import Change, Kind, changes, end_slipped, kinds_of, make_growth, slipped
from extractors.relations.passages import Figure
from extractors.relations.relation import Relation
from extractors.relations.world import World

#: the least whole change that meets two figures by more than chance
_TELLING = 10
#: what a figure is more or less than ("nhiều hơn quý II 5 vụ (38)")
_THAN = re.compile(r"(?<!\w)(?:nhiều|cao|ít|thấp|lớn|nhỏ) hơn(?!\w)[^,;.()\d]*$")
#: what is compared with has not come of the change
_SO_WITH = re.compile(r"(?<!\w)so (?:với|cùng)(?!\w)[^,;.]*$")


@dataclass(frozen=True, slots=True)
class ChangeBlock:
    """The figures of a block with what they say, and those `above` it."""

    world: World
    figures: Sequence[Figure]
    told: Sequence[Said]
    above: Sequence[Figure]

    def relations(self, event: Event) -> Iterator[Relation]:
        """Yield what an event says: with the ends that let most of it hold, else what its sentence contradicts."""
        pairs = list(end_pairs(self.figures, self.told, event))
        tried = {
            place: [c for new, old in pairs for c in self._tried(place, new, old, event.said)] for place in event.places
        }
        best = max(pairs, key=lambda pair: self._fitting(tried, pair), default=None)
        if best is None or not self._fitting(tried, best):
            yield from self._without_ends(event, pairs, tried)
            return
        for place in event.places:
            of_pair = [c for c in tried[place] if self._ends(c) == (best[0].number, best[1].number)]
            fitting = next((c for c in (*of_pair, *tried[place]) if c.fits), None)
            # "giảm 69 hộ, tỷ lệ giảm 4,3%" behind rates of both times may tell points of these
            points = (c for c in tried[place] if c.kind == "points" and not c.contrary and slipped(self.world, c))
            chosen = fitting or next((c for c in of_pair if slipped(self.world, c)), None)
            chosen = chosen or next(points, None) or next(iter(of_pair), None)
            if chosen is None:
                continue
            sure = chosen.fits or self._other_fits(event, place, tried, best)
            wrong = slipped(self.world, chosen) or chosen.turned
            if sure or (self._told_here(event, best) and (wrong or not tells_rates(self.figures, self.told, place))):
                plan = event.said.plan
                yield make_growth(
                    self.world,
                    chosen,
                    tried[place],
                    certain=sure or wrong,
                    plan=plan,
                    borne_out=sure and not chosen.fits,
                )

    def _other_fits(
        self, event: Event, place: int, tried: dict[int, list[Change]], pair: tuple[Figure, Figure]
    ) -> bool:
        """Whether the other figure of a change says that a pair is meant: a finely printed share, no small amount."""
        ends = (pair[0].number, pair[1].number)
        others = (c for p in event.places if p != place for c in tried[p])
        return any(c.fits and self._ends(c) == ends and self._tells(c) for c in others)

    def _tells(self, change: Change) -> bool:
        """Whether a change that fits two figures hardly does so by chance."""
        if change.kind == "share":
            return self.world.numbers[change.figure].step < 1
        return change.kind == "amount" and abs(change.right) >= _TELLING

    def _without_ends(
        self, event: Event, pairs: Sequence[tuple[Figure, Figure]], tried: dict[int, list[Change]]
    ) -> Iterator[Relation]:
        """Yield a change with its new figure far above, else as percentage of the old one, else what contradicts it."""
        failing = list(self._failing(event, pairs, tried))
        far = [] if failing and len(event.places) == 1 else self._far_end(event)
        gained = None if far else self._gained(event)
        for change in far:
            yield make_growth(self.world, change, (), certain=True, plan=event.said.plan)
        turned = any(relation.notes for relation in failing)  # its size is right
        if (
            gained is not None
            and not turned
            and (gained.fits or not pairs or (not failing and is_sole(self.figures, self.told, event)))
        ):
            yield make_growth(self.world, gained, (), certain=slipped(self.world, gained), plan=event.said.plan)
        elif not far:
            yield from failing or (() if pairs else self._unnamed(event))

    def _unnamed(self, event: Event) -> Iterator[Relation]:
        """Yield a change between two figures of its paragraph that nothing names, where it holds and is no chance."""
        order = [
            i
            for i in places_around(self.figures, self.told, event)
            if self.told[i].tag in ("", "to") and not _SO_WITH.search(self.figures[i].before)
        ]
        first = self.world.numbers[self.figures[event.places[0]].number]
        if first.step >= 1 and abs(self.figures[event.places[0]].value) < _TELLING:
            return
        for new in order[:3]:
            for old in (i for i in order if i != new and self.figures[i].unit == self.figures[new].unit):
                tried = [list(self._tried(p, self.figures[new], self.figures[old], event.said)) for p in event.places]
                found = [next((c for c in every if c.fits), None) for every in tried]
                if found and all(found):
                    yield from (make_growth(self.world, c, (), certain=True, plan=event.said.plan) for c in found if c)
                    return

    @staticmethod
    def _ends(change: Change) -> tuple[int, int]:
        return change.new, change.old

    def _fitting(self, tried: dict[int, list[Change]], pair: tuple[Figure, Figure]) -> int:
        ends = (pair[0].number, pair[1].number)
        return sum(any(c.fits for c in every if self._ends(c) == ends) for every in tried.values())

    def _tried(self, place: int, new: Figure, old: Figure, said: Said) -> Iterator[Change]:
        number, of = self.figures[place].number, new.number
        kinds: list[Kind] = [said.tag] if said.tag in ("index", "times") else kinds_of(self.world, number, of)
        direction = said.direction if said.tag == "change" else 0
        yield from changes(self.world, number, of, old.number, direction, kinds)

    def _far_end(self, event: Event) -> list[Change]:
        """Return the change with a new figure of a paragraph above that lets all of it hold."""
        olds = [
            i
            for i in places_around(self.figures, self.told, event)
            if self.told[i].tag in ("old", "from") and goes_with(self.told[i], event.said)
        ]
        for old in (self.figures[i] for i in olds):
            for new in reversed(self.above):
                if ratio(new.unit, old.unit) is None or new.value == old.value:
                    continue
                found = [[c for c in self._tried(p, new, old, event.said) if c.fits] for p in event.places]
                if all(found):
                    return [every[0] for every in found]
        return []

    def _told_here(self, event: Event, pair: tuple[Figure, Figure], apart: int = 0) -> bool:
        """Whether a change and its ends stand in one sentence, or so many apart, none of them qualified."""
        figures = (*(self.figures[place] for place in event.places), *pair)
        exact = all(self.world.numbers[figure.number].sign == "=" for figure in figures)
        sentences = [figure.sentence for figure in figures]
        return exact and max(sentences) - min(sentences) <= apart

    def _gained(self, event: Event) -> Change | None:
        """Return the percentage that an amount is of the old figure of its sentence, where no new one is named."""
        if len(event.places) < 2 or self.figures[event.places[0]].unit == "%":
            return None
        amount, share = (self.figures[place] for place in event.places)
        for place in places_around(self.figures, self.told, event):
            old, said = self.figures[place], self.told[place]
            alike = ratio(old.unit, amount.unit) is not None and goes_with(said, event.said)
            if said.tag in ("old", "from") and alike and old.home == amount.home:
                return next(changes(self.world, share.number, amount.number, old.number, 0, ["gained"]), None)
        return None

    def _failing(
        self, event: Event, pairs: Sequence[tuple[Figure, Figure]], tried: dict[int, list[Change]]
    ) -> Iterator[Relation]:
        """Yield the change that fails where its own sentence names both ends and nothing else may be meant."""
        near = [(new, old) for new, old in pairs if self._told_here(event, (new, old), apart=1)]
        own, told = own_start(self.figures, event), level_told(self.figures, self.told, event)
        ends = {
            (new.number, old.number)
            for new, old in near
            if not is_bound(self.figures, self.told, self._place(old.number), event)
            and min(self._place(new.number), self._place(old.number)) >= own
            and self._place(new.number) >= told
        }
        ends = self._of_bracket(event, ends) or ends
        of_first = [c for c in tried[event.places[0]] if self._ends(c) in ends and self._near(event, c)]
        wrong = [c for c in of_first if slipped(self.world, c) or c.turned]
        wrong = wrong or [c for c in of_first if end_slipped(self.world, c)]
        last = self.figures[event.places[-1]]
        if is_of_part(last) and (not wrong or abs(last.value) < _TELLING):
            return
        alone = len({c.old for c in of_first}) == 1 and len({c.new for c in of_first}) == 1
        if not of_first or not (alone or len({self._ends(c) for c in wrong}) == 1):
            return
        here = self.figures[event.places[0]].home == self.figures[self._place(of_first[0].new)].home
        told = here or self._of_one_metric(of_first[0])
        if not wrong and not (told and self._named_as_base(of_first[0].old)):
            return
        chosen = next(iter(wrong or of_first))
        certain = here and len({self._ends(c) for c in wrong}) == 1 and (chosen.turned or slipped(self.world, chosen))
        yield make_growth(self.world, chosen, of_first, certain=certain, plan=event.said.plan)

    def _of_bracket(self, event: Event, ends: set[tuple[int, int]]) -> set[tuple[int, int]]:
        """Return the ends with the base in the bracket right behind a change, and a new figure of its sentence."""
        home = self.figures[event.places[0]].home
        behind = self.figures[event.places[-1] + 1 : event.places[-1] + 2]
        than = bool(_THAN.search(self.figures[event.places[0]].before))
        bases = {f.number for f in behind if f.home == home and f.before.endswith("(") and (than or "so " in f.before)}
        return {(new, old) for new, old in ends if old in bases and self.figures[self._place(new)].home == home}

    def _of_one_metric(self, change: Change) -> bool:
        """Whether both ends measure one thing, and nothing else around does."""
        new, old = (self.world.measures[number] for number in (change.new, change.old))
        same = [f.number for f in self.figures if self.world.measures[f.number].metric == new.metric]
        return new.metric is not None and new.metric == old.metric and sorted(same) == sorted((change.new, change.old))

    def _named_as_base(self, old: int) -> bool:
        """Whether words compare with a figure, and do not only date it ("năm 2023 là 3,2%")."""
        place = self._place(old)
        words = self.figures[place].before
        return not self.told[place].year or self.told[place].tag == "from" or "so " in words or "(" in words

    def _near(self, event: Event, change: Change) -> bool:
        places = (self._place(change.new), self._place(change.old))
        reach = REACH if slipped(self.world, change) else 3
        return all(abs(place - event.places[0]) <= reach for place in places)

    def _place(self, number: int) -> int:
        return next(place for place, figure in enumerate(self.figures) if figure.number == number)
