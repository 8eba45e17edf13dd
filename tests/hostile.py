"""The program run over files made to hurt: what it says of each, what it used, opened and left behind."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus.hostile.packing import para, run, word
from corpus.hostile.write import write_hostile

TOP = Path(__file__).parents[1]
TABLE: Mapping[str, Mapping[str, str]] = {
    row["name"]: row for row in tomllib.loads((TOP / "corpus/forms/hostile.toml").read_text("utf-8"))["file"]
}
#: what is told to the hook, beside files that are opened
_EVENTS = (
    "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request", "subprocess.Popen",
    "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.startfile", "os.remove", "os.rename", "os.mkdir",
    "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "shutil.rmtree", "shutil.copyfile",
    "shutil.move", "ctypes.dlopen",
)  # fmt: skip
_HOOKED = """
import os, sys
log = os.open({log!r}, os.O_WRONLY | os.O_APPEND)
watched = {events!r}
def hook(event, args):
    if event == "open" or event in watched:
        said = [os.fsdecode(one) if isinstance(one, (str, bytes, os.PathLike)) else repr(one) for one in args]
        try:
            os.write(log, ("\\t".join([event, *said]).replace("\\n", " ") + "\\n").encode("utf-8", "replace"))
        except OSError:
            pass  # a process that has closed all its files
sys.addaudithook(hook)
"""
_MAIN = "from pipeline.cli import main; main()"
#: the whole of a run may take no longer, whatever the files of it ask for
MOST_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a run: records by the paths of files, exit status, what went to standard error, largest memory of
    one process in bytes, and what the hook was told.
    """

    records: Mapping[str, Mapping[str, Any]]
    status: int
    errors: str
    memory: int
    events: Sequence[Sequence[str]]

    def of(self, folder: str) -> list[Mapping[str, Any]]:
        """The records of what lies in a folder, beside its neighbours."""
        inside = {path: record for path, record in self.records.items() if path.partition("/")[0] == folder}
        return [record for path, record in inside.items() if path.rpartition("/")[2] not in NEIGHBOURS]


#: starts a program and tells its largest memory: that of what is started by a large process counts what this had
_LAUNCH = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[2:])
if hasattr(os, "wait4"):
    _, status, used = os.wait4(process.pid, 0)
    status, used = os.waitstatus_to_exitcode(status), used.ru_maxrss
else:
    status, used = process.wait(), 0
with open(sys.argv[1], "w") as file:
    file.write(str(used))
sys.exit(status if status >= 0 else 128 - status)
"""


def soat(folder: Path, scratch: Path, path: str | None = None, before: str = "", tracer: Sequence[str] = ()) -> Run:
    """Check a folder with the program, in two worker processes; `path` is where it looks for other programs.

    `before` is done first in the process of the program, `tracer` is a program that starts it.
    """
    scratch.mkdir()
    log, out, err, temporary = (scratch / name for name in ("log", "out", "err", "tmp"))
    log.touch()
    temporary.mkdir()
    code = _HOOKED.format(log=str(log), events=_EVENTS) + before + _MAIN
    command = [
        *tracer,
        sys.executable,
        "-X",
        "utf8",
        "-c",
        code,
        "check",
        "--format",
        "json",
        "--workers",
        "2",
        str(folder),
    ]
    found = str(scratch / "none") if path is None else path
    own = {
        "PATH": found,
        "TMPDIR": str(temporary),
        "HOME": str(scratch),
        "PYTHONPATH": str(TOP),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    with out.open("wb") as standard, err.open("wb") as error:
        process = subprocess.Popen(
            [sys.executable, "-S", "-c", _LAUNCH, str(scratch / "used"), *command],
            stdout=standard,
            stderr=error,
            env=own,
            cwd=scratch,
            start_new_session=True,
        )
        status = _waited(process)
    memory = int((scratch / "used").read_text()) * (1 if sys.platform == "darwin" else 1024)
    assert not list(temporary.iterdir())
    lines = out.read_text("utf-8").splitlines()
    records = [json.loads(line, parse_constant=_no_constant) for line in lines]
    events = [line.split("\t") for line in log.read_text("utf-8").splitlines()]
    return Run({record["source"]["path"]: record for record in records}, status, err.read_text("utf-8"), memory, events)


def _waited(process: subprocess.Popen[bytes]) -> int:
    """Exit status of a program, which is ended with all that it started if it is late."""
    try:
        return process.wait(MOST_SECONDS)
    except subprocess.TimeoutExpired:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, 9)
        process.kill()
        raise


def _no_constant(name: str) -> None:
    raise AssertionError(name)


# -- folders -------------------------------------------------------------------------------------------------------

#: two good reports in each folder, one that is read before the hostile file and one after it
NEIGHBOURS = ("0-truoc.txt", "z-sau.docx")


def write_neighbours(name: str, folder: Path) -> None:
    """Write the good reports of a folder, which are like no others; their sums are wrong."""
    folder.mkdir(parents=True, exist_ok=True)
    first = 100 + list(TABLE).index(name)
    for file, total in zip(NEIGHBOURS, (first, first + 500), strict=True):
        said = f"Xã tiếp nhận {total} hồ sơ, trong đó trực tuyến {total - 30} hồ sơ, trực tiếp 31 hồ sơ."
        data = said.encode() if file.endswith(".txt") else word(para(run(said)))
        (folder / file).write_bytes(data)


def write_folder(names: Sequence[str], folder: Path) -> None:
    """Write rows of the table into folders of their own, each with good reports beside."""
    for name in names:
        write_neighbours(name, folder / name)
        write_hostile(name, folder / name)


def state(folder: Path) -> Mapping[str, tuple[int, int, str]]:
    """All files below a folder with size, time and, unless they are huge, digest."""
    return {
        str(file.relative_to(folder)): (
            file.stat().st_size,
            file.stat().st_mtime_ns,
            sha256(file.read_bytes()).hexdigest() if file.stat().st_size < 1 << 28 else "",
        )
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def command(name: str) -> str | None:
    """Where a program of this machine is."""
    return shutil.which(name)
