"""Blank, malformed, contradicting or missing parts of head and foot (rules `header`, `date`, `name`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.document import Document, Span
from extractors.facts import Facts
from extractors.header.names import units_of
from extractors.header.titles import TYPES, type_printed
from extractors.vietnamese import fold
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, Severity, make

_DATE_PARTS = {"day": "Ngày", "month": "Tháng", "year": "Năm"}
#: kinds of paper that carry number, symbol, place and date by Decree 30/2020, Annex I
_NUMBERED = ("bao_cao", "ke_hoach", "thong_bao", "quyet_dinh")
#: bodies whose papers follow the grammar of the State ("12/BC-UBND") or of the Party ("12-BC/ĐU")
_STATE = frozenset(("UBND", "HĐND"))
_PARTY = frozenset(("ĐU", "HU", "TU", "ThU", "QU"))
_AFTER_NUMBER = re.compile(r"[\d.…_\s]*(?P<signs>[-–/](?:\s?[-–/])*)\s*(?P<symbol>[^,;]*)")
_DOUBLED = re.compile(r"[-–/]\s?[-–/]|[-–/]\s*$")
#: ways to write one name: no slip of another
_SAME = str.maketrans({"ý": "í", "ỳ": "ì", "ỷ": "ỉ", "ỹ": "ĩ", "ỵ": "ị", "y": "i", "ă": "a", "ắ": "á", "ằ": "à"})


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield what head and foot leave blank, misspell or contradict; in a draft these are remarks only."""
    severity: Severity = "info" if facts.header.draft else "warning"
    blanks: dict[str, Span] = dict(facts.header.blanks)
    if span := blanks.get("number"):
        message = messages.NUMBER_BLANK.format(text=_line(document, span))
        yield make(document, facts, "header", severity, message, [Evidence(span)], messages.ASK_HEAD)
    missing = [name for name in _DATE_PARTS if name in blanks]
    if missing:
        span = blanks[missing[0]]
        what = ", ".join(_DATE_PARTS[name].lower() for name in missing).capitalize()
        message = messages.DATE_BLANK.format(what=what, text=_line(document, span))
        yield make(document, facts, "date", severity, message, [Evidence(span)], messages.ASK_HEAD)
    yield from _malformed(document, facts, severity)
    yield from _other_type(document, facts, severity)
    yield from _other_name(document, facts, severity)
    yield from _missing(document, facts, severity)


def _line(document: Document, span: Span) -> str:
    return " ".join(document.quote(span).replace("*", "").split())[:80]


def _malformed(document: Document, facts: Facts, severity: Severity) -> Iterator[Finding]:
    """Yield one finding for a number and symbol against the grammar of State papers or of those of the Party.

    Signs twice or at the end, or a type without its body, ask for repair; the grammar of the other family is a remark.
    """
    header = facts.header
    if header.number_line is None or not header.symbol:
        return
    line = _line(document, header.number_line)
    parts = re.split(r"[-/&]", header.symbol)
    printed = _AFTER_NUMBER.match(re.sub(r"^S[ốỐ]\s*:?\s*\d*[a-zđ]?(?:\s?/\s?(?:19|20)\d\d)?", "", line))
    if len(header.signs or "") > 1 or (printed and _DOUBLED.search(printed["symbol"].strip(" .:"))):
        message = messages.SYMBOL_SIGNS.format(text=line)
    elif len(parts) == 1 and parts[0] in TYPES:
        message = messages.SYMBOL_NO_BODY.format(text=line)
    elif _mixed(header.signs, header.symbol, parts):
        message, severity = messages.SYMBOL_MIXED.format(text=line), "info"
    else:
        return
    yield make(document, facts, "header", severity, message, [Evidence(header.number_line)], messages.ASK_SYMBOL)


def _mixed(signs: str | None, symbol: str, parts: list[str]) -> bool:
    """Whether a body's paper is numbered as the other family does it ("12-BC/UBND", "12/BC-ĐU")."""
    if len(parts) != 2 or parts[0] not in TYPES:
        return False
    state = signs == "/" and "-" in symbol
    party = signs == "-" and "/" in symbol
    return (parts[1] in _STATE and not state) or (parts[1] in _PARTY and not party)


def _other_type(document: Document, facts: Facts, severity: Severity) -> Iterator[Finding]:
    """Yield one finding where the symbol is that of another type than the one the paper is headed with."""
    header = facts.header
    if header.number_line is None or header.title_span is None or not header.symbol:
        return
    headed = document.quote(header.title_span).replace("*", "").strip()
    printed, numbered = type_printed(headed), re.split(r"[-/]", header.symbol)[0]
    after = document.text[header.title_span.end : header.title_span.end + 400]
    if printed is None or numbered not in TYPES or printed == numbered or "kèm theo" in fold(after):
        return
    message = messages.SYMBOL_OTHER.format(
        text=_line(document, header.number_line), type=TYPES[numbered], headed=TYPES[printed].upper()
    )
    evidence = [Evidence(header.number_line), Evidence(header.title_span)]
    yield make(document, facts, "header", severity, message, evidence, messages.ASK_SYMBOL)


def _other_name(document: Document, facts: Facts, severity: Severity) -> Iterator[Finding]:
    """Yield one finding where the paper names itself, at its end, one letter away from the unit of its head.

    Names further away may be another unit's that has to stand there: neighbours share their first syllable.
    """
    header = facts.header
    if header.unit is None or dict(header.taken_from).get("unit") in ("file name", "override"):
        return
    for name, span in header.own_names:
        if is_slip(name, header.unit):
            named = (unit for unit in units_of(document.quote(span)) if unit.text == name)
            at = next((Span(span.start + unit.start, span.start + unit.end) for unit in named), span)
            message = messages.NAME_OTHER.format(here=name, head=header.unit)
            yield make(document, facts, "name", severity, message, [Evidence(at)], messages.ASK_NAME)
            return


def is_slip(one: str, other: str) -> bool:
    """Whether two units of one kind differ in a single letter or mark, ways of writing the same name aside.

    >>> is_slip("xã An Lạc", "xã An Lác"), is_slip("xã An Lạc", "xã An Lương"), is_slip("xã Mỹ An", "xã Mĩ An")
    (True, False, False)
    """
    a, b = fold(one).translate(_SAME), fold(other).translate(_SAME)
    if a == b or len(a) != len(b) or a.split()[0] != b.split()[0]:
        return False
    different = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(different) == 1 and all(x.isalpha() for pair in different for x in pair)


def _missing(document: Document, facts: Facts, severity: Severity) -> Iterator[Finding]:
    """Yield one finding where a paper that must be numbered shows neither number, nor date, nor signature.

    What its kind was taken from has to be a line of its own: a page about a report needs none of these.
    """
    header = facts.header
    if header.kind not in _NUMBERED or header.title_span is None or header.web or "kind" in dict(header.taken_from):
        return
    if header.number_line or header.date_line or header.symbol or header.signer_name or header.signer_title:
        return
    message = messages.HEAD_MISSING.format(what="số, ký hiệu, địa danh, ngày ban hành và chữ ký")
    evidence = [Evidence(header.title_span)]
    yield make(document, facts, "header", severity, message, evidence, messages.ASK_HEAD)
