"""Options that several commands share."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer


def _known_format(text: str) -> str:
    if text not in ("text", "json"):
        raise typer.BadParameter("chỉ có text và json.")
    return text


def _workers(text: str | None) -> str | None:
    if text is not None and not re.fullmatch(r"0*\d{1,2}", text):
        raise typer.BadParameter("cần một số nguyên từ 0 đến 99.")
    return text


Form = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="DẠNG",
        callback=_known_format,
        help="text: cho người đọc; json: mỗi tệp một dòng JSON. Mặc định là text.",
    ),
]
Dismissals = Annotated[
    Path | None,
    typer.Option(
        "--dismissals",
        metavar="TỆP",
        help="Bảng các phát hiện được bỏ qua, kèm lý do. Mặc định là bo-qua.csv trong thư mục báo cáo, nếu có.",
    ),
]
Workers = Annotated[
    str | None,
    typer.Option(
        "--workers",
        metavar="N",
        callback=_workers,
        help="Số tiến trình đọc cùng lúc; 0: đọc ngay trong chương trình. Mặc định theo số nhân, nhiều nhất là 4.",
    ),
]


def count_of(workers: str | None) -> int | None:
    """Return how many workers an option says, None where it is left open."""
    return None if workers is None else int(workers)
