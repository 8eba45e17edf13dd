"""Parts of the head that contradict its unit or are not there while the others are (rule `header`).

Decree 30/2020, Annex I: the symbol ends in the body that issues, the place is the unit it sits in, and number, date and
signature belong to every such paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.document import Document, Span
from extractors.facts import Facts
from extractors.header.titles import TYPES, type_printed
from extractors.numbers.issuers import symbols_of
from extractors.vietnamese import fold
from pipeline.checks import messages
from pipeline.checks.dated import abbreviations
from pipeline.checks.finding import Evidence, Finding, Severity, make
from pipeline.checks.head import is_slip

_NUMBERED = ("bao_cao", "ke_hoach", "thong_bao", "quyet_dinh")
_BODIES = (
    ("ubnd", "UBND"), ("ủy ban nhân dân", "UBND"), ("hđnd", "HĐND"), ("hội đồng nhân dân", "HĐND"),
    ("đảng ủy", "Đảng ủy"),
)  # fmt: skip
_CLOSING = re.compile(r"\W*trên đây là")
_NUMBER = re.compile(r"(?<!\w)số\s*:?\s*[\d.…_]*\s*[-/]\s*[\w]")
_DATE = re.compile(r"(?<!\w)ngày\s*[\d.…]*\s*(?:tháng|/)")
#: characters below the title where number and date of a form may still stand
_BELOW = 160


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield a symbol of another body, a place of another unit, and parts that are not there; in drafts as remarks."""
    severity: Severity = "info" if facts.header.draft else "warning"
    yield from _other_body(document, facts, severity)
    yield from _no_type(document, facts)
    yield from _other_place(document, facts, severity)
    yield from _absent(document, facts, severity)
    yield from _as_above(document, facts)


def _other_body(document: Document, facts: Facts, severity: Severity) -> Iterator[Finding]:
    """Yield a symbol that names none of the bodies that its issuer may sign as, but one of another."""
    header = facts.header
    if header.number_line is None or not header.symbol or not header.issuer or "issuer" in dict(header.taken_from):
        return
    body = next((body for words, body in _BODIES if fold(header.issuer).startswith(f"{words} ")), None)
    parts = set(re.split(r"[-/&]", header.symbol)[1:])
    others = {
        symbol for other, symbols in symbols_of().items() if other in dict(_BODIES).values() for symbol in symbols
    }
    if body is None or parts & symbols_of()[body] or not parts & others:
        return
    line = " ".join(document.quote(header.number_line).split())[:60]
    message = messages.SYMBOL_BODY.format(text=line, issuer=header.issuer)
    yield make(document, facts, "header", severity, message, [Evidence(header.number_line)], messages.ASK_SYMBOL)


def _no_type(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield a symbol whose first part abbreviates no kind of paper, or that of a công văn under the name of a kind."""
    header = facts.header
    if header.number_line is None or header.title_span is None or not header.symbol or "-" not in header.symbol:
        return
    family = "party" if header.signs == "-" else "state"
    first, *rest = re.split(r"[-/]", header.symbol)
    known = {one.short for one in abbreviations() if one.family == family and one.since <= (header.date or "9999")}
    headed = type_printed(document.quote(header.title_span).replace("*", "").strip())
    if headed not in known or first in known or not rest or "kèm theo" in _below(facts):
        return
    line = " ".join(document.quote(header.number_line).split())[:60]
    message = messages.SYMBOL_TYPE.format(text=line, short=first, right=headed, name=TYPES[headed])
    yield make(document, facts, "header", "info", message, [Evidence(header.number_line)], messages.ASK_SYMBOL)


def _below(facts: Facts) -> str:
    """Return what stands below the title: of another paper's annex the symbol is that paper's."""
    end = facts.header.title_span.end if facts.header.title_span else 0
    return facts.folded[end : end + 400]


def _other_place(document: Document, facts: Facts, severity: Severity) -> Iterator[Finding]:
    """Yield a place that is neither the unit nor one above it; one letter off it is a slip."""
    header = facts.header
    taken = dict(header.taken_from)
    if (
        not header.place
        or not header.unit
        or header.level not in ("xa", "huyen")
        or header.date_line is None
        or header.web
    ):
        return
    if "place" in taken or "unit" in taken or _is_known(facts, header.place):
        return
    noun = fold(header.unit).split()[0]
    slip = is_slip(f"{noun} {_plain(header.place)}", f"{noun} {_plain(header.unit)}")
    message = messages.PLACE_OTHER.format(place=header.place, unit=header.unit)
    weight: Severity = severity if slip else "info"
    yield make(document, facts, "name", weight, message, [Evidence(header.date_line)], messages.ASK_NAME)


def _is_known(facts: Facts, place: str) -> bool:
    """Whether a place is part of the unit's name, or of any name in the head, as a district or village."""
    header = facts.header
    said = _plain(place)
    end = header.date_line.start if header.date_line else 0
    return any(said in fold(name) or _plain(name) in said for name in (header.unit or "", *header.parents)) or (
        said in facts.folded[:end]
    )


def _plain(name: str) -> str:
    """Return a name without the kind of its unit."""
    return re.sub(r"^(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tp\.?|tỉnh|đặc khu)\s+", "", fold(name).strip())


def _absent(document: Document, facts: Facts, severity: Severity) -> Iterator[Finding]:
    """Yield one finding for number, date or signature where the others of them are there."""
    header = facts.header
    if header.kind not in _NUMBERED or header.title_span is None or header.web or "kind" in dict(header.taken_from):
        return
    signed = bool(header.signer_name or header.signer_title)
    head = _head(facts)
    parts = {
        "số, ký hiệu": header.number_line is not None or bool(_NUMBER.search(head)),
        "ngày ban hành": header.date_line is not None or bool(_DATE.search(head)),
        "chữ ký": signed or not _ends_unsigned(document, facts),
    }
    absent = [name for name, there in parts.items() if not there]
    # without a single part of it the head was not handed in: the check of the head says so
    if len(absent) != 1 or (absent != ["chữ ký"] and not signed):
        return
    message = messages.HEAD_MISSING.format(what=absent[0])
    yield make(document, facts, "header", severity, message, [Evidence(header.title_span)], messages.ASK_HEAD)


def _head(facts: Facts) -> str:
    """Return the words around the title, where parts of a head stand that are not read as such."""
    end = facts.header.title_span.end if facts.header.title_span else 0
    return " ".join(facts.folded[: end + _BELOW].split())


def _ends_unsigned(document: Document, facts: Facts) -> bool:
    """Whether nothing but recipients stands behind the closing sentence; an excerpt has none, and no signature."""
    closed = False
    for block in document.blocks:
        text = facts.folded[block.span.start : block.span.end].strip(" *_")
        if closed and text and not text.startswith(("-", "nơi nhận", "+")):
            return False
        closed = closed or bool(_CLOSING.match(text))
    return closed


def _as_above(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield recipients "as above" where nobody is addressed above, as a remark (Decree 30/2020, Annex I, box 9b)."""
    header = facts.header
    if header.addressee or header.title_span is None or header.web or "kính gửi" in facts.folded:
        return
    if any(fold(one).strip(" -;.") == "như trên" for one in header.recipients):
        at = facts.folded.rfind("như trên")
        evidence = [Evidence(Span(at, at + len("như trên")))]
        yield make(document, facts, "header", "info", messages.HEAD_AS_ABOVE, evidence, messages.ASK_HEAD)
