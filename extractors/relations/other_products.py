"""Other readings of failing products: a mean of some only, or of others than those counted beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from extractors.relations.other_report import Report
from extractors.relations.passages import Figure
from extractors.relations.relation import Relation
from extractors.relations.sums.closed_sum_words import label

#: a mean with the words that say of what it is one
_MEAN_OF = re.compile(
    r"(?<!\w)(?:bình quân|trung bình) (?P<of>(?!(?:mỗi|một|từng|chung|là|đạt|có)(?!\w))[^\d,;:.()]{6,60})$"
)
#: words that say nothing of it
_EMPTY = frozenset(
    ("là", "đạt", "có", "mỗi", "một", "từng", "chung", "của", "cho", "được", "các", "khoảng", "năm", "cả")
)

_MARK = re.compile(r"[,;:.()]")
#: what opens some of a whole
_SOME = re.compile(r"(?:trong đó|trong số|riêng)(?!\w)")


def _means(report: Report, relation: Relation) -> Iterator[Figure]:
    """Yield the factors of a product that say what each has."""
    figures = (report.figure(part) for part in relation.parts)
    yield from (f for f in figures if f is not None and ("/" in f.unit or re.search(r"mỗi|bình quân", f.before)))


def _is_of_some(report: Report, relation: Relation) -> bool:
    """Whether a mean is told of such as no word before it names: "vốn bình quân dự án khởi công mới 18 tỷ đồng"."""
    for mean in _means(report, relation):
        told = _MEAN_OF.search(label(mean.before))
        said = " ".join(
            f"{f.before} {f.unit} {_MARK.split(f.after)[0]}" for f in report.beside(mean) if f.number < mean.number
        )
        own = set() if told is None else set(told["of"].split()) - _EMPTY - set(f"{said} {mean.unit}".split())
        if len(own) > 1:
            return True
    return False


def _is_of_part(report: Report, relation: Relation) -> bool:
    """Whether the total is some of what was told before it: "tại 8 điểm, trong đó 96 người …; mỗi điểm 2 bác sĩ"."""
    total = report.figure(relation.total)
    if total is None or not _SOME.match(label(total.before)) or min(relation.parts) > total.number:
        return False
    return ";" in total.after


#: the defences of products
OF_PRODUCTS: Mapping[str, tuple[Callable[[Report, Relation], bool], ...]] = {
    "product": (_is_of_some, _is_of_part),
}
