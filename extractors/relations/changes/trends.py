"""Trends told in words against the figures of one time after the other ("giảm dần: tháng 7 có 31, tháng 8 có 24")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.document import Span
from extractors.relations.arithmetic import shown
from extractors.relations.changes.change_clauses import named_times
from extractors.relations.claimed import Said, claim
from extractors.relations.passages import Figure, Passages, found_in
from extractors.relations.relation import Relation, Verdict
from extractors.relations.world import World

_EACH = "|".join(
    f"{word} {time}" for word in ("qua từng", "qua các", "theo từng") for time in ("năm", "tháng", "quý", "tuần", "vụ")
)
_STEADY = rf"(?:dần(?: đều)?|đều(?: đặn)?|liên tục|liên tiếp|không ngừng|từng bước|{_EACH})"
_UP = r"tăng|lên|đi lên|leo|nhích|cải thiện|tăng lên|cao"
_DOWN = r"giảm|xuống|đi xuống|hạ|tụt|sụt|vơi|thu hẹp|giảm xuống|ít"
_TREND = re.compile(
    rf"(?<!\w)(?P<said>(?:(?P<up>{_UP})|(?P<down>{_DOWN})) {_STEADY}"
    rf"|(?:liên tục|không ngừng|đều đặn|từng bước) (?:(?P<more>{_UP})|(?P<less>{_DOWN})))(?!\w)"
    r"(?P<rest>[^.;:(]{0,60})[:(]"
)
_WISHED = re.compile(r"(?<!\w)(?:phấn đấu|mục tiêu|kế hoạch|chỉ tiêu|sẽ|dự kiến|nhằm|để|cần|phải|nếu)(?!\w)")
_LEAST = 3
_NUMBER = re.compile(r"\d+")
_ORDER = {word: at for at, word in enumerate(("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám"), start=1)}


def read_trends(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield a relation for each trend with three figures or more of one unit behind it, their times in order."""
    for figures, found in found_in(world, passages, _TREND):
        clause = re.split(r"[.;]\s", world.folded[max(0, found.start() - 90) : found.start()])[-1]
        rows = _rows(world, figures, found)
        if rows and not _WISHED.search(f"{clause} {found['rest']}"):
            yield _judged(world, found, rows)


def _rows(world: World, figures: Sequence[Figure], found: re.Match[str]) -> list[Figure]:
    """Return the figures behind a claim in its sentence, none where one is no plain figure of its own time."""
    behind = [f for f in figures if world.numbers[f.number].span.start >= found.end()]
    rows = [f for f in behind if f.home == behind[0].home and f.unit == behind[0].unit]
    times = [_place(f) for f in rows]
    known = [at for at in times if at is not None]
    plain = all(world.is_exact(f.number) and not world.measures[f.number].change for f in rows)
    ordered = len(known) == len(rows) and all(a < b for a, b in pairwise(known))
    return rows if plain and ordered and len(rows) >= _LEAST else []


def _place(figure: Figure) -> int | None:
    """Return the number of the month, year or round that a figure is told of."""
    time = (named_times(figure) or re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", figure.before) or [""])[-1]
    digits = _NUMBER.findall(time)
    word = time.rpartition(" ")[2]
    return int(digits[-1]) if digits else _ORDER.get(word)


def _judged(world: World, found: re.Match[str], rows: Sequence[Figure]) -> Relation:
    up = bool(found["up"] or found["more"])
    against = next(((a, b) for a, b in pairwise(rows) if a.value != b.value and (b.value > a.value) != up), None)
    verdict: Verdict = "fails" if against else "holds"
    old, new = against or (rows[0], rows[-1])
    sign = ">" if new.value > old.value else "<" if new.value < old.value else "="
    said = Said(f"“{found['said']}”", Span(found.start("said"), found.end("said")))
    text = f"{shown(new.value)} {sign} {shown(old.value)}"
    return claim(world, said, (new.number, old.number), text, "số sau so với số trước", verdict, certain=False)
