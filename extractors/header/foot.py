"""The foot of a paper: closing sentence, who signs for whom, to whom it is addressed and who receives it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.header.columns import Line
from extractors.header.fields import Parts
from extractors.vietnamese import LOWER, UPPER, fold

#: opens the last sentence of a report
CLOSING = re.compile(r"trên đây là", re.IGNORECASE)
#: … one without these words that lets its body speak
ENDS = re.compile(r"(?:kính|trân trọng|xin)\s(?:\w+\s)?báo cáo[^.]{0,60}\./\.$", re.IGNORECASE)
_SENDS = re.compile(r"nơi nhận\s*:?")
#: for whom or in whose place one signs: no office (TM., KT., TL., TUQ.; in Party papers T/M, K/T, T/L)
_AUTHORITY = re.compile(r"(?:TM|T/M|T\.M|KT|K/T|K\.T|TL|T/L|T\.L|TUQ|T/UQ)(?=[.\s])\.?\s*")
_OFFICE = (
    r"(?:Q\. ?|QUYỀN |PHÓ |P\. ?|KT\. ?)?(?:CHỦ TỊCH|BÍ THƯ|TRƯỞNG BAN|TRƯỞNG PHÒNG|GIÁM ĐỐC|TRƯỞNG KHỐI"
    r"|CHÁNH VĂN PHÒNG|CHÁNH THANH TRA|CHÁNH ÁN|VIỆN TRƯỞNG|HIỆU TRƯỞNG|TRƯỞNG CÔNG AN|CHỈ HUY TRƯỞNG|TRẠM TRƯỞNG"
    r"|TỔ TRƯỞNG|TRƯỞNG THÔN|CHI CỤC TRƯỞNG|CỤC TRƯỞNG|CHỦ NHIỆM|TRƯỞNG TRẠM|TRƯỞNG ẤP"
    r"|ỦY VIÊN THƯỜNG TRỰC|TRƯỞNG ĐOÀN|TỔNG BIÊN TẬP|PHỤ TRÁCH)"
)
_TITLE = re.compile(rf"(?:{_OFFICE})(?!\w)(?P<more>[^;:]*)")
_OF_UNIT = re.compile(
    r"(?:\s*[-–,(]?\s*(?:thường trực|ubnd|ủy ban|hđnd|hội đồng|đảng ủy|xã|phường|thị|huyện|quận|thành|tỉnh|ban|kiêm"
    r"|phó|bí|chủ|phụ trách|công an|mttq|hội|đoàn|chi bộ).*)?$"
)
_NAME = re.compile(
    rf"(?:(?:ThS|TS|BS|CN|KS|Th\.S|BSCKI+|(?:Đại|Thượng|Trung|Thiếu) (?:tá|úy))\.?\s+)?"
    rf"(?P<name>[{UPPER}][{LOWER}]*['’]?(?:[\s-]+[{UPPER}][{LOWER}]*['’]?[{LOWER}]*){{1,5}})$"
)
_CAPITAL_NAME = re.compile(rf"(?P<name>[{UPPER}'’]+(?:\s[{UPPER}'’]+){{1,4}})$")
_SEALED = re.compile(r"[([]?\s*(?:đã ký|ký tên|ký, ghi rõ|chữ ký|ký, đóng dấu|ký và ghi|ký bởi|người ký)")
_BODY = re.compile(
    r"(?<!\w)(?:xã|phường|huyện|tỉnh|ủy ban|nhân dân|thường vụ|thường trực|mặt trận|hội đồng|đảng)(?!\w)"
)
_BULLET = re.compile(r"\s*[-–+•*]\s*")
_FILED = re.compile(r"lưu(?:\s*:|\s+[a-zđ])")
_INLINE = re.compile(r"(?:(?<=[;.,:])|(?<=^))\s*[-–+•]\s*")
_MOST_RECIPIENTS = 40
#: so many lines of the foot may stand before "Nơi nhận": the column of the signature may come first
_BEFORE = 12


def find_foot(lines: Sequence[Line]) -> int:
    """Return the last line that closes the text or opens the recipients, the number of lines where none does."""
    for index in range(len(lines) - 1, -1, -1):
        if CLOSING.match(lines[index].text) or _SENDS.match(fold(lines[index].text[:20])):
            return index
    return len(lines)


def find_signature(lines: Sequence[Line], foot: int, found: Parts) -> None:
    """Find the office of the signer and the name below it, after the recipients or before them.

    A paper without either is searched from its end.
    """
    before = max(foot - _BEFORE, _after_closing(lines, foot))
    for start, end in ((foot, len(lines)), (before, foot)):
        titles, name = _signature(lines[start:end])
        if name or titles:
            found.fields["signer_title"] = titles[-1] if titles else None
            found.fields["signer_name"] = name
            return


def _after_closing(lines: Sequence[Line], foot: int) -> int:
    """Return the line after the last sentence before the foot: a signature stands below all text."""
    ends = (index + 1 for index in range(min(foot, len(lines)) - 1, -1, -1) if _is_text(lines[index].text))
    return next(ends, 0)


def _is_text(text: str) -> bool:
    return text.endswith(("./.", "/.")) or len(text) > 90 or bool(CLOSING.match(text))


def _signature(lines: Sequence[Line]) -> tuple[list[str], str | None]:
    """Return the offices and the name of the first signature; recipients beside it are passed over."""
    titles: list[str] = []
    at = first = 0
    for index, line in enumerate(lines):
        text = line.text.strip(" *_")
        if _BULLET.match(text) or _SENDS.match(fold(text)):
            continue
        if office := office_of(text):
            first = first if titles else index
            titles.append(office)
            at = line.column
        elif titles and text.isupper() and any(_NAME.match(one.text) for one in lines[index + 1 : index + 4]):
            titles.append(text)
        elif titles and (name := _name(text)):
            beside = (_name(one.text) for one in lines[index:] if one.row == line.row and one.column == at)
            return [t for t in titles if not _AUTHORITY.match(t)] or titles, next(beside, None) or name
        elif titles and len(text) > 60:
            break
    # of columns taken line by line from the bottom the name may come first
    above = (_name(one.text) for one in lines[max(0, first - 2) : first] if not one.text.isupper())
    name = next(filter(None, above), None) if titles else None
    return [t for t in titles if not _AUTHORITY.match(t)] or titles, name


def office_of(text: str) -> str | None:
    """Return the office that a line names, with what it is of; for whom one signs where it says only that.

    >>> office_of("KT. CHỦ TỊCH"), office_of("TM. ỦY BAN NHÂN DÂN CHỦ TỊCH"), office_of("Phó Chủ tịch UBND xã")
    ('KT. CHỦ TỊCH', 'CHỦ TỊCH', 'Phó Chủ tịch UBND xã')
    >>> office_of("Chủ tịch đã phát biểu")
    """
    if len(text) > 90 or text.endswith((";", ".")):
        return None
    if authority := _AUTHORITY.match(text):
        offices = [at.start() for at in re.finditer(_OFFICE, text) if at.start() > authority.end()]
        return text[offices[-1] :] if offices else text
    match = _TITLE.match(text.upper())
    if match is None or len(text.upper()) != len(text):
        return None
    more = text[match.start("more") :]
    return text if text.isupper() or _OF_UNIT.match(fold(more)) else None


def _name(text: str) -> str | None:
    """Return the name that a line is, None for any other line.

    >>> _name("ThS. Lò Văn Páo"), _name("TRẦN THỊ BÉ"), _name("(Đã ký)"), _name("NGƯỜI LẬP BIỂU")
    ('Lò Văn Páo', 'Trần Thị Bé', None, None)
    """
    folded = fold(text)
    if _SEALED.match(folded) or folded.startswith(("phụ lục", "biểu", "người lập", "kế toán", "thủ trưởng", "mẫu")):
        return None
    if _BODY.search(folded):
        return None
    if match := _NAME.match(text):
        return match["name"]
    capitals = _CAPITAL_NAME.match(text)
    return " ".join(word.capitalize() for word in capitals["name"].split()) if capitals else None


def find_recipients(lines: Sequence[Line], found: Parts) -> None:
    """Find to whom the paper is addressed and the list of those who receive it."""
    for index, line in enumerate(lines):
        folded = fold(line.text[:20])
        if folded.startswith("kính gửi") and "addressee" not in found.fields:
            found.fields["addressee"] = _addressee(line.text, [one.text for one in lines[index + 1 : index + 12]])
        if _SENDS.match(folded):
            found.fields["recipients"] = tuple(_received([one.text for one in lines[index : index + 60]]))


def _addressee(text: str, following: Sequence[str]) -> str | None:
    """Return who is addressed: on the line itself, or in the list below it, or on the line below it.

    >>> _addressee("Kính gửi:", ["- Sở Nội vụ;", "- Ban Dân vận.", "Thực hiện …"])
    'Sở Nội vụ; Ban Dân vận'
    """
    named = text.split(":", 1)[1] if ":" in text else re.sub(r"(?i)^kính gửi\s*", "", text)
    parts = [_bare(part) for part in _INLINE.split(named)]
    if not any(parts) or _BULLET.match(named):
        for line in following:
            if not _BULLET.match(line):
                break
            parts.append(_bare(line))
    if not any(parts) and following and len(following[0]) < 90:
        parts = [_bare(following[0])]
    return "; ".join(filter(None, parts)) or None


def _bare(text: str) -> str:
    return _BULLET.sub("", text, count=1).strip(" .;,") if _BULLET.match(text) else text.strip(" .;,")


def _received(lines: Sequence[str]) -> Iterator[str]:
    """Yield the recipients below the line "Nơi nhận:", whose first may stand on it; signature lines are passed over."""
    pending = ""
    count = 0
    for text in _entries(lines):
        if _BULLET.match(text) or (not pending and not count and text.endswith(";")) or _FILED.match(fold(text)):
            if pending:
                yield _bare(pending)
            pending, count = text, count + 1
        elif pending and text[:1].islower() and not pending.endswith((";", ".")):
            pending += f" {text}"
        elif count and text.endswith(";") and not office_of(text):
            yield _bare(pending)
            pending, count = text, count + 1
        elif not (office_of(text) or _name(text) or _SEALED.match(fold(text))):
            break
        if count > _MOST_RECIPIENTS:
            break
    if pending:
        yield _bare(pending)


def _entries(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines, those that were run together taken apart."""
    first = _SENDS.sub("", fold(lines[0]), count=1)
    for text in (lines[0][len(lines[0]) - len(first) :], *lines[1:]):
        parts = [part.strip() for part in _INLINE.split(text)]
        if len(parts) > 1:
            yield from (f"- {part}" for part in parts if part)
        elif text.strip():
            yield text.strip()
