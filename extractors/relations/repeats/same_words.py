"""What the words of a figure say of the fact it tells: those that name it, and those that set it apart.

Two figures tell one fact only if nothing sets them apart: another time, level, group, plan or extreme.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from extractors.catalogue.nouns import qualities
from extractors.lexicon import unit_kind
from extractors.patterns import at_words
from extractors.vietnamese import fold

_SYLLABLE = re.compile(r"[^\W\d_]+")

#: phrases of reports that name nothing, taken out before their syllables are read
_PHRASES = at_words(
    r"(?<!\w)(?:kết quả(?: đạt được| nổi bật)?|hạn chế|tồn tại|khó khăn|ưu điểm|khuyết điểm|mặt được|nổi bật|nhìn lại"
    r"|nhìn chung|tóm lại|nhìn nhận|đánh giá|nhận xét|tiếp tục|hoàn thành|công tác|hoạt động|thực hiện|triển khai"
    r"|tổ chức|duy trì|tiến hành|tính đến|tính chung|trên địa bàn|địa phương|cụ thể|thực tế|giữ vững|như vậy|tuy nhiên"
    r"|bên cạnh đó|chủ yếu|nhất là|đặc biệt|cơ bản|trong đó|đến nay|hiện nay|hiện có|báo cáo|đơn vị tính|số lượng"
    r"|chỉ số|l[uũ]y kế|cùng kỳ|chia ra|thị trấn|tổng cộng|diễn ra|tình trạng|phát hiện|ghi nhận"
    r"|(?:còn|đạt|vẫn|khá|rất|mức|vẫn còn) (?:rất |khá |quá |tương đối |ở mức )?"
    r"(?:cao|thấp|chậm|nhiều|ít|kém|tốt|hạn chế|lớn|phức tạp)(?! (?:hơn|nhất|tuổi|tầng|điểm|sản)(?!\w)))(?!\w)"
)
#: syllables that every figure may stand among
_FILLERS = frozenset(
    fold(
        "đã được là có của với và cùng các những cả toàn tổng số lượng cộng gồm bao trong ngoài trên dưới tại ở từ"
        " đến tới cho để về theo qua bằng còn chỉ vẫn đều thì mà nay này đó ấy kia khi sau trước năm tháng quý kỳ ngày"
        " tính hết ra lên xuống rằng do bởi nhờ nên hiện đang sẽ đạt tỷ tỉ lệ mức chung riêng một nêu nói như chiếm ước"
        " khoảng gần hơn bị phải cũng lại nữa vì thế nhưng đi lượt cuộc mới thêm giảm tăng xã huyện tỉnh phường ubnd"
    ).split()
)
#: a figure told with one of these counts what one told without it does not
DENIALS = frozenset(fold("không chưa chậm muộn trễ quá sai yếu kém dưới ngoài hủy rút thiếu").split())
_TURNING = re.compile(r"(?<!\w)(?:mới|thêm|tăng|giảm|còn|lượt|cuộc|phải|đến|trước|sau|và|cùng|cần)(?!\w)")
#: nouns that a unit says by itself
_OF_UNIT: Mapping[str, frozenset[str]] = {
    "area": frozenset(("diện", "tích")),
    "money": frozenset(("tiền", "vốn")),
    "length": frozenset(("chiều", "dài")),
}
#: qualities that say nothing of who is counted
_NO_GROUP = frozenset(fold("mới|tăng|giảm|nghèo|đạt chuẩn").split("|"))
#: how many characters behind a figure still set it apart, and what does so only before it
_AFTER, _SAID_BEFORE = 24, frozenset(("plan", "standard", "mean"))
#: what sets a figure apart: each kind of it with the words that say so
_MARKS: tuple[tuple[str, str], ...] = (
    ("earlier", r"cùng kỳ|(?:năm|kỳ|quý|tháng|tuần|vụ|khóa) (?:trước|ngoái)|trước (?:đây|đó|khi)|so với"),
    ("opening", r"đầu (?:năm|kỳ|nhiệm kỳ)(?! đến)|lúc đầu|chuyển (?:sang|qua)"),
    ("so far", r"l[uũ]y kế|cộng dồn|nhiệm kỳ|giai đoạn|từ trước đến nay|qua các năm|từ khi"),
    ("part of time", r"(?:trong|riêng) (?:tháng|quý|tuần|ngày)|đợt|(?<!dịch )vụ (?:đông|hè|mùa|xuân|thu)"),
    ("mean", r"bình quân|trung bình|mỗi|từng|hằng \w+|hàng (?:năm|tháng|quý|tuần)"),
    ("extreme", r"(?:cao|thấp|nhiều|ít|lớn|nhỏ|đông) nhất|tối đa|tối thiểu"),
    (
        "plan",
        r"kế hoạch|giao(?! (?:thông|lưu|dịch))|dự kiến|nhu cầu|mục tiêu|phấn đấu|đăng ký|dự toán|nhiệm vụ|yêu cầu",
    ),
    ("standard", r"chuẩn (?:cũ|mới)|đa chiều|sáp nhập|sắp xếp|hợp nhất"),
    ("committee of the district", r"huyện ủy|quận ủy|thị ủy"),
    ("upper level", r"cấp huyện|ở huyện|cấp tỉnh|ở tỉnh|trung ương|toàn quốc|cả nước"),
    ("lower level", r"cấp xã|ở xã|(?:cấp|ở) (?:thôn|ấp|bản|xóm|khóm)|(?:của|tại|ở|các) chi bộ|(?:cấp|tại) cơ sở"),
)
#: all of them in one pass: group n is mark n
_MARK = re.compile(rf"(?<!\w)(?:{'|'.join(f'({pattern})' for _, pattern in _MARKS)})(?!\w)")


@lru_cache(maxsize=1 << 12)
def naming(words: str) -> frozenset[str]:
    """Return the syllables of folded words that name a thing.

    >>> sorted(naming("trong kỳ đã tiếp # lượt công dân"))
    ['công', 'dân', 'tiếp']
    """
    return frozenset(_SYLLABLE.findall(_PHRASES.sub(" ", words))) - _FILLERS


def said_by(unit: str) -> frozenset[str]:
    """Return the syllables that a unit says by itself ("diện tích" of "ha").

    >>> sorted(said_by("ha")), sorted(said_by("hồ sơ"))
    (['diện', 'tích'], [])
    """
    return _OF_UNIT.get(unit_kind(unit), frozenset())


def turning(words: str) -> frozenset[str]:
    """Return the words that name nothing by themselves, but make another thing of what is counted.

    >>> sorted(turning("tổng số hồ sơ phải giải quyết")), sorted(turning("hồ sơ còn hạn"))
    (['phải'], ['còn'])
    """
    return frozenset(_TURNING.findall(words))


@lru_cache(maxsize=1 << 12)
def setting_apart(words: str) -> frozenset[str]:
    """Return what sets a figure with these folded words apart from others of its name.

    >>> sorted(setting_apart("cùng kỳ năm trước tiếp # lượt")), sorted(setting_apart("lũy kế cấp huyện # hồ sơ"))
    (['earlier'], ['so far', 'upper level'])
    """
    before, _, after = words.partition("#")
    near = f"{before} # {after[:_AFTER]}"
    found = set[str]()
    for match in _MARK.finditer(near):
        name = _MARKS[(match.lastindex or 1) - 1][0]
        if match.start() < len(before) or name not in _SAID_BEFORE:
            found.add(name)
    groups = {match.group() for match in qualities().finditer(near)}
    return frozenset(found | (groups - _NO_GROUP))
