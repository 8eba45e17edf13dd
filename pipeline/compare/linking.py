"""Metrics of figures that their own report left open: by the sums and balances they stand in, or by their bare words.

A report alone need not say what "Trong kỳ, UBND xã tiếp nhận" is; beside its likes it can be told. What only the words
say is unsure and proves no error.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from extractors.catalogue.lookup import find_metric
from extractors.catalogue.scopes import Wording
from extractors.vietnamese import fold, fold_key
from pipeline.export.jsonl import Record

Number = Mapping[str, Any]
#: what the parts of a balance are in the accounts of the catalogue
_BALANCED = {
    ("dossiers", "opening"): "dossiers.carried_over",
    ("dossiers", "new"): "dossiers.received",
    ("dossiers", "closed"): "dossiers.resolved",
    ("dossiers", "open"): "dossiers.pending",
    ("petitions", "new"): "petitions.received",
    ("petitions", "closed"): "petitions.resolved",
}
_UNITS = {"dossiers": ("hồ sơ",), "petitions": ("đơn", "đơn thư")}
#: words of time, of who acts and of what is done, that no metric needs
_TIME = re.compile(
    r"(?<!\w)(?:trong (?:kỳ|quý|tháng|năm)(?: báo cáo)?(?: (?:[ivx]+|\d+)(?:/\d{4})?)?|l[uũ][ỹy] kế|cộng dồn"
    r"|(?:tính )?từ (?:đầu năm|(?:ngày )?0?1/0?1)(?: đến nay)?|kỳ này"
    r"|quý (?:[ivx]+|\d)|(?:\d+ )?tháng(?: đầu năm)?|năm \d{4}|cùng kỳ"
    r"|năm trước|kỳ năm trước|đến (?:nay|cuối kỳ|hết kỳ)|thực hiện|kết quả)(?!\w)"
)
_WHO = re.compile(
    r"(?<!\w)(?:ubnd|ủy ban nhân dân|bộ phận một cửa|toàn|các|đã|tổ chức|địa phương|đơn vị"
    r"|\d*\s*xã,? (?:phường,? )?(?:và )?thị trấn|xã|phường|thị trấn|huyện|tỉnh|của)(?!\w)"
)
#: words that stand for others
_LOOSE = re.compile(
    r"(?<!\w)(?:trong đó|còn lại|tăng|giảm|so với|bằng|đạt|chiếm|tỷ lệ|kế hoạch|dự toán|bình quân|mỗi|giao)(?!\w)"
)


def inferred(record: Record) -> dict[str, tuple[str, bool]]:
    """Return the metric of numbers that have none, by number, and whether it is sure."""
    numbers = {n["id"]: n for n in record["numbers"] if n["role"] == "measure"}
    found = {number: (metric, False) for number, metric in _by_words(record, numbers)}
    found |= {number: (metric, True) for number, metric in _by_balances(record, numbers)}
    found |= {number: (metric, True) for number, metric in _by_sums(record, numbers)}
    return {number: one for number, one in found.items() if not numbers[number].get("metric")}


@cache
def _identities() -> tuple[tuple[str, frozenset[str]], ...]:
    table = files("extractors.catalogue").joinpath("identities.csv").read_text("utf-8")
    return tuple((row["whole"], frozenset(row["parts"].split("|"))) for row in csv.DictReader(table.splitlines()))


def _by_sums(record: Record, numbers: Mapping[str, Number]) -> Iterator[tuple[str, str]]:
    """A total of parts that are those of one identity of the catalogue."""
    for relation in record["relations"]:
        parts = {numbers[part].get("metric") for part in relation["parts"] if part in numbers}
        if relation["kind"] == "sum" and relation["verdict"] == "holds" and relation["total"] in numbers:
            wholes = {whole for whole, own in _identities() if len(parts) > 1 and parts <= own}
            if len(wholes) == 1:
                yield relation["total"], next(iter(wholes))


def _by_balances(record: Record, numbers: Mapping[str, Number]) -> Iterator[tuple[str, str]]:
    """What opens, comes in, is closed and is left in an account whose other figures are known."""
    for relation in record["relations"]:
        operands = [o for o in relation["operands"] if o["number"] in numbers]
        if relation["kind"] != "balance" or relation["verdict"] != "holds":
            continue
        codes = {(numbers[o["number"]].get("metric") or "").partition(".")[0] for o in operands} - {""}
        roles = [o["as"] for o in operands]
        for operand in operands if len(codes) == 1 else ():
            account = next(iter(codes))
            unit = fold_key(numbers[operand["number"]].get("unit") or "")
            metric = _BALANCED.get((account, operand["as"]))
            if metric and roles.count(operand["as"]) == 1 and unit in _UNITS[account]:
                yield operand["number"], metric


def _by_words(record: Record, numbers: Mapping[str, Number]) -> Iterator[tuple[str, str]]:
    """What the bare words and the unit of a figure name, without time and without who did it."""
    header = record["header"]
    name = fold_key((header["unit"] or "").partition(" ")[2]) if header else ""
    for number in numbers.values():
        unit = number.get("unit") or ""
        if number.get("metric") or not number.get("label") or not unit or number.get("target"):
            continue
        words = _bare(fold(number["label"]), name, table=number.get("table") is not None)
        metric = _metric(words, fold_key(unit)) if words else None
        if metric is not None:
            yield number["id"], metric


def _bare(label: str, name: str, table: bool) -> str:
    pieces = label.split(" - ")
    first = _plain(pieces[0] if table else label, name)
    return first or (_plain(pieces[1], name) if len(pieces) > 1 else "")


def _plain(words: str, name: str) -> str:
    words = words.replace(name, " ") if name else words
    return " ".join(_WHO.sub(" ", _TIME.sub(" ", words)).split()).strip(" ,;:-")


@cache
def _metric(words: str, unit: str) -> str | None:
    own = f"{words} # {unit}"
    return find_metric(Wording(own, own, own, own, ""), unit)


def by_label(number: Number, unit_name: str) -> str:
    """Return a key of what a figure without a metric counts: its bare words and unit, "" where they say too little.

    It is the same for one author's figure in all periods; "~" sets it apart from the codes of the catalogue.

    >>> by_label({"label": "Cùng kỳ năm trước – Thu ngân sách – triệu đồng", "unit": "triệu đồng", "table": {}}, "")
    '~thu ngân sách|đồng'
    """
    words = _bare(fold(number.get("label") or ""), unit_name, table=number.get("table") is not None)
    unit = fold_key(number.get("unit") or "")
    enough = len(words.split()) > 1 and len(words) > len("tổng số") and unit and not _LOOSE.search(words)
    counted = "đồng" if unit.endswith("đồng") else "vụ" if unit == "vụ việc" else unit
    return f"~{words}|{counted}" if enough else ""
