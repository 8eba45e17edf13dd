"""Names of persons in a text: by what stands before them, by surname, by what stands behind, and all their mentions.

Names that streets, schools, places and firms bear stay ("đường Nguyễn Văn Cừ"), those of the dead that everybody knows,
too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.document import Span
from extractors.vietnamese import fold
from pipeline.export.data.capitals import LOOK_BACK, Run, runs
from pipeline.export.data.name_words import MIDDLE, name_words

#: what is told of a person right behind the name
_BEHIND = re.compile(
    r"\s?(?:\(\s?(?:sinh|sn |thôn|ấp|bản|tổ|xã|\d{1,3} tuổi)"
    r"|, ?(?:sinh năm|sn |\d{1,3} tuổi|trú tại|ngụ|thường trú|địa chỉ)"
    r"|,? (?:sinh năm|trú tại|\d{1,3} tuổi)"
    r"|,? ?[-–,] ?(?:phó |quyền )?(?:chủ tịch|bí thư|trưởng|phó|công chức|cán bộ|giám đốc|hiệu trưởng|kế toán))"
)
_ENDS = re.compile(r"[\n\t]")
_BETWEEN_NAMES = re.compile(r"(?:,|;|\s?[-–]|,? và|,? với|,? cùng) ?")


def find_persons(text: str, known: Sequence[str] = (), places: Sequence[str] = ()) -> list[Span]:
    """Return the spans of names of persons in NFC text, in order.

    `known` are full names that are sought, too, `places` names of units that are no persons.

    >>> text = "Ông Lò Văn Piêng ở đường Nguyễn Văn Cừ; anh Bình, chị Lò Thị Sa."
    >>> [text[span.start : span.end] for span in find_persons(text)]
    ['Lò Văn Piêng', 'Bình', 'Lò Thị Sa']
    """
    folded = with_lines(fold(text), text)
    named = list(runs(text, folded))
    no_persons = {fold(place) for place in places} | _places(named)
    found: list[Span] = []
    for run in named:
        if _is_person(run, found[-1] if found else None, no_persons):
            found.append(run.span)
    names = {folded[span.start : span.end] for span in found} | {fold(name) for name in known}
    return _with_mentions(text, folded, found, names)


def addressed(folded: str) -> Iterator[Span]:
    """Yield the word behind each word of courtesy in a folded string: a given name, if it is one."""
    for match in name_words().behind_courtesy.finditer(folded):
        yield Span(match.start("x"), match.end("x"))


def with_lines(folded: str, text: str) -> str:
    """Folded text with the ends of its lines and cells: what stands before them tells nothing of what is behind."""
    parts, at = list[str](), 0
    for match in _ENDS.finditer(text):
        parts += [folded[at : match.start()], match.group()]
        at = match.end()
    return "".join([*parts, folded[at:]])


def _places(named: Sequence[Run]) -> set[str]:
    """What stands behind a word for a place, and what is listed with it ("các tuyến Lê Trung Đình, Hùng Vương")."""
    tables = name_words()
    found: set[str] = set()
    last: Span | None = None
    for run in named:
        listed = last is not None and _goes_on(run, last)
        if (listed or _names_a_place(run.before)) and not tables.courtesy.search(run.before):
            found.add(" ".join(run.words))
            last = run.span
    return found


def _is_person(run: Run, before: Span | None, places: set[str]) -> bool:
    """Whether a run names a person."""
    tables, name = name_words(), " ".join(run.words)
    start = run.span.start
    phrases = tables.phrase.finditer(run.folded, max(0, start - 10), run.span.end)
    if name in tables.famous or name.startswith("hồ chí minh") or any(match.end() > start for match in phrases):
        return False
    courtesy = tables.courtesy.search(run.before)
    if courtesy and _addresses(run, courtesy.start()):
        return True
    if len(run.words) < 2 or name in places or not _opens_a_name(run.words):
        return False
    if run.in_capitals and not _stands_alone(run):
        return False
    told = tables.office.search(run.before) or _goes_on(run, before) or _BEHIND.match(run.behind)
    return bool(told) or (len(run.words) > 2 and _is_full_name(run))


def _names_a_place(before: str) -> bool:
    """Whether what stands before a name makes it that of a street, school or unit; "Chủ tịch UBND xã" does not."""
    tables = name_words()
    office, place = tables.office.search(before), tables.place.search(before)
    if place is None:
        return office is None and tables.unit.search(before) is not None
    return office is None or place.start() < office.start()  # "thủ quỹ", "gia đình" hold words for places


def _opens_a_name(words: Sequence[str]) -> bool:
    """Whether the first syllable is a surname, or what names of the highlands begin with ("Y", "A", "H'")."""
    return words[0] in name_words().surnames or words[0] in ("y", "a") or "'" in words[0]


def _addresses(run: Run, at: int) -> bool:
    """Whether a word of courtesy is one: with a capital it is only where a clause begins ("chợ Bà Chiểu")."""
    at += max(0, run.span.start - LOOK_BACK)
    if run.in_capitals:
        return len(run.words) > 1 and _opens_a_name(run.words)
    if not run.text[at].isupper() or run.text[at : at + 2].isupper():  # "BS", "Đ/C"
        return True
    above = run.text[max(0, at - 3) : at].rstrip(" \u00a0")
    return not above or above[-1] in '.:;,-–(+*\n"“•' or len(run.words) > 2


def _goes_on(run: Run, before: Span | None) -> bool:
    """Whether a run stands in a list behind another name."""
    return before is not None and bool(_BETWEEN_NAMES.fullmatch(run.folded, before.end, run.span.start))


def _stands_alone(run: Run) -> bool:
    """Whether a name in capitals has its line to itself, as below a signature."""
    line = run.text.rfind("\n", 0, run.span.start) + 1
    end = run.text.find("\n", run.span.end)
    rest = run.text[line : run.span.start] + run.text[run.span.end : end if end >= 0 else len(run.text)]
    return not rest.strip(" *_\t|.") and len(run.words) <= 4


def _is_full_name(run: Run) -> bool:
    """Whether the syllables alone make a name: a surname that is a common word asks for a middle part."""
    tables = name_words()
    first, second = run.words[:2]
    if first not in tables.surnames:
        return run.words[-1] in tables.surnames
    return second in MIDDLE or (first not in tables.common and len(run.words) < 5)


def _with_mentions(text: str, folded: str, found: Sequence[Span], names: set[str]) -> list[Span]:
    """The spans with all other mentions of the full names, in any case; of spans that overlap the first stays."""
    full = sorted((name for name in names if len(name.split()) > 1), key=lambda name: (-len(name), name))
    spans = list(found)
    if full:
        tables = name_words()
        for match in re.finditer(rf"(?<!\w)(?:{'|'.join(map(_any_blank, full))})(?!\w)", folded):
            before = folded[max(0, match.start() - LOOK_BACK) : match.start()]
            named = _names_a_place(before)
            capital = all(text[match.start() + part.start()].isupper() for part in re.finditer(r"\S+", match.group()))
            if capital and (not named or tables.courtesy.search(before)):
                spans.append(Span(match.start(), match.end()))
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _any_blank(name: str) -> str:
    return r"\s+".join(map(re.escape, name.split()))
