"""Programs of the system that readers may use: where they are, how to get them here, and one call that never hangs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import system
from pipeline.ingest.limits import MOST_BYTES, MOST_MEMORY

#: of the environment only what a program needs to start is handed on: no proxy, desktop, locale or setting of a user
_KEPT = ("SYSTEMROOT", "WINDIR", "COMSPEC", "PATHEXT", "PROGRAMFILES", "PROGRAMDATA", "TESSDATA_PREFIX")


@dataclass(frozen=True, slots=True)
class Program:
    """A program by the name that users know, its commands, and where systems put it beside the search path.

    `packages` is what to ask each package manager for.
    """

    name: str
    commands: tuple[str, ...]
    places: tuple[str, ...]
    packages: Mapping[str, str]


LIBRE_OFFICE = Program(
    "LibreOffice",
    # on Windows only the .com waits for its end
    ("soffice.com", "soffice", "libreoffice"),
    (
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
        "/opt/libreoffice*/program/soffice",
        "C:/Program Files/LibreOffice/program/soffice.com",
        "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    ),
    {
        "apt-get": "sudo apt install libreoffice-writer",
        "dnf": "sudo dnf install libreoffice-writer",
        "zypper": "sudo zypper install libreoffice-writer",
        "pacman": "sudo pacman -S libreoffice-still",
        "darwin": "brew install --cask libreoffice",
        "win32": "tải bộ cài LibreOffice cho Windows ở libreoffice.org rồi cài đặt",
    },
)
TESSERACT = Program(
    "Tesseract",
    ("tesseract",),
    (
        "/opt/homebrew/bin/tesseract",
        "/usr/local/bin/tesseract",
        "C:/Program Files/Tesseract-OCR/tesseract.exe",
        "C:/Program Files (x86)/Tesseract-OCR/tesseract.exe",
    ),
    {
        "apt-get": "sudo apt install tesseract-ocr tesseract-ocr-vie",
        "dnf": "sudo dnf install tesseract tesseract-langpack-vie",
        "zypper": "sudo zypper install tesseract-ocr tesseract-ocr-traineddata-vietnamese",
        "pacman": "sudo pacman -S tesseract tesseract-data-vie",
        "darwin": "brew install tesseract tesseract-lang",
        "win32": "tải bộ cài Tesseract cho Windows của UB Mannheim, khi cài chọn thêm tiếng Việt (Vietnamese)",
    },
)


def find_program(program: Program) -> Path | None:
    """Return the file of a program, None where it is not installed."""
    for command in program.commands:
        if found := shutil.which(command):
            return Path(found)
    for place in program.places:
        folder, _, rest = place.partition("*")
        above = Path(folder).parent
        near = above.glob(place[len(above.as_posix()) + 1 :]) if rest and above.is_dir() else [Path(place)]
        if here := [path for path in near if path.is_file()]:
            return max(here, key=_version)
    return None


def _version(path: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", path.as_posix())]


def how_to_get(program: Program) -> str:
    """Return how a program is installed on this system: a command, or a clause in Vietnamese."""
    if sys.platform in program.packages:
        return program.packages[sys.platform]
    manager = next((one for one in program.packages if shutil.which(one)), None)
    return program.packages[manager] if manager else f"cài {program.name} bằng trình quản lý gói của hệ thống"


def run_program(command: Sequence[str], seconds: float, folder: Path, output: Path | None = None) -> int | None:
    """Run a program in a folder; return its exit status, None where it took longer and was ended.

    It gets no input and a cleaned environment whose home and folder for temporary files is `folder`; its standard
    output goes to the file `output`. Whatever it started and left in its process group is ended with it.
    Raises OSError where it cannot be started.
    """
    # files and not pipes: a pipe that a child holds open would keep us waiting for it
    with (output or Path(os.devnull)).open("wb") as written:
        process = subprocess.Popen(  # noqa: S603  # programs that we found ourselves, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=_environment(folder),
            process_group=None if sys.platform == "win32" else 0,
        )
        system.bound_program(process.pid, MOST_MEMORY, MOST_BYTES)
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            system.end_program(process)


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    home = str(folder)
    own = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TMPDIR", "TEMP", "TMP"), home)
    fixed = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "SAL_USE_VCLPLUGIN": "svp", "OMP_THREAD_LIMIT": "1"}
    return {"PATH": os.environ.get("PATH", os.defpath)} | kept | own | fixed
