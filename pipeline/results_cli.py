"""The command line of what is given back and kept: `soat run`, `compare`, `template`, `backup`, `restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.metrics_cli import CatalogueOption
from pipeline.options import Dismissals, Form, Workers, count_of
from pipeline.usage import VietnameseCommand

Folder = Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục có các báo cáo, kể cả thư mục con.")]
Out = Annotated[Path, typer.Option("--out", metavar="THƯ_MỤC_RA", help="Thư mục để ghi kết quả.")]
Results = Annotated[Path, typer.Argument(metavar="KẾT_QUẢ", help="Thư mục kết quả của soat run.")]
Previous = Annotated[
    Path | None,
    typer.Option("--previous", metavar="KẾT_QUẢ", help="Thư mục kết quả của kỳ trước, để đối chiếu số đầu kỳ, lũy kế."),
]
Checklist = Annotated[
    Path | None,
    typer.Option("--checklist", metavar="TỆP", help="Bảng CSV các chỉ tiêu đã yêu cầu báo cáo: chi_tieu, don_vi, ky."),
]
Template = Annotated[
    Path | None, typer.Option("--template", metavar="TỆP", help="Mẫu phiếu rà soát của cơ quan (.docx).")
]
Data = Annotated[bool, typer.Option("--du-lieu", help="Ghi thêm du-lieu/: CSV, Parquet và JSON Lines.")]
Anonymous = Annotated[
    bool, typer.Option("--an-danh", help="Che tên người, số điện thoại, giấy tờ; không có bản ghi chú trên bản gốc.")
]
Old = Annotated[Path, typer.Argument(metavar="CŨ", help="Báo cáo cũ, hoặc thư mục báo cáo hay kết quả kỳ trước.")]
New = Annotated[Path, typer.Argument(metavar="MỚI", help="Báo cáo đã sửa, hoặc thư mục của kỳ này.")]
TemplateFile = Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp .docx sẽ ghi; không ghi đè tệp đã có.")]
BackupFile = Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp .zip sẽ ghi; không ghi đè tệp đã có.")]


def run(  # noqa: PLR0913, PLR0917  # each is an option of the command
    folder: Folder,
    out: Out,
    catalogue: CatalogueOption = None,
    dismissals: Dismissals = None,
    previous: Previous = None,
    checklist: Checklist = None,
    template_file: Template = None,
    data: Data = False,
    anonymous: Anonymous = False,
    workers: Workers = None,
) -> None:
    """Soát cả thư mục: sổ kết quả, trang xem, phiếu rà soát và bản ghi chú của từng báo cáo."""
    from pipeline import run_command  # noqa: PLC0415  # writing workbooks takes a quarter of a second to import

    asked = run_command.Asked(previous, checklist, template_file, data=data, anonymous=anonymous)
    choice = run_command.Choice(catalogue, dismissals, count_of(workers), asked)
    raise typer.Exit(run_command.run(folder, out, choice))


def compare(old: Old, new: New, form: Form = "text", workers: Workers = None) -> None:
    """Đối chiếu hai bản của một báo cáo (cũ và đã sửa), hoặc hai thư mục của hai kỳ."""
    from pipeline import compare_command  # noqa: PLC0415  # as with run

    raise typer.Exit(compare_command.compare(old, new, as_json=form == "json", workers=count_of(workers)))


def backup(results: Results, file: BackupFile) -> None:
    """Sao lưu cơ sở dữ liệu, nhật ký quyết định và sổ kết quả vào một tệp .zip."""
    from pipeline import store_command  # noqa: PLC0415  # as with run

    raise typer.Exit(store_command.backup(results, file))


def restore(results: Results) -> None:
    """Dựng lại các quyết định của cơ sở dữ liệu từ nhật ký quyet-dinh.jsonl."""
    from pipeline import store_command  # noqa: PLC0415  # as with run

    raise typer.Exit(store_command.restore(results))


def template(file: TemplateFile) -> None:
    """Ghi mẫu phiếu rà soát ra tệp .docx để cơ quan sửa theo ý mình, dùng với soat run --template."""
    from pipeline import template_command  # noqa: PLC0415  # as with run

    raise typer.Exit(template_command.write_template(file))


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (run, compare, template, backup, restore):
        app.command(cls=VietnameseCommand)(command)
