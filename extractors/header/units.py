"""The administrative unit that issues a paper, its level, and the units above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.document import Span
from extractors.header.bodies import Body, head_bodies, is_school, issuer_of
from extractors.header.columns import Line
from extractors.header.fields import Parts
from extractors.header.foot import CLOSING
from extractors.header.names import LEVELS, level_of, rank_of, units_of
from extractors.vietnamese import fold

_UNIT_NOUN = r"(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|đặc khu)"
_COMMITTEE = r"(?:ubnd|ủy ban nhân dân|đảng ủy|hđnd)\s+"
#: who speaks where a paper names itself: "của UBND xã An Lạc" in the closing, "TM. UBND XÃ AN LẠC" above the name
_SIGNS = re.compile(rf"(?:tm\.?|t/m\.?|chủ tịch|bí thư)\s*(?P<body>{_COMMITTEE})(?={_UNIT_NOUN})")
_CLOSES = re.compile(rf"của\s+(?P<body>{_COMMITTEE})(?={_UNIT_NOUN})")
#: other bodies that close a paper, and how a last sentence without "Trên đây là" lets them speak
_OTHER_BODY = (
    r"(?:liên đoàn|công đoàn|hội|đoàn|mặt trận|ủy ban mttq|ủy ban mặt trận|ban|phòng|thanh tra|công an|trung tâm"
    r"|trạm|văn phòng|khối|chi bộ|đảng bộ|ubmttq)(?:(?! (?:xã|phường|thị|huyện|quận|thành|đặc)(?!\w))\s[^\W\d]+){0,7}\s"
)
_CLOSES_BESIDES = re.compile(rf"của\s+(?!các|những)(?P<body>{_OTHER_BODY})(?={_UNIT_NOUN})")
_REPORTS_LAST = re.compile(
    rf"(?:^|[.;]\s)(?P<body>{_COMMITTEE}|{_OTHER_BODY})(?={_UNIT_NOUN}[^.;]*(?:kính|trân trọng|xin)\s(?:\w+\s)?báo cáo)"
)
_BODIES = {"ubnd": "UBND", "ủy ban nhân dân": "UBND", "đảng ủy": "Đảng ủy", "hđnd": "HĐND"}
_BODY_OF_SYMBOL = {"UBND": "UBND", "HĐND": "HĐND", "ĐU": "Đảng ủy", "HU": "Huyện ủy", "TU": "Tỉnh ủy"}
_OWN_NOUN = re.compile(r"(?:toàn|của|trong) (huyện|xã|phường|thị trấn|thị xã|thành phố|quận)(?!\w)")
_REPORTS = re.compile(r",?\s+(?:xin |kính |trân trọng |tổng hợp |nghiêm túc )*(?:báo cáo|ban hành|xây dựng|đã)(?!\w)")
_DECLARED = re.compile(r"(?:tên )?(?:đơn vị|cơ quan|xã)(?: lập| gửi| thực hiện)? báo cáo\s*:")
_BANNER = re.compile(r"(?:(?:trang|cổng)\s+(?:thông tin|tt)|website)[^.;:]{0,40}$")
_MERGED = "2025-07"
_OFTEN = 3


@dataclass(frozen=True, slots=True)
class Place:
    """The texts of a paper by where its unit may be named, the lines before its title, and those that close it."""

    head: tuple[Line, ...]
    closing: tuple[Line, ...]
    opening: tuple[str, ...]
    texts: tuple[str, ...]
    #: undated text of a page: it speaks for its portal
    page: bool


def find_units(place: Place, found: Parts) -> None:
    """Find unit, level, issuer and parents: in the head, else where the paper names itself, else what it speaks of."""
    bodies = () if place.page else head_bodies(place.head, found.text("place"))
    date = found.text("date")
    if issuer := issuer_of(bodies):
        found.fields["issuer"] = issuer
    unit, above = _of_bodies(bodies)
    if unit is None:
        unit, committee = _named_elsewhere(place, found)
        above = [body.unit.text for body in bodies if body.unit]
        found.take("unit", unit, "text")
        if committee:
            found.take("issuer", f"{committee} {unit}", "text")
    if unit is None:
        return
    found.fields["unit"] = unit
    level = level_of(unit, date)
    if level is None:
        found.fields["parents"] = tuple(above)
        return
    found.fields["level"] = level
    if "unit" in found.taken_from:
        found.taken_from["level"] = "text"
    mentions = _mentions([*place.opening, *place.texts[:60]])
    found.fields["parents"], elsewhere = _parents(above, mentions, unit, level, date)
    if elsewhere:
        found.taken_from["parents"] = "text"


def _of_bodies(bodies: Sequence[Body]) -> tuple[str | None, list[str]]:
    """Return the unit of the issuing body and the units of those above it; a school is its own unit."""
    named = [body for body in bodies if body.unit or is_school(body)]
    if not named:
        return None, []
    units = [name for body in named if body.unit for name in (*reversed(body.above), body.unit.text)]
    if is_school(named[-1]):
        return named[-1].name, list(reversed(units))
    issuing = [body for body in named if not body.is_unit] or named
    unit = issuing[-1].unit
    return (unit.text if unit else None), [one for one in reversed(units) if unit is None or one != unit.text]


def _mentions(texts: Sequence[str]) -> list[str]:
    """Return the units that texts name, in order; lines in the capitals of the motto name none."""
    return [unit.text for text in texts if "cộng hòa xã hội" not in fold(text) for unit in units_of(text)]


def _named_elsewhere(place: Place, found: Parts) -> tuple[str | None, str | None]:
    """Return unit and committee by the signature, the closing and opening sentence, the place of the date line."""
    own = own_names(place)
    everywhere = _mentions([*place.opening, *place.texts[:60]])
    unit = (
        _declared(place.texts)
        or _at_place(everywhere, found.text("place"))
        or min((name for name, _ in own), key=rank_of, default=None)
    )
    unit = unit or _reporting(place.opening)
    unit = unit or (_of_page(everywhere, place, found) if place.page else _likeliest(everywhere, place, found))
    return (unit, _committee(place, found)) if unit else (None, None)


def _at_place(mentions: Sequence[str], place: str) -> str | None:
    """Return the unit that has the name of the place in the date line."""
    folded = re.sub(r"^(?:tp|tx|xã|phường|thị trấn)\.?\s+", "", fold(place))
    return next((one for one in mentions if folded and fold(one).endswith(f" {folded}")), None)


def _declared(texts: Sequence[str]) -> str | None:
    """Return the unit that a form names as the one that reports ("Đơn vị báo cáo: UBND xã An Lạc")."""
    lines = (text for text in texts[:30] if len(text) < 120 and _DECLARED.match(fold(text)))
    return next((unit.text for text in lines for unit in units_of(text)), None)


def _reporting(opening: Sequence[str]) -> str | None:
    """Return the unit whose committee reports ("UBND xã An Lạc báo cáo")."""
    for text in opening:
        folded = fold(text)
        for unit in units_of(text):
            if re.search(rf"{_COMMITTEE}$", folded[: unit.start]) and _REPORTS.match(folded, unit.end):
                return unit.text
    return None


def _likeliest(mentions: Sequence[str], place: Place, found: Parts) -> str | None:
    """Return the unit of the level that the paper speaks for if its title names it or the text does so often."""
    titled = _mentions([found.text("title")])
    level = _level_of_committees(fold(" ".join(place.texts)))
    counts = Counter(mentions)
    known = [one for one in dict.fromkeys([*titled, *mentions]) if one in titled or counts[one] >= _OFTEN]
    return next((one for one in known if level in (None, level_of(one))), None)


def _of_page(mentions: Sequence[str], place: Place, found: Parts) -> str | None:
    """Return the unit whose portal a page stands on: the one that opens its title, else the district it is about."""
    if named := _of_banner(place.texts) or _of_title(found.text("title"), mentions, place):
        return named
    folded = fold(" ".join(place.texts))
    level = "huyen" if any(level_of(m) == "huyen" for m in mentions[:12]) else _level_of_committees(folded)
    counts = Counter(mentions)
    fitting = [one for one in counts if level_of(one) == level] or list(counts)
    return max(fitting, key=lambda one: counts[one], default=None)


def _of_banner(texts: Sequence[str]) -> str | None:
    """Return the commune or district that the banner of a page names ("Trang thông tin điện tử xã An Lạc")."""
    for text in texts[:12]:
        for unit in units_of(text) if len(text) < 120 else ():
            if _BANNER.search(fold(text), 0, unit.start) and level_of(unit.text) in ("xa", "huyen"):
                return unit.text
    return None


def _of_title(title: str, mentions: Sequence[str], place: Place) -> str | None:
    """Return the unit whose name opens the title of a page ("An Thạnh: …"), of the kind that the text speaks of."""
    name, colon, _ = title.partition(":")
    if not colon or len(name) > 30 or not name.istitle():
        return None
    if named := next((one for one in mentions if fold(one).endswith(f" {fold(name)}")), None):
        return named
    nouns = _OWN_NOUN.findall(fold(" ".join(place.texts)))
    return f"{nouns[0]} {name}" if nouns and len(set(nouns)) == 1 else None


def _level_of_committees(folded: str) -> str | None:
    """Return the level that the text itself speaks of most ("UBND xã", "Đảng ủy xã")."""
    nouns = re.findall(rf"{_COMMITTEE}({_UNIT_NOUN})(?!\w)", folded)
    levels = [level_of(f"{noun} x") for noun in nouns]
    return max(LEVELS, key=levels.count) if levels else None


def _committee(place: Place, found: Parts) -> str | None:
    """Return the committee that the symbol ends with, else the one that the paper names itself."""
    last = re.split(r"[-/&]", found.text("symbol"))[-1]
    if last in _BODY_OF_SYMBOL:
        return _BODY_OF_SYMBOL[last]
    if found.text("symbol"):
        return None
    said = [match["body"].strip() for line in place.closing for match in _speaks(line.text)]
    return _BODIES.get(said[0]) if said and not place.page else None


def _speaks(text: str) -> Iterator[re.Match[str]]:
    """Yield where a closing sentence or a line of the signature says whose paper it is."""
    folded = fold(text)
    if CLOSING.match(text):
        yield from (*_CLOSES.finditer(folded), *_CLOSES_BESIDES.finditer(folded))
    else:
        yield from (*_SIGNS.finditer(folded), *_REPORTS_LAST.finditer(folded))


def own_names(place: Place) -> tuple[tuple[str, Span], ...]:
    """Return the units that foot and closing sentence name as those who speak, with where they stand."""
    return tuple(
        (unit.text, line.span)
        for line in place.closing
        for speaks in _speaks(line.text)
        for unit in units_of(line.text)
        if unit.start == speaks.end()
    )


def _parents(
    above: Sequence[str], mentions: Sequence[str], unit: str, level: str, date: str
) -> tuple[tuple[str, ...], bool]:
    """Return a unit of each level above the one that issues, and whether one is from the text, not from the head.

    A commune of today has no district above it, whatever the district it was in before.
    """
    higher = LEVELS[LEVELS.index(level) + 1 :]
    named = [next((one for one in above if level_of(one, date) == rank), None) for rank in higher]
    elsewhere = False
    for at, rank in enumerate(higher):
        if named[at] is None and not (rank == "huyen" and date >= _MERGED):
            named[at] = next((m for m in mentions if level_of(m, date) == rank and fold(m) != fold(unit)), None)
            elsewhere = elsewhere or named[at] is not None
    return tuple(filter(None, named)), elsewhere
