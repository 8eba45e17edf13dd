"""Whether a paper itself says why two figures differ: a sentence that its author has not always tells the gap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from extractors.vietnamese import fold
from pipeline.compare.figures import Figure
from pipeline.compare.papers import Paper

#: words of a change to what was told, one of which must stand beside the gap
_CHANGED = re.compile(
    r"(?<!\w)(?:tăng|giảm|thêm|bớt|điều chỉnh|cập nhật|sửa|đính chính|bổ sung|rà soát|đối chiếu|tính (?:lại|đúng|cả)|"
    r"cộng (?:thêm|cả|với)|gồm cả|kể cả|ngoài|riêng|do|chênh|nhầm|số đúng|thực ra)(?!\w)"
)
_SENTENCE = re.compile(r"[.;](?=\s|$)|\n")
_DATE = re.compile(r"(?:ngày \d+ )?tháng \d+ năm \d{4}|\d+(?:/\d+)+")
_NUMBER = re.compile(r"(?<![\w.,])\d[\d.,]*(?<![.,])")


def notes(paper: Paper, others: Iterable[Paper]) -> tuple[str, ...]:
    """Return the sentences of a paper, folded, that no other paper of its author has with other figures."""
    usual = {_masked(one) for other in others if other is not paper for one in _sentences(other.text or "")}
    return tuple(one for one in _sentences(paper.text or "") if "\t" not in one and _masked(one) not in usual)


def explained(sentences: Iterable[str], figures: Sequence[Figure]) -> bool:
    """Whether a note tells the gap between the first figure and another as something that was changed or added."""
    first, *others = figures
    return tells_gap(sentences, {abs(first.amount.said - other.amount.said) for other in others})


def tells_gap(sentences: Iterable[str], gaps: set[Decimal]) -> bool:
    """Whether a note tells one of the gaps as something that was changed or added."""
    wanted = {str(int(gap)) for gap in gaps if gap == gap.to_integral() and gap}
    return any(wanted & _numbers(one) for one in sentences if _CHANGED.search(one))


def tells_both(sentences: Iterable[str], figures: Sequence[Figure]) -> bool:
    """Whether a note tells both figures as something that was changed."""
    wanted = {_digits(figure.text) for figure in figures}
    return any(wanted <= _numbers(one) for one in sentences if _CHANGED.search(one))


def _numbers(sentence: str) -> set[str]:
    return set(map(_digits, _NUMBER.findall(_DATE.sub(" ", sentence))))


def _digits(text: str) -> str:
    return text.replace(".", "").lstrip("0") or "0"


def _masked(sentence: str) -> str:
    return " ".join(_NUMBER.sub("#", sentence).split())


def _sentences(text: str) -> list[str]:
    return [one for one in _SENTENCE.split(fold(text)) if one.strip()]
