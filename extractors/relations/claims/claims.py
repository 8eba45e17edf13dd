"""Claims in words against figures: all in time, a letter for each late dossier, plans met or missed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import takewhile

from extractors.document import Span
from extractors.lexicon import families
from extractors.patterns import at_words
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import Said, claim
from extractors.relations.relation import Relation, Verdict
from extractors.relations.world import World

_LATE = r"(?:trễ|muộn|quá|lỡ|chậm|sai|sau)(?: (?:hạn|hẹn|ngày hẹn))?"
_EVERY = r"(?:mọi|tất cả|toàn bộ|100 ?%|từng|mỗi)"
_LETTER = r"(?:gửi |có |kèm |được |nhận )?(?:\w+ ){0,3}thư xin lỗi"
#: each late dossier has its letter
_LETTERS = re.compile(
    rf"(?<!\w)(?:{_EVERY} (?:các |số |những )?(?:hồ sơ|trường hợp|kết quả)[^.;]{{0,40}}{_LATE}[^.;]{{0,40}}thư xin lỗi"
    rf"|{_LATE}[^.;]{{0,40}}(?:hồ sơ|trường hợp) nào[^.;]{{0,30}}cũng[^.;]{{0,20}}{_LETTER}"
    rf"|thư xin lỗi (?:cho|đối với|đến|với|tới) {_EVERY}[^.;]{{0,30}}(?:hồ sơ|trường hợp)[^.;]{{0,30}}{_LATE}"
    rf"|(?:hồ sơ|trường hợp)[^.;,]{{0,20}}{_LATE}(?: trả kết quả)? đều[^.;]{{0,20}}{_LETTER})(?!\w)"
)
_IN_TIME = r"(?:(?:trước|sớm) (?:hạn |hẹn )?và đúng|đúng (?:hạn |hẹn )?và (?:trước|sớm)|đúng) (?:hạn|hẹn|thời hạn)"
#: no dossier is late
_NONE_LATE = re.compile(
    r"(?<!\w)(?:không (?:có|còn|để|phát sinh|xảy ra)(?: xảy ra)?(?: bất kỳ| một)?(?: tình trạng)?"
    r" (?:hồ sơ|trường hợp|kết quả)"
    rf"(?: nào)?(?: (?:bị|trả|giải quyết|để))? {_LATE}"
    rf"|{_EVERY} (?:các |số )?hồ sơ[^.;,#\d]{{0,50}}{_IN_TIME}"
    rf"|hồ sơ,? (?:đã |đều )?100 ?%(?: hồ sơ)? (?:đều |đã )?được (?:trả|giải quyết)[^.;,#\d]{{0,20}}{_IN_TIME}"
    r"|không (?:để )?(?:trễ|quá|sai) (?:hạn|hẹn) (?:hồ sơ )?nào)(?!\w)"
)
_TOLD_LATE = re.compile(rf"(?<!\w)(?<!không )(?:trả )?{_LATE}(?: \w+){{0,3}} # |# (?:\w+ ){{1,3}}{_LATE}(?!\w)")
#: words that make a claim one of another scope, time or wish
_NARROWED = at_words(
    r"(?<!\w)(?:lĩnh vực|đất đai|hộ tịch|chứng thực|tư pháp|xây dựng|kinh doanh|cấp \w+|riêng"
    r"|trong (?:tháng|quý|tuần|ngày)"
    r"|đang (?:giải quyết|xử lý|thụ lý|trong)|chưa (?:giải quyết|đến)|còn lại|liên thông|thuế|công an|y tế|giáo dục"
    r"|phấn đấu|mục tiêu|đảm bảo|bảo đảm|yêu cầu|chỉ đạo|quyết tâm|sẽ|nhằm|cam kết|đăng ký|kế hoạch|chỉ tiêu|nếu|khi"
    r"|phải|cần|để|năm trước|cùng kỳ|trực tuyến|bưu chính|tiếp nhận mới|(?:tháng|quý) \d+)(?!\w)"
)
#: a time that opens a sentence goes on from the one before
_OF_THAT_TIME = re.compile(r"^\W*trong (?:tháng|quý|tuần|ngày)(?!\w)(?! (?:\d|[ivx]+(?!\w)|trước|sau))")
#: how far behind a claim, and behind which words not, a figure of its own paragraph denies it
_BESIDE = 140
_EXCEPTED = re.compile(
    r"(?<!\w)(?:trừ|ngoài|chỉ|riêng|lĩnh vực|năm trước|cùng kỳ|huyện|tỉnh|tháng|quý|còn lại|nhưng|tuy|cấp"
    r"|liên thông)(?!\w)"
)
_OF_PART = re.compile(
    r"(?<!\w)(?:lĩnh vực|cấp \w+|(?:năm|kỳ|quý|tháng) trước|cùng kỳ|riêng|trừ|liên thông|trực tuyến)(?!\w)"
)
_LETTERS_METRICS = ("letters.apology",)
_LATE_METRICS = ("dossiers.resolved.overdue", "dossiers.pending.overdue")


def read_claims(world: World) -> Iterator[Relation]:
    """Yield a relation for each claim that speaks of figures told elsewhere."""
    folded = world.folded
    late = sorted({*_figures(world, _LATE_METRICS), *_told_late(world)})
    beside = sorted({*_figures(world, _LATE_METRICS, timed=True), *_told_late(world, timed=True)})
    if not beside:
        return
    for found in _LETTERS.finditer(folded):
        if late:
            yield from _letters(world, Span(found.start(), found.end()), late)
    for found in _NONE_LATE.finditer(folded):
        yield from _none_late(world, Span(found.start(), found.end()), late, beside)


def _figures(world: World, metrics: Sequence[str], *, timed: bool = False) -> list[int]:
    """Return the figures of metrics that are told of the report's own time, or `timed` of any, aims left out."""
    measures = (m for m in world.measures.values() if m.metric in metrics and not m.target)
    told = (m for m in measures if timed or (m.period is None and m.moment is None))
    return [m.number for m in told if world.numbers[m.number].sign == "="]


