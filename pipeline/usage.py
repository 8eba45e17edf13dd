"""Help and usage errors of the command line in Vietnamese, whichever version of Typer words them."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

#: what Typer raises for a wrong call; each of its versions keeps the class in another module
_WrongCall: type[Exception] = typer.BadParameter.__mro__[2]

WRONG_CALL = 2
_INTERRUPTED = 130

_NEAR = r"(?:.*?(?:Did you mean|Possible options:)\s+(?P<near>[^?)]+))?"
#: Typer's own sentences and ours
_SENTENCES = tuple(
    (re.compile(pattern, re.DOTALL), sentence)
    for pattern, sentence in (
        (r"Missing command", "Thiếu tên lệnh."),
        (r"Missing argument '?(?P<what>[^']*?)(?:\.\.\.)?'?[.]", "Thiếu tham số {what}."),
        (r"Missing (?:option|parameter):? '?(?P<what>[^' ]+?)'?(?:[. ]|$)", "Thiếu tùy chọn {what}."),
        (r"No such option:? '?(?P<what>[^\s'.]+)'?" + _NEAR, "Không có tùy chọn {what}."),
        (r"No such command '(?P<what>.*?)'" + _NEAR, "Không có lệnh {what}."),
        (r"Got unexpected extra arguments?(?:\(s\))? \((?P<what>.*)\)", "Thừa tham số: {what}."),
        (r"Option '?(?P<what>[^\s']+)'? requires (?:an|\d+) argument", "Tùy chọn {what} cần có giá trị đi kèm."),
        (r"Option '?(?P<what>[^\s']+)'? does not take a value", "Tùy chọn {what} không nhận giá trị."),
        (r"Invalid value for '?(?P<what>.*?)'?: (?P<why>.*)", "Giá trị của {what} không hợp lệ: {why}"),
        (r"Invalid value: (?P<why>.*)", "{why}"),
    )
)


class VietnameseCommand(TyperCommand):
    """A command whose help is Vietnamese."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line that shows how it is called."""
        _write_usage(self, ctx, formatter)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        _write_help(self, ctx, formatter)


class VietnameseGroup(TyperGroup):
    """The program, whose help and usage errors are Vietnamese."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line that shows how it is called."""
        _write_usage(self, ctx, formatter)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        _write_help(self, ctx, formatter)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run and end with the exit status of the command; a wrong call is told in Vietnamese."""
        try:
            status = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except _WrongCall as error:
            if not standalone_mode:
                raise
            typer.echo(wrong_call(error), err=True)
            sys.exit(WRONG_CALL)
        except (typer.Abort, KeyboardInterrupt):
            typer.echo("Đã dừng.", err=True)
            sys.exit(_INTERRUPTED)
        if not standalone_mode:
            return status
        if status == _INTERRUPTED:  # as later versions of Typer tell it
            typer.echo("Đã dừng.", err=True)
        sys.exit(status if isinstance(status, int) else 0)


def wrong_call(error: Any) -> str:
    """Return what to tell a user about a wrong call: usage, where to find help, what is wrong."""
    context = getattr(error, "ctx", None)
    lines = [f"Lỗi: {in_vietnamese(error.format_message())}"]
    if context is not None:
        lines.insert(0, f"Gõ “{context.command_path} --help” để xem hướng dẫn.")
        lines.insert(0, context.get_usage())
    return "\n".join(lines)


def in_vietnamese(message: str) -> str:
    """Return a usage error of Typer in Vietnamese.

    >>> in_vietnamese("No such option: --fromat (Possible options: --format)")
    'Không có tùy chọn --fromat. Có phải là --format?'
    >>> in_vietnamese("Missing argument 'THƯ_MỤC'."), in_vietnamese("something new")
    ('Thiếu tham số THƯ_MỤC.', 'Lệnh viết chưa đúng.')
    """
    for pattern, sentence in _SENTENCES:
        if match := pattern.match(message):
            words = match.groupdict()
            near = (words.get("near") or "").strip(" '")
            return sentence.format(**words) + (f" Có phải là {near}?" if near else "")
    return "Lệnh viết chưa đúng."


def _write_usage(command: Any, ctx: Any, formatter: Any) -> None:
    parameters = command.get_params(ctx)
    pieces = ["[TÙY CHỌN]"]
    pieces += [" ".join(_option(p)[:1]) for p in parameters if p.param_type_name == "option" and p.required]
    pieces += [p.metavar for p in parameters if p.param_type_name == "argument"]
    pieces += ["LỆNH …"] if hasattr(command, "commands") else []
    formatter.write_usage(ctx.command_path, " ".join(pieces), "Cách dùng: ")


def _write_help(command: Any, ctx: Any, formatter: Any) -> None:
    _write_usage(command, ctx, formatter)
    formatter.write_paragraph()
    formatter.write_text(command.help or "")
    parameters = command.get_params(ctx)
    arguments = [(p.metavar, p.help) for p in parameters if p.param_type_name == "argument"]
    options = [_option(p) for p in parameters if p.param_type_name == "option"]
    commands = [(name, one.help) for name, one in getattr(command, "commands", {}).items()]
    for heading, rows in (("Tham số", arguments), ("Tùy chọn", options), ("Lệnh", commands)):
        if rows:
            with formatter.section(heading):
                formatter.write_dl(rows)


def _option(option: Any) -> tuple[str, str]:
    """An option and its help; `--help` is Typer's own and has English words."""
    words = "Hiện hướng dẫn này." if "--help" in option.opts else option.help
    metavar = "" if option.is_flag or not option.metavar else f" {option.metavar}"
    return ", ".join(option.opts) + metavar, words
