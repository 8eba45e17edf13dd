"""What a paper calls itself: its kind and its title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.document import Block
from extractors.header.columns import Line
from extractors.header.fields import Parts
from extractors.header.foot import office_of
from extractors.vietnamese import fold

_KINDS = (
    ("bao_cao", "báo cáo"),
    ("ke_hoach", "kế hoạch"),
    ("thong_bao", "thông báo"),
    ("quyet_dinh", "quyết định"),
    ("khac", "tờ trình|nghị quyết|chương trình|hướng dẫn|chỉ thị|phương án|đề án|biên bản|công điện"),
)
_KIND_OF_SYMBOL = {"BC": "bao_cao", "KH": "ke_hoach", "TB": "thong_bao", "QĐ": "quyet_dinh", "CV": "cong_van"}
#: types of a paper by the abbreviation of its symbol (Decree 30/2020, Annex III, A), folded; công văn has none
TYPES = {
    "BC": "báo cáo", "KH": "kế hoạch", "TB": "thông báo", "QĐ": "quyết định", "TTr": "tờ trình", "NQ": "nghị quyết",
    "CTr": "chương trình", "HD": "hướng dẫn", "CT": "chỉ thị", "PA": "phương án", "ĐA": "đề án", "BB": "biên bản",
    "CĐ": "công điện",
}  # fmt: skip
_KIND_PRINTED = re.compile(
    r"^\W*(?:DỰ THẢO\s+)?"
    r"(?:BÁO CÁO|KẾ HOẠCH|THÔNG BÁO|QUYẾT ĐỊNH|TỜ TRÌNH|NGHỊ QUYẾT|CHƯƠNG TRÌNH|HƯỚNG DẪN|CHỈ THỊ|PHƯƠNG ÁN|ĐỀ ÁN)"
    r"\s*[:.]?\s*"
)
_BODY_START = re.compile(
    r"(?:thực hiện|căn cứ|ubnd|ủy ban|đảng ủy|hội đồng|trong|theo|để|năm|sáu tháng|quý|nhằm|sau|tiếp tục|qua"
    r"|xác định|phần thứ|i\.|1\.|a\.|kính gửi|-)\s?"
)
#: what pages have around their text
CHROME = re.compile(
    r"(?:skip|trang chủ|tin tức|đăng nhập|tìm kiếm|liên kết|cổng thông tin|menu|thứ \w+, |bỏ qua|nhảy đến|cỡ chữ"
    r"|hôm nay|chia sẻ|đăng (?:ngày|lúc)|cập nhật|lượt xem|in trang|về đầu trang)"
)
#: what nothing but a page has
_PAGE = re.compile(
    r"skip to|skip ribbon|trang chủ|đăng nhập|nhảy đến|bỏ qua nội dung|cỡ chữ|hôm nay\s*:|đăng (?:ngày|lúc)|lượt xem"
    r"|in trang|về đầu trang|tin liên quan|tổng lượt truy cập|đang trực tuyến|thứ \w+, \d"
)
_RULE_LINE = re.compile(r"[-_*–—\s.]+")
_FIRST_HEADING = re.compile(r"(?:I|1|A)\s?[.\-]\s")
_SAID = re.compile(r"\((?:số liệu|từ ngày|kỳ báo cáo|kèm theo|ban hành|đính kèm)")
#: where a text without its line ends goes on from the title to the first sentence
_BODY_INSIDE = re.compile(
    r"(?<=[\w”)]) (?=(?:Thực hiện|Căn cứ|Trên cơ sở|Triển khai|Thi hành) [^.;]{0,90}(?:số|của)(?!\w))"
)
_LONG_TITLE = 200
_PART = re.compile(r"kính gửi|(?:phần|chương) (?:thứ|[ivx\d]+(?!\w))")
_POSTED = re.compile(r"(?<![\d/])(\d{1,2})[/-](\d{1,2})[/-](20\d{2})(?!\d)")
#: what a line says that tells when its page was posted, and how much else it may say
_POSTING = re.compile(r"đăng|cập nhật|thứ|chủ nhật|gmt|hôm nay|lượt xem|đã xem|ngày tạo|xuất bản|\d{1,2}:\d{2}")
_ELSE = 24
_DRAFT = re.compile(r"[(\[]?\s*dự thảo(?:[\s)\].:-].{0,40})?$|.{0,60}[(\[]dự thảo[^)\]]{0,20}[)\]]$")
_ABOUT = re.compile(r"[vV]\s?/\s?v\.?:?\s*")


def find_kind(texts: Sequence[str], blocks: Sequence[Block], found: Parts) -> int | None:
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


def type_printed(text: str) -> str | None:
    """Return the abbreviation of the type of paper that a line begins with in capitals, None for another line."""
    begun = (short for short, name in TYPES.items() if fold(text).startswith(name) and text[: len(name)].isupper())
    return next(begun, None)


def fallback_kind(found: Parts, texts: Sequence[str]) -> str:
    """Return the kind of a paper that does not name it: by its symbol, its "V/v", or whether it is dated at all."""
    for part in re.split(r"[-/&]", found.text("symbol")):
        if part in _KIND_OF_SYMBOL:
            return _KIND_OF_SYMBOL[part]
    if any(fold(text).startswith("v/v") for text in texts[:10]):
        return "cong_van"
    return "khac" if any(found.fields.get(name) for name in ("number", "symbol", "date")) else "tin_bai"


def kind_of_closing(closing: str) -> str | None:
    """Return the kind that the closing sentence names ("Trên đây là báo cáo …")."""
    said = re.match(r"trên đây là (?:toàn bộ |nội dung )?(báo cáo|kế hoạch|thông báo)", fold(closing))
    return next((kind for kind, word in _KINDS if said and word == said[1]), None)


def is_draft(lines: Sequence[Line]) -> bool:
    """Whether the head says that the paper is a draft; a title about somebody's draft does not."""
    return any(_DRAFT.match(fold(line.text).strip()) or fold(line.text).startswith("dự thảo báo cáo") for line in lines)


