"""Who did what a figure counts: figures of two doers are two facts ("tòa án tỉnh … 92 vụ", "tòa án huyện … 130 vụ")."""

from __future__ import annotations

import re

from extractors.relations.passages import Figure
from extractors.relations.world import World

#: bodies that do things, and verbs at which their name ends
_BODY = (
    r"ban (?:thường vụ|chấp hành|chỉ đạo|quản lý|giám đốc|thanh tra)|đảng ủy|huyện ủy|tỉnh ủy|thị ủy|thành ủy|chi bộ"
    r"|ủy ban|ubnd|hđnd|hội đồng|ubmttq|ubkt|mặt trận"
    r"|hội(?! (?:thi|nghị|thảo|thao|diễn|chợ|trại|trường))|đoàn|công an|tòa án|tand|viện kiểm sát|vksnd|chi cục"
    r"|cục|sở|phòng|trường|trạm|trung tâm|ngân hàng|thanh tra|kho bạc|hạt kiểm lâm|quân sự|cấp ủy|cơ sở|tổ|đội"
)
_DOER = re.compile(
    rf"(?:^|[,:] |(?<!\w)(?:và|còn|riêng|do) )(?:các )?(?P<doer>(?:{_BODY})(?: [^\W\d_]+){{0,7}}?)"
    r"(?:,(?: [^\W\d_]+){1,3})? (?:đã|đang|cũng|thì|có|được|thụ lý|tiếp|nhận|tiếp nhận|triển khai|tổ chức|tiến hành"
    r"|thực hiện|kiểm tra|giám sát|giải quyết|xử lý|xét xử|phối hợp|ban hành|kết nạp|vận động|hỗ trợ|cấp|thu|chi|trao"
    r"|tặng|xây|mở|lập|phát hiện|xử phạt|khám|tuyên truyền)(?!\w)"
)
#: words that open one more fact beside those told
_BESIDES = re.compile(r"(?:bên cạnh đó|ngoài ra|cùng với đó|thêm vào đó|mặt khác)(?!\w)")
_SENTENCE = re.compile(r"[.;!?]\s")
_FAR = 400


def sentence_to(world: World, figure: Figure) -> str:
    """Return the folded words of the sentence of a figure up to it; a semicolon ends a sentence, too."""
    end = world.numbers[figure.number].span.start
    start = max(world.document.blocks[figure.block].span.start, end - _FAR)
    return str(_SENTENCE.split(world.folded[start:end])[-1]).strip()


def of_two_doers(world: World, first: Figure, one: Figure) -> bool:
    """Whether two figures are those of two bodies, or the second is told as one more fact."""
    said = [" ".join(sentence_to(world, figure).split()) for figure in (first, one)]
    if said[0] != said[1] and _BESIDES.match(said[1]) and not _BESIDES.match(said[0]):
        return True
    found = [next(iter(_DOER.finditer(words)), None) for words in said]
    a, b = (set(match["doer"].split()) if match is not None else set() for match in found)
    return bool(a - b and b - a)
