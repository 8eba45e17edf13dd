"""Shares of a survey that no whole number of its answers gives (rule `granularity`): GRIM for percentages.

A share printed to two decimals of 150 answers is k / 150 for a whole k, rounded or cut off. All shares of one passage
are asked together, of every number of answers that the passage states and of up to a tenth fewer (some answer not all
questions). What remains is told only with power: the chance that shares made up at random would not pass is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from extractors.catalogue.measures import Measure
from extractors.document import Document
from extractors.facts import Facts
from extractors.relations.arithmetic import shown
from pipeline.checks import messages
from pipeline.checks.finding import Finding, Severity, make, numbers_as_evidence

#: units of what answers a survey
_ANSWERS = re.compile(
    r"(?:phiếu|người|ý kiến|hộ|lượt|công dân|cử tri|đại biểu|học sinh|phụ huynh|doanh nghiệp|cá nhân|hội viên|mẫu"
    r"|khách hàng|bệnh nhân|đảng viên|cán bộ)(?!\w)"
)
#: what stands before the number of those asked, in its clause
_ASKED = re.compile(
    r"(?<!\w)(?:khảo sát|lấy (?:\w+ )?ý kiến|lấy phiếu|thăm dò|được hỏi|điều tra xã hội học|phỏng vấn"
    r"|thu (?:về|được|vào)|phát (?:ra|hành)|tham gia trả lời)(?!\w)[^.;:]{0,60}$"
)
#: shares of another base, and averages, which are no shares
_OTHER = re.compile(
    r"(?<!\w)(?:trong số|trong đó|số còn lại|chỉ số|bình quân|trung bình|chung|tổng hợp|điểm|tăng|giảm|so với|cùng kỳ"
    r"|chỉ tiêu|kế hoạch|phấn đấu|yêu cầu|mục tiêu)(?!\w)"
)
_LEAST, _MOST = 5, 5000
#: the part of those asked that may leave a question open
_SILENT = Decimal("0.1")
#: the power that a remark and a warning need
_REMARK, _WARNING = Decimal("0.9"), Decimal("0.95")
_BLOCKS = 2


@dataclass(frozen=True, slots=True)
class Share:
    """A printed percentage (index), its value, and one of its last place."""

    number: int
    value: Decimal
    step: Decimal

    def fits(self, answers: int) -> bool:
        """Whether a whole number of answers gives the share, rounded or cut off.

        >>> share = Share(0, Decimal("87.45"), Decimal("0.01"))
        >>> share.fits(150), Share(0, Decimal("87.33"), Decimal("0.01")).fits(150)
        (False, True)
        """
        least = ((self.value - self.step / 2) * answers / 100).to_integral_value(ROUND_CEILING)
        return 0 <= least <= answers and least * 100 < (self.value + self.step) * answers

    def near(self, answers: int) -> str:
        """Return what the whole numbers of answers next to the share give.

        >>> Share(0, Decimal("87.45"), Decimal("0.01")).near(150)
        '131 / 150 = 87,33%; 132 / 150 = 88%'
        """
        below = min(int(self.value * answers / 100), answers - 1)
        exact = ((n, (Decimal(n * 100) / answers).quantize(self.step)) for n in (below, below + 1))
        return "; ".join(f"{shown(Decimal(n))} / {shown(Decimal(answers))} = {shown(share)}%" for n, share in exact)

    def chance(self, answers: int) -> Decimal:
        """Return the chance that a share made up at random fits."""
        return min(Decimal(1), answers * self.step * 3 / 200)


def power(shares: Sequence[Share], answers: Iterable[int]) -> Decimal:
    """Return the chance that shares made up at random fit none of the numbers of answers.

    >>> one = Share(0, Decimal("87.45"), Decimal("0.01"))
    >>> power([one], [150]), power([one] * 2, [150]), power([one], [17128])
    (Decimal('0.9775'), Decimal('0.99949375'), Decimal('0'))
    """
    passing = sum((_together(shares, n) for n in answers), Decimal(0))
    return max(Decimal(0), 1 - passing)


def _together(shares: Sequence[Share], answers: int) -> Decimal:
    chance = Decimal(1)
    for share in shares:
        chance *= share.chance(answers)
    return chance


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield, for each passage with shares of a survey, at most one finding."""
    counted = {
        o.number for r in facts.relations if r.kind == "percent" and r.verdict != "undecided" for o in r.operands
    }
    home = _homes(document, facts)
    by_block: dict[int, list[Share]] = {}
    for number, measure in facts.measures.items():
        printed = facts.numbers[number]
        share = printed.percent or (measure.unit == "%" and "/" not in document.quote(printed.span))
        own = not (measure.plan or measure.change or measure.target or measure.period)
        if not (share and own and printed.of is None and printed.sign == "=" and printed.value is not None):
            continue
        entry = facts.ledger.entries[measure.entry]
        block = None if entry.path else entry.block
        if entry.path or not _answers_in(document, facts, entry.block):
            block = home.get(entry.block, block)
        if block is not None and number not in counted and not _of_another(facts, document, number):
            by_block.setdefault(block, []).append(Share(number, printed.value, printed.step))
    for block, shares in sorted(by_block.items()):
        yield from _in_passage(document, facts, block, shares)


