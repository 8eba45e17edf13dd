"""The words that a figure of running text is told with: its label, its sentence, and what may set it apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from extractors.relations.passages import Figure
from extractors.relations.repeats.matches import is_specific
from extractors.relations.repeats.same_words import naming
from extractors.relations.world import World
from extractors.vietnamese import UPPER

#: how many characters of a sentence are read
_SENTENCE = 400
#: words behind which a clause names what it goes on from; only what follows them is told again
_LINK = re.compile(
    r"(?<!\w)(?:căn cứ|so với|theo|với|trên(?! địa bàn)|trong(?! (?:năm|kỳ|tháng|quý|vụ))|từ|bằng|do|vì|nhờ)"
    r"(?: mức)?(?!\w)"
)
_WHOLE = re.compile(r"(?<!\w)(?:tổng|(?P<all>toàn bộ|tất cả|cả))(?!\w)")
_OF_ALL = re.compile(r"(?<!\w)(?:cả|toàn bộ|tất cả)(?: số| các)?$")
#: what stands between the words of a figure and the figure itself
_COPULA = re.compile(r"(?:^|(?<=\s))(?:(?:đã )?(?:là|đạt|có|còn|được|gồm|lên|đến)|:)?\s*\(?\s*$")
_JOINED = re.compile(r"(?<!\w)là\s*$|\(\s*$")
#: verbs of which a subject stands before, and no label
_HAS = re.compile(r"(?<!\w)(?:có|gồm|thu hút)(?!\w)")
#: words behind a figure at which what it counts ends
_ENDS = re.compile(
    r"(?<!\w)(?:đều|đã|đang|cùng|thì|có|là|phải|vẫn|sẽ|ấy|này|đó|tạo|góp|giúp|đạt|nói trên|kể trên|nêu trên|vừa nêu"
    r"|đã nêu|trên đây|trên|với|nên|để|nhằm|và)(?!\w)|[,;:().–—]"
)
_CLAUSE = re.compile(r"[,;:](?:\s|$)|\((?=\s*\w)")
#: where a clause begins behind another figure
_CLAUSE_BEHIND = re.compile(r"[,;:](?:\s|$)|\((?=\s*\w)|(?<!\w)và(?!\w)")
#: a name inside a sentence; its first word, too, where the next one has a capital
_CAPITAL = re.compile(rf"(?<=[\w,;)(] )[{UPPER}]\w*|[{UPPER}]\w*(?= [{UPPER}])")


@dataclass(frozen=True)
class Telling:
    """A figure with its sentence up to it, folded (`led`) and as printed; `opens` says that it is the first there."""

    figure: Figure
    led: str
    printed: str
    opens: bool

    @cached_property
    def own(self) -> str:
        """The last clause before the figure, without what joins them."""
        clause = (_CLAUSE if self.opens else _CLAUSE_BEHIND).split(self._open)[-1]
        return _COPULA.sub("", clause).strip()

    @cached_property
    def _open(self) -> str:
        return self.figure.before.strip()

    @cached_property
    def joined(self) -> bool:
        """Whether a copula or bracket before the figure makes the words before it all of its label."""
        return bool(_JOINED.search(self._open))

    @cached_property
    def behind(self) -> str:
        """What is counted, from behind the figure, where the words before it do not say all."""
        return "" if self.joined else str(_ENDS.split(self.figure.after)[0])

    @cached_property
    def again(self) -> str | None:
        """The label that the clause goes on from ("theo tổng mức đầu tư của dự án là"), None where it has none."""
        links, wholes = list(_LINK.finditer(self.own)), list(_WHOLE.finditer(self.own))
        if links and not self.own[: links[0].start()].strip():
            return self.own[links[0].end() :]
        linked = any(self.own[link.end() :].lstrip().startswith("tổng") for link in links)
        if wholes and (self.joined or linked or wholes[-1]["all"]):
            return self.own[wholes[-1].end() :]
        return self.own[links[-1].end() :] if links and self.joined else None

    @cached_property
    def of_all(self) -> bool:
        """Whether words right before the figure say that it is all of them ("xử phạt cả 23 cơ sở")."""
        return bool(_OF_ALL.search(self._open))

    @cached_property
    def label(self) -> frozenset[str]:
        """The naming words of the figure itself."""
        again = self.again if self.again is not None and naming(f"{self.again} {self.behind}") else None
        said = _HAS.split(self.own)[-1] if again is None else again
        words = naming(f"{said} {self.behind}") or naming(self.own if again is None else again)
        return words if is_specific(self.figure.unit) else words - naming(self.figure.unit)

    @cached_property
    def words(self) -> frozenset[str]:
        """The naming words of the whole sentence up to the figure, and of what it counts."""
        return naming(f"{self.led} {self.behind} {self.figure.unit}")

    @cached_property
    def clause(self) -> frozenset[str]:
        """The naming words of its clause, and of what it counts."""
        return naming(f"{self.own} {self.behind} {self.figure.unit}")

    @cached_property
    def names(self) -> frozenset[str]:
        """The words of proper names in its clause."""
        return frozenset(word.lower() for word in _CAPITAL.findall(self.printed[-len(self._open) - 1 :]))


def read_telling(world: World, figures: Sequence[Figure], figure: Figure) -> Telling:
    """Return a figure of a block with its words; `figures` are those of the block."""
    opening = next(f for f in figures if f.home == figure.home)
    start = world.numbers[opening.number].span.start - len(opening.before) - 1
    end = world.numbers[figure.number].span.start
    first = max(0, start, end - _SENTENCE)
    return Telling(figure, world.folded[first:end], world.document.text[first:end], opens=opening is figure)
