"""What a paper calls itself: kind, title, and the period that the title names."""

from __future__ import annotations

import re

from extractors.document import Block
from extractors.header.fields import Parts
from extractors.vietnamese import fold

_KINDS = (
    ("bao_cao", "báo cáo"),
    ("ke_hoach", "kế hoạch"),
    ("thong_bao", "thông báo"),
    ("quyet_dinh", "quyết định"),
    ("khac", "tờ trình|nghị quyết|chương trình|hướng dẫn|chỉ thị|phương án|đề án|biên bản|công điện"),
)
_KIND_OF_SYMBOL = {"BC": "bao_cao", "KH": "ke_hoach", "TB": "thong_bao", "QĐ": "quyet_dinh", "CV": "cong_van"}
_KIND_PRINTED = re.compile(
    r"^(?:DỰ THẢO\s+)?"
    r"(?:BÁO CÁO|KẾ HOẠCH|THÔNG BÁO|QUYẾT ĐỊNH|TỜ TRÌNH|NGHỊ QUYẾT|CHƯƠNG TRÌNH|HƯỚNG DẪN)\s*"
)
_BODY_START = re.compile(
    r"(?:thực hiện|căn cứ|ubnd|ủy ban|đảng ủy|hội đồng|trong|theo|để|năm|sáu tháng|quý|nhằm|sau|tiếp tục|qua"
    r"|xác định|phần thứ|i\.|1\.|a\.|kính gửi|-)\s?"
)
_CHROME = re.compile(r"(?:skip|trang chủ|tin tức|đăng nhập|tìm kiếm|liên kết|cổng thông tin|menu|thứ \w+, )")
_RULE_LINE = re.compile(r"[-_*–—\s.]+")
_FIRST_HEADING = re.compile(r"(?:I|1|A)\s?[.\-]\s")
_POSTED = re.compile(r"(?<![\d/])(\d{1,2})[/-](\d{1,2})[/-](20\d{2})(?!\d)")
_PERIODS = (
    (re.compile(r"6 tháng đầu năm\s+(\d{4})"), "{0}-H1"),
    (re.compile(r"6 tháng cuối năm\s+(\d{4})"), "{0}-H2"),
    (re.compile(r"9 tháng(?: đầu)?(?: năm)?\s+(\d{4})"), "{0}-M9"),
    (re.compile(r"qu[ýí]\s+(iv|i{1,3}|[1-4])\s*(?:[/-]|,?\s*năm)\s*(\d{4})"), "{1}-Q{0}"),
    (re.compile(r"tháng\s+(\d{1,2})\s*(?:[/-]|năm)\s*(\d{4})"), "{1}-{0}"),
    (re.compile(r"(?:giai đoạn|từ năm|nhiệm kỳ)\s+(\d{4})\s*(?:-|đến năm|đến)\s*(\d{4})"), "{0}/{1}"),
    (re.compile(r"(?<!\d)(\d{4})\s*-\s*(\d{4})(?!\d)"), "{0}/{1}"),
    (re.compile(r"năm\s+(\d{4})"), "{0}"),
)


def find_kind(texts: list[str], blocks: list[Block], found: Parts) -> int | None:
    """Find the line that names the kind of paper; return its index."""
    for index, text in enumerate(texts[:30]):
        if blocks[index].kind == "cell" and not text.isupper():
            continue  # the head of a table column, no title
        if kind := _kind_named(text):
            found.fields["kind"] = kind
            return index
    return None


def _kind_named(text: str) -> str | None:
    """Return the kind that a line is the name of, or begins with in capitals."""
    folded = fold(text).removeprefix("dự thảo ").strip(" .:")
    for kind, words in _KINDS:
        for word in words.split("|"):
            capitals = text.upper()[: len(word)] == text[: len(word)]
            if folded == word or (folded.startswith(word) and capitals):
                return kind
    return None


def fallback_kind(found: Parts, texts: list[str]) -> str:
    """Return the kind of a paper that does not name it: by its symbol, its "V/v", or whether it is dated at all."""
    for part in re.split(r"[-/&]", found.text("symbol")):
        if part in _KIND_OF_SYMBOL:
            return _KIND_OF_SYMBOL[part]
    if any(fold(text).startswith("v/v") for text in texts[:10]):
        return "cong_van"
    return "khac" if any(found.fields.get(name) for name in ("number", "symbol", "date")) else "tin_bai"


def posted(texts: list[str]) -> str | None:
    """Return the day that a page says it was posted, among its first lines."""
    for text in texts[:12]:
        if len(text) < 90 and (match := _POSTED.search(text)):
            return f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}"
    return None


def find_title(texts: list[str], blocks: list[Block], kind_at: int | None, found: Parts) -> None:
    """Find the title: what stands below the kind of paper, or the first long line of a page without one."""
    if kind_at is None:
        first = next((i for i, t in enumerate(texts[:12]) if len(t) > 20 and not _CHROME.match(fold(t))), None)
        if first is not None:
            found.fields["title"] = texts[first][:300]
            found.fields["title_span"] = blocks[first].span
        return
    found.fields["title_span"] = blocks[kind_at].span
    if lines := _title_lines(texts, kind_at):
        found.fields["title"] = " ".join(lines)[:400]


def _title_lines(texts: list[str], kind_at: int) -> list[str]:
    """Return the lines of a title: the rest of the line of the kind, and those below it up to the body."""
    inline = _KIND_PRINTED.sub("", texts[kind_at])
    lines = [inline] if inline and inline != texts[kind_at] else []
    for text in texts[kind_at + 1 : kind_at + 5]:
        if _ends_title(text, begun=bool(lines)):
            break
        lines.append(text)
    return lines


def _ends_title(text: str, *, begun: bool) -> bool:
    opens_body = bool(_BODY_START.match(fold(text)))
    if begun and (opens_body or len(text) > 220 or text.endswith((".", ":", ";"))):
        return True
    if _RULE_LINE.fullmatch(text) or (opens_body and len(text) > 160):
        return True
    return bool(_FIRST_HEADING.match(text)) or text.lower().startswith("kính gửi")


def find_period(found: Parts) -> None:
    """Find the period that the title names."""
    title = fold(found.text("title"))
    half = re.search(r"6 tháng (đầu|cuối) năm[^\d]{0,3}(\d{4})?", title)
    year = re.search(r"(?<!\d)20\d{2}(?!\d)", title[half.end() - 4 :] if half else "")
    if half and year:
        found.fields["period"] = f"{half[2] or year.group()}-H{1 if half[1] == 'đầu' else 2}"
        return
    for pattern, form in _PERIODS:
        if match := pattern.search(title):
            found.fields["period"] = _period_text(form, match)
            return


def _period_text(form: str, match: re.Match[str]) -> str:
    groups = list(match.groups())
    if "Q{0}" in form:
        groups[0] = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}.get(groups[0], groups[0])
    elif form == "{1}-{0}":
        groups[0] = f"{int(groups[0]):02d}"
    return form.format(*groups)
