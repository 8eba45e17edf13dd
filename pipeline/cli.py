"""The command line: `soat check`, `soat run` and what it keeps, `soat score`, `soat metrics`, `soat doctor`."""

from __future__ import annotations

import gc
import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline import metrics_cli, results_cli
from pipeline.metrics_cli import CatalogueOption
from pipeline.options import Dismissals, Form, Workers, count_of
from pipeline.usage import WRONG_CALL, VietnameseCommand, VietnameseGroup

app = typer.Typer(cls=VietnameseGroup, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
app.add_typer(metrics_cli.app, name="metrics")


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415  # needed by no other call

        typer.echo(f"soat {version('soat')}")
        raise typer.Exit


def _line_number(text: str | None) -> str | None:
    if text is not None and not re.fullmatch(r"0*[1-9]\d{0,8}", text):
        raise typer.BadParameter("cần số thứ tự của một dòng, đếm từ 1.")
    return text


def _known_form(text: str | None) -> str | None:
    if text not in (None, "txt", "docx", "pdf"):
        raise typer.BadParameter("chỉ có txt, docx và pdf.")
    return text


def _count(text: str) -> str:
    if not re.fullmatch(r"\d{1,9}", text):
        raise typer.BadParameter("cần một số nguyên từ 0 trở lên.")
    return text


Version = Annotated[bool, typer.Option("--version", is_eager=True, callback=_version, help="Hiện phiên bản.")]
Paths = Annotated[list[Path], typer.Argument(metavar="ĐƯỜNG_DẪN…", help="Các tệp và thư mục cần soát.")]
Line = Annotated[
    str | None,
    typer.Option(
        "--explain",
        metavar="DÒNG",
        callback=_line_number,
        help="Cho biết từng số ở dòng này của một tệp được hiểu thế nào.",
    ),
]
Holds = Annotated[bool, typer.Option("--holds", help="In thêm từng phép tính khớp: phép tính và nơi đứng.")]
All = Annotated[bool, typer.Option("--all", help="In mọi lưu ý; mặc định mỗi báo cáo chỉ in mười lưu ý đầu.")]

Gold = Annotated[Path, typer.Argument(metavar="ĐÁP_ÁN", help="Thư mục đáp án, mỗi báo cáo một tệp .json.")]
Reports = Annotated[
    Path, typer.Argument(metavar="BÁO_CÁO", help="Thư mục báo cáo (.txt, .docx, .pdf) cùng tên với đáp án.")
]
ReportForm = Annotated[
    str | None,
    typer.Option(
        "--form",
        metavar="DẠNG",
        callback=_known_form,
        help="Chỉ chấm các tệp dạng này: txt, docx hoặc pdf. Mặc định lấy txt nếu có, rồi đến docx, pdf.",
    ),
]
Against = Annotated[
    Path | None,
    typer.Option(
        "--against",
        metavar="TỆP",
        help="So với điểm đã lưu trong tệp này. Mặc định là scores.jsonl trong thư mục đáp án, nếu có.",
    ),
]
SetName = Annotated[
    str | None,
    typer.Option("--set", metavar="TÊN", help="Tên của bộ trong tệp điểm. Mặc định là dạng của các tệp."),
]
Save = Annotated[bool, typer.Option("--save", help="Lưu điểm lần này vào tệp điểm.")]
AsJson = Annotated[bool, typer.Option("--json", help="In ra một đối tượng JSON.")]
Misses = Annotated[
    str,
    typer.Option("--misses", metavar="N", callback=_count, help="In N chỗ sai đầu tiên; 0: không in. Mặc định là 40."),
]

Kept = Annotated[
    Path | None, typer.Option("--out", metavar="KẾT_QUẢ", help="Kiểm tra thêm thư mục kết quả này có còn nguyên vẹn.")
]
ScoreCatalogue = Annotated[
    Path | None, typer.Option("--catalogue", metavar="TỆP", help="Danh mục chỉ tiêu của đơn vị, dùng thêm khi chấm.")
]


@app.callback(invoke_without_command=True)
def _root(context: typer.Context, show_version: Version = False) -> None:  # noqa: ARG001  # its callback answers
    """Soát báo cáo: đọc báo cáo hành chính tiếng Việt và chỉ ra các số liệu mâu thuẫn với nhau."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(WRONG_CALL)


@app.command(cls=VietnameseCommand)
def check(  # noqa: PLR0913, PLR0917  # each is an option of the command
    paths: Paths,
    form: Form = "text",
    line: Line = None,
    catalogue: CatalogueOption = None,
    dismissals: Dismissals = None,
    holds: Holds = False,
    everything: All = False,
    workers: Workers = None,
) -> None:
    """Soát các tệp và thư mục, in ra những chỗ sai của từng báo cáo."""
    # `soat --help` answers at once: what reads reports is imported by the command that needs it
    from pipeline import check_command  # noqa: PLC0415
    from pipeline.show import Wanted  # noqa: PLC0415

    for option, given in (("--explain", line is not None), ("--holds", holds), ("--all", everything)):
        if form == "json" and given:
            raise typer.BadParameter("chỉ dùng với dạng text.", param_hint=option)
    tables = check_command.Tables(catalogue, dismissals)
    if line is not None:
        raise typer.Exit(check_command.check_line(paths, int(line), tables))
    wanted = Wanted(everything, holds)
    count = count_of(workers)
    raise typer.Exit(check_command.check(paths, as_json=form == "json", tables=tables, wanted=wanted, workers=count))


results_cli.add_to(app)


@app.command(cls=VietnameseCommand)
def score(  # noqa: PLR0913, PLR0917  # each is an option of the command
    gold: Gold,
    reports: Reports,
    form: ReportForm = None,
    against: Against = None,
    name: SetName = None,
    save: Save = False,
    as_json: AsJson = False,
    misses: Misses = "40",
    catalogue: ScoreCatalogue = None,
) -> None:
    """Chấm xem báo cáo được đọc đúng đến đâu so với đáp án."""
    from pipeline import score_command  # noqa: PLC0415  # as with check

    choice = score_command.Choice(form, against, name, save, as_json, int(misses), catalogue)
    raise typer.Exit(score_command.score(gold, reports, choice))


@app.command(cls=VietnameseCommand)
def doctor(out: Kept = None) -> None:
    """Xem máy này có đủ chương trình và thư viện để đọc mọi dạng tệp không; thiếu gì thì cài thế nào."""
    from pipeline.doctor import examine  # noqa: PLC0415  # as with check
    from pipeline.store_command import integrity  # noqa: PLC0415

    kept = integrity(out) if out else None
    for sentence in kept.sentences if kept else ():
        typer.echo(sentence)
    status = examine(typer.echo)
    raise typer.Exit(1 if kept and kept.faults else status)


def main() -> None:
    """Run the program; what it says is UTF-8 on every console."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    gc.set_threshold(100_000)  # what is read holds no cycles: looking for them took a twentieth of the time
    app(prog_name="soat")
