"""Words of closed shares: what links a percentage to its figures, what makes one the whole, what speaks against it."""

from __future__ import annotations

import re

#: words right before a share that only tell it of what was just said ("tức 35%", "tỷ lệ thu gom 75%")
_STRONG = (
    r"chiếm(?: tới| đến| gần)?(?: tỷ lệ| tỷ trọng| tỉ lệ)?|tức(?: là)?|tương đương(?: với)?|tương ứng(?: với)?"
    r"|ngang(?: với)?|ứng với|hay(?: là)?|vị chi|nghĩa là|đồng nghĩa(?: với)?|tính ra|quy ra|tròn|đúng"
    r"|tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng|tỷ số"
)
#: words that tell what was reached of a plan as well, one that may not be printed ("hoàn thành 95% chương trình")
_WEAK = (
    r"bằng|cỡ|mức|ở mức|tiến độ|đạt(?: được)?|hoàn thành|thực hiện|góp|mới|chỉ|đã|cũng|bảo đảm|đảm bảo|đáp ứng|lấp đầy"
    r"|phủ|lên tới|lên đến|là|được|cho|với"
)
LINKS = re.compile(rf"(?<!\w)(?:{_STRONG}|{_WEAK})(?!\w)")
STRONG_LINKS = re.compile(rf"(?<!\w)(?:{_STRONG})(?!\w)|[(→-]")
#: what is said before the whole
WHOLE_BEFORE = re.compile(
    r"(?<!\w)(?:trên|trong|tổng|toàn|cả|tất cả|hết thảy|gồm|cứ|chung|hiện có|phát ra|triệu tập|quản lý|biên chế"
    r"|nhu cầu|sĩ số)(?!\w)[^.;]{0,45}$"
)
#: what is said right before the second figure of a pair
OF_WHOLE = re.compile(
    r"(?<!\w)(?:trên|trong)(?: tổng(?: số| đàn| cộng)?| số| toàn bộ| (?:kế hoạch|chỉ tiêu|dự toán)[^,;]{0,20})?\s*$"
)
#: what is said between a share and its whole ("76,2% lượng phương tiện bị xử phạt (618 xe)")
WHOLE_AFTER = re.compile(
    r"\s*(?:(?:của |trên |trong |so với )?(?:tổng|số|toàn|lượng|diện tích|dân số|sản lượng|nhu cầu|đàn|quy mô)(?!\w)"
    r"[^.;,%]{0,50}|(?:của|trên|trong)\s*)$"
)
#: a plan, whose share may be above 100
PLAN = re.compile(r"(?<!\w)(?:kế hoạch|kh|dự toán|chỉ tiêu|nghị quyết|(?:được |huyện |tỉnh |trên )giao)(?!\w)")
#: words by which the figures are of two times or places, or the share is aimed at
BLOCKS = re.compile(
    r"(?<!\w)(?:tăng(?! cường| gia|-ni| huyết)|giảm(?! nghèo| thiểu)|vượt(?! (?:mức )?(?:kế hoạch|dự toán|chỉ tiêu))"
    r"|hụt|cùng kỳ|năm trước|năm ngoái|kỳ trước"
    r"|so với(?! tổng| số| \d[\d.]*[^.,;\d]{0,20}(?<!\w)(?:toàn|tổng|cả|chung))|phấn đấu|mục tiêu"
    r"|toàn huyện|toàn tỉnh|cả tỉnh|cả huyện|cả nước|bình quân|trung bình|lãi suất|thuế suất|tỷ suất|năng suất"
    r"|điểm phần trăm|trở lên|ít nhất|tối thiểu|đợt \d|giai đoạn \d|ban đầu|còn lại)(?!\w)"
)
#: what a rate may be called that is told of "63 hộ đã ký trên 75 hộ" ("tỷ lệ đồng thuận 84%")
OUTCOMES = frozenset(
    re.findall(
        r"\w+",
        "đồng thuận hưởng ứng tham gia dự có mặt hoàn thành công giải quyết thu gom hồi thực hiện ngân chuyên cần"
        " ký kết đăng bao phủ ủng hộ hài lòng chung này sử dụng",
    )
)
#: words that name nothing: small words, and nouns of counting that every sentence has
_STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        "và của các những là có được đã đang sẽ trong trên với cho từ tại về theo ở đến ra vào này đó số người hộ vụ"
        " con hồ sơ tổng toàn cả xã phường thôn ấp mới chỉ cũng thì mà do để một hai ba đạt tỷ lệ mức"
        " như vậy thế phần riêng nên khoảng khối lượng công việc nhiệm vụ",
    )
)


def content_words(text: str) -> frozenset[str]:
    """Return the syllables that name something.

    >>> sorted(content_words("tỷ lệ thu gom của xã"))
    ['gom', 'thu']
    """
    return frozenset(w for w in re.findall(r"[^\W\d_]+", text) if w not in _STOP_WORDS)


_MARK = re.compile(r"[,;:().\d]")
_OF_ALL = re.compile(r"\s*(?:so với |trên |của |trong )?(?:tổng|toàn|số|cả)(?!\w)")


def is_of_another(before: str, after: str, said: str) -> bool:
    """Whether a share between `before` and `after` is of something that the text `said` before it does not name.

    >>> is_of_another(", ", " có bằng đại học.", "trong 75 học viên có 25 nữ")  # a clause of its own
    True
    >>> is_of_another(", hoàn thành ", " chương trình.", "24 cuộc giám sát, 18 cuộc khảo sát")
    True
    >>> is_of_another(", chiếm ", " học viên", "trong 75 học viên có 25 nữ")
    False
    """
    if _OF_ALL.match(after):
        return False
    mark = _MARK.search(after)
    tail = content_words(after[: mark.start()] if mark else after)
    return bool(tail) and (before.rstrip().endswith(",") or not tail & content_words(said))
