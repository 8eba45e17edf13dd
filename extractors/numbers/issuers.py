"""Who issued a cited paper, by the words behind it ("của UBND huyện Sơn Bình") or before it ("Đảng ủy đã ban hành").

Words of bodies are rows of issuers.csv, with the last parts that their symbols may have.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractors.document import Document
from extractors.lexicon import phrase_pattern, table
from extractors.vietnamese import UPPER, fold

_OF = re.compile(r"[\s,)]*(?:do|của)\s+")
_LEVEL = re.compile(
    r"\s+(?P<level>thị trấn|thị xã|thành phố|đặc khu|xã|phường|huyện|quận|tỉnh|tp\.?)(?!\w)"
    rf"(?:\s+(?P<name>[{UPPER}][\w’']*(?:\s+[{UPPER}][\w’']*){{0,4}}))?",
)


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose paper it is: the body, the kind of its unit ("huyện") and its name, "" where untold."""

    body: str
    level: str = ""
    name: str = ""
    text: str = ""


@cache
def _bodies() -> re.Pattern[str]:
    return re.compile(phrase_pattern([row["phrase"] for row in table("issuers.csv")]))


@cache
def _body_names() -> dict[str, str]:
    return {fold(row["phrase"]): row["body"] for row in table("issuers.csv")}


@cache
def symbols_of() -> dict[str, frozenset[str]]:
    """Return the last parts that symbols of a body may have, for the bodies that have their own.

    >>> sorted(symbols_of()["Huyện ủy"])
    ['HU']
    """
    found: dict[str, set[str]] = {}
    for row in table("issuers.csv"):
        if row["symbols"]:
            found.setdefault(row["body"], set()).update(row["symbols"].split("|"))
    return {body: frozenset(symbols) for body, symbols in found.items()}


@cache
def _subject() -> re.Pattern[str]:
    bodies = phrase_pattern([row["phrase"] for row in table("issuers.csv")])
    level = r"(?:\s+(?P<level>thị trấn|thị xã|thành phố|xã|phường|huyện|quận|tỉnh))?"
    return re.compile(
        rf"(?:^|[.;:)]\s)\s*(?:[-+•*–]\s*)?(?P<body>{bodies}){level}(?:\s+[^\W\d]+){{0,3}}?\s+(?:đã\s+)?"
        r"(?:kịp thời\s+)?ban hành\s*$"
    )


def issuer_behind(document: Document, folded: str, end: int, stop: int) -> tuple[Issuer | None, int]:
    """Return whose paper it is by the words from `end` on, with where they end; None and `end` where untold."""
    opens = _OF.match(folded, end, stop)
    body = _bodies().match(folded, opens.end(), stop) if opens else None
    if body is None:
        return None, end
    level = _level(document, folded, body.end(), stop)
    last = level.end() if level else body.end()
    name = (level["name"] or "") if level else ""
    text = " ".join(document.text[body.start() : last].split())
    return Issuer(_body(body.group()), _plain_level(level), fold(name), text), last


def _level(document: Document, folded: str, start: int, stop: int) -> re.Match[str] | None:
    match = _LEVEL.match(document.text, start, stop)
    return match or re.compile(
        r"\s+(?P<level>thị trấn|thị xã|thành phố|xã|phường|huyện|quận|tỉnh)(?!\w)(?P<name>)"
    ).match(folded, start, stop)


def _plain_level(level: re.Match[str] | None) -> str:
    said = fold(level["level"] or "").rstrip(".") if level else ""
    return "thành phố" if said == "tp" else said


def _body(phrase: str) -> str:
    return _body_names()[" ".join(phrase.split())]


def _named(document: Document, start: int, match: re.Match[str]) -> Issuer:
    text = document.text[start + match.start("body") : start + match.end("body")]
    return Issuer(_body(match["body"]), match["level"] or "", "", " ".join(text.split()))


def issuer_before(document: Document, folded: str, start: int, end: int) -> Issuer | None:
    """Return who issued the paper that begins at `end`, by the words from `start` to there; None where untold."""
    said = _subject().search(folded[start:end])
    return _named(document, start, said) if said else None
