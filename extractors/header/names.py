"""Administrative units by name: how they are printed, their levels, central cities."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractors.vietnamese import LOWER, UPPER, fold

_NOUNS = "thị trấn|thị xã|thành phố|đặc khu|xã|phường|huyện|quận|tỉnh"
_CAPITALISED = "Thị trấn|Thị xã|Thành phố|Đặc khu|Xã|Phường|Huyện|Quận|Tỉnh"
_SHORT = r"TP\.?|Tp\.?|tp\.?|TX\.|Tx\.|T\.P\.?"
_WORD = rf"[{UPPER}][{LOWER}{UPPER}'’]*"
_DASHED = rf"(?<=[{LOWER}{UPPER}])\s-\s(?!(?i:{_NOUNS})\b){_WORD}(?=\s+{_WORD})"
_NAME = rf"(?:{_WORD}(?:\s+{_WORD}|{_DASHED}){{0,4}}|\d{{1,2}}(?!\d))"
_COMMITTEES = "Tỉnh|Huyện|Quận|Thị|Thành"
_CALLED = "(?:[ủuỦU][ỷyỶY]|ĐOÀN|đoàn)"
#: a unit with its name; "Huyện ủy X", "Thành ủy X" name the unit too
UNIT = re.compile(
    rf"(?<![\w-])(?:(?P<noun>{_NOUNS}|{_NOUNS.upper()}|{_CAPITALISED}|{_SHORT})(?!\s+{_CALLED}\b)"
    rf"|(?P<of>(?:{_COMMITTEES}|{_COMMITTEES.upper()}|{_COMMITTEES.lower()})\s+{_CALLED}))\s+(?P<name>{_NAME})"
)
_PARTY = {"tỉnh": "tỉnh", "huyện": "huyện", "quận": "quận", "thị": "thị xã", "thành": "thành phố"}
_LEVELS = {
    "xã": "xa", "phường": "xa", "thị trấn": "xa", "đặc khu": "xa",
    "huyện": "huyen", "quận": "huyen", "thị xã": "huyen", "thành phố": "huyen", "tỉnh": "tinh",
}  # fmt: skip
LEVELS = ("xa", "huyen", "tinh")
#: cities directly under the Government, by the first day of it where that is no long time ago
_CENTRAL = {"hà nội": "", "hồ chí minh": "", "đà nẵng": "", "hải phòng": "", "cần thơ": "", "huế": "2025-01-01"}
#: words that end a name: they begin what is said of the unit
_NO_NAME = re.compile(r"(?:về|năm|trên|báo|đảng|ủy|hđnd|ubnd|số|khối|ban|đã|và|kết|nhiệm|tháng|thực|gửi)$")
_NO_UNIT = re.compile(r"hội(?: chủ nghĩa.*)?$")


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit: its kind in small letters, its name, where it stands in the text it was found in."""

    noun: str
    name: str
    start: int = 0
    end: int = 0

    @property
    def text(self) -> str:
        """Return the unit with its kind, e.g. "xã An Lạc"."""
        return f"{self.noun} {self.name}"

    @property
    def noun_words(self) -> int:
        """Return how many words the kind has."""
        return len(self.noun.split())


@lru_cache(maxsize=1 << 9)
def units_of(text: str) -> tuple[Unit, ...]:
    """Return the units that a text names, in order.

    >>> [unit.text for unit in units_of("UBND XÃ EA M’DOAL gửi Phòng Nội vụ TP. Nha Trang, Thành ủy Hải Phòng")]
    ['xã Ea M’doal', 'thành phố Nha Trang', 'thành phố Hải Phòng']
    >>> units_of("PHÁT TRIỂN KINH TẾ - XÃ HỘI NĂM 2024")
    ()
    """
    found = (_unit(match) for match in UNIT.finditer(text))
    return tuple(unit for unit in found if unit is not None)


def unit_at_start(text: str) -> bool:
    """Whether a line begins with a unit ("XÃ AN LẠC")."""
    match = UNIT.match(text)
    return match is not None and match["noun"] is not None and _unit(match) is not None


def _unit(match: re.Match[str]) -> Unit | None:
    words = match["name"].split()
    while words and _NO_NAME.match(fold(words[-1])):
        words.pop()
    ends = (i for i, word in enumerate(words) if i and word.isupper() and _ends_name(word, words[i + 1 : i + 2]))
    name = " ".join(words[: next(ends, len(words))])
    if not name or (match["noun"] and _NO_UNIT.match(fold(name))) or (name.isdigit() and not _by_number(match)):
        return None
    plain = " ".join(word.capitalize() for word in name.split()) if name.isupper() else name
    return Unit(_noun(match), plain, match.start(), match.start("name") + len(name))


def _by_number(match: re.Match[str]) -> bool:
    """Whether units of a kind have numbers for names ("Phường 5", "Quận 3")."""
    return fold(match["noun"] or "") in ("phường", "quận", "xã")


def _ends_name(word: str, following: list[str]) -> bool:
    """Whether a word in capitals begins what is said of the unit ("XÃ AN LẠC QUÝ I", "XÃ AN LẠC NĂM 2024")."""
    return bool(_NO_NAME.match(fold(word))) or (
        fold(word) == "quý" and following[:1] in (["I"], ["II"], ["III"], ["IV"])
    )


def rank_of(unit: str) -> int:
    """Return the place of a unit's level from below, above all levels for what is no unit."""
    level = level_of(unit)
    return LEVELS.index(level) if level else len(LEVELS)


def _noun(match: re.Match[str]) -> str:
    if match["of"]:
        return _PARTY[fold(match["of"]).split()[0]]
    noun = match["noun"].lower()
    return {"t": "thành phố", "x": "thị xã"}["x" if noun.startswith("tx") else "t"] if noun not in _LEVELS else noun


def level_of(unit: str, date: str = "") -> str | None:
    """Return the level of a unit on a day (ISO, "" for unknown), None for what is no administrative unit.

    Since 01/7/2025 there are provinces and communes only; districts of before keep their level.

    >>> level_of("thành phố Nha Trang"), level_of("thành phố Hải Phòng"), level_of("thành phố Huế", "2024-06")
    ('huyen', 'tinh', 'huyen')
    """
    noun = next((noun for noun in sorted(_LEVELS, key=len, reverse=True) if fold(unit).startswith(f"{noun} ")), None)
    if noun is None:
        return None
    since = _CENTRAL.get(fold(unit).removeprefix(f"{noun} ")) if noun == "thành phố" else None
    return "tinh" if since is not None and (date or "9999") >= since else _LEVELS[noun]
