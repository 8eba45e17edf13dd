"""Files made to hurt: each ends in the one answer of the table, quickly, in bounds, and touches nothing else."""

from __future__ import annotations

import os
import re
import site
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from corpus.hostile.office import CONVERTERS
from corpus.hostile.write import MAKERS, SPARSE, write_hostile
from tests.hostile import NEIGHBOURS, TABLE, TOP, Run, command, soat, state, write_folder, write_neighbours

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds what a file may ask for")
#: rows that take long or much room on the disk
SLOW = (
    "long_table", "backtracking", "long_line", "many_headings", "html_long_text", "pdf_many_pages", "pdf_flate_bomb",
    "pdf_form_fan", "pdf_many_texts", "pdf_many_lines",
)  # fmt: skip
#: rows that cannot be right yet, with what is missing
MISSING: Mapping[str, str] = {
    "long_table": "too much is kept of 400,000 cells",
}
QUICK = [name for name in TABLE if name not in SLOW and name not in CONVERTERS]
#: figures that a row is read with, beside or instead of those of all the others
SAYS = {
    "text_everywhere": {"120", "80", "40", "7", "8", "9", "5"},
    "pdf_no_unicode": set[str](),
}
#: whose files the program may read: its own, those of Python and what the system says of processes
OWN = tuple(
    Path(folder).resolve()
    for folder in (str(TOP), sys.prefix, sys.base_prefix, *site.getsitepackages(), "/proc", "/sys")
)
#: what it may do among its temporary files
FOLDERS = {"os.mkdir", "os.rmdir", "os.remove", "shutil.rmtree", "os.chmod"}
#: a worker holds what its parent held when it was made beside what it may take itself
MOST_MEMORY = 1536 * 1024 * 1024 * 1.25


def rows(names: list[str] | tuple[str, ...]) -> list[Any]:
    return [
        pytest.param(name, marks=pytest.mark.xfail(reason=MISSING[name], strict=True) if name in MISSING else ())
        for name in names
    ]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def quick(place: Path) -> Run:
    """All quick rows in one run, each in a folder of its own beside two good reports."""
    write_folder(QUICK, place / "nop")
    before = state(place / "nop")
    made = soat(place / "nop", place / "run")
    assert state(place / "nop") == before
    return made


def assert_answer(name: str, run: Run, folder: str | None = None) -> None:
    """The records of a row are as the table says."""
    row, records = TABLE[name], run.of(folder or name)
    codes = row.get("code", "").split("|")
    assert records, run.errors
    told = [(one["source"]["path"], one["status"], one["error"], one["source"]["warnings"]) for one in records]
    if row["status"] == "error":
        errors = {one["error"]["code"] for one in records if one["status"] == "error"}
        assert errors or "ok" in codes, told
        assert errors <= set(codes), told
    else:
        assert {one["status"] for one in records} == {row["status"]}, told
    if name == "zip_slip":
        assert "tot.docx" in {one["source"]["name"] for one in records if one["status"] == "ok"}, told
    for one in records:
        if one["status"] == "error":
            assert one["source"]["name"] in one["error"]["message"], told
            continue
        warnings = {warning["code"] for warning in one["source"]["warnings"]}
        assert warnings >= set(codes if row["status"] != "error" and "code" in row else ()), told
        figures = {number["text"] for number in one["numbers"] if number["role"] == "measure"}
        assert figures >= SAYS.get(name, {"120", "80", "40"}), (told, sorted(figures)[:20])


def test_every_row_has_its_files_and_no_other_is_made() -> None:
    assert {*MAKERS, *SPARSE} == set(TABLE)
    assert {*SLOW, *MISSING} <= set(TABLE)


@pytest.mark.usefixtures("quick")
def test_made_again_they_are_the_same(place: Path) -> None:
    for name in (name for name in QUICK if name in MAKERS):
        again = MAKERS[name]()
        assert {file: (place / "nop" / name / file).read_bytes() for file in again} == again, name


@pytest.mark.parametrize("name", rows(QUICK))
def test_a_hostile_file_gets_its_answer(name: str, quick: Run) -> None:
    assert_answer(name, quick)


def test_good_reports_beside_hostile_files_come_out_the_same(quick: Run, place: Path) -> None:
    for name in QUICK:
        write_neighbours(name, place / "rieng" / name)
    alone = soat(place / "rieng", place / "run-rieng").records
    assert len(alone) == 2 * len(QUICK)
    assert all([finding["rule"] for finding in record["findings"]].count("sum") for record in alone.values())
    assert {path: quick.records.get(path) for path in alone} == alone


def test_the_run_ends_as_it_should(quick: Run) -> None:
    assert quick.status == 2
    assert "Traceback" not in quick.errors
    assert "Warning" not in quick.errors
    codes = {record["error"]["code"] for record in quick.records.values() if record["error"]}
    assert "internal" not in codes
    assert len(codes) > 8
    assert 0 <= quick.memory < MOST_MEMORY


def test_nothing_else_is_opened_written_started_or_called(quick: Run, place: Path) -> None:
    opened = {said[0] for event, *said in quick.events if event == "open"}
    assert {str(place / "nop" / name / file) for name in QUICK for file in NEIGHBOURS} <= opened
    assert not [event for event in quick.events if not is_harmless(event, place)]


