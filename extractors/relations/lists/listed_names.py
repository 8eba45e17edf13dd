"""Lists of nothing but names: commas take none of them apart, so they are counted for sure."""

from __future__ import annotations

import re

from extractors.catalogue.nouns import is_place
from extractors.document import Span
from extractors.lexicon import unit_kind
from extractors.relations.world import World
from extractors.vietnamese import LOWER, UPPER, fold

_TITLES = ("ông", "bà", "cụ", "anh", "chị", "em", "cháu", "đồng chí", "đ/c", "thầy", "cô")
_TITLE = f"(?:{'|'.join(_TITLES)})"
#: who is named behind it ("hộ các ông, bà: …", "gồm các đồng chí: …"); the noun before it says of whom
_PERSONS = re.compile(
    rf"\s*(?:gồm\s|là\s)?(?:(?P<noun>hộ|gia đình|hộ gia đình)\s(?:của\s)?)?(?:(?:các|những)\s)?{_TITLE}"
    rf"(?:(?:\s?[,/]\s?|\svà\s){_TITLE})*(?:\s(?:có tên )?sau(?: đây)?)?\s?:\s*",
    re.IGNORECASE,
)
_GROUP = re.compile(r"\s*(?:các|những)\s(?P<noun>[^\W\d_]+(?:\s[^\W\d_]+)?)(?:\ssau(?: đây)?)?(?:\s?:\s*|\s)")
_PLACES = frozenset(("xã", "phường", "thị trấn", "thôn", "ấp", "bản", "buôn", "làng", "xóm", "khóm", "huyện", "tỉnh"))
_PLACES |= frozenset(("khu phố", "khu dân cư", "tổ dân phố", "dân tộc"))
_HOMES = frozenset(("hộ", "hộ dân", "gia đình", "hộ gia đình", "hộ nghèo", "hộ cận nghèo", "cá nhân"))
#: capitals only; no name of a person has fewer syllables than three oftener than not
_NAME = re.compile(
    rf"(?P<noun>(?:[{LOWER}/]+\s){{0,2}})(?P<name>[{UPPER}][{LOWER}]*(?:[\s-][{UPPER}][{LOWER}]*|[’'][{UPPER}]?[{LOWER}]*){{0,4}})"
)
#: what became of a person who is named with a title
_TREATED = re.compile(
    rf"(?:[{LOWER}]+\s){{1,5}}{_TITLE}\s(?P<name>[{UPPER}][{LOWER}]*(?:[\s-][{UPPER}][{LOWER}]*){{1,4}})"
)
#: places on which several points may lie ("14 điểm sạt lở (quốc lộ 1, quốc lộ 9; đường tỉnh 561)")
_ON_ROADS = re.compile(r"(?:quốc lộ|tỉnh lộ|huyện lộ|đường|tuyến|sông|kênh|đê|đèo|km|ql|đt)(?!\w)")
_POINTS = re.compile(r"(?:điểm|vị trí|chỗ|đoạn|nơi|sự cố|vụ|lượt|lần|trường hợp)(?!\w)")
_LONG = 3
_ASIDE = re.compile(
    r"\([^()]*\)|\s-\s.*$|\s(?:lớp|khối|thôn|ấp|bản|xóm|buôn|khu|tổ|khóm|chi bộ|ngụ|trú|ở|tại|sinh năm)\s.*$"
)
#: what the named are told to do behind the last name
_GOES_ON = re.compile(rf"\s(?:cùng|đều|đã|được|đang|tham gia|có|đạt)\s[{LOWER}][^,;]*$")
_PARTED = re.compile(r"\s*[,;]\s*(?:và\s)?|\s+(?:và|cùng)\s+")


def listed_names(printed: str, unit: str) -> tuple[str, ...] | None:
    """Return the names that a printed list of counted persons, homes or places holds, None where it holds aught else.

    >>> listed_names("các ông, bà: Trần Văn Ba, Lê Thị Tư", "ủy viên")
    ('Trần Văn Ba', 'Lê Thị Tư')
    >>> listed_names("Trần Văn Ba, Chủ tịch, Lê Thị Tư", "đồng chí")
    >>> listed_names("xã Tân An, Tân Lập và Phú Mỹ", "xã")
    ('Tân An', 'Tân Lập', 'Phú Mỹ')
    """
    persons, group = _PERSONS.match(printed), _GROUP.match(printed)
    told = fold((group["noun"] if group else "") or (persons["noun"] or "" if persons else ""))
    if told and not persons and told != unit:
        return None
    treated = _each_treated(printed)
    if treated is not None and unit_kind(unit) == "person":
        return treated
    opening = persons or group
    listed = _GOES_ON.sub("", printed[opening.end() if opening else 0 :].strip(" .;,:"))
    pieces = [_ASIDE.sub("", piece) for piece in _PARTED.split(listed)]
    found = [_NAME.fullmatch(" ".join(piece.split())) for piece in pieces]
    names = tuple(one["name"] for one in found if one and fold(one["noun"]).strip() in ("", unit, *_TITLES))
    couples = unit in _HOMES and " và " in listed  # one home may be that of two persons
    if len(names) < len(pieces) or len(names) < 2 or couples:
        return None
    return names if _may_have(names, unit, titled=persons is not None) else None


def _each_treated(printed: str) -> tuple[str, ...] | None:
    """Return the persons of a list that tells what each got ("cảnh cáo ông Lò Văn Hặc, khai trừ bà Vì Thị Ơn")."""
    found = [_TREATED.fullmatch(" ".join(piece.split())) for piece in _PARTED.split(printed.strip(" .;,:"))]
    names = tuple(one["name"] for one in found if one)
    return names if len(names) == len(found) > 1 else None


def _may_have(names: tuple[str, ...], unit: str, *, titled: bool) -> bool:
    """Whether such names are those of what a unit counts: of 2 visits to An Phú, Tân Lập and Hòa Bình they are not."""
    if unit in _PLACES:
        return not titled
    persons = titled or sum(len(re.split(r"[\s-]", name)) >= _LONG for name in names) * 2 > len(names)
    return persons and (unit in _HOMES or unit_kind(unit) in ("person", "unknown"))


def names_where(world: World, span: Span, unit: str) -> bool:
    """Whether a list behind a count of persons, cases or points names places ("19 người (làng A và thôn B)")."""
    if _POINTS.match(unit) and _ON_ROADS.match(world.folded, span.start):
        return True
    words = world.folded[span.start : span.end].split(maxsplit=1)
    itself = bool(words) and unit.startswith(words[0])  # "05 khu dân cư: khu 2, khu 4"
    return bool(words) and is_place(words[0]) and not is_place(unit) and not itself and unit_kind(unit) != "unit"
