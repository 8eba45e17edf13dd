"""Which units of before a merged unit comes from: by what its report says, or by the table of July 2025."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.header.names import units_of
from extractors.places.lineage import new_unit
from extractors.vietnamese import UPPER, fold, fold_key
from pipeline.compare.spans import Months

#: 2025-07 as months
_MERGED = 2025 * 12 + 6
_MERGER = re.compile(
    r"(?<!\w)(?:sáp nhập|hợp nhất|nhập (?:toàn bộ|nguyên trạng|một phần|xã|phường|thị trấn)"
    r"|(?:được )?(?:thành lập|hình thành)(?: mới)? (?:trên cơ sở|từ))(?!\w)"
)
_DONE = re.compile(
    r"(?<!\w)(?:sau (?:khi )?(?:sáp nhập|hợp nhất|sắp xếp)|được|trên cơ sở"
    r"|hình thành|thành lập|gồm|của|từ|nghị quyết|thành)(?!\w)"
)
_PLANNED = re.compile(r"(?<!\w)(?:dự kiến|chuẩn bị|sẽ|phương án|đề án|phấn đấu)(?!\w)")
_PARTLY = re.compile(r"(?:một phần|phần còn lại)[^,;]{0,60}$")
_NAME = rf"(?!(?:Xã|Phường|Thị)\s)[{UPPER}]\w*(?:\s[{UPPER}]\w*){{0,3}}"
_LIST = re.compile(rf"(?:các|\d+) (?P<kind>xã|phường|thị trấn):? (?P<names>{_NAME}(?:(?:, | và |, và ){_NAME})+)")
_COMMUNES = ("xã", "phường", "thị trấn", "đặc khu")


@dataclass(frozen=True, slots=True)
class Lineage:
    """The old units (folded, with kind) of a merged one; `split` where a part of one went elsewhere."""

    parts: tuple[str, ...]
    split: bool


def lineage_of(unit: str, parents: Sequence[str], spans: Sequence[Months], text: str) -> Lineage | None:
    """Return the old units of a merged unit (folded, as `parents`); None where it is none or nothing says so."""
    told = _told(text)
    if told is not None:
        return told
    if not spans or spans[0].last < _MERGED:
        return None
    province = next((one for one in parents if one.startswith(("tỉnh ", "thành phố "))), "")
    found = new_unit(unit, province) if province else None
    if found is None or (len(found.parts) == 1 and found.comparable and found.parts[0].unit == unit):
        return None
    return Lineage(tuple(dict.fromkeys(part.unit for part in found.parts)), not found.comparable)


def _listed(sentence: str) -> Iterator[str]:
    """The units of "các xã Tân An, Tân Bình và Tân Lập", folded, with their kind."""
    for match in _LIST.finditer(sentence):
        for name in re.split(r",\s*(?:và\s+)?|\s+và\s+", match["names"]):
            yield fold_key(f"{match['kind']} {name}")


def _told(text: str) -> Lineage | None:
    """What a report says of its own unit's making: two old units at least."""
    if not _MERGER.search(fold(text)):
        return None
    for sentence in re.split(r"[.;\n](?=\s|$)", text):
        folded = fold(sentence)
        start = _MERGER.search(folded)
        if start is None or not _DONE.search(folded) or _PLANNED.search(folded):
            continue
        units = [u for u in units_of(sentence) if u.noun in _COMMUNES]
        after = [u for u in units if u.start >= start.start()]
        parts = list(dict.fromkeys([*(fold_key(u.text) for u in after), *_listed(sentence)]))
        parts = parts if len(parts) > 1 else [fold_key(u.text) for u in units]
        into = re.search(r"thành (?:xã|phường|thị trấn|đặc khu) (?=\w)", folded)
        if into is not None:
            parts = [fold_key(u.text) for u in units if u.start != into.start() + len("thành ")]
        if len(set(parts)) > 1:
            split = any(_PARTLY.search(folded[: u.start]) for u in units)
            return Lineage(tuple(dict.fromkeys(parts)), split)
    return None
