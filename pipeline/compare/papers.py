"""The reports of a folder as papers: unit, span, series; which of several is the one that stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.vietnamese import fold, fold_key
from pipeline.compare.beside import with_labels
from pipeline.compare.cues import Around, around
from pipeline.compare.figures import Figure, figures_of
from pipeline.compare.lineages import Lineage, lineage_of
from pipeline.compare.spans import Months, in_title, of_period
from pipeline.export.jsonl import Record

_YEAR = 12
_PART_OF_YEAR = re.compile(r"(?<!\w)(?:\d+ tháng|quý|tháng \d+|cùng kỳ)(?!\w)")
#: what a title says of the time, the place and the sort of paper, not of its subject
_TIME = re.compile(
    r"\([^)]*\)|(?<!\w)(?:quý (?:[ivx]+|\d)|tháng \d+|\d+ tháng|năm \d{4}|năm|đầu|cuối|ngày \d+|từ"
    r"|đến|\d[\d./-]*|cả|i{1,3}|iv)(?!\w)"
)
_PLACE = re.compile(
    r"(?:(?:trên địa bàn|toàn|của) )?(?<!\w)(?:xã|phường|thị trấn|huyện|thị xã|thành phố|tỉnh|quận|đặc khu)(?: .*)?$"
)
_REPLACES = re.compile(r"[(,;]?\s*(?:báo cáo )?(?:thay thế|đính chính|bổ sung|điều chỉnh)(?!\w).*$")
_LONG = {"cchc": "cải cách hành chính", "tthc": "thủ tục hành chính", "kt-xh": "kinh tế xã hội", "cđs": "chuyển đổi số"}
_SHORT = re.compile(r"(?<!\w)(?:cchc|tthc|kt-xh|cđs)(?!\w)")
_FRAME = frozenset((
    "báo", "cáo", "kết", "quả", "công", "tác", "tình", "hình", "thực", "hiện", "việc", "nhiệm", "vụ", "phương",
    "hướng", "và", "của", "về", "các", "trong", "kỳ", "tổng", "sơ", "triển", "khai", "đánh", "giá",
))  # fmt: skip
_NARROW = re.compile(
    r"(?<!\w)(?:chuyên đề|đột xuất|lĩnh vực|riêng|nhanh|sơ bộ|đất đai|hộ tịch|chứng thực|tư pháp|môi trường)(?!\w)"
)
_NEWER = re.compile(
    r"(?<!\w)(?:thay thế (?:cho )?báo cáo|đính chính|báo cáo (?:bổ sung|điều chỉnh|thay thế)|điều chỉnh số liệu)(?!\w)"
)
_NEWER_FILE = re.compile(
    r"thay.?the|dinh.?chinh|đính.?chính|thay.?thế|ban.?moi|bản.?mới|sua|sửa|\bv[2-9]|lan.?[2-9]"
    r"|lần.?[2-9]|\([2-9]\)|final|moi\b|mới\b|new"
)


@dataclass(frozen=True, slots=True, eq=False)
class Paper:
    """A report: its unit (folded, with kind), units above, the spans its title names (the period first), its subject.

    `newer` is whether it says that it replaces another, `narrow` whether it is of a special subject; `words` are those
    around each quantity, by its number; `origin` are the units that its unit was merged of.
    """

    path: str
    sha256: str
    unit: str
    shown: str
    parents: tuple[str, ...]
    level: str
    spans: tuple[Months, ...]
    date: str
    number: int
    subject: frozenset[str]
    narrow: bool
    newer: bool
    figures: tuple[Figure, ...]
    record: Record
    text: str | None
    words: Mapping[str, Around]
    origin: Lineage | None

    @property
    def fact(self) -> tuple[object, ...]:
        """What it tells of: papers of one fact are versions or copies of each other."""
        return self.unit, self.parents[:1], self.spans or self.path, self.narrow, self.subject

    @property
    def span(self) -> Months | None:
        """The span of the paper where its title leaves no other."""
        return self.spans[0] if self.spans else None


def paper_of(record: Record, text: str | None) -> Paper | None:
    """Return a record as a paper; None for a file that could not be read, has no unit, or is no report."""
    header = record["header"]
    if header is None or not header["unit"] or header["kind"] not in ("bao_cao", "khac", "cong_van", "tin_bai"):
        return None
    title, source = header["title"] or "", record["source"]
    spans = spans_of(header["period"], title)
    words = around(text, record["numbers"]) if text else {}
    record = with_labels(record, words)
    unit, parents = fold_key(header["unit"]), tuple(fold_key(one) for one in header["parents"])
    head = fold(f"{title} {(text or '')[:900]}")
    return Paper(
        path=source["path"],
        sha256=source["sha256"],
        unit=unit,
        shown=header["unit"],
        parents=parents,
        level=header["level"] or "",
        spans=spans,
        date=header["date"] or "",
        number=int(header["number"]) if (header["number"] or "").isdigit() else 0,
        subject=subject_of(title),
        narrow=bool(_NARROW.search(fold(title))),
        newer=bool(_NEWER.search(head) or _NEWER_FILE.search(fold(source["name"]))),
        figures=tuple(_settled(figure, spans) for figure in figures_of(record, words)),
        record=record,
        text=text,
        words=words,
        origin=lineage_of(unit, parents, spans, text or ""),
    )


def _settled(figure: Figure, spans: Sequence[Months]) -> Figure:
    """A figure of a year, in a paper of less: "6 tháng 2024" is of the paper, "6 tháng 2023" of a year ago."""
    span = figure.span
    if span is None or span.length != _YEAR or not spans or spans[0].length == _YEAR:
        return figure
    part = bool(_PART_OF_YEAR.search(fold(figure.label)) or _PART_OF_YEAR.search(figure.words.before))
    if span.year == spans[0].year:
        return replace(figure, span=None)
    if part and figure.when == "now":
        return replace(figure, when="year_ago" if span.year == spans[0].year - 1 else "change", span=None)
    return figure


def spans_of(period: str | None, title: str) -> tuple[Months, ...]:
    """Return the spans that a paper tells of: that of its period, and others that its title names."""
    own, named = of_period(period), in_title(title)
    return tuple(dict.fromkeys([own, *named] if own is not None else named))


def subject_of(title: str) -> frozenset[str]:
    """Return the words of a title that say what it is about.

    >>> sorted(subject_of("Kết quả tiếp dân quý I năm 2024 trên địa bàn xã An Phú"))
    ['dân', 'tiếp']
    """
    folded = _REPLACES.sub(" ", " ".join(fold(title).split()))
    words = _PLACE.sub(" ", _TIME.sub(" ", _SHORT.sub(lambda match: _LONG[match.group()], folded)))
    return frozenset(fold_key(word) for word in words.split() if word.strip(" .,;:-()")) - _FRAME


def alike(one: Paper, other: Paper) -> float:
    """Return how far two papers are about one subject, 0 to 1; papers without a subject are about anything."""
    if one.narrow != other.narrow:
        return 0.0
    if not one.subject or not other.subject:
        return 1.0
    return len(one.subject & other.subject) / min(len(one.subject), len(other.subject))


def related(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two units of one name may be one: what is said to be above them does not differ."""
    return not one or not other or one[0] == other[0]


