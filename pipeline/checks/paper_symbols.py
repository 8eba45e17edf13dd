"""Symbols of cited papers: blank numbers, symbols of another body or type than the text says (rule `citation`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractors.document import Document
from extractors.facts import Facts
from extractors.header.titles import TYPES
from extractors.numbers.issuers import symbols_of
from extractors.numbers.papers import Paper
from extractors.vietnamese import fold
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, Severity, make

#: types that a noun may be numbered with besides its own: what a decision or a letter sets in force
_ALSO = {
    "kế hoạch": ("QĐ", "CTR"), "chương trình": ("QĐ", "NQ", "KH"), "hướng dẫn": ("CV",), "thông báo": ("KL", "CV"),
    "báo cáo": ("CV",), "quyết định": ("QYĐ",), "nghị quyết": ("NQLT",), "kế hoạch phối hợp": ("CTR",),
}  # fmt: skip
_OF_LAW = {"nghị định": "NĐ", "thông tư": "TT"}


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield papers whose number is blank, or whose symbol is that of another body or type."""
    own = facts.header.number_line
    cited = [one for one in facts.papers if own is None or not own.overlaps(one.span)]
    yield from _blank(document, facts, cited)
    told: set[tuple[str, ...]] = set()
    for paper in cited:
        if paper.number is not None and paper.key not in told:
            finding = (
                _own_reference(document, facts, paper)
                or _other_year(document, facts, paper, cited)
                or _other_body(document, facts, paper, cited)
                or _other_type(document, facts, paper)
            )
            if finding:
                told.add(paper.key)
                yield finding


def _blank(document: Document, facts: Facts, cited: Sequence[Paper]) -> Iterator[Finding]:
    """Yield cited papers without a number; a form that leaves its date blank, too, and a draft are to be filled in."""
    unfilled = "number" in dict(facts.header.blanks)
    for paper in cited:
        if paper.number is None and (paper.when or paper.issuer) and not (unfilled and _is_own(facts, paper)):
            severity: Severity = "info" if facts.header.draft or _is_own(facts, paper) else "warning"
            message = messages.CITATION_BLANK.format(text=_text(document, paper))
            yield make(document, facts, "citation", severity, message, [Evidence(paper.span)], messages.ASK_CITATION)


def _is_own(facts: Facts, paper: Paper) -> bool:
    """Whether a paper without its number may be the report itself, as its annexes name it."""
    return f"{paper.key[2]}-{paper.key[3]}" == (facts.header.symbol or "").upper().replace("/", "-")


def _text(document: Document, paper: Paper) -> str:
    return " ".join(document.quote(paper.span).split())


def _other_body(document: Document, facts: Facts, paper: Paper, cited: Sequence[Paper]) -> Finding | None:
    """Return the finding of a symbol of another body than the one the paper is said to be of.

    Where it is said to be of its own body elsewhere, that is told of both. A steering committee may use the seal and
    the numbers of the body that set it up: a remark.
    """
    owners, parts = _owners(), paper.key[3].split("-")
    last = parts[-1]
    if paper.issuer is None or last not in owners or paper.issuer.body not in symbols_of():
        return None
    if not symbols_of()[paper.issuer.body].isdisjoint(parts):
        return None
    issuers = {other.issuer.body for other in cited if other.key == paper.key and other.issuer}
    if len(issuers) > 1:
        return None
    severity: Severity = "info" if paper.issuer.body == "BCĐ" else "warning"
    message = messages.CITATION_BODY.format(text=_text(document, paper), issuer=paper.issuer.text, body=owners[last])
    evidence = [Evidence(paper.span, paper.number)]
    return make(document, facts, "citation", severity, message, evidence, messages.ASK_CITATION)


def _other_year(document: Document, facts: Facts, paper: Paper, cited: Sequence[Paper]) -> Finding | None:
    """Return the finding of a legal act dated in another year than its number has (Decree 30/2020, Annex I).

    Where it is cited with another date, too, that is told of both.
    """
    year = paper.key[1]
    if not year or not paper.when or paper.date is None or paper.when[:4] == year:
        return None
    if any(other.key == paper.key and other.when not in (None, paper.when) for other in cited):
        return None
    day = " ".join(document.quote(facts.numbers[paper.date].span).split())
    message = messages.CITATION_YEAR.format(text=_text(document, paper), year=year, day=day)
    evidence = [Evidence(paper.span, paper.number), Evidence(facts.numbers[paper.date].span, paper.date)]
    return make(document, facts, "citation", "warning", message, evidence, messages.ASK_CITATION)


def _own_reference(document: Document, facts: Facts, paper: Paper) -> Finding | None:
    """Return the finding of an annex that names its report by another number or date than the head."""
    block = document.blocks[document.block_at(paper.span.start)].span
    header = facts.header
    opens = facts.folded[block.start : paper.span.start].strip(" (*")
    if not (opens in ("kèm theo", "ban hành kèm theo") and header.number and _is_own(facts, paper)):
        return None
    if paper.noun != TYPES.get(paper.key[2], paper.noun):
        return None
    other_date = paper.when and header.date and len(header.date) == len(paper.when) and paper.when != header.date
    if paper.key[0] == header.number.lstrip("0") and not other_date:
        return None
    message = messages.CITATION_OWN.format(text=_text(document, paper), number=header.number)
    evidence = [Evidence(paper.span, paper.number)]
    evidence += [Evidence(line) for line in (header.number_line, header.date_line) if line is not None]
    return make(document, facts, "citation", "warning", message, evidence, messages.ASK_CITATION)


def _owners() -> Mapping[str, str]:
    """Return the bodies that a last part of a symbol belongs to."""
    bodies: dict[str, list[str]] = {}
    for body, symbols in symbols_of().items():
        for symbol in symbols:
            bodies.setdefault(symbol, []).append(body)
    return {symbol: " / ".join(of) for symbol, of in bodies.items()}


def _other_type(document: Document, facts: Facts, paper: Paper) -> Finding | None:
    """Return the finding of a symbol of another type than the noun before it: a letter has none of its own."""
    noun, kind = paper.noun, paper.key[2]
    types = {name: short.upper() for short, name in TYPES.items()} | _OF_LAW
    if noun not in types or kind == "CV" or kind == types[noun] or kind in _ALSO.get(noun, ()):
        return None
    if kind not in types.values():
        return None
    named = next(name for name, short in types.items() if short == kind)
    message = messages.CITATION_TYPE.format(text=_text(document, paper), named=fold(named))
    evidence = [Evidence(paper.span, paper.number)]
    return make(document, facts, "citation", "warning", message, evidence, messages.ASK_CITATION)
