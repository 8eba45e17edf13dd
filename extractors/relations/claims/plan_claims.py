"""What is said of plans against what was reached: "đạt 96% kế hoạch, vượt chỉ tiêu", "12/15, hoàn thành tất cả"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extractors.document import Span
from extractors.relations.amounts import ratio
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import Said, claim
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation, Verdict
from extractors.relations.world import World

_PLAN = r"(?:kế hoạch|chỉ tiêu|dự toán|nghị quyết|mục tiêu|kh)"
_ABOVE = re.compile(
    rf"(?<!\w)(?:vượt(?: mức| xa)?|hoàn thành(?: vượt mức)?)(?: so với)?(?: mức)? (?:các )?{_PLAN}(?!\w)"
)
_BELOW = re.compile(rf"(?<!\w)(?:chưa|không) (?:đạt|hoàn thành|bằng)(?: được)?(?: so với)? {_PLAN}(?!\w)")
_ALL = re.compile(
    r"(?<!\w)(?:đạt|hoàn thành|thực hiện)(?: và vượt| đạt)?(?: được)? (?:tất cả|toàn bộ|100 ?%)(?: (?:các|số))?"
    r" (?P<unit>chỉ tiêu|tiêu chí)(?!\w)"
)
#: the same right behind a pair, the unit between them
_THEN_ABOVE = re.compile(
    rf"(?: [^\W\d_]+){{0,3}},? (?:đạt và |hoàn thành )?(?P<said>vượt(?: mức| xa)?(?: so với)? {_PLAN})(?!\w)"
)
_PLANNED = re.compile(rf"(?<!\w){_PLAN}(?!\w)")
#: of these fewer are better: to exceed a plan is to stay below it
_LESS_IS_MORE = re.compile(
    r"(?<!\w)(?:nghèo|giảm|vụ|tai nạn|tội phạm|tảo hôn|sinh con|suy dinh dưỡng|tử vong|còn|nợ|tồn)(?!\w)"
)
#: the words right before a planned figure
_GIVEN = re.compile(
    r"(?:^|[,;:(] )[^,;:()]{0,20}?(?<!\w)(?:được giao|giao|kế hoạch|chỉ tiêu|dự toán|đăng ký|nghị quyết)"
    r"(?: (?:cấp trên|huyện|tỉnh|xã|cả năm|năm|là|đề ra|giao))*(?: (?:thu|trồng|xây|tuyển|khám|tiêm)(?: mới)?)?:? ?$"
)
#: words that make a plan tell which are counted, or which is hoped for ("số xã đạt chỉ tiêu (kế hoạch 16): 12")
_WHICH = re.compile(
    r"(?<!\w)(?:số|các|những|nhiều|tỷ lệ|tỉ lệ|đơn vị|phấn đấu|để|nhằm|sẽ|cần|quyết tâm|bảo đảm|đảm bảo)(?!\w)"
)
#: words on a plan that two figures follow
_LEAD = re.compile(
    rf"(?P<said>(?P<below>(?<!\w)(?:(?:chưa|không) (?:đạt|hoàn thành|bằng)(?: được)?|hụt|không tới|thấp hơn|dưới)"
    rf"(?: so với)?(?: mức)? {_PLAN})"
    rf"|(?<!\w)(?:vượt(?: mức| xa)?|hoàn thành(?: vượt mức)?|đạt(?: và vượt)?)(?: so với)?(?: mức)? (?:các )?{_PLAN})"
    r"(?: (?:được )?giao| đề ra| năm)?\s?[:(–-]\s?[^.;\d]{0,30}$"
)
#: what became of a plan, before the figure that was reached
_RESULT = re.compile(
    r"(?:[^\d.;:]{0,40}?(?<!\w))?(?:đã |mới |vẫn |cơ bản )?"
    r"(?P<said>(?P<below>(?:chưa|không) (?:đạt|hoàn thành|xong|thực hiện (?:xong|được))(?: được)?)|đã vượt|vượt"
    r"|đã hoàn thành|đã đạt|hoàn thành vượt mức) ?:"
)
#: a plan for the whole year is told so where it is given or carried out
_WHOLE_YEAR = re.compile(
    r"(?<=giao )cả năm|(?<=kế hoạch )cả năm|(?<=chỉ tiêu )cả năm|(?<=dự toán )cả năm|(?<=thực hiện )cả năm"
)
_PART_OF_YEAR = re.compile(r"(?<!\w)(?:\d+ tháng|quý|tháng \d+|đợt|học kỳ)(?!\w)")
#: a plan told first, and what was reached behind it
_GIVEN_FIRST = re.compile(
    r"(?:^|[,;:] )(?:[^\W\d_]+ ){0,6}?(?:kế hoạch|chỉ tiêu|dự toán|nghị quyết)"
    r"(?: (?!đạt|vượt|bằng|so)[^\W\d_]+){0,9}(?: là)? ?:?$"
)
_REACHED = re.compile(r"(?<!\w)(?:kết quả|thực hiện|đã|đến nay|đạt được|thu được|kết nạp|tiếp nhận|được)(?!\w)")
#: what makes the words speak of something else than the share beside them
_OTHER = re.compile(r"(?<!\w)(?:phấn đấu|dự kiến|ước cả năm|cả năm|sẽ|nếu|trong đó|riêng|một số|có \d)(?!\w)")


def read_plan_claims(world: World) -> Iterator[Relation]:
    """Yield a relation for each share of a plan, or pair of targets, beside which words say whether it was reached."""
    for number, measure in world.measures.items():
        if measure.target or world.numbers[number].sign != "=" or world.entry_of(number).path:
            continue
        if measure.unit == "%" and (measure.plan or _of_plan(world, number)):
            yield from _share(world, number)
        elif world.numbers[number].of is not None:
            yield from _pair(world, number) if measure.unit in ("chỉ tiêu", "tiêu chí") else _exceeded(world, number)


def _of_plan(world: World, number: int) -> bool:
    """Whether a share hangs on a figure that was planned ("dự toán giao 2.150 triệu đồng (đạt 85,86%)")."""
    base = world.measures[number].share_of
    if base is None or base not in world.measures:
        return False
    start = world.numbers[base].span.start
    near = world.folded[max(0, start - 40) : start]
    return world.measures[base].target or bool(_PLANNED.search(re.split(r"[,;.]\s", near)[-1]))


def read_plan_amounts(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield what words say of an amount and the planned one right behind it ("1.846, dự toán 2.150, vượt dự toán")."""
    for _, figures in passages.where(_PLANNED):
        for done, planned in pairwise(figures):
            last = planned
            if not _PLANNED.search(planned.before) and _GIVEN_FIRST.search(done.before):
                done, planned = planned, done  # noqa: PLW2901 - "chỉ tiêu giao 250 người, kết quả 186 người"
            if not _may_compare(world, done, planned):
                continue
            by = ratio(done.unit, planned.unit)
            span = _clause(world, last.number, 70)
            found = _ABOVE.search(world.folded, span.start, span.end) or _BELOW.search(
                world.folded, span.start, span.end
            )
            if by is None or found is None or _speaks_of_other(world, done, planned, found):
                continue
            above, value = bool(_ABOVE.fullmatch(found.group())), done.value * by
            right = value >= planned.value if above else value < planned.value
            text = f"{shown(done.value)} {'≥' if value >= planned.value else '<'} {shown(planned.value)}"
            said = Said(f"“{' '.join(found.group().split())}”", Span(found.start(), found.end()))
            verdict: Verdict = "holds" if right else "fails"
            yield claim(world, said, (done.number, planned.number), text, "số đạt được so với số được giao", verdict)


