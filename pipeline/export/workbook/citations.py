"""*Văn bản viện dẫn*: the papers that reports name by number, how often and where, as far as the record tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.export.jsonl import Record
from pipeline.export.words import place_words
from pipeline.export.workbook.cells import Cell, Column, Row, Table, table
from pipeline.export.workbook.links import page_link

COLUMNS = (
    Column("Số văn bản\n(như in)", 22, "line"),
    Column("Số, ký hiệu đầy đủ\n(nếu biết)", 30, "line"),
    Column("Ngày ghi\nliền sau", 18, "line"),
    Column("Cơ quan ban hành\n(nếu biết)", 34, "line"),
    Column("Số lần\nnêu", 8),
    Column("Số\nbáo cáo", 8),
    Column("Nêu ở", 80),
)
#: letters from the end of a number to a date that may be its own: "/QĐ-TTg của Thủ tướng Chính phủ ngày "
_NEAR = 45
_MOST_PLACES = 40

_Key = tuple[str, str, str]


@dataclass(slots=True)
class _Paper:
    """A paper as named: what is known of it, and its places by report."""

    whole: str = ""
    issuer: str = ""
    link: str = ""
    places: dict[str, list[str]] = field(default_factory=dict)


def citations(records: Sequence[Record]) -> Table:
    """Return a row for each paper; a bare number ("263") is taken for one paper only within a report."""
    papers: dict[_Key, _Paper] = {}
    for record in records:
        _gather(record, papers)
    return table("Văn bản viện dẫn", COLUMNS, _rows(papers))


def _gather(record: Record, papers: dict[_Key, _Paper]) -> None:
    path, form = record["source"]["path"], record["source"]["format"]
    quoted = _quoted(record)
    for at, number in enumerate(record["numbers"]):
        if number["role"] != "citation":
            continue
        text, day = number["text"], _date_after(record["numbers"], at)
        bare = text.isdigit()
        paper = papers.setdefault((text, day, path if bare else ""), _Paper())
        paper.link = paper.link or page_link(record, number["id"])
        if at == _own(record):
            paper.whole, paper.issuer = _title(record["header"]), record["header"].get("issuer") or ""
        paper.whole = paper.whole or quoted.get(number["id"], "")
        place = place_words(number["line"], number["page"], form)
        paper.places.setdefault(path, []).append(place)


def _rows(papers: Mapping[_Key, _Paper]) -> Iterator[Row]:
    for (text, day, _), paper in papers.items():
        times = sum(map(len, paper.places.values()))
        named = Cell(text, "link" if paper.link else "line", link=paper.link)
        yield [named, paper.whole, day, paper.issuer, times, len(paper.places), _places(paper.places)]


def _places(places: Mapping[str, Iterable[str]]) -> str:
    lines = [f"{path}: {', '.join(dict.fromkeys(found))}" for path, found in places.items()]
    left = len(lines) - _MOST_PLACES
    return "\n".join(lines[:_MOST_PLACES]) + (f"\n… và {left} báo cáo khác (xem tờ Số liệu)" if left > 0 else "")


def _date_after(numbers: Sequence[Mapping[str, Any]], at: int) -> str:
    """The date that stands next after a number, near enough to be its own."""
    number, after = numbers[at], numbers[at + 1] if at + 1 < len(numbers) else None
    if after is None or after["role"] != "date" or after["line"] != number["line"]:
        return ""
    return str(after["text"]) if 0 < after["col"] - number["col"] - len(number["text"]) <= _NEAR else ""


def _own(record: Record) -> int | None:
    """The position of the report's own number, which its header tells: the first citation of all."""
    own = (record.get("header") or {}).get("number")
    first = next((at for at, number in enumerate(record["numbers"]) if number["role"] == "citation"), None)
    return first if first is not None and own and record["numbers"][first]["text"].startswith(own) else None


def _title(header: Mapping[str, Any]) -> str:
    number, symbol = header.get("number") or "", header.get("symbol") or ""
    return f"{number}/{symbol} (báo cáo này)" if symbol else f"{number} (báo cáo này)"


def _quoted(record: Record) -> dict[str, str]:
    """What findings quote of a number together with its symbol: "Kế hoạch số 15/KH-UBND"."""
    found: dict[str, str] = {}
    for finding in record["findings"]:
        for evidence in finding["evidence"]:
            if evidence["number"] and re.search(r"\d\s*[/-]\s*\D", evidence["text"]) and len(evidence["text"]) < 120:
                found.setdefault(evidence["number"], evidence["text"])
    return found
