"""Worker processes: limits, crashes, what they started, the end of their parent, and answers as in one process."""

from __future__ import annotations

import ctypes
import faulthandler
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pipeline import apart, bulk, system
from pipeline.bulk import analyse_files, find_reports
from pipeline.export.jsonl import json_line
from pipeline.in_order import InWorker, WorkAt, in_order, one_by_one
from pipeline.ingest import open as open_file
from pipeline.ingest.errors import IngestError
from pipeline.ingest.folder import FoundFile
from pipeline.ingest.patience import ask_for
from pipeline.ingest.whole_file import read_file
from pipeline.worker import Limits, Stopped
from pipeline.workers import Pool

TOP = Path(__file__).parents[1]
CORPUS = TOP / "corpus"
SOAT = (sys.executable, "-c", "from pipeline.cli import main; main()")
SHORT = Limits(seconds=1.0)
REPORT = "UBND xã Tiên Lãng\nBÁO CÁO\nTiếp nhận 20 hồ sơ, trong đó trực tiếp 12 hồ sơ, trực tuyến 8 hồ sơ.\n"
linux = pytest.mark.skipif(sys.platform != "linux", reason="bounds and processes as Linux has them")
SPAWN = pytest.param(False, id="spawn")
BOTH = pytest.mark.parametrize("fork", [pytest.param(True, id="fork", marks=linux), SPAWN])
MAY_FORK = system.may_fork


