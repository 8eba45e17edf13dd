"""Words of all against the exceptions counted behind them: "cả 12 tàu đã lắp máy: 11 tàu lắp rồi, 1 tàu chưa lắp"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extractors.document import Span
from extractors.lexicon import phrase_pattern, table
from extractors.lexicon.amounts import alike
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import Said, claim
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.repeats.same_words import naming
from extractors.relations.sums.closed_sum_words import ASIDE, clause
from extractors.relations.world import World

_ALL = re.compile(
    r"(?<!\w)(?P<all>toàn bộ|tất cả|cả|hết thảy|cả thảy|100 ?%|đủ)(?: (?:các|số|những))?(?: (?P<count>\d[\d.]*))?"
    r" (?P<thing>[^\W\d_]+(?: [^\W\d_]+)*)"
)
#: what a claim wishes for, or takes out
_WISHED = re.compile(
    r"(?<!\w)(?:phấn đấu|mục tiêu|(?<!đạt )yêu cầu|chỉ đạo|sẽ|nhằm|(?<!ký )cam kết|kế hoạch|chỉ tiêu|nếu|phải|cần|trừ"
    r"|ngoại trừ|ngoài|chưa|không|năm trước|cùng kỳ|được kiểm tra|đã kiểm tra|rà soát|khảo sát)(?!\w)"
)
#: aims that are what is counted, or were reached
_AIMED = re.compile(
    r"^(?:chỉ tiêu|nhiệm vụ|kế hoạch)(?!\w)|(?<!\w)(?:vượt|đạt)(?: và vượt)? (?:kế hoạch|chỉ tiêu)(?!\w)"
)
_NOT = re.compile(r"(?<!\w)(?:chưa|không|chẳng)(?: được| bị| chịu| kịp)? (?P<verb>[^\W\d_]+)")


@cache
def _denying() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Return the words of each claim with those that deny it."""
    return tuple((_pattern(row["claim"]), _pattern(row["denied"])) for row in table("denying.csv"))


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(phrase_pattern(words.split("|")))


def read_all_claims(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield claims of all with a figure of the same things behind it that is told of the contrary."""
    for block, figures in passages.where(_ALL):
        span = world.document.blocks[block].span
        text = world.folded[span.start : span.end]
        for found in _ALL.finditer(text):
            before = re.split(r"[.;,]\s", text[: found.start()])[-1]
            if not _WISHED.search(f"{before} {_AIMED.sub(' ', found['thing'])}"):
                yield from _denied(world, figures, found, span.start)


def _denied(world: World, figures: Sequence[Figure], found: re.Match[str], start: int) -> Iterator[Relation]:
    at = Span(start + found.start(), start + found.end())
    behind = [f for f in figures if world.numbers[f.number].span.start >= at.end]
    here = [f for f in figures if at.start <= world.numbers[f.number].span.start < at.end and f.unit != "%"]
    for figure in behind[:6]:
        if figure.sentence - (here or behind)[0].sentence > 1 or ASIDE.search(clause(figure)):
            return
        same = found["thing"].startswith(figure.unit.split(" ")[0]) or any(alike(f.unit, figure.unit) for f in here)
        fewer = not here or figure.value < here[0].value
        number = world.numbers[figure.number]
        plain = number.sign == "=" and number.of is None and figure.value and not world.measures[figure.number].target
        if (
            same
            and fewer
            and plain
            and not _is_of_others(found["thing"], figure)
            and _contradicts(found["thing"], clause(figure))
        ):
            said = Said(f"“{' '.join(found.group().split())}”", at)
            text = f"{shown(figure.value)} {figure.unit}".strip()
            yield claim(world, said, (figure.number,), text, "tất cả thì không có ngoại lệ", "fails", certain=False)
            return


def _is_of_others(said: str, figure: Figure) -> bool:
    """Whether words between a figure and its denial name others than those that all is said of."""
    behind = clause(figure).partition("#")[2]
    denied = _NOT.search(behind)
    return denied is not None and bool(naming(behind[: denied.start()]) - naming(said) - naming(figure.unit))


def _contradicts(said: str, told: str) -> bool:
    """Whether words of all and those of an exception speak of one thing, the second with a denial.

    >>> _contradicts("tàu đã lắp thiết bị", "# tàu nằm bờ chưa lắp"), _contradicts("hộ đã họp", "# hộ chưa có điện")
    (True, False)
    """
    negated = _NOT.search(told)
    if negated and negated["verb"] in naming(said):
        return True
    return any(every.search(said) and denied.search(told) for every, denied in _denying())
