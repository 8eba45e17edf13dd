"""What was found in a report, as text for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.document import Document
from extractors.relations.relation import Relation
from pipeline.analysis import Analysis, Failure
from pipeline.checks.finding import Finding
from pipeline.export.jsonl import Record
from pipeline.export.passages import where
from pipeline.export.record import coverage
from pipeline.export.words import COUNTED, DISMISSED, RELATIONS, RULES, SEVERITIES, period_words
from pipeline.quotations import quotations
from pipeline.terminal import PLAIN, Paint, clean

_HEADINGS = SEVERITIES | {"info": "Thể thức – Lưu ý"}
_MOST_INFOS = 10
_MOST_QUOTES = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is shown beyond the findings: all remarks where there are many, each calculation that holds."""

    all_remarks: bool = False
    holding: bool = False


SHORT = Wanted()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file, as the last line and the exit status count it; what is dismissed has no severity."""

    status: str
    severities: tuple[str, ...]
    dismissed: int = 0

    @property
    def unread(self) -> bool:
        """Whether the file or a part of it could not be read."""
        return self.status != "ok"


def outcome(record: Record) -> Outcome:
    """Return what the summary needs of a record."""
    standing = tuple(finding["severity"] for finding in record["findings"] if not finding["dismissed"])
    return Outcome(record["status"], standing, len(record["findings"]) - len(standing))


def report(result: Analysis | Failure, paint: Paint = PLAIN, wanted: Wanted = SHORT) -> str:
    """Return the text of one report: findings by severity, what holds, how much was understood, what was dismissed."""
    if isinstance(result, Failure):
        return clean(result.message)
    parts = [_head(result, paint), _findings(result, paint, wanted), _figures(result)]
    parts += [_holding(result, paint)] if wanted.holding else []
    parts += [_dismissed(result, paint)]
    return "\n".join(line for part in parts for line in part)


def summary(outcomes: Sequence[Outcome], skipped: Iterable[tuple[str, int]]) -> str:
    """Return the lines about all files: how many were read, what was found, what was passed over."""
    failed = sum(1 for one in outcomes if one.status == "error")
    partial = sum(1 for one in outcomes if one.status == "partial")
    count = Counter(severity for one in outcomes for severity in one.severities)
    read = f"Đã đọc {len(outcomes) - failed} tệp"
    read += f" ({partial} tệp chỉ được một phần)" if partial else ""
    read += f", {failed} tệp không đọc được" if failed else ""
    found = ", ".join(f"{count[severity]} {words.lower()}" for severity, words in SEVERITIES.items())
    dropped = sum(one.dismissed for one in outcomes)
    found += f"; {dropped} phát hiện đã bỏ qua" if dropped else ""
    return "\n".join([f"{read}: {found}.", *passed_over(skipped)])


def passed_over(skipped: Iterable[tuple[str, int]]) -> list[str]:
    """Return a line about what was no report, none where nothing was passed over."""
    told = ", ".join(f"{count} {reason}" for reason, count in skipped)
    return [f"Bỏ qua: {told}."] if told else []


def _head(result: Analysis, paint: Paint) -> Iterator[str]:
    source, header = result.document.source, result.facts.header
    unit = header.unit or header.issuer or "chưa rõ đơn vị"
    period = period_words(header.period) or "chưa rõ kỳ báo cáo"
    yield f"{paint.strong[0]}{clean(source.path)}{paint.strong[1]} – {clean(unit)} – {period}"
    for notice in source.warnings:
        place = f" ({notice.place})" if notice.place else ""
        yield f"  Về tệp: {clean(notice.message)}{place}"


def _findings(result: Analysis, paint: Paint, wanted: Wanted) -> Iterator[str]:
    standing = [finding for finding in result.findings if finding.dismissed is None]
    if not standing:
        yield f"  Chưa phát hiện mâu thuẫn{' nào khác ngoài các điều đã bỏ qua' if result.findings else ''}."
    for severity, words in _HEADINGS.items():
        found = [finding for finding in standing if finding.severity == severity]
        if not found:
            continue
        yield f"  {paint.strong[0]}{words} ({len(found)}){paint.strong[1]}"
        shown = found[:_MOST_INFOS] if severity == "info" and not wanted.all_remarks else found
        for finding in shown:
            yield from _finding(result.document, finding, paint)
        if len(found) > len(shown):
            yield f"    … còn {len(found) - len(shown)} lưu ý nữa (xem hết: --all)"


def _finding(document: Document, finding: Finding, paint: Paint) -> Iterator[str]:
    quotes = list(quotations(document, [evidence.span for evidence in finding.evidence], paint))
    first = f"{quotes[0][0]} · " if quotes else ""
    yield f"    • {first}{RULES.get(finding.rule, finding.rule)}: {clean(finding.message)}"
    for place, text in quotes[:_MOST_QUOTES]:
        yield f"        {'' if place == quotes[0][0] else place + ': '}{text}"
    if len(quotes) > _MOST_QUOTES:
        yield f"        … và {len(quotes) - _MOST_QUOTES} chỗ khác"
    asked = f"{clean(finding.suggestion)} " if finding.suggestion else ""
    yield f"        → {asked}(mã: {finding.id})"


def _figures(result: Analysis) -> Iterator[str]:
    yield f"  {_calculations(result.facts.relations)}."
    seen = coverage(result)
    yield (
        f"  Số trong báo cáo: {seen.numbers} · hiểu là số liệu: {seen.measures} · gắn chỉ tiêu: {seen.linked}"
        f" · có quan hệ với số khác: {seen.in_relations} · đã đối chiếu khớp: {seen.verified}"
        f" · mâu thuẫn: {seen.contradicted}"
    )


def _calculations(relations: Sequence[Relation]) -> str:
    """How many calculations hold, by kind, and how many do not."""
    verdicts = Counter(relation.verdict for relation in relations)
    kinds = Counter[str](relation.kind for relation in relations if relation.verdict == "holds")
    held = ", ".join(f"{kinds[kind]} {words}" for kind, words in COUNTED.items() if kinds[kind])
    failing = f", {verdicts['fails']} không khớp" if verdicts["fails"] else ""
    undecided = f", {verdicts['undecided']} chưa đủ căn cứ" if verdicts["undecided"] else ""
    return f"{verdicts['holds']} phép tính khớp{f' ({held})' if held else ''}{failing}{undecided}"


def _holding(result: Analysis, paint: Paint) -> Iterator[str]:
    """Each calculation that holds, by place."""
    held = [relation for relation in result.facts.relations if relation.verdict == "holds"]
    starts = [(_start(result, relation), relation) for relation in held]
    yield f"  {paint.strong[0]}Các phép tính khớp ({len(starts)}){paint.strong[1]}"
    for start, relation in sorted(starts, key=lambda one: one[0]):
        place, kind = where(result.document, start), RELATIONS.get(relation.kind, relation.kind)
        yield f"    • {place} · {kind}: {clean(relation.reading)}"


def _start(result: Analysis, relation: Relation) -> int:
    """Where the first number of a relation stands."""
    numbers = [operand.number for operand in relation.operands if operand.number is not None]
    return min((result.facts.numbers[number].span.start for number in numbers), default=0)


def _dismissed(result: Analysis, paint: Paint) -> Iterator[str]:
    found = [(finding, finding.dismissed) for finding in result.findings if finding.dismissed is not None]
    if found:
        yield f"  {paint.strong[0]}Đã bỏ qua ({len(found)}){paint.strong[1]}"
    for finding, why in found:
        place = f"{where(result.document, finding.evidence[0].span.start)} · " if finding.evidence else ""
        yield f"    • {place}{RULES.get(finding.rule, finding.rule)}: {clean(finding.message)}"
        yield f"        lý do ({DISMISSED[why.kind]}): {clean(why.reason)} (mã: {finding.id})"
