"""The command line of `soat metrics`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.usage import VietnameseCommand, VietnameseGroup

app = typer.Typer(
    cls=VietnameseGroup, help="Xem danh mục chỉ tiêu, kiểm tra danh mục của đơn vị, đề xuất chỉ tiêu mới."
)

#: of every command that reads reports or shows metrics
CatalogueOption = Annotated[
    Path | None,
    typer.Option(
        "--catalogue",
        metavar="TỆP",
        help="Danh mục chỉ tiêu của đơn vị. Mặc định là danh-muc.csv trong thư mục báo cáo, nếu có.",
    ),
]


def _known_format(text: str) -> str:
    if text not in ("text", "csv"):
        raise typer.BadParameter("chỉ có text và csv.")
    return text


Shown = Annotated[
    Path | None, typer.Option("--catalogue", metavar="TỆP", help="Thêm các chỉ tiêu trong danh mục này của đơn vị.")
]
Form = Annotated[
    str,
    typer.Option(
        "--format", metavar="DẠNG", callback=_known_format, help="text: cho người đọc; csv: bảng. Mặc định là text."
    ),
]
Table = Annotated[Path, typer.Argument(metavar="TỆP", help="Danh mục cần kiểm tra, dạng CSV.")]
Folder = Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục có các báo cáo, kể cả thư mục con.")]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="TỆP_RA", help="Tệp mới để ghi bảng. Mặc định là in ra màn hình.")
]


@app.command("list", cls=VietnameseCommand)
def show(catalogue: Shown = None, form: Form = "text") -> None:
    """Liệt kê các chỉ tiêu: mã, tên, đơn vị, nhóm."""
    from pipeline import metrics_command  # noqa: PLC0415  # help answers at once, as with the other commands

    raise typer.Exit(metrics_command.show(catalogue, as_table=form == "csv"))


@app.command(cls=VietnameseCommand)
def check(table: Table) -> None:
    """Kiểm tra danh mục của đơn vị, nêu mọi chỗ sai theo dòng và cột."""
    from pipeline import metrics_command  # noqa: PLC0415  # as with list

    raise typer.Exit(metrics_command.check(table))


@app.command(cls=VietnameseCommand)
def suggest(folder: Folder, catalogue: CatalogueOption = None, out: Out = None) -> None:
    """Đề xuất chỉ tiêu cho các số liệu hay gặp mà danh mục chưa có, để dán vào danh-muc.csv."""
    from pipeline import metrics_command  # noqa: PLC0415  # as with list

    raise typer.Exit(metrics_command.propose(folder, catalogue, out))
