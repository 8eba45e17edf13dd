"""The head and foot of a paper: issuer, unit, number, symbol, place, date, kind, title, period, signer, recipients."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractors.document import Block, Document, Span
from extractors.vietnamese import LOWER, UPPER, fold

_KINDS = (
    ("bao_cao", "báo cáo"), ("ke_hoach", "kế hoạch"), ("thong_bao", "thông báo"), ("quyet_dinh", "quyết định"),
    ("khac", "tờ trình|nghị quyết|chương trình|hướng dẫn|chỉ thị|phương án|đề án|biên bản|công điện"),
)  # fmt: skip
_KIND_OF_SYMBOL = {"BC": "bao_cao", "KH": "ke_hoach", "TB": "thong_bao", "QĐ": "quyet_dinh", "CV": "cong_van"}
_NUMBER_LINE = re.compile(
    r"\s*\**\s*Số\s*:?\s*(?P<number>\d{1,5}[a-z]?)?(?P<blank>[\s.…_]*)(?:(?P<slash>[/-])\s*(?P<symbol>[A-ZĐ][A-Za-zĐđ]*(?:\s?[-–/&]\s?[A-ZĐ][\wĐđ]*)*))?",
)
_DATE_LINE = re.compile(
    r"^(?P<place>[^\d,:;]{2,40}?)\s*,?\s*ngày\s*(?P<d>\d{1,2})?[\s.…_]*tháng\s*(?P<m>\d{1,2})?[\s.…_]*năm\s*(?P<y>20\d{2}|19\d{2})?",
    re.IGNORECASE,
)
_UNIT_NOUN = r"(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|đặc khu)"
_PROPER = rf"(?:[{UPPER}][{LOWER}{UPPER}']*(?:\s+[{UPPER}][{LOWER}{UPPER}']*){{0,4}}|\d{{1,2}})"
_UNIT = re.compile(rf"(?<!\w)(?P<noun>{_UNIT_NOUN}|{_UNIT_NOUN.upper()}|Xã|Phường|Thị trấn|Huyện|Quận|Thị xã|Thành phố|Tỉnh|Đặc khu)(?:\s+[ủuỦU][ỷyỶY])?\s+(?P<name>{_PROPER})")
_LEVELS = {
    "xã": "xa", "phường": "xa", "thị trấn": "xa", "đặc khu": "xa", "huyện": "huyen", "quận": "huyen",
    "thị xã": "huyen", "thành phố": "huyen", "tỉnh": "tinh",
}  # fmt: skip
_RANK = {"xa": 0, "huyen": 1, "tinh": 2}
_CLOSING = re.compile(r"trên đây là", re.IGNORECASE)
_SIGNER_TITLE = re.compile(
    r"\s*\**\s*(?:(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)\.?\s*.*|(?:QUYỀN |PHÓ )?(?:CHỦ TỊCH|BÍ THƯ|PHÓ BÍ THƯ|TRƯỞNG BAN|PHÓ TRƯỞNG BAN|TRƯỞNG PHÒNG|PHÓ TRƯỞNG PHÒNG|GIÁM ĐỐC|PHÓ GIÁM ĐỐC|TRƯỞNG KHỐI|CHÁNH VĂN PHÒNG|CHÁNH THANH TRA)(?:\s.*)?)\**\s*$"
)
_NAME = re.compile(rf"\s*\**(?P<name>[{UPPER}][{LOWER}]*'?(?:[\s-]+[{UPPER}][{LOWER}]*'?){{1,4}})\**\s*$")
_BODY_START = re.compile(r"(?:thực hiện|căn cứ|ubnd|ủy ban|đảng ủy|hội đồng|trong|theo|để|năm|sáu tháng|quý|nhằm|sau|tiếp tục|qua|xác định|phần thứ|i\.|1\.|a\.|kính gửi|-)\s?")
_PERIODS = (
    (re.compile(r"6 tháng đầu năm\s+(\d{4})"), "{0}-H1"), (re.compile(r"6 tháng cuối năm\s+(\d{4})"), "{0}-H2"),
    (re.compile(r"9 tháng(?: đầu)?(?: năm)?\s+(\d{4})"), "{0}-M9"),
    (re.compile(r"qu[ýí]\s+(iv|i{1,3}|[1-4])\s*(?:[/-]|,?\s*năm)\s*(\d{4})"), "{1}-Q{0}"),
    (re.compile(r"tháng\s+(\d{1,2})\s*(?:[/-]|năm)\s*(\d{4})"), "{1}-{0}"),
    (re.compile(r"(?:giai đoạn|từ năm|nhiệm kỳ)\s+(\d{4})\s*(?:-|đến năm|đến)\s*(\d{4})"), "{0}/{1}"),
    (re.compile(r"(?<!\d)(\d{4})\s*-\s*(\d{4})(?!\d)"), "{0}/{1}"),
    (re.compile(r"năm\s+(\d{4})"), "{0}"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    """Fields of a paper's head and foot, None where the paper does not say it.

    `blanks` lists what is there and left empty: (field, span); `number_line`, `date_line` and `title_span`
    are where they stand.
    """

    kind: str = "khac"
    issuer: str | None = None
    unit: str | None = None
    level: str | None = None
    parents: tuple[str, ...] = ()
    number: str | None = None
    symbol: str | None = None
    place: str | None = None
    date: str | None = None
    title: str | None = None
    period: str | None = None
    signer_title: str | None = None
    signer_name: str | None = None
    addressee: str | None = None
    recipients: tuple[str, ...] = ()
    taken_from: tuple[tuple[str, str], ...] = ()
    draft: bool = False
    blanks: tuple[tuple[str, Span], ...] = ()
    number_line: Span | None = None
    date_line: Span | None = None
    title_span: Span | None = None


@dataclass(slots=True)
class _Parts:
    fields: dict[str, object] = field(default_factory=dict)
    blanks: list[tuple[str, Span]] = field(default_factory=list)


def read_header(document: Document) -> Header:
    """Return the header of a document, blank parts of it marked."""
    blocks = [b for b in document.blocks if b.kind not in ("note", "margin")]
    texts = [" ".join(document.quote(b.span).replace("*", "").split()) for b in blocks]
    found = _Parts()
    kind_at = _kind(texts, blocks, found)
    _number(document, blocks, texts, found)
    _date(document, blocks, texts, found)
    _title(texts, blocks, kind_at, found)
    _signature(texts, found)
    _recipients(texts, found)
    _units(texts, found, kind_at)
    _period(texts, found)
    kind = found.fields.pop("kind", None) or _fallback_kind(found, texts)
    if kind == "tin_bai" and "date" not in found.fields and (posted := _posted(texts)):
        found.fields["date"] = posted
    draft = any("dự thảo" in fold(text) for text in texts[:12])
    return Header(kind=str(kind), draft=draft, blanks=tuple(found.blanks), **found.fields)  # type: ignore[arg-type]  # fields by name


def _kind(texts: list[str], blocks: list[Block], found: _Parts) -> int | None:
    """Find the line that names the kind of paper; return its index."""
    for index, text in enumerate(texts[:30]):
        if blocks[index].kind == "cell" and not text.isupper():
            continue  # the head of a table column, no title
        folded = fold(text).removeprefix("dự thảo ").strip(" .:")
        for kind, words in _KINDS:
            for word in words.split("|"):
                if folded == word or (folded.startswith(word) and text.upper()[: len(word)] == text[: len(word)]):
                    found.fields["kind"] = kind
                    return index
    return None


def _fallback_kind(found: _Parts, texts: list[str]) -> str:
    symbol = str(found.fields.get("symbol") or "")
    for part in re.split(r"[-/&]", symbol):
        if part in _KIND_OF_SYMBOL:
            return _KIND_OF_SYMBOL[part]
    if any(fold(text).startswith("v/v") for text in texts[:10]):
        return "cong_van"
    dated = found.fields.get("number") or found.fields.get("symbol") or found.fields.get("date")
    return "khac" if dated else "tin_bai"


def _posted(texts: list[str]) -> str | None:
    """Return the day that a page says it was posted, among its first lines."""
    for text in texts[:12]:
        if len(text) < 90 and (match := re.search(r"(?<![\d/])(\d{1,2})[/-](\d{1,2})[/-](20\d{2})(?!\d)", text)):
            return f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}"
    return None


def _number(document: Document, blocks: list[Block], texts: list[str], found: _Parts) -> None:
    for block in blocks[:25]:
        text = document.quote(block.span)
        match = _NUMBER_LINE.match(text)
        if match is None or (match["symbol"] is None and match["number"] is None and text.strip(" *:.…_") != "Số"):
            continue
        if match["symbol"] is None and match["number"] is not None:
            continue
        found.fields["number_line"] = block.span
        if match["symbol"]:
            found.fields["symbol"] = re.sub(r"\s*([-–/&])\s*", r"\1", match["symbol"]).replace("–", "-")
        if match["number"]:
            found.fields["number"] = match["number"]
        else:
            end = match.end("slash") if match["slash"] else match.end()
            found.blanks.append(("number", Span(block.span.start + match.start(), block.span.start + end)))
        if match["number"] is not None and match["symbol"] is None:
            found.blanks.append(("symbol", block.span))
        return


def _date(document: Document, blocks: list[Block], texts: list[str], found: _Parts) -> None:
    for block in blocks[:25]:
        text = document.quote(block.span)
        at = re.search(r"[^\s*,][^,\n]{1,40},?\s*ngày[\s\d.…_]*tháng", text, re.IGNORECASE)
        if at is None or len(text) > 140:
            continue
        match = _DATE_LINE.match(text[at.start() :].replace("*", " "))
        if match is None:
            continue
        found.fields["date_line"] = block.span
        found.fields["place"] = match["place"].strip(" *_")
        day, month, year = match["d"], match["m"], match["y"]
        if year:
            parts = [year] + ([f"{int(month):02d}"] if month else []) + ([f"{int(day):02d}"] if month and day else [])
            found.fields["date"] = "-".join(parts)
        missing = [name for name, value in (("day", day), ("month", month), ("year", year)) if not value]
        start = block.span.start + at.start() + match.start("place")
        place_end = start + len(match["place"])
        found.blanks.extend((name, Span(place_end, block.span.start + at.start() + match.end())) for name in missing)
        return


def _title(texts: list[str], blocks: list[Block], kind_at: int | None, found: _Parts) -> None:
    if kind_at is None:
        first = next((i for i, t in enumerate(texts[:12]) if len(t) > 20 and not _is_chrome(t)), None)
        if first is not None:
            found.fields["title"] = texts[first][:300]
            found.fields["title_span"] = blocks[first].span
        return
    lines: list[str] = []
    found.fields["title_span"] = blocks[kind_at].span
    named = texts[kind_at]
    inline = re.sub(r"^(?:DỰ THẢO\s+)?(?:BÁO CÁO|KẾ HOẠCH|THÔNG BÁO|QUYẾT ĐỊNH|TỜ TRÌNH|NGHỊ QUYẾT|CHƯƠNG TRÌNH|HƯỚNG DẪN)\s*", "", named)
    if inline and inline != named:
        lines.append(inline)
    for text in texts[kind_at + 1 : kind_at + 5]:
        if lines and (_BODY_START.match(fold(text)) or len(text) > 220 or text.endswith((".", ":", ";"))):
            break
        if re.fullmatch(r"[-_*–—\s.]+", text) or _BODY_START.match(fold(text)) and len(text) > 160:
            break
        if re.match(r"(?:I|1|A)\s?[.\-]\s", text) or text.lower().startswith("kính gửi"):
            break
        lines.append(text)
    if lines:
        found.fields["title"] = " ".join(lines)[:400]


def _is_chrome(text: str) -> bool:
    return bool(re.match(r"(?:skip|trang chủ|tin tức|đăng nhập|tìm kiếm|liên kết|cổng thông tin|menu|thứ \w+, )", fold(text)))


def _signature(texts: list[str], found: _Parts) -> None:
    """Find the signer below the last line of office."""
    start = next((i for i in range(len(texts) - 1, -1, -1) if _CLOSING.match(texts[i]) or fold(texts[i]).startswith("nơi nhận")), 0)
    titles: list[str] = []
    for text in texts[start:]:
        if _SIGNER_TITLE.match(text) and len(text) < 80:
            titles.append(text.strip(" *"))
        elif titles and (match := _NAME.match(text)):
            found.fields["signer_name"] = match["name"]
            break
        elif titles and len(text) > 60:
            break
    if titles:
        found.fields["signer_title"] = titles[-1]


def _recipients(texts: list[str], found: _Parts) -> None:
    for index, text in enumerate(texts):
        folded = fold(text)
        if folded.startswith("kính gửi") and "addressee" not in found.fields:
            named = text.split(":", 1)[-1].strip(" .;")
            following = texts[index + 1].strip(" -.;") if index + 1 < len(texts) and texts[index + 1].startswith("-") else ""
            found.fields["addressee"] = named or following or None
        if folded.startswith("nơi nhận"):
            listed = []
            for line in texts[index + 1 : index + 16]:
                if not line.startswith(("-", "–", "+")):
                    break
                listed.append(line.strip(" -–+.;"))
            found.fields["recipients"] = tuple(listed)


def _units(texts: list[str], found: _Parts, kind_at: int | None) -> None:
    """Read unit, issuer and parents: head lines first, then title, opening and closing sentence."""
    head = [t for t in texts[: (kind_at if kind_at is not None else 0)] if "CỘNG HÒA" not in t.upper() and "CỘNG HOÀ" not in t.upper()]
    close = [t for t in texts if _CLOSING.match(t)]
    opening = texts[(kind_at or 0) + 1 : (kind_at or 0) + 8]
    mentions = [m for t in [*head, *close, *opening, *texts[:60]] for m in _mentions(t)]
    if not mentions:
        return
    issuer_words = " ".join([*head, *close, str(found.fields.get("title") or ""), *opening])
    unit = _issuing_unit(mentions, found, issuer_words, fold(" ".join(texts)))
    if unit is None:
        return
    found.fields["unit"] = unit
    level = _LEVELS[unit.split()[0] if unit.split()[0] in _LEVELS else " ".join(unit.split()[:2])]
    found.fields["level"] = level
    found.fields["parents"] = _parents(mentions, unit, level)
    body = "Đảng ủy" if str(found.fields.get("symbol") or "").endswith("ĐU") else "UBND"
    if level == "huyen" and str(found.fields.get("symbol") or "").endswith("HU"):
        body = "Huyện ủy"
    if found.fields.get("symbol"):
        found.fields["issuer"] = f"{body} {unit}"


def _mentions(text: str) -> list[str]:
    found = []
    for match in _UNIT.finditer(text):
        noun = match["noun"].lower()
        name = match["name"]
        words = name.split()
        while words and fold(words[-1]) in ("về", "năm", "trên", "báo", "đảng", "ủy", "hđnd", "ubnd", "số", "khối", "phòng", "ban"):
            words.pop()
        if not words:
            continue
        name = " ".join(words)
        shown = name if not name.isupper() else " ".join(w.capitalize() for w in words)
        found.append(f"{noun} {shown}")
    return found


def _issuing_unit(mentions: list[str], found: _Parts, words: str, folded_all: str) -> str | None:
    """Choose the unit that issues: the place of the date line, else the one named with its committee, else the first."""
    place = fold(str(found.fields.get("place") or ""))
    for mention in mentions:
        if place and fold(mention.split(" ", 1)[-1]).endswith(place.split()[-1]) and place in fold(mention):
            return mention
    # the committee that reports names its unit ("UBND xã An Lạc báo cáo")
    folded = fold(words)
    for mention in mentions:
        if re.search(rf"(?:ubnd|ủy ban nhân dân|đảng ủy|hđnd)\s+{re.escape(fold(mention))}", folded):
            return mention
    level = _level_of_committees(folded_all)
    if not found.fields.get("symbol") and not found.fields.get("date_line"):
        level = "huyen" if any(_level(m) == "huyen" for m in mentions[:12]) else level  # a page speaks for its portal
    fitting = [m for m in mentions if _level(m) == level] or mentions
    counts = {m: sum(1 for x in mentions if fold(x) == fold(m)) for m in mentions}
    return max(fitting, key=lambda m: (counts[m], -mentions.index(m)))


def _level(mention: str) -> str:
    return next(level for noun, level in _LEVELS.items() if mention.startswith(noun + " "))


def _level_of_committees(folded: str) -> str | None:
    """Return the level that the text itself speaks of most ("UBND xã", "Đảng ủy xã")."""
    nouns = re.findall(rf"(?:ubnd|ủy ban nhân dân|đảng ủy|hđnd)\s+({_UNIT_NOUN})(?!\w)", folded)
    levels = [_LEVELS[noun] for noun in nouns]
    return max(("xa", "huyen", "tinh"), key=levels.count) if levels else None


def _parents(mentions: list[str], unit: str, level: str) -> tuple[str, ...]:
    found: list[str] = []
    for rank in ("huyen", "tinh"):
        if _RANK[rank] <= _RANK[level]:
            continue
        for mention in mentions:
            noun = next((n for n in _LEVELS if mention.startswith(n + " ")), None)
            if noun and _LEVELS[noun] == rank and fold(mention) != fold(unit):
                found.append(mention)
                break
    return tuple(found)


def _period(texts: list[str], found: _Parts) -> None:
    title = fold(str(found.fields.get("title") or ""))
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
