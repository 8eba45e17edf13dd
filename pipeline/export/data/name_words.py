"""The words that tell names of persons from other names, as expressions made of the tables.

surnames.csv marks the surnames that are common words as well; person_words.csv has words of courtesy and offices, which
stand before names of persons; no_persons.csv those that stand before names of streets, bodies and units, names that
everybody knows, and phrases that only look like a person. Each row has an example.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractors.vietnamese import fold

#: middle parts that make a name of a surname that is a common word as well ("Hồ Thị Loan", not "Hồ Núi Cốc")
MIDDLE = frozenset(
    re.findall(
        r"\w+",
        "thị văn hữu đức xuân quốc minh ngọc thanh công đình duy quang trọng kim mỹ bá thế viết sỹ sĩ như hoàng gia"
        " trung tuấn anh thu hồng phương thùy bích kiều diệu diễm nhật tấn phước phúc vĩnh mạnh ánh thành nữ seo a",
    )
)
#: of whose body an office is ("Chủ tịch UBND xã …", "Trưởng Công an xã …")
_BODY = (
    r"(?: (?:ubnd|hđnd|mttq|ubmttq|ủy ban nhân dân|hội đồng nhân dân|đảng ủy|đảng bộ|huyện ủy|công an|văn phòng|quân sự"
    r"|hội [^\W\d]+(?: [^\W\d]+)?|đoàn thanh niên|chi bộ|thường trực|xã|phường|thị trấn|huyện|tỉnh|ông|bà|các|là|tên))*"
)


@dataclass(frozen=True, slots=True)
class NameWords:
    """The tables as expressions; those that look back are sought at the end of what stands before a name."""

    surnames: frozenset[str]
    common: frozenset[str]
    famous: frozenset[str]
    opens: re.Pattern[str]
    courtesy: re.Pattern[str]
    behind_courtesy: re.Pattern[str]
    office: re.Pattern[str]
    place: re.Pattern[str]
    unit: re.Pattern[str]
    phrase: re.Pattern[str]


@cache
def name_words() -> NameWords:
    """Return the tables, read once."""
    surnames = rows_of("surnames.csv")
    said, other = rows_of("person_words.csv"), rows_of("no_persons.csv")
    courtesy, office = _of(said, "courtesy"), _of(said, "office")
    place, unit, body = (_of(other, kind) for kind in ("place", "unit", "body"))
    return NameWords(
        surnames=frozenset(fold(row["surname"]) for row in surnames),
        common=frozenset(fold(row["surname"]) for row in surnames if row["word"]),
        famous=frozenset(fold(row["words"]) for row in other if row["kind"] == "famous"),
        opens=re.compile(rf"(?<!\w)(?:{office}|{courtesy}|{place}|{unit}|{body}|ban|đảng|hội|ủy ban|việt nam)(?!\w)"),
        courtesy=re.compile(
            rf"(?<!\w)(?<!trẻ )(?<!anh )(?<!chị )(?<!công )(?<!tiếng )(?<!dụng )(?:{courtesy})"
            r"(?: ?[,/(] ?(?:ông|bà)\)?)?(?:(?<=[bt]s|hs|/c|đc)\.)? *\Z"
        ),
        behind_courtesy=re.compile(rf"(?<!\w)(?:{courtesy})\.? (?P<x>[^\W\d_]+)(?!\w)"),
        office=re.compile(rf"(?<!\w)(?:{office}|{courtesy}(?= ?:)){_BODY} ?[:-]? *\Z"),
        place=re.compile(rf"(?<!\w)(?:(?<!hòa )(?:{place})|(?:{body})(?: (?!hợp)[^\s,;:.()]+){{0,3}})[ .] *\Z"),
        unit=re.compile(rf"(?<!\w)(?:{unit})\.? *\Z"),
        phrase=re.compile(rf"(?<!\w)(?:{_of(other, 'phrase')})(?!\w)"),
    )


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of this package."""
    text = files(__package__ or __name__).joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _of(rows: Sequence[dict[str, str]], kind: str) -> str:
    words = {fold(row["words"]) for row in rows if row["kind"] == kind}
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
