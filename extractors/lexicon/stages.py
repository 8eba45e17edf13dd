"""Words that name a stage of what is dealt with: what there was, what came, what went, what is left."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from extractors.lexicon import phrase_pattern, table
from extractors.patterns import at_words

Stage = Literal["opening", "new", "closed", "open"]
STAGES: tuple[Stage, ...] = ("opening", "new", "closed", "open")
#: steps and ways of a stage
_STEPS = at_words(
    r"(?<!\w)(?:trước hạn|đúng hạn|quá hạn|trễ hạn|trong hạn|sớm hạn|trước và đúng hạn|đúng hẹn|trễ hẹn|sớm hẹn"
    r"|trực tuyến|trực tiếp|qua mạng|bưu chính|thuộc thẩm quyền|đúng một phần)(?!\w)"
)
#: what makes a deed one that is not done yet
_UNDER_WAY = re.compile(r"(?<!\w)(?:đang|chưa|chờ|tiếp tục)(?: (?!đã(?!\w))[^\W\d]+){0,4} $")


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, Stage]]:
    stages: dict[str, Stage] = {row["phrase"]: row["stage"] for row in table("stages.csv")}  # type: ignore[misc]  # the table is checked by its test
    return re.compile(phrase_pattern(list(stages))), stages


def is_step(words: str) -> bool:
    """Whether folded words name a step or way of a stage ("giải quyết đúng hạn")."""
    return bool(_STEPS.search(words))


def names_stage(words: str) -> bool:
    """Whether folded words name a stage, wholly or a step of it."""
    return bool(_pattern()[0].search(words))


def stage_in(words: str, *, steps: bool = False) -> Stage | None:
    """Return the stage that folded words name, the last of several, None for none or, unless `steps`, a step of one.

    >>> stage_in("kỳ trước chuyển sang"), stage_in("đã giải quyết đúng hạn"), stage_in("còn lại đang giải quyết")
    ('opening', None, 'open')
    >>> stage_in("đã giải quyết đúng hạn", steps=True), stage_in("đang trong thời hạn giải quyết")
    ('closed', 'open')
    """
    if not steps and is_step(words):
        return None
    pattern, stages = _pattern()
    found = list(pattern.finditer(words))[-1:]
    told = (stages[" ".join(match.group().split())] for match in found)
    stage = next(told, None)
    under_way = stage == "closed" and _UNDER_WAY.search(words, 0, found[0].start())
    return "open" if under_way else stage
