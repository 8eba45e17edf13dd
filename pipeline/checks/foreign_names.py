"""Another unit's name where the report speaks of itself (rule `name`): what a copied report left in its text.

Only a name that stands nowhere else, and only in the role of the report's own unit, is told; units of before a merger
bear their names rightly, but plan nothing any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.document import Document
from extractors.facts import Facts
from extractors.vietnamese import fold
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, Severity, make
from pipeline.checks.head import is_slip
from pipeline.checks.names import MERGED, NOUNS, Mention, alike, mentions_of

#: words before a unit that tell what goes on in it
_INSIDE = re.compile(r"(?<!\w)(?:trên địa bàn|toàn|đảng bộ|chính quyền|nhân dân|cán bộ|công chức)\s+$")
#: … of all in it
_ALL_INSIDE = re.compile(r"(?<!\w)các\s[^.,;:()]{2,40}\strên địa bàn\s+$")
#: what a body says of itself: it means to do something
_SPEAKS = re.compile(r"(?:^|[.;:]\s)[\s*-]*(?:ubnd|ủy ban nhân dân|đảng ủy)\s+$")
_INTENDS = re.compile(r"\s+(?:sẽ|tiếp tục|phấn đấu|tập trung|kính|xin|cam kết|trân trọng)(?!\w)")


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield the first name of another unit that a report speaks of as its own, if its foot names no other."""
    header = facts.header
    unit = header.unit
    if unit is None or header.level not in ("xa", "huyen") or header.web or "unit" in dict(header.taken_from):
        return
    noun = next((one for one in NOUNS if fold(unit).startswith(f"{one} ")), None)
    if noun is None or any(not alike(fold(name), fold(unit)) for name, _ in header.own_names):
        return
    mentions = mentions_of(document, facts, noun)
    for name in dict.fromkeys(one.name for one in mentions):
        places = [one for one in mentions if one.name == name]
        if not (alike(fold(name), fold(unit)) or is_slip(name, unit)) and _only_own(facts, name, noun, places):
            yield _finding(document, facts, unit, places)
            return


def _only_own(facts: Facts, name: str, noun: str, places: Sequence[Mention]) -> bool:
    """Whether all that a report says of a unit it says as of itself."""
    merged = (facts.header.date or "")[:7] >= "2025-07" or MERGED(facts.folded)
    own = all(_speaks(facts, one) or (not merged and _is_own(facts, one)) for one in places)
    inside = any(_speaks(facts, one) or _INSIDE.search(_before(facts, one)) for one in places)
    return own and inside and facts.folded.count(fold(name).removeprefix(f"{noun} ")) == len(places)


def _is_own(facts: Facts, one: Mention) -> bool:
    return one.own or bool(_ALL_INSIDE.search(_before(facts, one)))


def _speaks(facts: Facts, one: Mention) -> bool:
    """Whether a unit says what it means to do, as who reports does."""
    return bool(_SPEAKS.search(_before(facts, one)) and _INTENDS.match(facts.folded, one.span.end))


def _before(facts: Facts, one: Mention) -> str:
    return facts.folded[max(0, one.span.start - 60) : one.span.start]


def _finding(document: Document, facts: Facts, unit: str, places: Sequence[Mention]) -> Finding:
    """Return the finding: a single place where words do not show that the report means itself is a remark."""
    sure = len(places) > 1 or any(_speaks(facts, one) or _ALL_INSIDE.search(_before(facts, one)) for one in places)
    severity: Severity = "warning" if sure and not facts.header.draft else "info"
    message = messages.NAME_FOREIGN.format(here=places[0].name, head=unit, count=len(places))
    evidence = [Evidence(one.span) for one in places]
    return make(document, facts, "name", severity, message, evidence, messages.ASK_NAME)
