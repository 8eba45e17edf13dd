"""The command line: `soat check`, `soat run`."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.usage import WRONG_CALL, VietnameseCommand, VietnameseGroup

# `soat --help` answers at once: what reads reports is imported by the command that needs it
if TYPE_CHECKING:
    from pipeline.ingest.folder import Found
    from pipeline.show import Outcome, Paint

CLEAN, WRONG_NUMBERS, UNREADABLE = 0, 1, 2

app = typer.Typer(
    name="soat",
    cls=VietnameseGroup,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    options_metavar="[TÙY CHỌN]",
    subcommand_metavar="LỆNH …",
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"soat {version('soat')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    _: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Hiện phiên bản.", show_default=False)
    ] = False,
) -> None:
    """Soát báo cáo: đọc báo cáo hành chính tiếng Việt và chỉ ra các số liệu mâu thuẫn với nhau."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(WRONG_CALL)


def _line_number(text: str | None) -> str | None:
    if text is not None and not (text.isdecimal() and int(text) > 0):
        raise typer.BadParameter("cần số của một dòng, đếm từ 1.")
    return text


def _known_format(text: str) -> str:
    if text not in ("text", "json"):
        raise typer.BadParameter("chỉ có text và json.")
    return text


@app.command(cls=VietnameseCommand, options_metavar="[TÙY CHỌN]")
def check(
    paths: Annotated[
        list[Path], typer.Argument(metavar="ĐƯỜNG_DẪN…", help="Các tệp và thư mục cần soát.", show_default=False)
    ],
    format: Annotated[  # noqa: A002  # the name of the option
        str, typer.Option(metavar="DẠNG", callback=_known_format, help="text: cho người đọc; json: mỗi tệp một dòng JSON.")
    ] = "text",
    explain: Annotated[
        str | None,
        typer.Option(metavar="DÒNG", callback=_line_number, help="Cho biết từng số ở dòng này được hiểu thế nào (một tệp)."),
    ] = None,
) -> None:
    """Soát các tệp và thư mục, in ra những chỗ sai của từng báo cáo."""
    from pipeline.bulk import find_reports

    found = find_reports(paths)
    if explain is None:
        raise typer.Exit(_check(found, as_json=format == "json"))
    if len(found.files) != 1 or format == "json":
        raise typer.BadParameter("chỉ dùng với một tệp và dạng text.", param_hint="--explain")
    raise typer.Exit(_explain(found, int(explain)))


@app.command(cls=VietnameseCommand, options_metavar="[TÙY CHỌN]")
def run(
    folder: Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục có các báo cáo.", show_default=False)],
    out: Annotated[Path, typer.Option(metavar="THƯ_MỤC_RA", help="Nơi ghi kết quả.", show_default=False)],
) -> None:
    """Soát cả thư mục, ghi số liệu và phát hiện vào ket-qua.xlsx và ket-qua.jsonl."""
    from pipeline.bulk import analyse_files, find_reports
    from pipeline.output import Unwritable, prepare, write_results
    from pipeline.progress import Bar
    from pipeline.show import outcome, summary

    found = find_reports([folder])
    if len(found.files) == 1 and (error := found.files[0].error):
        _tell(f"Không chạy được với “{found.files[0].shown}”: {error.cause}.")
        raise typer.Exit(UNREADABLE)
    try:
        prepare(out)
        with Bar() as bar:
            records = analyse_files(found, bar.report)
        written = write_results(records, out)
    except Unwritable as error:
        _tell(str(error))
        raise typer.Exit(UNREADABLE) from error
    outcomes = [outcome(record) for record in records]
    failures = [record["error"]["message"] for record in records if record["error"]]
    with _output() as write:
        for line in (*failures, summary(outcomes, found.skipped), *(f"Đã ghi {path}" for path in written)):
            write(line.encode() + b"\n")
    raise typer.Exit(UNREADABLE if _unread(outcomes) else CLEAN)


def _check(found: Found, *, as_json: bool) -> int:
    """Write what was found in each file as soon as it is read; return the exit status."""
    from pipeline.bulk import analyses, public
    from pipeline.export.jsonl import json_line
    from pipeline.progress import Bar
    from pipeline.show import outcome, passed_over, report, summary

    outcomes: list[Outcome] = []
    paint = _paint()
    with _output() as write, Bar() as bar:
        for result in analyses(found, bar.report):
            record = public(result)
            outcomes.append(outcome(record))
            bar.hide()
            write(json_line(record) if as_json else f"{report(result, paint)}\n\n".encode())
        if not as_json:
            write(f"{summary(outcomes, found.skipped)}\n".encode())
    if as_json:
        _tell(*passed_over(found.skipped))
    return _status(outcomes)


def _explain(found: Found, line: int) -> int:
    from pipeline.analyse import Failure
    from pipeline.bulk import analyses, public
    from pipeline.explain import NoSuchLine, explain
    from pipeline.show import outcome, report

    result = next(analyses(found, lambda _done, _total: None))
    if isinstance(result, Failure):
        _tell(report(result))
        return UNREADABLE
    try:
        text = explain(result, line, _paint())
    except NoSuchLine as error:
        raise typer.BadParameter(f"tệp chỉ có {error.last} dòng.", param_hint="--explain") from error
    with _output() as write:
        write(f"{text}\n".encode())
    return _status([outcome(public(result))])


def _unread(outcomes: Sequence[Outcome]) -> bool:
    return any(one.status != "ok" for one in outcomes)


def _status(outcomes: Sequence[Outcome]) -> int:
    """Return the exit status of `check`: what could not be read counts more than what is wrong."""
    if _unread(outcomes):
        return UNREADABLE
    return WRONG_NUMBERS if any("error" in one.severities for one in outcomes) else CLEAN


def _tell(*lines: str) -> None:
    for line in lines:
        typer.echo(line, err=True)


def _paint() -> Paint:
    """Colours on a terminal that shows them, unless the user wants none."""
    from pipeline.show import COLOUR, PLAIN

    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or (os.name == "nt" and "WT_SESSION" not in os.environ)
    return COLOUR if sys.stdout.isatty() and not plain else PLAIN


@contextmanager
def _output() -> Iterator[Callable[[bytes], Any]]:
    """Give what writes to standard output: bytes, so that it is UTF-8 with "\\n" on every console.

    A reader that goes away ends the work without noise.
    """
    try:
        yield sys.stdout.buffer.write
        sys.stdout.buffer.flush()
    except OSError as error:
        if error.errno not in (errno.EPIPE, errno.EINVAL):  # Windows says EINVAL of a pipe that was closed
            _tell(f"Không ghi được ra đầu ra: {'đĩa đầy' if error.errno == errno.ENOSPC else f'lỗi số {error.errno}'}.")
        # or Python itself would complain once more at its end
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(UNREADABLE) from error


def main() -> None:
    """Run the program."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app(prog_name="soat")