def standing(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Return the papers that no later one of the same unit, span and subject replaces; of equal ones the first."""
    groups: dict[tuple[object, ...], list[Paper]] = defaultdict(list)
    for paper in papers:
        groups[paper.fact].append(paper)
    return tuple(paper for group in groups.values() for paper in _last(group))


def replaced(papers: Iterable[Paper], before: Iterable[Paper] = ()) -> tuple[tuple[Paper, Paper], ...]:
    """Return each older version of a report with the one that stands in its place, also for those of `before`."""
    papers = tuple(papers)
    last = {paper.fact: paper for paper in standing(papers)}
    older = [p for p in (*before, *papers) if p.fact in last and p.sha256 != last[p.fact].sha256]
    stand = {id(paper) for paper in standing(papers)}
    return tuple((paper, last[paper.fact]) for paper in older if id(paper) not in stand)


def _last(group: Sequence[Paper]) -> tuple[Paper, ...]:
    """Those of a group that nothing else replaces: what replaces is dated or numbered later, or says so."""
    first_of = {paper.sha256: paper for paper in reversed(group)}
    rest = [paper for paper in group if first_of[paper.sha256] is paper]
    if len(rest) < 2:
        return tuple(rest)
    if any(p.newer for p in rest):
        rest = [p for p in rest if p.newer]
    latest = max(p.date for p in rest)
    rest = [p for p in rest if p.date == latest]
    highest = max(p.number for p in rest)
    rest = [p for p in rest if p.number == highest]
    # the same report in another form says the same
    said = {frozenset((f.metric, f.amount, f.when) for f in paper.figures): paper for paper in reversed(rest)}
    return tuple(p for p in rest if p in said.values())


def by_unit(papers: Iterable[Paper]) -> Mapping[tuple[str, str], tuple[Paper, ...]]:
    """Return papers by unit and the unit right above, in the order of their spans."""
    groups: dict[tuple[str, str], list[Paper]] = defaultdict(list)
    for paper in papers:
        groups[(paper.unit, paper.parents[0] if paper.parents else "")].append(paper)
    ordered = {unit: sorted(group, key=lambda p: (p.spans[:1], p.path)) for unit, group in groups.items()}
    return {unit: tuple(group) for unit, group in sorted(ordered.items())}