def is_page(texts: Sequence[str]) -> bool:
    """Whether the text was taken from a page: what stands around its articles is there."""
    ends = (*texts[:12], *texts[-12:])
    return any(len(text) < 120 and _PAGE.match(fold(text)) for text in ends)


def posted(texts: Sequence[str]) -> str | None:
    """Return the day that a page says it was posted, among its first lines, whatever day it is today."""
    short = (text for text in texts[:12] if len(text) < 90)
    dated = [(text, match) for text in short if (match := _POSTED.search(text)) and _tells_posting(text, match)]
    ordered = sorted(dated, key=lambda one: ("đăng" not in fold(one[0]), "hôm nay" in fold(one[0])))
    return next((f"{m[3]}-{int(m[2]):02d}-{int(m[1]):02d}" for _, m in ordered), None)


def _tells_posting(text: str, match: re.Match[str]) -> bool:
    """Whether a line with a date has little else, or says that it is of the page."""
    return len(text) - len(match.group()) <= _ELSE or bool(_POSTING.search(fold(text)))


def find_title(
    texts: Sequence[str], blocks: Sequence[Block], lines: Sequence[Line], kind_at: int | None, found: Parts
) -> None:
    """Find the title: what stands below the kind of paper, after "V/v", or the first long line of a page."""
    if kind_at is not None:
        found.fields["title_span"] = blocks[kind_at].span
        if titles := _title_lines(texts, kind_at):
            found.fields["title"] = " ".join(titles)[:400]
        return
    if about := _about(lines):
        found.fields["title"] = about
        return
    if found.fields["kind"] != "tin_bai":
        return
    first = next((i for i, t in enumerate(texts[:16]) if len(t) > 20 and not _is_form(t)), None)
    if first is not None:
        found.fields["title"] = texts[first][:300]
        found.fields["title_span"] = blocks[first].span


def _is_form(text: str) -> bool:
    """Whether a line belongs to the head or to what stands around a page."""
    folded = fold(text)
    form = ("cộng hòa", "độc lập", "đảng cộng sản", "ủy ban", "ubnd", "số:", "kính gửi", "đảng ủy", "đảng bộ")
    return bool(CHROME.match(folded)) or folded.startswith(form) or " ngày " in folded[:60] or text.isupper()


def _about(lines: Sequence[Line]) -> str | None:
    """Return what a công văn is about, its lines between those of the other column."""
    for index, line in enumerate(lines[:20]):
        if start := _ABOUT.match(line.text):
            parts = [line.text[start.end() :]]
            for after in lines[index + 1 : index + 5]:
                small = after.text[:1].islower() and not after.text.endswith((".", ":", ";"))
                if not small and not _is_form(after.text):
                    break
                parts += [after.text] if small else []
            return " ".join(filter(None, parts)) or None
    return None


def _title_lines(texts: Sequence[str], kind_at: int) -> list[str]:
    """Return the lines of a title: the rest of the line of the kind, and those below it up to the body."""
    inline = _KIND_PRINTED.sub("", texts[kind_at])
    lines = [inline] if inline and inline != texts[kind_at] else []
    for text in texts[kind_at + 1 : kind_at + 7]:
        if _ends_title(text, begun=bool(lines)):
            break
        lines.append(_BODY_INSIDE.split(text)[0] if len(text) > _LONG_TITLE else text)
    return lines


def _ends_title(text: str, *, begun: bool) -> bool:
    folded = fold(text)
    opens_body = bool(_BODY_START.match(folded)) and not text.isupper()
    sentence = text.endswith((".", ":")) or (text.endswith(";") and not text.isupper())
    if begun and (opens_body or len(text) > 220 or sentence or _SAID.match(folded)):
        return True
    if _RULE_LINE.fullmatch(text) or (opens_body and len(text) > 160):
        return True
    return bool(_FIRST_HEADING.match(text) or _PART.match(folded) or office_of(text))
