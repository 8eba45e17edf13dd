"""`soat doctor`: which programs and libraries are here, what is lost without those that are not, how to get them."""

from __future__ import annotations

import platform
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.ingest.programs import LIBRE_OFFICE, TESSERACT, Program, find_program, how_to_get, run_program

_SECONDS = 20.0
_NUMBERS = re.compile(r"\d+(?:\.\d+)+")
#: libraries and the first version without a known way to hurt us: local files read through XML, code run from a PDF,
#: limits of pictures passed by
_FLOORS = (("lxml", "6.1"), ("pdfminer.six", "20251230"), ("Pillow", "12.3"))
_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked for: there or not, what it is, what is lost without it and how to get it."""

    there: bool
    name: str
    found: str
    lost: str = ""
    way: str = ""

    def __str__(self) -> str:
        if self.there:
            return f"có     {self.name}: {self.found}"
        return f"thiếu  {self.name}: {self.found}\n         Không có thì: {self.lost}.\n         Cách cài: {self.way}."


def lines() -> Iterator[Line]:
    """Yield what was looked for, in the order in which it is shown."""
    yield _python()
    yield from (_library(name, floor) for name, floor in _FLOORS)
    yield _program(LIBRE_OFFICE, "tệp .doc của Word đời trước 1997 không đọc được")
    yield _program(TESSERACT, "bản quét và ảnh chụp không đọc được")
    if find_program(TESSERACT) is not None:
        yield _vietnamese()


def _python() -> Line:
    here = sys.version_info[:2] >= _PYTHON
    return Line(here, "Python", platform.python_version(), "Soát không chạy được", "cài Python 3.11 trở lên")


def _library(name: str, floor: str) -> Line:
    way = f"python -m pip install -U “{name}>={floor}”"
    try:
        found = version(name)
    except PackageNotFoundError:
        return Line(False, name, "chưa cài", "một số dạng tệp không đọc được", way)
    lost = f"bản cũ hơn {floor} có lỗ hổng bảo mật đã biết"
    return Line(_parts(found) >= _parts(floor), name, found, lost, way)


def _parts(text: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", text)))


def _program(program: Program, lost: str) -> Line:
    path = find_program(program)
    if path is None:
        return Line(False, program.name, "chưa cài", lost, how_to_get(program))
    told = _version(path)
    found = f"{told} ({path})" if told else f"không chạy được ({path})"
    return Line(bool(told), program.name, found, lost, how_to_get(program))


def _version(path: Path) -> str:
    found = _NUMBERS.search(_told([str(path), "--version"]))
    return found.group() if found else ""


def _vietnamese() -> Line:
    path = find_program(TESSERACT)
    here = path is not None and "vie" in _told([str(path), "--list-langs"]).split()
    lost = "bản quét tiếng Việt không đọc được"
    return Line(
        here, "Dữ liệu tiếng Việt của Tesseract", "có vie" if here else "không có vie", lost, how_to_get(TESSERACT)
    )


def _told(command: list[str]) -> str:
    """What a program prints, "" where it cannot be run."""
    with tempfile.TemporaryDirectory(prefix="soat-", ignore_cleanup_errors=True) as scratch:
        output = Path(scratch, "output")
        try:
            status = run_program(command, _SECONDS, Path(scratch), output)
        except OSError:
            return ""
        return output.read_text("utf-8", "replace") if status == 0 else ""


def examine(show: Callable[[str], None]) -> int:
    """Show a line for each thing; return the exit status: 0 if all is here, 1 if something is missing."""
    missing = 0
    for line in lines():
        show(str(line))
        missing += not line.there
    show(f"\nThiếu {missing} thứ; phần còn lại vẫn dùng được." if missing else "\nĐủ cả.")
    return 1 if missing else 0