def _told_late(world: World, *, timed: bool = False) -> Iterator[int]:
    """Yield figures of dossiers of the report's own time, or `timed` of any, that are told as late without a metric."""
    for number, measure in world.measures.items():
        told = measure.wording.told
        own = measure.metric is None and (timed or (measure.period is None and measure.moment is None))
        plain = world.numbers[number].sign == "=" and not (measure.target or measure.change)
        of_dossiers = own and plain and "dossier" in families(measure.unit)
        if of_dossiers and _TOLD_LATE.search(told) and not _NARROWED.search(told):
            yield number


def _letters(world: World, span: Span, late: Sequence[int]) -> Iterator[Relation]:
    """Yield that there are no fewer letters of apology than late dossiers."""
    letters = _figures(world, _LETTERS_METRICS) or _near_letters(world, span)
    if len({world.value(n) for n in letters}) != 1 or not world.value(late[0]):
        return
    resolved = [n for n in late if world.measures[n].metric == _LATE_METRICS[0]] or late
    nearest = min(resolved, key=lambda n: abs(world.numbers[n].span.start - span.start))
    sent, wanted = world.value(letters[0]), {world.value(n) for n in resolved}
    text = f"{shown(sent)} thư, {shown(world.value(nearest))} hồ sơ trễ hạn"
    verdict: Verdict = "holds" if sent >= min(wanted) else "fails"
    yield claim(world, _said(world, span), (letters[0], nearest), text, "mỗi hồ sơ trễ một thư", verdict, certain=False)


def _near_letters(world: World, span: Span) -> list[int]:
    """Return the first figure of letters right behind a claim, in its sentence."""
    for number, measure in world.measures.items():
        start = world.numbers[number].span.start
        if span.end <= start < span.end + 80 and "letter" in families(measure.unit):
            return [] if re.search(r"[.;](?=\s)", world.folded[span.end : start]) else [number]
    return []


def _none_late(world: World, span: Span, late: Sequence[int], beside: Sequence[int]) -> Iterator[Relation]:
    """Yield that no figure of late dossiers is above zero."""
    home = world.document.blocks[world.document.block_at(span.start)].span
    clause = Span(max(home.start, world.folded.rfind(".", 0, span.start) + 1, span.start - 160), span.end)
    after = re.split(r"[,.;\n]", world.folded[span.end : span.end + 60])[0]
    words = _OF_THAT_TIME.sub("", world.words(clause)).replace("không để ", "")
    if in_plan(world, span) or _NARROWED.search(f"{words} {after}"):
        return
    block = world.document.block_at(span.start)
    others = [n for n in late if world.entry_of(n).block != block or _is_beside(world, n, span)]
    others += [n for n in beside if world.entry_of(n).block == block and _is_right_before(world, n, span)]
    nearest = max(others, key=world.value, default=None)
    if nearest is None:
        return
    text = f"{shown(world.value(nearest))} hồ sơ"
    verdict: Verdict = "fails" if world.value(nearest) else "holds"
    numbers = (nearest, *_share_in(world, span))
    yield claim(world, _said(world, span), numbers, text, "không hồ sơ nào trễ", verdict, certain=False)


def _share_in(world: World, span: Span) -> list[int]:
    """Return the 100% of a claim."""
    first = bisect_left(world.numbers, span.start, key=lambda n: n.span.start)
    inside = takewhile(lambda n: world.numbers[n].span.start < span.end, range(first, len(world.numbers)))
    return [n for n in inside if world.unit(n) == "%"][:1]


def _is_beside(world: World, late: int, span: Span) -> bool:
    """Whether a figure of late dossiers stands right behind a claim, with no word that takes it out of the claim."""
    between = world.folded[span.end : max(span.end, world.numbers[late].span.start)]
    return 0 < len(between) < _BESIDE and not _EXCEPTED.search(between)


def _is_right_before(world: World, late: int, span: Span) -> bool:
    """Whether a figure of late dossiers stands in the sentence before a claim, both of any field, level and time."""
    start = max(world.folded.rfind(". ", 0, world.numbers[late].span.start) + 1, span.start - 3 * _BESIDE)
    between = world.folded[start : span.start] if world.numbers[late].end <= span.start else ""
    stops = len(re.findall(r"[.;]\s", world.folded[world.numbers[late].end : span.start]))
    return bool(between) and stops < 2 and not _OF_PART.search(between)


def _said(world: World, span: Span) -> Said:
    return Said(f"“{' '.join(world.document.quote(span).split())}”", span)


def in_plan(world: World, span: Span) -> bool:
    """Whether a claim stands in a part of plans."""
    by_id = {section.id: section for section in world.sections}
    above = [section for section in world.sections if section.span.start <= span.start]
    section = above[-1] if above else None
    while section is not None:
        if section.kind == "plan":
            return True
        section = by_id.get(section.parent) if section.parent else None
    return False
