"""Capitalised syllables that stand together: what may be a name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.document import Span
from extractors.vietnamese import LOWER, UPPER
from pipeline.export.data.name_words import MIDDLE, name_words

#: a syllable of a name: "Bình", "Y", "V." before another, "H'", "Êban", "BÌNH"
_SYLLABLE = re.compile(rf"(?<![\w'’])(?:[{UPPER}]['’]\s?)?[{UPPER}ÊƠŬ](?:[{LOWER}ŏŭĭčňŭ]+|[{UPPER}]+)?(?!\w)")
_JOINED = re.compile(r"[ \u00a0]{1,2}|\. ?")
#: of a name
_MOST_SYLLABLES = 5


#: as far as words before a name are looked at
LOOK_BACK = 70


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised syllables that stand together, and what is folded of the text around them."""

    syllables: tuple[Span, ...]
    folded: str
    text: str

    @property
    def span(self) -> Span:
        """From the first syllable to the last."""
        return Span(self.syllables[0].start, self.syllables[-1].end)

    @property
    def words(self) -> list[str]:
        """The syllables, folded."""
        return [self.folded[one.start : one.end] for one in self.syllables]

    @property
    def before(self) -> str:
        """What stands before, folded, as far as it tells something."""
        return self.folded[max(0, self.span.start - LOOK_BACK) : self.span.start]

    @property
    def behind(self) -> str:
        """What stands behind, folded."""
        return self.folded[self.span.end : self.span.end + 30]

    @property
    def in_capitals(self) -> bool:
        """Whether all is in capitals."""
        return all(self.text[one.start : one.end].isupper() for one in self.syllables)

    def cut(self, most: int) -> Run:
        """Return its first syllables."""
        return Run(self.syllables[:most], self.folded, self.text)


def runs(text: str, folded: str) -> Iterator[Run]:
    """Yield capitalised syllables that stand together; words of offices, courtesy and places begin no name."""
    tables = name_words()
    closed = [(match.start(), match.end()) for match in tables.opens.finditer(folded)]
    starts = [start for start, _ in closed]

    def is_closed(at: int) -> bool:
        before = bisect_right(starts, at) - 1
        # a surname before a middle part is one, though a word of the tables may be written like it ("Bản Văn Hai")
        return before >= 0 and at < closed[before][1]

    run: list[Span] = []
    for match in _SYLLABLE.finditer(text):
        span = Span(match.start(), match.end())
        joined = run and _JOINED.fullmatch(text, run[-1].end, span.start)
        # "Nguyễn V. Lộc"; "A. TÌNH HÌNH" is a heading
        if joined and text[run[-1].end] == "." and (len(run[-1]) > 1 or len(run) == 1):
            joined = None
        if run and not (joined and text[span.start : span.end].isupper() in _case(text, run)):
            yield from _names(run, folded, text)
            run = []
        if is_closed(span.start) and not _is_name_all_the_same(folded, span, run):
            yield from _names(run, folded, text)
            run = []
        else:
            run.append(span)
    yield from _names(run, folded, text)


def _case(text: str, run: Sequence[Span]) -> tuple[bool, ...]:
    """Whether the next syllable may be in capitals: single letters go with both."""
    long = [span for span in run if len(span) > 1]
    last = text[long[-1].start : long[-1].end].isupper() if long else None
    return (True, False) if last is None else (True,) if last else (False, True)


def _is_name_all_the_same(folded: str, span: Span, run: Sequence[Span]) -> bool:
    """Whether a word of the tables is a part of a name: behind a surname, one that opens no phrase ("Trần Thị Con")."""
    match = name_words().opens.match(folded, span.start)
    alone = match is not None and match.end() <= span.end and match.group() not in ("ban", "hội", "đảng", "tp")
    return alone and bool(run) and folded[run[0].start : run[0].end] in name_words().surnames


def _names(run: Sequence[Span], folded: str, text: str) -> Iterator[Run]:
    """A run without acronyms; a long one is cut."""
    if not run:
        return
    whole = text[run[0].start : run[-1].end]
    spans = [s for s in run if whole.isupper() or not (len(s) > 1 and text[s.start : s.end].isupper())]
    if len(spans) == len(run):
        yield Run(tuple(run[_first_word(run, folded) :]), folded, text).cut(_MOST_SYLLABLES)
        return
    # the part behind the last acronym ("UBND Nguyễn Văn An")
    last = max(i for i, s in enumerate(run) if s not in spans)
    if last + 1 < len(run):
        yield Run(tuple(run[last + 1 :]), folded, text).cut(_MOST_SYLLABLES)


def _first_word(run: Sequence[Span], folded: str) -> int:
    """Where the name begins: behind a word that opens the sentence ("Vụ Nguyễn Thị Sương", "Trẻ Sùng Thị Dợ")."""
    names = [folded[span.start : span.end] for span in run]
    surnames = name_words().surnames
    opens = len(run) > 2 and names[0] not in surnames and names[1] in surnames and names[2] in MIDDLE
    return 1 if opens else 0