def _homes(document: Document, facts: Facts) -> dict[int, int]:
    """Return where the number of answers is said: of items their lead-in, of cells the block above their table.

    A table that has counts beside its shares says their bases itself.
    """
    found = {block: items.lead for items in facts.ledger.lists for block in items.blocks}
    counts = {
        cell.table
        for measure in facts.measures.values()
        if measure.unit != "%"
        and (cell := document.blocks[facts.ledger.entries[measure.entry].block].origin.cell) is not None
    }
    for grid in document.grids:
        inside = [index for row in grid.rows for index in row if index >= 0]
        if inside and grid.table not in counts and min(inside):
            found.update(dict.fromkeys(inside, min(inside) - 1))
    return found


def _of_another(facts: Facts, document: Document, number: int) -> bool:
    """Whether the clause of a share names another base or an average."""
    span = facts.numbers[number].span
    heads = facts.ledger.entries[facts.measures[number].entry].path
    if any(_OTHER.search(facts.folded, head.start, head.end) for head in heads):
        return True
    start = document.blocks[document.block_at(span.start)].span.start
    clause = re.split(r"[.;:](?=\s)", facts.folded[start : span.start])[-1]
    after = re.split(r"[.;,](?=\s|$)", facts.folded[span.end : span.end + 60])[0]
    return bool(_OTHER.search(clause) or _OTHER.search(after))


def _in_passage(document: Document, facts: Facts, block: int, shares: Sequence[Share]) -> Iterator[Finding]:
    telling = [share for share in shares if 0 < share.value < 100 and share.step < 1]
    stated = _answers(document, facts, block)
    if not telling or not stated:
        return
    asked = sorted({n for count in stated for n in range(_fewest(count), count + 1)})
    if any(_all_fit(telling, n) for n in asked):
        return
    strength = power(telling, asked)
    odd, base = _odd_one(telling, stated)
    if odd is not None and strength >= _WARNING:
        message = messages.GRANULARITY_ONE.format(
            percent=shown(odd.value), count=base, near=odd.near(base), others=len(telling) - 1, power=_percent(strength)
        )
        yield _finding(document, facts, "warning", message, [odd])
    elif strength >= _REMARK and len(stated) == 1 and _one_sentence(facts, block, telling[0]):
        shares_shown = "; ".join(f"{shown(share.value)}%" for share in telling)
        near = telling[0].near(stated[0])
        message = messages.GRANULARITY.format(
            percents=shares_shown, count=stated[0], near=near, power=_percent(strength)
        )
        yield _finding(document, facts, "info", message, telling)


def _fewest(count: int) -> int:
    return int((count * (1 - _SILENT)).to_integral_value(ROUND_CEILING))


def _all_fit(shares: Sequence[Share], answers: int) -> bool:
    """Whether all shares fit; of those that make a whole one may be what the others leave of 100."""
    misfits = sum(not share.fits(answers) for share in shares)
    total = sum((share.value for share in shares), Decimal(0))
    return misfits == 0 or (misfits == 1 and len(shares) > 2 and total == 100)


def _odd_one(shares: Sequence[Share], stated: Sequence[int]) -> tuple[Share | None, int]:
    """Return the only share that does not fit a stated number of answers which the others bear out, with that number.

    The others bear it out where they would hardly fit by chance.
    """
    for count in stated:
        odd = [share for share in shares if not share.fits(count)]
        others = [share for share in shares if share.fits(count)]
        if len(odd) == 1 and len(others) > 1 and _together(others, count) * len(shares) <= 1 - _WARNING:
            return odd[0], count
    return None, 0


def _answers(document: Document, facts: Facts, block: int) -> list[int]:
    """Return the numbers of answers that a passage states, those of its own paragraph or else just above it."""
    for at in range(block, max(-1, block - _BLOCKS - 1), -1):
        if at != block and document.blocks[at].kind in ("heading", "cell"):
            return []
        if counts := _answers_in(document, facts, at):
            return counts
    return []


def _answers_in(document: Document, facts: Facts, block: int) -> list[int]:
    """Return the numbers of those asked that a paragraph states."""
    start = document.blocks[block].span.start
    counts = {
        int(value)
        for number, measure in _measures_in(facts, block)
        if _ANSWERS.match(measure.unit)
        for value in (facts.numbers[number].of or facts.numbers[number].value,)
        if value is not None and value == int(value) and _LEAST <= value <= _MOST
        if facts.numbers[number].sign == "=" and not (measure.change or measure.plan or measure.target)
        if _ASKED.search(facts.folded[start : facts.numbers[number].span.start])
    }
    return sorted(counts)


def _measures_in(facts: Facts, block: int) -> Iterator[tuple[int, Measure]]:
    quantities = (q for entry in facts.ledger.entries_of(block) for q in entry.quantities)
    return ((n, facts.measures[n]) for q in quantities for n in (q.number, *q.shares) if n in facts.measures)


def _one_sentence(facts: Facts, block: int, share: Share) -> bool:
    """Whether the number of answers stands in the sentence of a share, or opens its list."""
    entry = facts.ledger.entries[facts.measures[share.number].entry]
    return any(
        _ANSWERS.match(facts.measures[q.number].unit)
        for other in facts.ledger.entries_of(block)
        if other.sentence == entry.sentence and not other.path
        for q in other.quantities
        if q.number in facts.measures
    )


def _percent(strength: Decimal) -> str:
    """Return a power in percent, never rounded up to certainty."""
    return shown(min((strength * 100).quantize(Decimal("0.1")), Decimal("99.9")))


def _finding(document: Document, facts: Facts, severity: Severity, message: str, shares: Sequence[Share]) -> Finding:
    evidence = numbers_as_evidence(facts, [share.number for share in shares])
    return make(document, facts, "granularity", severity, message, evidence, messages.ASK_GRANULARITY)
