"""The lines of form: number and date in the head, signature and recipients at the foot."""

from __future__ import annotations

import re

from extractors.document import Block, Document, Span
from extractors.header.fields import Parts
from extractors.vietnamese import LOWER, UPPER, fold

#: opens the last sentence of a report
CLOSING = re.compile(r"trên đây là", re.IGNORECASE)
_NUMBER_LINE = re.compile(
    r"\s*\**\s*Số\s*:?\s*(?P<number>\d{1,5}[a-z]?)?(?P<blank>[\s.…_]*)"
    r"(?:(?P<slash>[/-])\s*(?P<symbol>[A-ZĐ][A-Za-zĐđ]*(?:\s?[-–/&]\s?[A-ZĐ][\wĐđ]*)*))?",
)
_DATED = re.compile(r"[^\s*,][^,\n]{1,40},?\s*ngày[\s\d.…_]*tháng", re.IGNORECASE)
_DATE_LINE = re.compile(
    r"^(?P<place>[^\d,:;]{2,40}?)\s*,?\s*ngày\s*(?P<d>\d{1,2})?[\s.…_]*"
    r"tháng\s*(?P<m>\d{1,2})?[\s.…_]*năm\s*(?P<y>20\d{2}|19\d{2})?",
    re.IGNORECASE,
)
_SIGNER_TITLE = re.compile(
    r"\s*\**\s*(?:(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)\.?\s*.*"
    r"|(?:QUYỀN |PHÓ )?(?:CHỦ TỊCH|BÍ THƯ|PHÓ BÍ THƯ|TRƯỞNG BAN|PHÓ TRƯỞNG BAN|TRƯỞNG PHÒNG|PHÓ TRƯỞNG PHÒNG"
    r"|GIÁM ĐỐC|PHÓ GIÁM ĐỐC|TRƯỞNG KHỐI|CHÁNH VĂN PHÒNG|CHÁNH THANH TRA)(?:\s.*)?)\**\s*$"
)
_NAME = re.compile(rf"\s*\**(?P<name>[{UPPER}][{LOWER}]*'?(?:[\s-]+[{UPPER}][{LOWER}]*'?){{1,4}})\**\s*$")


def find_number(document: Document, blocks: list[Block], found: Parts) -> None:
    """Find the line "Số: 12/BC-UBND" with number and symbol, or the blank left for the number."""
    for block in blocks[:25]:
        text = document.quote(block.span)
        match = _NUMBER_LINE.match(text)
        if match is None or not _is_number_line(text, match):
            continue
        found.fields["number_line"] = block.span
        if match["symbol"]:
            found.fields["symbol"] = re.sub(r"\s*([-–/&])\s*", r"\1", match["symbol"]).replace("–", "-")
        if match["number"]:
            found.fields["number"] = match["number"]
        else:
            end = match.end("slash") if match["slash"] else match.end()
            found.blanks.append(("number", Span(block.span.start + match.start(), block.span.start + end)))
        return


def _is_number_line(text: str, match: re.Match[str]) -> bool:
    """Whether a line has a symbol, or "Số" and nothing else."""
    return match["symbol"] is not None or (match["number"] is None and text.strip(" *:.…_") == "Số")


def find_date(document: Document, blocks: list[Block], found: Parts) -> None:
    """Find place and date ("Tiên Lãng, ngày 05 tháng 11 năm 2024") and what is blank of the date."""
    for block in blocks[:25]:
        text = document.quote(block.span)
        at = _DATED.search(text)
        if at is None or len(text) > 140:
            continue
        match = _DATE_LINE.match(text[at.start() :].replace("*", " "))
        if match is None:
            continue
        found.fields["date_line"] = block.span
        found.fields["place"] = match["place"].strip(" *_")
        if match["y"]:
            found.fields["date"] = _iso(match["y"], match["m"], match["d"])
        start = block.span.start + at.start()
        blank = Span(start + match.end("place"), start + match.end())
        missing = [name for name in ("day", "month", "year") if not match[name[0]]]
        found.blanks.extend((name, blank) for name in missing)
        return


def _iso(year: str, month: str | None, day: str | None) -> str:
    """Return the date in ISO form as far as it is said."""
    known = [part for part in (month, day if month else None) if part]
    return "-".join([year, *(f"{int(part):02d}" for part in known)])


def find_signature(texts: list[str], found: Parts) -> None:
    """Find the signer below the last line of office."""
    titles: list[str] = []
    for text in texts[_foot(texts) :]:
        if _SIGNER_TITLE.match(text) and len(text) < 80:
            titles.append(text.strip(" *"))
        elif titles and (match := _NAME.match(text)):
            found.fields["signer_name"] = match["name"]
            break
        elif titles and len(text) > 60:
            break
    if titles:
        found.fields["signer_title"] = titles[-1]


def _foot(texts: list[str]) -> int:
    """Return the last line that closes the text or opens the recipients, the first line where none does."""
    for index in range(len(texts) - 1, -1, -1):
        if CLOSING.match(texts[index]) or fold(texts[index]).startswith("nơi nhận"):
            return index
    return 0


def find_recipients(texts: list[str], found: Parts) -> None:
    """Find to whom the paper is addressed and the list of those who receive it."""
    for index, text in enumerate(texts):
        folded = fold(text)
        if folded.startswith("kính gửi") and "addressee" not in found.fields:
            found.fields["addressee"] = _addressee(text, texts[index + 1 : index + 2])
        if folded.startswith("nơi nhận"):
            found.fields["recipients"] = _listed(texts[index + 1 : index + 16])


def _addressee(text: str, following: list[str]) -> str | None:
    named = text.split(":", 1)[-1].strip(" .;")
    listed = [line.strip(" -.;") for line in following if line.startswith("-")]
    return named or "".join(listed) or None


def _listed(lines: list[str]) -> tuple[str, ...]:
    listed: list[str] = []
    for line in lines:
        if not line.startswith(("-", "–", "+")):
            break
        listed.append(line.strip(" -–+.;"))
    return tuple(listed)