def answers(
    work: WorkAt, first: list[int], count: int = 2, limits: Limits = SHORT, fork: bool | None = None
) -> list[Any]:
    return list(in_order(Pool(InWorker(work), count, limits, fork=fork), first))


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def gone(pids: list[int], seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end and any(map(alive, pids)):
        time.sleep(0.05)
    return not any(map(alive, pids))


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """What workers leave in the folder of temporary files would be seen here."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture(autouse=True)
def copies_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests bring libraries (pandas, spaCy) whose idle threads stay: a worker made from scratch takes a second
    to be there, which is the whole time that jobs get here, and knows nothing of what a test replaced."""
    if sys.platform == "linux":
        monkeypatch.setattr(system, "may_fork", lambda: True)


# -- answers -------------------------------------------------------------------------------------------------------


def counted(position: int, kept: int | None) -> tuple[str, int]:
    """Tells what was kept of the first one like it; the later, the sooner it is done."""
    time.sleep(0.05 if position < 3 else 0)
    return f"{position} after {kept}", position * 10


FIRST = [0, 1, 0, 3, 1, 0, 6, 7]


@BOTH
def test_answers_come_in_order_and_as_in_one_process(fork: bool) -> None:
    expected = list(one_by_one(counted, FIRST))
    assert expected[:5] == ["0 after None", "1 after None", "2 after 0", "3 after None", "4 after 10"]
    assert answers(counted, FIRST, limits=Limits(), fork=fork) == expected


@linux
@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_number_of_workers_does_not_matter(count: int) -> None:
    assert answers(counted, FIRST, count) == list(one_by_one(counted, FIRST))


@linux
def test_what_waits_for_its_turn_is_bounded_and_all_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.in_order._MOST_WAITING", 10)
    assert answers(counted, FIRST, 3) == list(one_by_one(counted, FIRST))


# -- jobs that ask for too much ------------------------------------------------------------------------------------


def hang(_position: int) -> None:
    time.sleep(600)


def spin(_position: int) -> None:
    """Holds the interpreter in one instruction that no signal of Python ends."""
    re.match(r"(?:a|aa)+$", "a" * 60 + "b")


def fill(_position: int) -> None:
    held = [bytearray(1 << 20) for _ in range(4096)]
    raise AssertionError(len(held))


def fill_outside(_position: int) -> None:
    """Two programs that together hold more than is allowed."""
    program = "import time; held = bytearray(200 << 20); time.sleep(600)"
    for running in [subprocess.Popen([sys.executable, "-c", program]) for _ in range(2)]:
        running.wait()


def fault(_position: int) -> None:
    faulthandler.disable()  # pytest's own
    ctypes.string_at(0)


def fall_over(_position: int) -> None:
    """As libraries do that are refused memory."""
    held = bytearray(150 << 20)
    time.sleep(0.5)
    faulthandler.disable()
    os.kill(os.getpid(), signal.SIGABRT if held else 0)


def leave(_position: int) -> None:
    os._exit(3)


def killed(_position: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def too_much(_position: int) -> bytes:
    return bytes(2 << 20)


def too_deep(position: int) -> None:
    too_deep(position)


def wrong(_position: int) -> None:
    raise LookupError


BAD: dict[str, tuple[Callable[[int], object], str, str]] = {
    "hang": (hang, "timeout", "đọc quá lâu (quá 1 giây, hoặc 0.5 giây tính toán) nên đã dừng"),
    "spin": (spin, "timeout", "đọc quá lâu (quá 1 giây, hoặc 0.5 giây tính toán) nên đã dừng"),
    "fill": (fill, "memory", "đọc tệp này cần hơn 300 MB bộ nhớ"),
    "fill outside": (fill_outside, "memory", "đọc tệp này cần hơn 300 MB bộ nhớ"),
    "fault": (fault, "internal", "chương trình đọc tệp này dừng đột ngột (mã -11)"),
    "fall over": (fall_over, "memory", "đọc tệp này cần hơn 300 MB bộ nhớ"),
    "leave": (leave, "internal", "chương trình đọc tệp này dừng đột ngột (mã 3)"),
    "killed": (killed, "memory", "hệ điều hành đã dừng việc đọc tệp này, thường vì máy hết bộ nhớ"),
    "too much": (too_much, "too_big", "kết quả đọc được lớn quá mức có thể giữ"),
    "too deep": (too_deep, "too_deep", "tệp lồng nhau quá sâu"),
    "wrong": (wrong, "internal", "lỗi trong chương trình (LookupError)"),
}


def one_bad(bad: Callable[[int], object], position: int, _kept: object) -> tuple[object, None]:
    return bad(position) if position == 1 else position, None


@linux
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_job_is_stopped_and_the_others_are_answered(kind: str) -> None:
    bad, code, cause = BAD[kind]
    # on a busy machine to fill memory takes longer than those that never end are given
    seconds, cpu_seconds = (1.0, 0.5) if code == "timeout" else (30.0, 30.0)
    limits = Limits(seconds=seconds, cpu_seconds=cpu_seconds, memory=300 << 20, answer=1 << 20)
    before = time.monotonic()
    # the last two are like the bad one: nobody tries them
    assert answers(partial(one_bad, bad), [0, 1, 2, 3, 1, 1], 1, limits)[:4] == [0, Stopped(code, cause), 2, 3]
    assert time.monotonic() - before < seconds + 4


def test_jobs_like_one_that_was_stopped_share_its_end() -> None:
    got = answers(partial(one_bad, hang), [0, 1, 1, 3, 1])
    assert [isinstance(one, Stopped) and one.code for one in got] == [False, "timeout", "timeout", False, "timeout"]


def test_without_a_copy_of_the_parent_limits_hold_too() -> None:
    got = answers(partial(one_bad, hang), [0, 1, 2], limits=Limits(seconds=6.0), fork=False)
    assert [got[0], got[1].code, got[2]] == [0, "timeout", 2]


def pleading(position: int, _kept: object) -> tuple[int, None]:
    """Takes two seconds."""
    for seconds in {1: (3.0,), 2: (0.1,), 3: (0.1, 0.1)}.get(position, ()):
        ask_for(seconds)
    time.sleep(2)
    return position, None


@linux
def test_a_reader_may_ask_for_more_time_and_gets_no_more_than_there_is() -> None:
    got = answers(pleading, [0, 1, 2, 3], 4, Limits(seconds=1.0, extra=2.5))
    assert [isinstance(one, Stopped) or one for one in got] == [True, 1, True, True]
    got = answers(pleading, [0, 1], 2, Limits(seconds=1.0, extra=0.5))
    assert [isinstance(one, Stopped) for one in got] == [True, True]


_SEEN: list[int] = []


def only_when_fresh(position: int, _kept: object) -> tuple[int, None]:
    """Fails in a worker that has done something else before."""
    if _SEEN and position == 2:
        os._exit(1)
    _SEEN.append(position)
    return position, None


@linux
def test_what_a_worker_did_before_does_not_matter() -> None:
    assert answers(only_when_fresh, [0, 1, 2, 3], 1) == [0, 1, 2, 3]


def pid_of(position: int, _kept: object) -> tuple[int, None]:
    """Holds on to 100 MB at position 1."""
    _SEEN.extend([position] * (12 << 20 if position == 1 else 1))
    return os.getpid(), None


@linux
def test_a_worker_is_kept_until_it_holds_on_to_much() -> None:
    pids = answers(pid_of, [0, 1, 2, 3], 1, Limits(memory=300 << 20))
    assert pids[0] == pids[1] != pids[2] == pids[3]


@linux
def test_it_goes_on_where_no_more_processes_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    start, started = Pool._start, []

    def refuse(pool: Pool) -> Any:
        started.append(1)
        if len(started) > 1:
            raise BlockingIOError
        return start(pool)

    monkeypatch.setattr(Pool, "_start", refuse)
    assert answers(counted, FIRST, 3) == list(one_by_one(counted, FIRST))
    assert len(started) == 2
    started.clear()
    got = answers(partial(one_bad, leave), [0, 1, 2, 3])
    assert [isinstance(one, Stopped) and one.code for one in got] == [False, "internal", "internal", "internal"]
    assert got[3].cause == "máy không mở được tiến trình để đọc tệp"


@linux
def test_where_no_process_can_be_had_files_are_read_in_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_pool: Pool) -> None:
        raise BlockingIOError

    monkeypatch.setattr(Pool, "_start", refuse)
    (tmp_path / "a.txt").write_text(REPORT, "utf-8")
    assert [record["status"] for record in analyse_files(find_reports([tmp_path]), lambda *_: None)] == ["ok"]


# -- what workers started, and the end of their parent -------------------------------------------------------------

CHILDREN = """
import os, subprocess, sys, time, re
from functools import partial
from pipeline.in_order import InWorker, in_order
from pipeline.worker import Limits
from pipeline.workers import Pool

def work(folder, position, kept):
    program = "import subprocess, time; print(subprocess.Popen(['sleep', '600']).pid, flush=True); time.sleep(600)"
    child = subprocess.Popen([sys.executable, "-c", program], process_group=0, stdout=subprocess.PIPE)
    pids = [os.getpid(), child.pid, int(child.stdout.readline())]
    with open(os.path.join(folder, f"{position}.part"), "w") as file:
        file.write(" ".join(map(str, pids)))
    os.rename(file.name, os.path.join(folder, f"{position}.pids"))
    re.match(r"(?:a|aa)+$", "a" * 60 + "b") if position else time.sleep(600)
    return position, None

if __name__ == "__main__":
    pool = Pool(InWorker(partial(work, sys.argv[1])), 2, Limits(seconds=float(sys.argv[2])))
    print([one.code for one in in_order(pool, [0, 1])], flush=True)
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "children.py"
    path.write_text(CHILDREN, "utf-8")
    return path


def pids_in(folder: Path) -> list[int]:
    """The numbers of both workers and of what they started, once they are known."""
    end = time.monotonic() + 20
    while time.monotonic() < end and len(list(folder.glob("*.pids"))) < 2:
        time.sleep(0.05)
    return [int(pid) for path in folder.glob("*.pids") for pid in path.read_text().split()]


@contextmanager
def started(script: Path, seconds: float) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "PYTHONPATH": str(TOP)}
    command = [sys.executable, script, script.parent, str(seconds)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        try:
            yield running
        finally:
            running.kill()  # a test that fails does not wait for what it started


@linux
def test_what_a_stopped_worker_started_is_stopped_with_it(script: Path) -> None:
    with started(script, 3) as running:
        pids = pids_in(script.parent)
        assert len(pids) == 6
        assert running.communicate() == (b"['timeout', 'timeout']\n", b"")
        assert gone(pids, 0.1)


@linux
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_outlives_the_parent(script: Path, sent: signal.Signals) -> None:
    with started(script, 600) as running:
        pids = pids_in(script.parent)
        assert len(pids) == 6
        assert all(map(alive, pids))
        running.send_signal(sent)
        if sent == signal.SIGINT and not gone(pids, 2.0):
            running.send_signal(sent)  # Python drops an interrupt that comes while it takes an object apart
        assert gone(pids)
        end = time.monotonic() + 5  # the folder of temporary files goes last
        while time.monotonic() < end and list(Path(tempfile.gettempdir()).iterdir()):
            time.sleep(0.05)


@linux
def test_processes_are_found_without_the_files_of_linux(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with started(script, 600) as running:
        pids = pids_in(script.parent)
        monkeypatch.setattr(system, "_PROCESSES", script.parent)
        assert system.usage(running.pid) is None
        assert not MAY_FORK()
        assert set(pids) < set(system._below([running.pid]))
        system.kill_all(pids[::3])
        assert gone(pids, 0.1)
        assert running.communicate() == (b"['memory', 'memory']\n", b"")


@linux
def test_ctrl_c_ends_quickly_and_without_noise(tmp_path: Path) -> None:
    text = (CORPUS / "reports" / "my-xuyen-thanh-tra.txt").read_text("utf-8")
    for number in range(200):
        (tmp_path / f"{number:03}.txt").write_text(f"{text}\n{number}\n", "utf-8")
    command = [*SOAT, "check", "--format", "json", tmp_path]
    with subprocess.Popen(command, cwd=TOP, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stdout.readline().startswith(b'{"schema"')
        before = time.monotonic()
        running.send_signal(signal.SIGINT)
        rest, noise = running.communicate()
        assert time.monotonic() - before < 2.0
        assert running.returncode == 130
        assert noise.decode() == "Đã dừng.\n"
        assert len(rest.splitlines()) < 150


# -- files ---------------------------------------------------------------------------------------------------------

SOME = (
    *sorted((CORPUS / "reports").glob("t*.txt"))[:4],
    *sorted((CORPUS / "forms" / "word").glob("*.docx"))[:2],
    *sorted((CORPUS / "forms" / "pdf").glob("*.pdf"))[:2],
)


@linux
def test_records_are_those_of_one_process(tmp_path: Path) -> None:
    for path in (*SOME, SOME[0]):
        (tmp_path / f"{len(list(tmp_path.iterdir()))}-{path.name}").write_bytes(path.read_bytes())
    (tmp_path / "0.txt").touch()
    (tmp_path / "5.docx").write_bytes(SOME[4].read_bytes()[:5000])
    lines = {
        workers: [json_line(record) for record in analyse_files(find_reports([tmp_path]), lambda *_: None, workers)]
        for workers in (0, 1, 2, 4)
    }
    assert len(lines[0]) == 11
    assert sum(b'"duplicate"' in line for line in lines[0]) == 1
    assert sum(b'"status":"error"' in line for line in lines[0]) == 2
    assert lines[1] == lines[2] == lines[4] == lines[0]


@linux
def test_a_file_that_hangs_and_its_copy_are_told_and_the_others_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        (tmp_path / name).write_text(REPORT + ("x" if name in "b.txt d.txt" else name), "utf-8")
    original = bulk.analyse

    def some_hang(path: Path, *stated: Any) -> bulk.Result:
        return hang(0) or original(path, *stated) if path.name == "b.txt" else original(path, *stated)

    monkeypatch.setattr(bulk, "analyse", some_hang)
    monkeypatch.setattr(apart, "Pool", partial(Pool, limits=SHORT))
    found = analyse_files(find_reports([tmp_path]), lambda *_: None, 2)
    alone = analyse_files(find_reports([tmp_path / "c.txt"]), lambda *_: None, 0)
    assert [record["error"] and record["error"]["code"] for record in found] == [None, "timeout", None, "timeout"]
    said = "Không đọc được “b.txt”: đọc quá lâu (quá 1 giây, hoặc 60 giây tính toán) nên đã dừng."
    assert found[1]["error"]["message"] == said
    assert [len(record["source"]["sha256"]) for record in found] == [64] * 4
    assert [warning["code"] for warning in found[3]["source"]["warnings"]] == ["duplicate"]
    assert found[2]["numbers"] == alone[0]["numbers"]
    assert found[2]["numbers"]


@linux
def test_an_archive_that_hangs_is_told_and_the_others_are_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.zip", "b.zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as written:
            written.writestr("báo cáo.txt", REPORT + name)
    original = apart.open_archive

    def one_hangs(file: FoundFile) -> Any:
        return hang(0) if file.path.name == "a.zip" else original(file)

    monkeypatch.setattr(apart, "open_archive", one_hangs)
    monkeypatch.setattr(apart, "Pool", partial(Pool, limits=SHORT))
    first, second = analyse_files(find_reports([tmp_path]), lambda *_: None, 2)
    assert (first["source"]["path"], first["error"]["code"]) == ("a.zip", "timeout")
    assert (second["source"]["path"], second["status"]) == ("b.zip!/báo cáo.txt", "ok")


@linux
def test_an_annex_of_a_report_that_hangs_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bao cao.txt").write_text(REPORT, "utf-8")
    (tmp_path / "phu luc.txt").write_text(REPORT.replace("BÁO CÁO", "PHỤ LỤC"), "utf-8")
    original = open_file.read_document

    def one_hangs(data: bytes, name: str) -> Any:
        return hang(0) if name == "bao cao.txt" else original(data, name)

    for module in ("pipeline.analysis", "pipeline.ingest.companions"):
        monkeypatch.setattr(f"{module}.read_document", one_hangs)
    monkeypatch.setattr(apart, "Pool", partial(Pool, limits=SHORT))
    found = find_reports([tmp_path])
    assert [file.beside and file.beside.shown for file in found.files] == [None, "bao cao.txt"]
    report, annex = analyse_files(found, lambda *_: None, 2)
    assert (report["error"]["code"], annex["status"]) == ("timeout", "ok")
    assert annex["numbers"]


def changing(path: Path, times: int) -> Callable[[int], os.stat_result]:
    """What stands for os.fstat while somebody writes to the file, so many times."""
    original, left = os.fstat, [times]

    def fstat(number: int) -> os.stat_result:
        status = original(number)
        if left[0]:
            left[0] -= 1
            path.write_text(path.read_text("utf-8") + "thêm\n", "utf-8")
        return status

    return fstat


def test_a_file_that_changes_once_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT, "utf-8")
    monkeypatch.setattr("pipeline.ingest.whole_file.os.fstat", changing(path, 1))
    assert read_file(path).decode() == f"{REPORT}thêm\n"


def test_a_file_that_goes_on_changing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT, "utf-8")
    monkeypatch.setattr("pipeline.ingest.whole_file.os.fstat", changing(path, 2))
    with pytest.raises(IngestError, match="changed_while_read: tệp thay đổi trong lúc đọc"):
        read_file(path)


def test_a_file_that_another_one_replaces_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, other = tmp_path / "a.txt", tmp_path / "b.txt"
    path.write_text(REPORT, "utf-8")
    other.write_text(REPORT.replace("20", "29"), "utf-8")
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    original = os.fstat

    def fstat(number: int) -> os.stat_result:
        status = original(number)
        if other.exists():
            other.replace(path)
        return status

    monkeypatch.setattr("pipeline.ingest.whole_file.os.fstat", fstat)
    assert "29 hồ sơ" in read_file(path).decode()


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(2 << 30)
    with pytest.raises(IngestError, match="too_big: tệp lớn hơn 500 MB"):
        read_file(tmp_path / "a.txt")


# -- what is opened ------------------------------------------------------------------------------------------------

OTHER_FORMS = [min((CORPUS / "forms").glob(f"*/*.{suffix}")) for suffix in ("doc", "rtf", "odt", "xls", "ods")]
PAGE = f"""<html><head><link rel=stylesheet href="x.css"><script src="http://127.0.0.1:9/x.js"></script></head>
<body><img src="/etc/hostname"><iframe src="file:///etc/hostname"></iframe><p>{REPORT}</p></body></html>"""
WATCHED = """
import os, sys
log = os.open(sys.argv.pop(1), os.O_WRONLY | os.O_APPEND)
SEEN = ("open", "os.remove", "os.rename", "os.mkdir", "subprocess.Popen", "os.exec", "socket.connect", "socket.bind",
        "socket.getaddrinfo", "os.system", "os.posix_spawn", "os.spawn", "shutil.rmtree", "os.chmod", "os.truncate")
def watch(event, arguments):
    if event in SEEN and not (event == "open" and isinstance(arguments[0], int)):
        writes = event != "open" or arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        os.write(log, f"{event}\\t{'w' if writes else 'r'}\\t{arguments[0]!s}\\n".encode("utf-8", "backslashreplace"))
sys.addaudithook(watch)
from pipeline.cli import main
main()
"""


@linux
def test_only_input_program_and_temporary_files_are_touched(tmp_path: Path) -> None:
    folder, log = tmp_path / "vào", tmp_path / "log"
    folder.mkdir()
    log.touch()
    for path in (*SOME, *OTHER_FORMS):
        (folder / path.name).write_bytes(path.read_bytes())
    with zipfile.ZipFile(folder / "nén.zip", "w") as written:
        written.writestr("../báo cáo.txt", REPORT)
        written.write(SOME[4], "sâu/báo cáo.docx")
    (folder / "trang.html").write_text(PAGE, "utf-8")
    command = [sys.executable, "-c", WATCHED, log, "check", "--format", "json", "--workers", "2", folder]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=TOP, env=environment, capture_output=True, check=False)
    assert done.stderr == b""
    told = [json.loads(line) for line in done.stdout.splitlines()]
    formats = {record["source"]["format"] for record in told if record["status"] != "error"}
    assert formats >= {"txt", "docx", "pdf", "html", *(path.suffix[1:] for path in OTHER_FORMS)}
    touched = {tuple(line.split("\t")) for line in log.read_text("utf-8").splitlines()}
    program = (
        str(TOP),
        sys.prefix,
        sys.base_prefix,
        str(Path(sys.executable).resolve().parents[1]),
        "/proc/",
        "/dev/null",
    )
    temporary = tempfile.gettempdir()
    reads = [path for event, how, path in touched if (event, how) == ("open", "r")]
    writes = [path for event, how, path in touched if how == "w"]
    assert {str(folder / path.name) for path in SOME} <= set(reads)
    assert [path for path in reads if not path.startswith((str(folder), temporary, *program)) and "/" in path] == []
    assert [path for path in writes if not path.startswith((temporary, "/dev/null"))] == []
    assert not {event for event, _, _ in touched} & {"subprocess.Popen", "os.exec", "socket.connect", "os.system"}
