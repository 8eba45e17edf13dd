"""Numbers and symbols of cited papers: malformed ones, and one paper in two grammars (rule `citation`).

State papers are numbered "12/KH-UBND" (Decree 30/2020), Party papers "12-KH/HU" (Guide 36-HD/VPTW and its followers).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.document import Document, Span
from extractors.facts import Facts
from extractors.header.titles import TYPES
from extractors.numbers.number import Number
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, make

_SYMBOL = re.compile(
    r"\s?(?P<first>[-–/](?:\s?[-–/])*)\s?(?:(?:19|20)\d\d\s?/\s?)?(?P<type>[A-ZĐ][A-Za-zĐđ]{0,4})"
    r"(?:\s?(?P<second>[-–/](?:\s?[-–/])*)\s?(?P<body>[A-ZĐ][\wĐđ]*))?"
)
#: kinds of paper that only others cite, beside those that the reports themselves may be
_OTHER_TYPES = frozenset(("QC", "QyĐ", "TC", "ĐA", "DA", "HĐ", "GM", "KL", "PL", "TT", "NĐ", "TTLT"))
#: bodies whose papers are always numbered in one of the two grammars
_STATE, _PARTY = frozenset(("UBND", "HĐND", "TTg", "CP")), frozenset(("TW", "TU", "HU", "ĐU", "QU"))


@dataclass(frozen=True, slots=True)
class _Symbol:
    """A cited number with its symbol: where it stands, its parts, its two signs, and the date behind it."""

    index: int
    span: Span
    name: tuple[str, str, str]
    signs: tuple[str, str]
    date: str | None


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield malformed symbols, then papers that are cited in both grammars."""
    own = facts.header.number_line  # the check of the head tells of the paper's own number
    found = [one for one in _symbols(document, facts) if own is None or not own.holds(one.span)]
    for one in found:
        if any(len(sign) > 1 for sign in one.signs):
            message = messages.CITATION_SIGNS.format(text=_text(document, one))
            yield make(document, facts, "citation", "error", message, [_evidence(one)], messages.ASK_CITATION)
    plain = [one for one in found if all(len(sign) == 1 for sign in one.signs)]
    mixed = tuple(_mixed(document, facts, plain))
    yield from mixed
    yield from () if mixed else _other_grammar(document, facts, plain)


def _symbols(document: Document, facts: Facts) -> Iterator[_Symbol]:
    for index, number in enumerate(facts.numbers):
        match = _SYMBOL.match(document.text, number.span.end) if number.role == "citation" else None
        if match is None or match["type"] not in _OTHER_TYPES | TYPES.keys() or match["body"] is None:
            continue
        name = (document.quote(number.span).lstrip("0"), match["type"], match["body"])
        signs = tuple("".join(match[part].split()).replace("–", "-") for part in ("first", "second"))
        yield _Symbol(
            index,
            Span(number.span.start, match.end()),
            name,
            (signs[0], signs[1]),
            _date_after(facts, index, match.end()),
        )


def _date_after(facts: Facts, index: int, end: int) -> str | None:
    following: Sequence[Number] = facts.numbers[index + 1 : index + 2]
    return next((n.when for n in following if n.role == "date" and n.span.start - end < 12), None)


def _mixed(document: Document, facts: Facts, symbols: Sequence[_Symbol]) -> Iterator[Finding]:
    """Yield one finding for a paper whose symbol is written in two ways; two dates are two papers."""
    by_name: dict[tuple[str, str, str], list[_Symbol]] = {}
    for one in symbols:
        by_name.setdefault(one.name, []).append(one)
    for same in by_name.values():
        counts: Mapping[tuple[str, str], int] = {s.signs: sum(o.signs == s.signs for o in same) for s in same}
        dates = {one.date for one in same if one.date}
        if len(counts) < 2 or len(dates) > 1:
            continue
        usual = max(counts, key=lambda signs: (counts[signs], -[s.signs for s in same].index(signs)))
        odd = next(one for one in same if one.signs != usual)
        plain = next(one for one in same if one.signs == usual)
        message = messages.CITATION_MIXED.format(text=_text(document, odd), other=_text(document, plain))
        evidence = [_evidence(odd), _evidence(plain)]
        yield make(document, facts, "citation", "warning", message, evidence, messages.ASK_CITATION)


def _other_grammar(document: Document, facts: Facts, symbols: Sequence[_Symbol]) -> Iterator[Finding]:
    """Yield, as a remark, the first paper of a body that is numbered as papers of the other family are."""
    for one in symbols:
        state, party = one.signs == ("/", "-"), one.signs == ("-", "/")
        if (one.name[2] in _PARTY and state) or (one.name[2] in _STATE and party):
            message = messages.SYMBOL_MIXED.format(text=_text(document, one))
            yield make(document, facts, "citation", "info", message, [_evidence(one)], messages.ASK_CITATION)
            return


def _text(document: Document, one: _Symbol) -> str:
    return " ".join(document.quote(one.span).split())


def _evidence(one: _Symbol) -> Evidence:
    return Evidence(one.span, one.index)