def _may_compare(world: World, done: Figure, planned: Figure) -> bool:
    """Whether of two exact figures of one sentence the one is what was planned and the other what was reached."""
    exact = world.numbers[done.number].sign == world.numbers[planned.number].sign == "="
    measure = world.measures[done.number]
    reached = not measure.target or _REACHED.search(done.before)
    told = _PLANNED.search(planned.before) and not (measure.change or world.measures[planned.number].change)
    near = done.home == planned.home or _follows(planned, done)
    return bool(exact and told and reached) and near and "%" not in (done.unit, planned.unit)


def _follows(planned: Figure, done: Figure) -> bool:
    """Whether the sentence behind that of a plan tells first what was reached ("Đến 30/11 đã nạo vét 7,2 km")."""
    next_one = planned.block == done.block and done.sentence - planned.sentence == 1
    return next_one and bool(_GIVEN_FIRST.search(planned.before) and _REACHED.search(done.before))


def _speaks_of_other(world: World, done: Figure, planned: Figure, found: re.Match[str]) -> bool:
    """Whether what is said of a plan is on a part of the time, on what is hoped for, or on what should be few."""
    last = max(world.numbers[f.number].end for f in (done, planned))
    words = f"{done.before} {done.after} {world.folded[last : found.end()]}"
    partly = _PART_OF_YEAR.search(f"{done.before} {world.folded[found.end() : found.end() + 25]}")
    hoped = _OTHER.search(_WHOLE_YEAR.sub(" ", words))
    return bool(hoped or _LESS_IS_MORE.search(words) or (partly and not _PART_OF_YEAR.search(planned.before)))


