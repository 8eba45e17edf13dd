"""Small reports of made-up communes and districts for the tests of comparisons, read once each."""

from __future__ import annotations

from functools import cache

from pipeline.analysis import analyse_bytes
from pipeline.compare.run import Told, across
from pipeline.export.cross import CrossFinding
from pipeline.export.record import as_mapping, record

_ENDS = {"quý I": "28/3", "quý II": "27/6", "quý III": "27/9", "quý IV": "28/12", "6 tháng đầu": "28/6", "năm": "30/12"}
NAMES = (
    "An Phú",
    "Bình Minh",
    "Cẩm Sơn",
    "Đại Lộc",
    "Gia Hòa",
    "Hưng Thịnh",
    "Kim Long",
    "Lâm Sơn",
    "Mỹ Đức",
    "Ngọc Khê",
)


def commune(
    *lines: str,
    name: str = "An Phú",
    above: str = "huyện Tân Hòa",
    when: str = "quý II",
    year: int = 2024,
    subject: str = "công tác cải cách hành chính",
    number: int = 45,
    day: str = "",
) -> str:
    """Return the text of a commune's report: a head, a title, the lines, a foot."""
    date = day or _ENDS.get(when, "28/9")
    period = f"năm {year}" if when == "năm" else f"{when} năm {year}"
    body = "\n".join(f"- {line}" for line in lines)
    return f"""UBND {above.upper()}            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
UBND XÃ {name.upper()}                    Độc lập - Tự do - Hạnh phúc
Số: {number}/BC-UBND                    {name}, ngày {date.split("/")[0]} tháng {date.split("/")[1]} năm {year}

BÁO CÁO
Kết quả {subject} {period}

Kính gửi: UBND {above}

I. KẾT QUẢ
{body}

Nơi nhận:                          TM. ỦY BAN NHÂN DÂN
- UBND {above};                          CHỦ TỊCH
- Lưu: VT.                           Nguyễn Văn A
"""


def district(*lines: str, when: str = "quý II", year: int = 2024, name: str = "Tân Hòa", day: str = "") -> str:
    """Return the text of a district's report on its communes."""
    date = day or "29/" + _ENDS[when].split("/")[1]
    period = f"năm {year}" if when == "năm" else f"{when} năm {year}"
    body = "\n".join(lines)
    return f"""UBND HUYỆN {name.upper()}            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 145/BC-UBND                    {name}, ngày {date.split("/")[0]} tháng {date.split("/")[1]} năm {year}

BÁO CÁO
Kết quả công tác cải cách hành chính {period}

I. KẾT QUẢ
{body}

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn B
"""


@cache
def told(text: str, path: str) -> Told:
    """Return record and text of a report."""
    analysis = analyse_bytes(text.encode(), path)
    return as_mapping(record(analysis)), analysis.document.text


def read(*texts: str, folder: str = "") -> list[Told]:
    """Return reports with paths by their order."""
    return [told(text, f"{folder}{at:02}.txt") for at, text in enumerate(texts, 1)]


def clashing(*texts: str, kinds: tuple[str, ...] = ()) -> list[CrossFinding]:
    """Return what does not fit between reports, without remarks; only some kinds where they are named."""
    found = [finding for finding in across(read(*texts)) if finding.severity != "info"]
    return [finding for finding in found if not kinds or finding.kind in kinds]


def number(text: Told, metric: str, printed: str) -> str:
    """Return the id of a figure that was linked as it should; raises StopIteration where it was not."""
    return str(next(n["id"] for n in text[0]["numbers"] if n.get("metric") == metric and n["text"] == printed))
