"""Lists of bodies by their names, and lists that number their items in words: both are counted for sure."""

from __future__ import annotations

import re

from extractors.vietnamese import fold

#: how the names of bodies begin; what begins otherwise may go on with the name before it ("Sở Văn hóa, Thể thao")
_HEADS = (
    "trường|mầm non|tiểu học|thcs|thpt|trạm|công an|quân sự|ban|hội|đoàn|chi bộ|đảng bộ|đảng ủy|chi ủy|ủy ban|ubnd|hđnd"
    "|hội đồng|mặt trận|mttq|phòng|sở|chi cục|cục|văn phòng|trung tâm|tổ|đội|câu lạc bộ|hợp tác xã|htx|công ty|nhà máy"
    "|quỹ|ngân hàng|kho bạc|bệnh viện|huyện đoàn|thành đoàn|xã|phường|thị trấn|huyện|thôn|ấp|bản|buôn|làng|xóm|khu|khóm"
    "|viện|báo|đài|nông trường|lâm trường|nhà văn hóa|chi hội|chi đoàn"
    "|phân hội|liên chi|liên đoàn|công đoàn|thanh tra|tòa án|viện kiểm sát"
)
_HEAD = re.compile(rf"(?:{_HEADS})(?!\w)")
_BRACKET = re.compile(r"\s*\([^()]*\)")
_PARTED = re.compile(r"\s*[,;]\s+(?:và\s)?|\s+và\s+")
_ORDINALS = (
    ("một là", "hai là", "ba là", "bốn là", "năm là", "sáu là", "bảy là", "tám là", "chín là", "mười là"),
    ("thứ nhất", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "thứ tám", "thứ chín", "thứ mười"),
)


def listed_bodies(printed: str) -> list[str]:
    """Return the bodies of a printed list, none where a piece of it does not begin like the name of one.

    >>> listed_bodies("Trường Tiểu học Kim Đồng, Trạm Y tế phường và Hội Phụ nữ phường")
    ['Trường Tiểu học Kim Đồng', 'Trạm Y tế phường', 'Hội Phụ nữ phường']
    >>> listed_bodies("Sở Văn hóa, Thể thao và Du lịch, Sở Nội vụ")
    []
    """
    pieces = [piece.strip(" .") for piece in _PARTED.split(_BRACKET.sub("", printed.strip())) if piece.strip(" .")]
    named = all(piece[0].isupper() and _HEAD.match(fold(piece)) for piece in pieces)
    return pieces if named and len(pieces) > 1 else []


def ordinals(folded: str) -> list[str]:
    """Return the words that number the items of a folded list, which opens with the first of them.

    >>> ordinals("một là thủ tục; hai là giao thông; ba là con người")
    ['một là', 'hai là', 'ba là']
    """
    for words in _ORDINALS:
        if not folded.startswith(words[0]):
            continue
        found = [word for word in words if re.search(rf"(?:^|[.;:,] ?|và ){word}(?!\w)", folded)]
        return found if found == list(words[: len(found)]) else []
    return []
