"""Names of places in a report, and others of as many syllables for them."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator, Sequence

import regex

from corpus.variants import Edit, Original

_KINDS = "xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|thôn|bản|buôn|ấp|khu phố|làng|xóm"
_SYLLABLE = r"\p{Lu}(?:[\p{Ll}'’]|(?<=['’])\p{Lu})*"
_NAMED = regex.compile(rf"(?<!\w)(?<!văn )(?:{_KINDS}) (?P<name>{_SYLLABLE}(?: {_SYLLABLE}){{0,3}})(?!\w)")
#: what begins with a capital after the kind of a place and is no name of one
_NO_NAMES = frozenset(
    ("công", "đảng", "hội", "ban", "đoàn", "tổ", "mặt", "ủy", "uỷ", "phòng", "sở", "việt", "nông", "quyết")
)
#: syllables of made-up names, by their place in a name
_SYLLABLES = (
    ("Cẩm", "Kim", "Ngọc", "Xuân", "Thanh", "Gia", "Mỹ", "Phước", "Đại", "Hương"),
    ("Lĩnh", "Khê", "Thịnh", "Trạch", "Lộc", "Giồng", "Điền", "Lâm", "Thạnh", "Mỹ"),
    ("Thượng", "Hạ", "Nội", "Ngoại", "Đoài"),
    ("Nhất", "Nhì", "Cả"),
)


def place_names(source: Original, chance: random.Random) -> Iterator[Edit]:
    """Yield the names of places exchanged, each for the same one throughout, capitals kept."""
    found = _names(source)
    others = dict(zip(found, _others(found, source.text, chance), strict=True))
    if not others:
        return
    spelt = {form: other for name, new in others.items() for form, other in ((name, new), (name.upper(), new.upper()))}
    # a name of one syllable is told from a word only by the kind that stands before it
    alone = "|".join(re.escape(form) for form in sorted(spelt, key=len, reverse=True) if " " in form)
    after = "|".join(re.escape(form) for form in sorted(spelt, key=len, reverse=True))
    pattern = rf"(?<!\w)(?:(?i:{_KINDS})\s(?P<after>{after})" + (rf"|(?P<alone>{alone})" if alone else "") + r")(?!\w)"
    for match in re.finditer(pattern, source.text):
        group = "after" if match["after"] else "alone"
        yield (*match.span(group), spelt[match[group]])


def _names(source: Original) -> list[str]:
    """Return the names of places in a report, those of its head first."""
    heads = [re.sub(rf"(?i)^(?:{_KINDS}|đặc khu) ", "", name) for name in source.names]
    told = [match["name"] for match in _NAMED.finditer(source.text)]
    return [name for name in dict.fromkeys((*heads, *told)) if not _no_name(name)]


def _no_name(name: str) -> bool:
    return name.split(maxsplit=1)[0].lower() in _NO_NAMES or any(char.isdigit() for char in name)


def _others(names: Sequence[str], text: str, chance: random.Random) -> Iterator[str]:
    """Yield another name for each; what is one letter off an earlier name stays one letter off it."""
    known: dict[str, str] = {}
    for name in names:
        meant = next((one for one in known if _one_off(one, name)), None)
        new = _slipped(known[meant]) if meant else _made(name, {*known.values(), text.lower()}, chance)
        known[name] = new
        yield new


def _made(name: str, used: set[str], chance: random.Random) -> str:
    while True:
        new = " ".join(chance.choice(pool) for pool in _SYLLABLES[: len(name.split())])
        if not any(new in one or new.lower() in one for one in used):
            return new


def _one_off(one: str, other: str) -> bool:
    return len(one) == len(other) and " " in one and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _slipped(name: str) -> str:
    """Return a name without the last mark over or under its letters.

    >>> _slipped("Cẩm Lĩnh")
    'Cẩm Linh'
    """
    apart = unicodedata.normalize("NFD", name)
    last = max(at for at, char in enumerate(apart) if unicodedata.combining(char))
    return unicodedata.normalize("NFC", apart[:last] + apart[last + 1 :])