def is_harmless(event: Sequence[str], place: Path) -> bool:
    """Whether what the hook was told of is of the program itself: its modules, its temporary files, the reports."""
    name, *said = event
    if name == "open":
        path, _mode, flags = said
        if path.isdecimal() or path in {os.devnull, "None"}:
            return True
        reads = int(flags) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND) == 0
        inside = (place, *OWN) if reads else (place / "run" / "tmp",)
        return any(Path(os.path.realpath(path)).is_relative_to(folder) for folder in inside)
    if name == "ctypes.dlopen":
        return said == ["None"] or any(Path(said[0]).is_relative_to(folder) for folder in OWN)
    return name in FOLDERS and all(
        Path(os.path.realpath(one)).is_relative_to(place / "run" / "tmp") for one in said if one.startswith(os.sep)
    )


# -- one by one ----------------------------------------------------------------------------------------------------


@linux
@pytest.mark.slow
@pytest.mark.parametrize("name", rows(SLOW))
def test_a_hostile_file_that_takes_long_gets_its_answer(name: str, place: Path) -> None:
    folder = place / f"cham-{name}"
    write_folder([name], folder)
    before = state(folder)
    made = soat(folder, place / f"run-{name}")
    assert state(folder) == before
    assert_answer(name, made)
    assert len(made.records) == len(NEIGHBOURS) + len(made.of(name))
    assert all(made.records[f"{name}/{file}"]["findings"] for file in NEIGHBOURS)
    assert made.memory < MOST_MEMORY
    for file in write_hostile(name, folder / name):
        file.unlink()


@linux
@pytest.mark.parametrize("name", rows(list(CONVERTERS)))
def test_a_converter_that_misbehaves_is_ended(name: str, place: Path) -> None:
    write_folder([name], place / name)
    programs, pid = place / f"bin-{name}", place / f"pid-{name}"
    programs.mkdir()
    (programs / "soffice").write_text(CONVERTERS[name].format(pid=pid), "utf-8")
    (programs / "soffice").chmod(0o755)
    soon = "import pipeline.ingest.limits\npipeline.ingest.limits.CONVERTER_SECONDS = 2.0\n"
    made = soat(place / name, place / f"run-{name}", f"{programs}{os.pathsep}{os.defpath}", soon)
    assert_answer(name, made)
    assert all(made.records[f"{name}/{file}"]["findings"] for file in NEIGHBOURS)
    if name == "converter_hangs":
        assert not is_alive(int(pid.read_text("utf-8")))


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.mark.slow
@pytest.mark.skipif(command("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libre_office_runs_nothing_that_a_file_names(place: Path) -> None:
    names = ["docx_is_rtf", "docx_is_doc", "doc_macro"]
    write_folder(names, place / "lo")
    before = state(place / "lo")
    made = soat(place / "lo", place / "run-lo", os.environ["PATH"])
    assert state(place / "lo") == before
    for name in names:
        assert_answer(name, made)
    texts = str(made.records)
    assert "root:" not in texts
    assert not [file for folder in (place / "run-lo", Path.cwd(), Path.home()) for file in folder.glob("soat-*o*")]


_CALLS = "open,openat,openat2,creat,connect,bind,execve,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat,truncate,chmod,fchmodat,socket"  # noqa: E501  # one argument
_CALL = re.compile(r"^\d+ +(\w+)\((.*?)(?:\) += (-?\d+)| <unfinished)")
_NAMED = re.compile(r'"((?:[^"\\]|\\.)*)"')


@pytest.mark.slow
@pytest.mark.skipif(command("strace") is None, reason="strace is not installed")
def test_the_system_is_asked_for_nothing_else(place: Path) -> None:
    write_folder(QUICK, place / "theo")
    trace = place / "trace"
    soat(
        place / "theo",
        place / "run-theo",
        tracer=(command("strace") or "", "-f", "-qq", "-o", str(trace), "-e", f"trace={_CALLS}"),
    )
    calls = [
        (match[1], match[2], match[3] or "0")
        for line in trace.read_text("utf-8", "replace").splitlines()
        if (match := _CALL.match(line))
    ]
    assert len(calls) > 1000
    assert {call for call, _, _ in calls if call in {"connect", "bind"}} == set()
    assert [said for call, said, _ in calls if call == "execve"][1:] == []
    assert [call for call in calls if not _is_ours(*call, place)] == []


def _is_ours(call: str, said: str, result: str, place: Path) -> bool:
    """Whether a call of the system is about the program's own files, or found nothing; no links are among them."""
    if call in {"execve", "socket"} or (result == "-1" and call.startswith("open")):
        return call != "socket" or "AF_UNIX" in said
    reads = call.startswith("open") and not re.search("O_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND)", said)
    system = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/dev/null", "/dev/urandom")
    # programs are looked for in /opt
    if call.startswith("open") and _NAMED.findall(said) in ([os.devnull], ["/opt"] if reads else []):
        return True
    inside = [place, *OWN, *map(Path, system)] if reads else [place / "run-theo"]
    return all(
        any(Path(os.path.normpath(one)).is_relative_to(folder) for folder in inside)
        for one in _NAMED.findall(said)
        if one.startswith(os.sep)
    )
