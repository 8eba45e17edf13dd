"""How each number of a line was read: role, value, unit and its source, label, metric, entry, relations, readings."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.catalogue.measures import Measure
from extractors.document import Document, Span
from extractors.ledger.entries import Entry, Group
from extractors.numbers.number import Number
from extractors.relations.arithmetic import shown
from extractors.relations.relation import Relation
from pipeline.analysis import Analysis
from pipeline.explain_words import GROUPS, OPENNESS, UNIT_FROM, rule_words
from pipeline.export.words import QUALIFIERS, RELATIONS, ROLES, RULES, VERDICTS, period_words, place_words
from pipeline.terminal import PLAIN, Paint, clean

_LONGEST_QUOTE = 120
_MOST_PARENTS = 5


class NoSuchLineError(Exception):
    """The document ends before the line; `last` is its last line with text."""

    def __init__(self, last: int) -> None:
        super().__init__(last)
        self.last = last


def explain(result: Analysis, line: int, paint: Paint = PLAIN) -> str:
    """Return how the numbers of a line were read and what else was considered.

    Raises NoSuchLineError for a line after the end of the document.
    """
    document = result.document
    last = max(piece.line for piece in document.pieces)
    if line > last:
        raise NoSuchLineError(last)
    pieces = [document.text[p.start : p.end] for p in document.pieces if p.line == line]
    where = place_words(line, None, document.source.format)
    head = f"{paint.strong[0]}{clean(document.source.path)}, {where}{paint.strong[1]}"
    between = " | " if document.source.format == "txt" else ""  # there a line may hold cells, here it is one block
    lines = [f"{head}: {clean(between.join(pieces))}"]
    here = [i for i, n in enumerate(result.facts.numbers) if document.place(n.span.start).line == line]
    if not here:
        lines.append("  Dòng này không có con số nào.")
    for index in here:
        lines += ["", f"{paint.strong[0]}{_quote(document, result.facts.numbers[index].span)}{paint.strong[1]}"]
        lines += [f"  {told}" for told in _number(result, index)]
    findings = list(_findings(result, set(here), line))
    lines += ["", *findings] if findings else []
    return "\n".join(lines)


def _quote(document: Document, span: Span) -> str:
    text = clean(document.quote(span))
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"


def _findings(result: Analysis, here: set[int], line: int) -> Iterator[str]:
    """What was found on the line, by its numbers or by its words."""
    place = result.document.place
    for finding in result.findings:
        if any(e.number in here or place(e.span.start).line == line for e in finding.evidence):
            yield f"Phát hiện ở dòng này ({RULES.get(finding.rule, finding.rule)}): {clean(finding.message)}"
            if finding.dismissed is not None:
                yield f"  Đã bỏ qua: {clean(finding.dismissed.reason)}"


# -- a number ------------------------------------------------------------------------------------------------------


def _number(result: Analysis, index: int) -> Iterator[str]:
    number, measure = result.facts.numbers[index], result.facts.measures.get(index)
    yield f"Loại: {ROLES[number.role]} – {rule_words(number.rule)}"
    if number.when:
        yield f"Thời gian: {period_words(number.when)}"
    if number.doubt:
        yield f"Điều chưa chắc: {clean(number.doubt)}"
    if number.role == "measure":
        yield _value(number, measure)
        yield f"Hạn định: {QUALIFIERS[number.sign] or 'đúng bằng'}"
    if measure is not None:
        yield from _measure(result, measure)
        yield from _standing(result, measure)
    yield from _relations(result, index)


def _value(number: Number, measure: Measure | None) -> str:
    value = shown(number.value) if number.value is not None else "chưa đọc được"
    of = f" trên {shown(number.of)}" if number.of is not None else ""
    unit, origin = (measure.unit, measure.unit_from) if measure else (number.unit, "printed")
    told = f"{unit} ({UNIT_FROM.get(origin, 'cách khác')})" if unit else UNIT_FROM["none"]
    return f"Giá trị: {value}{of} · đơn vị tính: {told}"


def _measure(result: Analysis, measure: Measure) -> Iterator[str]:
    yield f"Nội dung: {clean(measure.label) or 'không có chữ đi kèm'}"
    yield f"Chỉ tiêu thống kê: {_metric(result, measure)}"
    own = period_words(result.facts.header.period) or "chưa rõ"
    yield f"Kỳ số liệu: {period_words(measure.period) or f'kỳ của báo cáo ({own})'}"
    yield f"Chỉ tiêu đề ra: {'có, không phải kết quả' if measure.target else 'không, là kết quả'}"
    if measure.share_of is not None:
        yield f"Tỷ lệ này đi kèm: {_quote(result.document, result.facts.numbers[measure.share_of].span)}"


def _metric(result: Analysis, measure: Measure) -> str:
    if measure.metric:
        metric = result.facts.catalogue.metric(measure.metric)
        return f"{measure.metric}{f' – {metric.name_vi}' if metric else ''}"
    if measure.plan:
        return "không gắn, vì so với kế hoạch hoặc kỳ khác"
    if measure.change:
        return "không gắn, vì là mức tăng, giảm"
    return "không có chỉ tiêu trong danh mục"


# -- where it stands in the ledger -----------------------------------------------------------------------------------


def _standing(result: Analysis, measure: Measure) -> Iterator[str]:
    ledger = result.facts.ledger
    entry = ledger.entries[measure.entry]
    yield f"Đứng trong mục: {_entry(result, entry)}"
    if entry.group is None:
        yield "Nằm trong: không có nhóm nào, không dưới tổng nào"
    else:
        yield from _group(result, ledger.groups[entry.group])
    for below in ledger.groups_of(entry.id):
        yield f"Bên dưới: {_cue(below)}, {len(below.entries)} mục"


def _group(result: Analysis, group: Group) -> Iterator[str]:
    parents = [result.facts.ledger.entries[parent] for parent in group.parents]
    total = _entry(result, parents[0]) if parents else "chưa rõ"
    yield f"Nằm trong: {_cue(group)}; tổng của nhóm: {total}"
    for other in parents[1 : 1 + _MOST_PARENTS]:
        yield f"  cũng có thể thuộc: {_entry(result, other)}"
    if len(parents) > 1 + _MOST_PARENTS:
        yield f"  … và {len(parents) - 1 - _MOST_PARENTS} mục khác"


def _cue(group: Group) -> str:
    return f"{GROUPS.get(group.kind, group.kind)} “{clean(group.cue)}” ({OPENNESS.get(group.openness, group.openness)})"


def _entry(result: Analysis, entry: Entry) -> str:
    """An entry by its line, words and numbers."""
    document, numbers = result.document, result.facts.numbers
    words = " – ".join(dict.fromkeys(_quote(document, span) for span in (*entry.path, entry.span) if len(span)))
    values = ", ".join(_quote(document, numbers[q.number].span) for q in entry.quantities)
    place = document.place(entry.span.start)
    return f"“{words}” [{values}] ({place_words(place.line, place.page, document.source.format)})"


# -- relations -----------------------------------------------------------------------------------------------------


def _relations(result: Analysis, index: int) -> Iterator[str]:
    found = [r for r in result.facts.relations if any(o.number == index for o in r.operands)]
    if not found and index in result.facts.measures:
        yield "Quan hệ: không có với số nào khác"
    for relation in found:
        yield from _relation(relation)


def _relation(relation: Relation) -> Iterator[str]:
    missing = f" ({clean(relation.missing)})" if relation.missing else ""
    kind = RELATIONS.get(relation.kind, relation.kind)
    yield f"Quan hệ {kind}: {clean(relation.reading)} – {VERDICTS[relation.verdict]}{missing}"
    for reading in relation.tried:
        why = clean(reading.why)[:_LONGEST_QUOTE]
        yield f"  đã thử: {clean(reading.arithmetic)} – {VERDICTS[reading.verdict]} ({why})"