def read_plan_pairs(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield what words say of two figures behind them, one planned ("không đạt chỉ tiêu: giao 16, nhập ngũ 14")."""
    for _, figures in passages.where(_GIVEN):
        for one, other in pairwise(figures):
            if one.home != other.home:
                continue
            planned, done = (one, other) if _GIVEN.search(one.before) else (other, one)
            start = world.numbers[one.number].span.start
            lead = _LEAD.search(world.folded, max(0, start - 60), start)
            if lead is None or not _is_given(world, planned, done):
                continue
            clause = re.split(r"[.;,\n]", world.folded[max(0, lead.start() - 80) : lead.start()])[-1]
            if _WHICH.search(clause) or _LESS_IS_MORE.search(clause):
                continue
            by = ratio(done.unit, planned.unit)
            if by is None or _OTHER.search(one.before) or _LESS_IS_MORE.search(f"{one.before} {other.before}"):
                continue
            value, above = done.value * by, lead["below"] is None
            text = f"{shown(done.value)} {'≥' if value >= planned.value else '<'} {shown(planned.value)}"
            at = Span(lead.start("said"), lead.end("said"))
            verdict: Verdict = "holds" if (value >= planned.value) == above else "fails"
            why = "số đạt được so với số được giao"
            yield claim(world, Said(f"“{world.words(at)}”", at), (done.number, planned.number), text, why, verdict)


def read_plan_results(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield what words behind a planned figure say of the one that was reached ("kế hoạch 950 người chưa đạt: 984")."""
    for _, figures in passages.where(_RESULT):
        for planned, done in pairwise(figures):
            told = _RESULT.match(planned.after) if planned.home == done.home else None
            if told is None:
                continue
            by = ratio(done.unit, planned.unit)
            numbers = [world.numbers[f.number] for f in (planned, done)]
            plain = all(n.sign == "=" and n.of is None for n in numbers) and "%" not in (planned.unit, done.unit)
            if by is None or not plain or not _PLANNED.search(planned.before):
                continue
            if _LESS_IS_MORE.search(f"{planned.before} {done.before}") or _OTHER.search(planned.before):
                continue
            value, above = done.value * by, told["below"] is None
            sign = "≥" if value >= planned.value else "<"
            start = world.numbers[planned.number].end
            at = Span(start, start + len(world.folded[start:].partition(":")[0]))
            said = Said(f"“{told['said']}”", at)
            verdict: Verdict = "holds" if (value >= planned.value) == above else "fails"
            text = f"{shown(done.value)} {sign} {shown(planned.value)}"
            yield claim(world, said, (done.number, planned.number), text, "số đạt được so với số được giao", verdict)


def _is_given(world: World, planned: Figure, done: Figure) -> bool:
    """Whether of two plain figures just the one says that it was planned."""
    numbers = [world.numbers[f.number] for f in (planned, done)]
    plain = all(n.sign == "=" and n.of is None for n in numbers) and not world.measures[done.number].change
    given = bool(_GIVEN.search(planned.before)) and not _GIVEN.search(re.split(r"[:;,]", done.before)[-1])
    return plain and given and "%" not in (planned.unit, done.unit)


def _clause(world: World, number: int, reach: int, stops: str = r"[.;\n](?=\s|$)|\d") -> Span:
    """Return the text behind a figure to the end of its sentence, to the next figure, or so far."""
    start = world.numbers[number].end
    tail = world.folded[start : start + reach]
    end = re.search(stops, tail)
    return Span(start, start + (end.start() if end else len(tail)))


def _share(world: World, number: int) -> Iterator[Relation]:
    span = _clause(world, number, 70)
    tail = world.folded[span.start : span.end]
    above, below = _ABOVE.search(tail), _BELOW.search(tail)
    found = above or below
    if found is None or (above and below) or _OTHER.search(tail):
        return
    value = world.value(number)
    right = value >= 100 if above else value < 100
    at = Span(span.start + found.start(), span.start + found.end())
    text = f"{shown(value)}% {'≥' if value >= 100 else '<'} 100%"
    said = Said(f"“{world.words(at)}”", at)
    verdict: Verdict = "holds" if right else "fails"
    yield claim(world, said, (number,), text, "tỷ lệ so với kế hoạch", verdict)


def _exceeded(world: World, number: int) -> Iterator[Relation]:
    """Yield that a pair is more than its whole, where words behind it say so ("255/300 người, vượt kế hoạch")."""
    of, end = world.numbers[number].of, world.numbers[number].end
    found = _THEN_ABOVE.match(world.folded, end)
    lead = world.words(Span(max(0, end - 90), end))
    if found is None or of is None or _LESS_IS_MORE.search(f"{lead} {found.group()}") or _OTHER.search(lead):
        return
    at, value = Span(found.start("said"), found.end("said")), world.value(number)
    verdict: Verdict = "holds" if value >= of else "fails"
    said = Said(f"“{world.words(at)}”", at)
    yield claim(world, said, (number,), f"{shown(value)}/{shown(of)}", "số đạt được so với số được giao", verdict)


def _pair(world: World, number: int) -> Iterator[Relation]:
    span = _clause(world, number, 90, stops=r"\.(?=\s|$)|\d(?! ?%)")
    found = _ALL.search(world.folded, span.start, span.end)
    of = world.numbers[number].of
    if found is None or of is None or found["unit"] != world.unit(number) or _OTHER.search(world.words(span)):
        return
    at = Span(found.start(), found.end())
    value = world.value(number)
    text = f"{shown(value)}/{shown(of)}"
    verdict: Verdict = "holds" if value >= of else "fails"
    yield claim(world, Said(f"“{world.words(at)}”", at), (number,), text, "tất cả chỉ tiêu", verdict)
