"""What the names of a file and its folder say of a report that does not say it: unit, period, kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from extractors.header.names import units_of
from extractors.header.periods import period_in

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_FOLDERS = 2
#: kinds of unit without marks, and words after them that make another word of them ("tình hình", "phương hướng")
_PLAIN_NOUNS = {
    "thi tran": ("thị trấn", ""), "thi xa": ("thị xã", ""), "thanh pho": ("thành phố", ""), "tp": ("thành phố", ""),
    "dac khu": ("đặc khu", ""), "xa": ("xã", "hoi|nguoi|va|moi|cu|thong|phuong"),
    "phuong": ("phường", "huong|an|tien|phap|thuc|cham|va|xa"), "huyen": ("huyện", "uy|va"),
    "quan": ("quận", "ly|su|tam|chung|trieu|the|he|trac|nhan|diem|va|khu"),
    "tinh": ("tỉnh", "hinh|trang|chat|den|toan|uy|nang|than|nguyen|va"),
}  # fmt: skip
_PLAIN_UNIT = re.compile(
    rf"(?<![A-Za-z])(?P<noun>{'|'.join(_PLAIN_NOUNS)})\.?\s+(?P<name>[A-Za-z'’]+(?:\s+[A-Za-z'’]+)*)", re.IGNORECASE
)
#: words without marks that are no part of a unit's name
_NO_NAME = re.compile(
    r"(?:bao|bc|kh|ke|tb|cchc|tthc|ktxh|kt|quy|nam|thang|dau|cuoi|lan|ve|va|ket|tong|so|du|final|sua|moi|gui|ban|cu"
    r"|huyen|xa|phuong|tinh|quan|thi|thanh|tp|tt|dang|uy|ubnd|hdnd)$",
    re.IGNORECASE,
)
_MOST_WORDS = 4
_KINDS = (
    ("bao_cao", re.compile(r"(?<![a-z])(?:bao cao|bc)(?![a-z])")),
    ("ke_hoach", re.compile(r"(?<![a-z])(?:ke hoach|kh)(?![a-z])")),
    ("thong_bao", re.compile(r"(?<![a-z])(?:thong bao|tb)(?![a-z])")),
    ("quyet_dinh", re.compile(r"(?<![a-z])(?:quyet dinh|qd)(?![a-z])")),
)
#: words of periods without marks, as they are written with them
_MARKED = (
    (re.compile(r"(?<![a-z])(?:6|sau)\s?(?:thang|t)\s+dau\s+nam"), "6 tháng đầu năm"),
    (re.compile(r"(?<![a-z])(?:6|sau)\s?(?:thang|t)\s+cuoi\s+nam"), "6 tháng cuối năm"),
    (re.compile(r"(?<![a-z])(?:quy|q)\s?(?=(?:iv|i{1,3}|[1-4])(?![a-z\d]))"), "quý "),
    (re.compile(r"(?<=\d)\s?thang(?![a-z])"), " tháng"),
    (re.compile(r"(?<![a-z])thang(?=\s*\d)"), "tháng"),
    (re.compile(r"(?<![a-z])(?:nam)(?=\s*20\d\d)"), "năm"),
)
_LONE_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def plain(text: str) -> str:
    """Return a text without the marks of its letters.

    >>> plain("Đông Hà, quý II")
    'Dong Ha, quy II'
    """
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in apart if not unicodedata.combining(char))


def named_parts(path: str) -> list[str]:
    """Return the file's name without suffix and the names of the folders above it, as words; `path` has "/".

    >>> named_parts("bc/UBND xã Đông Hà/BC_6_thang_dau_nam_2023.docx")
    ['BC 6 thang dau nam 2023', 'UBND xã Đông Hà', 'bc']
    """
    *folders, name = unicodedata.normalize("NFC", path).replace("!", "").split("/")
    parts = [_SUFFIX.sub("", name), *reversed(folders[-_FOLDERS:])]
    return [_words(part) for part in parts if part]


def _words(part: str) -> str:
    """Blanks for the signs that stand for them in names; a name with blanks keeps its dashes between words."""
    text = part.replace("_", " ")
    if " " not in text.strip():
        text = re.sub(r"(?<=\D)-|-(?=\D)", " ", text)
    return " ".join(text.split())


def unit_of_path(path: str) -> str | None:
    """Return the unit that a file's name or its folder gives, nearest first; letters stay as they are printed.

    >>> unit_of_path("Bao cao CCHC quy II 2024 - xa An Lac.docx"), unit_of_path("UBND xã Đông Hà/BC.docx")
    ('xã An Lac', 'xã Đông Hà')
    >>> unit_of_path("Bao cao kinh te - xa hoi, phuong huong.docx")
    """
    for part in named_parts(path):
        marked = [unit.text for unit in units_of(part)]
        for unit in marked or ([] if plain(part) != part else _plain_units(part)):
            return unit
    return None


def _plain_units(part: str) -> Iterator[str]:
    for match in _PLAIN_UNIT.finditer(part):
        noun, refused = _PLAIN_NOUNS[match["noun"].lower()]
        words = match["name"].split()
        if words[0].lower() in refused.split("|"):
            continue
        end = next((i for i, word in enumerate(words) if _NO_NAME.match(word) or _is_short_form(word)), len(words))
        if 0 < end <= _MOST_WORDS:
            yield f"{noun} {' '.join(words[:end])}"


def _is_short_form(word: str) -> bool:
    """Whether a word is an abbreviation ("CCHC"): capitals without a vowel."""
    return len(word) > 1 and word.isupper() and not re.search(r"[AEIOUY]", word)


def period_of_path(path: str) -> str | None:
    """Return the period that the names give, the year of it also from a folder.

    >>> period_of_path("2023/BC quy III - xa An Lac.docx"), period_of_path("BC 6 thang dau nam 2023.docx")
    ('2023-Q3', '2023-H1')
    >>> period_of_path("Bao cao 2024.docx")
    """
    parts = [_marked(part) for part in named_parts(path)]
    years = [year for part in parts for year in _LONE_YEAR.findall(part)]
    for part in parts:
        said = part if _LONE_YEAR.search(part) or not years else f"{part} năm {years[0]}"
        if said != part and not re.search(r"quý |tháng", part):
            continue
        found, _ = period_in(said)
        if found:
            return found
    return None


def _marked(part: str) -> str:
    """Return a name with the words of periods as they are written in text."""
    text = plain(part).lower()
    for pattern, word in _MARKED:
        text = pattern.sub(word, text)
    return re.sub(r"(?<=\d)\.(?=20\d\d)", "/", text)


def kind_of_path(path: str) -> str | None:
    """Return the kind of paper that the file's name begins with or names, None where it names none.

    >>> kind_of_path("x/Ke hoach CCHC 2024.docx"), kind_of_path("bc/so lieu.docx")
    ('ke_hoach', None)
    """
    name = plain(named_parts(path)[0]).lower() if named_parts(path) else ""
    found = [(match.start(), kind) for kind, pattern in _KINDS if (match := pattern.search(name))]
    return min(found)[1] if found else None
