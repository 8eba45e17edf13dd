"""Section numbers that repeat, jump or change their form (rule `numbering`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.document import Document, Span
from extractors.facts import Facts
from extractors.sections import Section
from extractors.vietnamese import fold
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, Severity, make

#: the Vietnamese alphabet that points are lettered by (Decree 30/2020, Annex I: no f, j, w, z)
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield breaks in the order of headings, at most one a run of siblings and kind."""
    seen: set[tuple[str | None, str]] = set()
    for siblings in _runs(facts.sections):
        for finding in _breaks(document, facts, siblings):
            key = (siblings[0].parent, siblings[0].style)
            if key not in seen:
                seen.add(key)
                yield finding
    yield from _mixed(document, facts)
    yield from _inside(document, facts)


def _runs(sections: Sequence[Section]) -> Iterator[list[Section]]:
    """Yield the headings of one form under one parent, between annexes."""
    runs: dict[tuple[str | None, str, int], list[Section]] = {}
    annex = 0
    for section in sections:
        if section.style == "annex":
            annex += 1
            continue
        if not section.number:
            continue
        runs.setdefault((section.parent, section.style, annex), []).append(section)
    yield from runs.values()


def ordinal(section: Section) -> int | None:
    """Return the place of a heading among its siblings by its printed number.

    The last part counts: 3 for "2.4.3.", 4 for "IV.", 5 for "đ)".
    """
    number = section.number.strip(" .)/:-–")
    if section.style == "roman":
        return _roman(number)
    if section.style.startswith("dec"):
        return int(number.rsplit(".", 1)[-1])
    if section.style == "low":
        return _LETTERS.find(number) + 1 or None
    if section.style == "cap":
        # capital letters skip Đ by habit
        return _LETTERS.replace("đ", "").find(number.lower()) + 1 or None
    word = number.lower().split()[-1]
    if word in _ORDINALS:
        return _ORDINALS.index(word) + 1
    return _roman(word.upper()) if re.fullmatch(r"[ivxl]+", word) else int(word) if word.isdigit() else None


def _roman(text: str) -> int:
    values = [_ROMAN[c] for c in text]
    return sum(-v if any(w > v for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))


def _breaks(document: Document, facts: Facts, siblings: list[Section]) -> Iterator[Finding]:
    places = [(s, n) for s in siblings if (n := ordinal(s)) is not None]
    if siblings[0].style == "low" and [n for _, n in places[:3]] and places[0][1] != 1:
        return
    for (before, a), (after, b) in pairwise(places):
        if _restarts(before, after, b):
            continue
        if b == a:
            titles = {"title": after.title[:60], "before": before.title[:60]}
            message = messages.NUMBERING_REPEATED.format(number=after.number, **titles)
        elif b > a + 1 and not (
            _skips_d(before, after) or _is_own_number(after, b) or _stands(document, before, after, a + 1)
        ):
            missing = _like(after, a + 1)
            message = messages.NUMBERING_GAP.format(before=before.number, after=after.number, missing=missing)
        elif b < a:
            message = messages.NUMBERING_ORDER.format(before=before.number, after=after.number)
        else:
            continue
        yield _finding(document, facts, before, after, message)


def _is_own_number(section: Section, place: int) -> bool:
    """Whether a heading has the number of the criterion or project that it is about: others may not be told."""
    return (
        re.match(rf"(?:tiêu chí|chỉ tiêu|dự án|đề án|tiểu dự án)\s+(?:số\s+)?0?{place}(?!\d)", fold(section.title))
        is not None
    )


def _skips_d(before: Section, after: Section) -> bool:
    """Whether points are lettered d) and e), without đ): a habit, no gap."""
    return after.style == "low" and before.number[0] == "d" and after.number[0] == "e"


def _stands(document: Document, before: Section, after: Section, place: int) -> bool:
    """Whether a paragraph between two headings opens with the number that they leave out ("3. 100% học sinh …")."""
    number = re.compile(rf"\W*{re.escape(_like(after, place).strip())}\s+\S")
    return any(number.match(document.quote(block.span)) for block in document.blocks[before.block + 1 : after.block])


def _restarts(before: Section, after: Section, b: int) -> bool:
    """Whether items begin again at 1 or a) below running text: a new list, no defect."""
    return b == 1 and after.style in ("low", "dec1") and ordinal(before) != 1


def _like(section: Section, place: int) -> str:
    number = section.number
    if section.style == "roman":
        roman = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
        return re.sub(r"[IVX]+", roman[min(place, 12)], number, count=1)
    if section.style.startswith("dec"):
        return re.sub(r"\d+(?=\D*$)", str(place), number)
    if section.style in ("low", "cap"):
        letter = (_LETTERS if section.style == "low" else _LETTERS.replace("đ", ""))[place - 1]
        return letter.upper() + number[1:] if section.style == "cap" else letter + number[1:]
    return f"phần thứ {_ORDINALS[min(place, 10) - 1]}"


def _mixed(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield a form that climbs over the one before it at the top: "I." and then "A." as its sibling."""
    top = [s for s in facts.sections if s.level == 1 and s.style != "annex"]
    for before, after in pairwise(top):
        if before.style == "roman" and after.style == "cap":
            message = messages.NUMBERING_MIXED.format(before=before.number, after=after.number)
            yield _finding(document, facts, before, after, message)
            return


def _inside(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield the first "2.2." that follows "1.1." below "1.", and the first "1.3." that opens the items of "1.".

    "2.1." below "1." begins another section, whose heading may not be read as one.
    """
    by_id = {section.id: section for section in facts.sections}
    last: dict[str, list[str]] = {}
    for section in facts.sections:
        parent = by_id.get(section.parent or "")
        if parent is None or not (section.style.startswith("dec") and parent.style.startswith("dec")):
            continue
        own, above = (one.number.strip(" .)-–").split(".") for one in (section, parent))
        before = last.get(parent.id)
        last[parent.id] = own
        if len(own) != len(above) + 1:
            continue
        if own[:-1] != above and before is not None and before[:-1] == above and int(own[-1]) == int(before[-1]) + 1:
            severity: Severity = "warning"
            message = messages.NUMBERING_INSIDE.format(after=section.number, parent=parent.number)
        elif own[:-1] == above and before is None and own[-1] not in ("0", "1"):
            severity = "info"  # the first heading may not be read as one
            message = messages.NUMBERING_FIRST.format(number=section.number, first=".".join((*above, "1")))
        else:
            continue
        yield _finding(document, facts, parent, section, message, severity)
        return


def _finding(
    document: Document, facts: Facts, before: Section, after: Section, message: str, severity: Severity = "warning"
) -> Finding:
    evidence = [Evidence(_opening(after)), Evidence(_opening(before))]
    return make(document, facts, "numbering", severity, message, evidence, messages.ASK_NUMBERING)


def _opening(section: Section) -> Span:
    """Return the first characters of a heading."""
    end = min(section.span.end, section.span.start + 60)
    return Span(section.span.start, end)
