"""A share of all in time beside a count that is late: "quá hạn 05 nhiệm vụ. Tỷ lệ nhiệm vụ đúng hạn đạt 100%"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.document import Span
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import Said, claim
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation, Verdict
from extractors.relations.repeats.same_words import naming
from extractors.relations.world import World

_IN_TIME = re.compile(
    r"(?<!\w)(?:tỷ|tỉ) lệ (?P<of>(?:[^\W\d_]+ ){0,14}?)đúng (?:hạn|hẹn|thời hạn|tiến độ|quy định)(?: [^\W\d_]+){0,6}$"
)
_LATE = r"(?:trễ|muộn|quá|chậm|sai)(?: (?:hạn|hẹn|tiến độ|thời hạn))"
_TOLD_LATE = re.compile(rf"(?<!\w)(?<!không )(?:trả |giải quyết |hoàn thành )?{_LATE}(?!\w)")
#: words of a wish, of another time or of a part
_OTHER = re.compile(
    r"(?<!\w)(?:phấn đấu|mục tiêu|chỉ tiêu|kế hoạch|bảo đảm|đảm bảo|yêu cầu|sẽ|duy trì|riêng|lĩnh vực|cấp \w+|năm trước"
    r"|cùng kỳ|kỳ trước|còn lại|trừ|ngoài|liên thông)(?!\w)"
)
#: a share with a time of its own is of none before it
_TIMED = re.compile(r"(?<!\w)(?:trong (?:tháng|quý|tuần|ngày)|(?:tháng|quý) \w+|từ)(?!\w)")
#: what the share and the count need not both be told with
_PLAIN = frozenset(
    ("giải", "quyết", "trước", "hạn", "trả", "xử", "lý", "hồ", "sơ", "thủ", "tục", "hành", "chính", "tthc")
)
_SENTENCES = 1


def read_in_time(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield a relation for each share of all in time that a count of late ones stands before."""
    for _, figures in passages.where(_IN_TIME):
        for at, share in enumerate(figures):
            told = _IN_TIME.search(share.before) if share.unit == "%" and share.value == 100 else None
            if told is None:
                continue
            aside = world.measures[share.number].target or _OTHER.search(share.before) or _TIMED.search(share.before)
            late = None if aside else _late(world, figures[:at], share, told["of"])
            if late is not None:
                yield _relation(world, share, late, told)


def _late(world: World, before: Sequence[Figure], share: Figure, of: str) -> Figure | None:
    """Return the last count of late ones of what a share is of, None where it is told of more or of others."""
    near = [f for f in before if share.sentence - f.sentence <= _SENTENCES]
    words = naming(" ".join(f"{f.before} {f.unit}" for f in near))
    if naming(of) - words - _PLAIN:
        return None
    return next((f for f in reversed(near) if _is_late(world, f) and naming(f.unit) <= naming(of) | _PLAIN), None)


def _is_late(world: World, figure: Figure) -> bool:
    clause = f"{re.split(r'[,;:(]', figure.before.rstrip(': ('))[-1]} # {re.split(r'[,;:.()]', figure.after)[0]}"
    measure, number = world.measures[figure.number], world.numbers[figure.number]
    counted = number.sign == "=" and number.of is None and figure.unit not in ("", "%")
    plain = counted and not (measure.target or measure.change or measure.plan)
    return plain and bool(_TOLD_LATE.search(clause)) and not _OTHER.search(clause)


def _relation(world: World, share: Figure, late: Figure, told: re.Match[str]) -> Relation:
    end = world.numbers[share.number].end
    start = world.numbers[share.number].span.start - len(share.before) - 1 + told.start()
    said = Said(f"“{told.group().strip()} 100%”", Span(start, end))
    verdict: Verdict = "fails" if late.value else "holds"
    text = f"{shown(late.value)} {late.unit} quá hạn"
    return claim(
        world, said, (late.number, share.number), text, "tất cả đúng hạn thì không còn", verdict, certain=False
    )
