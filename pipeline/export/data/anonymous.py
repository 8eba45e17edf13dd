"""Reports without names of persons, phones, addresses, cards and accounts, for `--an-danh`.

The text is masked before anything is made of it: a mask is as long as what it hides, so that every place, box and line
stays what it is, and no page, sheet, workbook or record can hold what the text no longer holds. Strings apart from the
text (messages, labels, header) get the whole pseudonyms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from extractors.catalogue.measures import Measure
from extractors.catalogue.own import Catalogue
from extractors.document import Document, Notice, Source
from extractors.facts import Facts
from extractors.header import Header
from extractors.numbers.number import Number
from extractors.vietnamese import LOWER, UPPER, fold
from pipeline.analysis import Analysis, Failure
from pipeline.export.data.private import Kind, Private, find_private
from pipeline.export.data.pseudonyms import Pseudonyms, pseudonyms
from pipeline.export.data.rewritten import rewritten
from pipeline.export.jsonl import Record

R = TypeVar("R", Analysis, Failure, Analysis | Failure)
#: of a record: what is known by it, not read of the report
_KEPT_KEYS = frozenset({"path", "name", "sha256", "schema", "id", "code", "metric", "rule", "kind", "format"})
#: digits of the shortest phone number
_DIALLED = 8
_NAMED = re.compile(rf"[{UPPER}]\w*(?:[ -][{UPPER}][{LOWER}]*)*\s*$")


def anonymous_analysis(result: R) -> R:
    """Return an analysis with what tells who somebody is masked everywhere but in the path and name of its file.

    A file whose name holds the name of a person of the report is told in its warnings. Failures stay as they are: they
    hold nothing of a report. What `annotated_word` and `annotated_pdf` make of it would still be the original.
    """
    if isinstance(result, Failure):
        return result
    document, facts = result.document, result.facts
    found = _found(document.text, facts.header)
    names = pseudonyms(_printed(document.text, found), facts.header.signer_name)
    if not names.numbers:
        return result
    return replace(
        result,
        document=_document(document, found, names),
        facts=_facts(facts, document.text, found, names),
        findings=rewritten(result.findings, names.hidden),
    )


def _found(text: str, header: Header) -> list[Private]:
    known = [header.signer_name] if header.signer_name else []
    return find_private(text, known, _places(header.unit, header.place, *header.parents))


def _printed(text: str, found: list[Private]) -> list[tuple[Kind, str]]:
    return [(one.kind, text[one.span.start : one.span.end]) for one in found]


def _dialled(record: Record) -> list[tuple[Kind, str]]:
    """Numbers of a record that only their length tells of: no amount, date or paper, and as long as a phone's."""
    texts = [number["text"] for number in record["numbers"] if number["role"] == "other"]
    return [("điện thoại", text) for text in texts if sum(map(str.isdigit, text)) >= _DIALLED and "/" not in text]


def _places(*units: str | None) -> list[str]:
    """The names of units without their kind ("xã Vũ Hội Đông")."""
    found = (_NAMED.search(unit) for unit in units if unit)
    return [match.group().strip() for match in found if match]


def _document(document: Document, found: list[Private], names: Pseudonyms) -> Document:
    blocks = rewritten(document.blocks, names.hidden)
    return replace(
        document,
        source=_source(document.source, names),
        text=_masked(document.text, document.text, found, names),
        blocks=blocks,
    )


def _source(source: Source, names: Pseudonyms) -> Source:
    """A source with its warnings rewritten, and one more where its name tells of whom it is."""
    warnings = rewritten(source.warnings, names.hidden)
    if names.told_by(source.path):
        warnings += (Notice("personal_name", "Tên tệp có tên người: ẩn danh không đổi tên tệp, hãy tự đổi."),)
    return replace(source, warnings=warnings)


def _masked(text: str, original: str, found: list[Private], names: Pseudonyms) -> str:
    """Text with masks where something was found in the original, of the same length."""
    parts, at = list[str](), 0
    for one in found:
        span = one.span
        mask = names.fitted(one.kind, original[span.start : span.end])
        parts += [text[at : span.start], mask if text is original else fold(mask)]
        at = span.end
    return "".join([*parts, text[at:]])


def _facts(facts: Facts, text: str, found: list[Private], names: Pseudonyms) -> Facts:
    """Facts with all strings rewritten; numbers that are hidden are no figures any more."""
    hidden = [one.span for one in found if one.kind != "người"]
    covered = bytearray(len(text))
    for span in hidden:
        covered[span.start : span.end] = b"\1" * len(span)
    inside = {i for i, number in enumerate(facts.numbers) if any(covered[number.span.start : number.span.end])}
    numbers = tuple(_blank(number) if i in inside else number for i, number in enumerate(facts.numbers))
    measures = {index: measure for index, measure in facts.measures.items() if index not in inside}
    header = rewritten(facts.header, names.hidden)
    if facts.header.signer_name:
        header = replace(header, signer_name=names.full("người", facts.header.signer_name))
    rest = rewritten(replace(facts, folded="", header=header), names.hidden, (Catalogue, Header, Number, Measure))
    return replace(
        rest,
        folded=_masked(facts.folded, text, found, names),
        numbers=rewritten(numbers, names.hidden),
        measures=rewritten(measures, names.hidden),
    )


def _blank(number: Number) -> Number:
    return replace(number, role="other", rule="hidden", value=None, of=None, unit=None, doubt=None)


def anonymous(record: Record) -> Record:
    """Return a stored record with what tells who somebody is replaced by pseudonyms, but for path, name and ids.

    A record holds less of the report than its analysis: where that is at hand, `anonymous_analysis` finds more.
    """
    header: Mapping[str, Any] = record["header"] or {}
    text = "\n".join(_strings(record))
    signer = header.get("signer_name")
    units = _places(header.get("unit"), header.get("place"), *header.get("parents", ()))
    found = find_private(text, [signer] if signer else [], units)
    names = pseudonyms([*_printed(text, found), *_dialled(record)], signer)
    plain: dict[str, Any] = _hidden(record, names)
    if signer:
        plain["header"]["signer_name"] = names.full("người", signer)
    return plain


def _strings(value: object) -> Iterator[str]:
    """Yield what of a record may hold text of the report."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            if key not in _KEPT_KEYS:
                yield from _strings(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _strings(one)


def _hidden(value: Any, names: Pseudonyms) -> Any:
    if isinstance(value, str):
        return names.hidden(value)
    if isinstance(value, Mapping):
        return {key: one if key in _KEPT_KEYS else _hidden(one, names) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_hidden(one, names) for one in value]
    return value
