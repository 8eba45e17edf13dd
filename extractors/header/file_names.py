"""What the names of a file and its folder say of a report that does not say it: unit, period, kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from extractors.header.names import rank_of, units_of
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
_PLAIN_NOUN = re.compile(rf"(?<![A-Za-z])(?P<noun>{'|'.join(_PLAIN_NOUNS)})\.?\s+(?=[A-Za-z])", re.IGNORECASE)
_PLAIN_WORDS = re.compile(r"[A-Za-z'’]+(?:\s+[A-Za-z'’]+)*(?!\w)")
#: words without marks after a unit's name; those that may belong to a name ("Nam Thai", "Ke Sach") count only in pairs
_AFTER_NAME = re.compile(
    r"\s(?:(?:bc|kh|tb|qd|cchc|tthc|ktxh|ubnd|hdnd|final|gui|ve)(?!\w)"
    r"|(?:bao cao|ke hoach|thong bao|cong tac|ket qua|tinh hinh|so lieu|du thao|tong (?:hop|ket)|bo sung"
    r"|chinh sua|(?:dau|cuoi) nam|thi tran|thi xa|thanh pho)(?!\w)"
    r"|(?:quy|nam|thang|lan|so|q|t)(?:\s(?:i{1,3}|iv))?$|quy (?:i{1,3}|iv)(?!\w)"
    r")",
    re.IGNORECASE,
)
#: a unit after these words is the one that the paper goes to
_SENT_TO = re.compile(r"(?<!\w)(?:gửi|gui)(?!\w)", re.IGNORECASE)
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
        said = _SENT_TO.split(part)[0]
        names = [unit.text for unit in units_of(said)] or ([] if plain(part) != part else list(_plain_units(said)))
        if names:
            return min(names, key=rank_of)
    return None


def _plain_units(part: str) -> Iterator[str]:
    for match in _PLAIN_NOUN.finditer(part):
        noun, refused = _PLAIN_NOUNS[match["noun"].lower()]
        words = _PLAIN_WORDS.match(part, match.end())
        name = _name(words.group()) if words else ""
        if name and name.split()[0].lower() not in refused.split("|"):
            yield f"{noun} {name}"


def _name(words: str) -> str:
    """Return the words of a name before what else is said, "" where there are too many."""
    after = _AFTER_NAME.search(words)
    name = (words[: after.start()] if after else words).split()
    # another unit after two words or more is the one above ("xa An Lac huyen Son Binh")
    ends = (i for i, word in enumerate(name) if _is_short_form(word) or (i > 1 and word.lower() in _PLAIN_NOUNS))
    name = name[: next(ends, len(name))]
    return " ".join(name) if len(name) <= _MOST_WORDS else ""


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
