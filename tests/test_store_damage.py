"""Kept in bad times: full disks, folders that are read-only, damaged files, broken lines, two runs at once."""

from __future__ import annotations

import errno
import os
import random
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest.folder import find_files
from pipeline.ingest.names import DECISIONS_NAME, STORE_NAME, WORKBOOK_NAME
from pipeline.store.database import open_database
from pipeline.store.faults import BusyError, StoreError
from pipeline.store.lock import LOCK_NAME, one_writer
from pipeline.store.log import START, entry_of, read_log
from pipeline.store.readings import Kept
from pipeline.store.schema import MIGRATIONS
from pipeline.store.standing import state
from pipeline.store.store import open_store
from pipeline.store_command import backup, integrity, restore
from tests.kept import asked, made, one_run, record

TOP = Path(__file__).parents[1]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="limits of files are POSIX")


def dump(out: Path) -> list[str]:
    with closing(sqlite3.connect(out / STORE_NAME)) as connection:
        return list(connection.iterdump())


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "ra").mkdir()
    return tmp_path / "ra"


# -- the log -------------------------------------------------------------------------------------------------------


def test_a_torn_last_line_is_set_aside_wherever_it_tears(out: Path) -> None:
    with open_store(out) as store:
        store.carry(map(made, range(3)))
    path = out / DECISIONS_NAME
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    start = len(lines[0]) + len(lines[1]) + 1
    for cut in [*range(start, len(whole) - 1, 9), len(whole) - 2, len(whole) - 1]:
        path.write_bytes(whole[:cut])
        (out / STORE_NAME).unlink(missing_ok=True)
        (out / f"{DECISIONS_NAME}.dong-do").unlink(missing_ok=True)
        with open_store(out) as store:
            complete = cut == len(whole) - 1  # only its end is missing: nothing is lost
            assert len(store.decisions()) == (3 if complete else 2)
            assert len(store.notices) == (0 if complete else 1)
            store.carry(map(made, range(3)))
        assert path.read_bytes() == whole
    assert (out / f"{DECISIONS_NAME}.dong-do").exists() is False
    path.write_bytes(whole + b'{"seq": 4, "bef')
    with open_store(out) as store:
        assert "dòng cuối bị đứt" in store.notices[0]
    assert (out / f"{DECISIONS_NAME}.dong-do").read_bytes() == b'{"seq": 4, "bef\n'
    assert path.read_bytes() == whole


def test_a_broken_line_is_told_and_kept_and_the_others_are_honoured(out: Path) -> None:
    with open_store(out) as store:
        store.carry(map(made, range(6)))
    (out / STORE_NAME).unlink()
    path = out / DECISIONS_NAME
    lines = path.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace("đã xem".encode(), "ĐÃ XEM".encode())
    lines[4] = b"\xff\x00" + lines[4]
    path.write_bytes(b"".join(lines))
    with open_store(out) as store:
        assert [one.finding for one in store.decisions()] == [made(number).finding for number in (0, 1, 3, 5)]
        assert [notice.partition(", ")[2] for notice in store.notices] == [
            "dòng 3: nội dung đã bị sửa hoặc hỏng; dòng này không được dùng, vẫn giữ nguyên trong tệp.",
            "dòng 5: không đọc được; dòng này không được dùng, vẫn giữ nguyên trong tệp.",
        ]
        store.carry([made(9)])
    assert path.read_bytes().startswith(b"".join(lines))
    assert [entry.seq for entry in read_log(path.read_bytes()).entries] == [1, 2, 4, 6, 7]
    assert integrity(out).faults == tuple(store.notices)


@pytest.mark.parametrize(
    "line",
    [
        b"[]",
        b"3",
        b"{}",
        b'{"seq":1}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"9" * 10_000,
        b"x" * 2_000_000,
        b'{"chain": 5}',
        entry_of(1, START, replace(made(1), act="burn")).text.encode(),  # of a later program
    ],
)
def test_a_line_that_is_none_of_ours_hurts_nothing(line: bytes) -> None:
    good = entry_of(7, START, made(7))
    log = read_log(b"\xef\xbb\xbf" + line + b"\r\n\r\n" + good.text.encode() + b"\r\n")
    assert [entry.decision for entry in log.entries] == [made(7)]
    assert [number for number, _ in log.faults] == [1]


def test_a_line_that_is_gone_is_told_and_comes_back_from_the_database(out: Path) -> None:
    with open_store(out) as store:
        for one in (made(1, "finding"), made(2), made(1, "rule"), made(3)):
            store.carry([one])
    path = out / DECISIONS_NAME
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[2] + lines[3])
    assert [number for number, _ in read_log(path.read_bytes()).faults] == [2]
    with open_store(out) as store:
        assert any("1 dòng bị mất đã được ghi lại" in notice for notice in store.notices)
        assert [(one.finding, one.act) for one in store.decisions()] == [
            (made(2).finding, "keep"),
            (made(1).finding, "rule"),
            (made(3).finding, "keep"),
        ]
    path.unlink()
    with open_store(out) as store:
        assert len(store.decisions()) == 3
    with open_store(out) as store:
        assert store.notices == ()


def test_a_log_that_was_opened_and_saved_by_an_editor_is_the_same_log(out: Path) -> None:
    with open_store(out) as store:
        store.carry(map(made, range(3)))
    path = out / DECISIONS_NAME
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    with open_store(out) as store:
        assert (len(store.decisions()), store.notices) == (3, ())


# -- the database --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bad", ["truncated", "half", "empty", "text", "zeros", "other"])
def test_a_damaged_database_is_set_aside_and_the_decisions_come_from_the_log(out: Path, bad: str) -> None:
    one_run(out)
    path, before = out / STORE_NAME, dump(out)
    data = path.read_bytes()
    if bad == "other":
        path.unlink()
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE mine (a)")
    else:
        changed = {"truncated": data[:-4096], "half": data[: len(data) // 2], "empty": b"", "text": b"x" * 9000}
        path.write_bytes(changed.get(bad, bytes(len(data))))
    damaged = path.read_bytes()
    one_run(out)
    assert dump(out) == before
    aside = out / f"{STORE_NAME}.hong"
    assert aside.exists() == (bad != "empty")  # in an empty file is nothing to keep
    if bad != "empty":
        assert aside.read_bytes() == damaged
    assert integrity(out).faults == ()


@pytest.mark.parametrize("flips", [16, pytest.param(2000, marks=pytest.mark.slow)])
def test_no_flipped_bit_is_believed(out: Path, flips: int) -> None:
    """Each flip is noticed, or does no harm: the same input gives the same answer afterwards."""
    one_run(out)
    path, before = out / STORE_NAME, dump(out)
    data = path.read_bytes()
    chosen = random.Random(flips)
    for place in [18, 19, 27, 60, 63, 70, 100, 103, *(chosen.randrange(len(data)) for _ in range(flips))]:
        changed = bytearray(data)
        changed[place] ^= 1 << chosen.randrange(8)
        path.write_bytes(changed)
        one_run(out)
        faults = integrity(out).faults
        if faults:
            assert restore(out) == 0
            one_run(out)
        with open_store(out) as store:
            assert len(store.decisions()) == 5
            assert [one.finding for one in store.decisions()] == [made(number).finding for number in range(5)]
            files = asked(12)
            known = store.known(files)
            assert {at: store.record(one.key) for at, one in known.items()} == {
                at: record(files[at].shown) for at in known
            }
        for aside in out.glob(f"{STORE_NAME}.hong*"):
            aside.unlink()
        path.write_bytes(data)
    assert dump(out) == before


def test_a_newer_database_is_refused_and_left_alone(out: Path) -> None:
    newer = (*MIGRATIONS, ("CREATE TABLE later (a TEXT)",))
    with one_writer(out):
        open_database(out / STORE_NAME, newer).connection.close()
    before = (out / STORE_NAME).read_bytes()
    with pytest.raises(StoreError, match="do bản Soát mới hơn ghi"), open_store(out):
        pass
    assert (out / STORE_NAME).read_bytes() == before
    assert sorted(path.name for path in out.iterdir()) == [LOCK_NAME, STORE_NAME]


def test_an_older_database_is_migrated_whole_after_a_copy(out: Path) -> None:
    one_run(out)
    before = dump(out)
    steps = (*MIGRATIONS, ("ALTER TABLE sources ADD COLUMN pages_read INTEGER", "UPDATE sources SET pages_read = 3"))
    broken = (*MIGRATIONS, (*steps[-1], "UPDATE nothing SET a = 1"))
    with pytest.raises(StoreError, match="cơ sở dữ liệu báo lỗi"), open_store(out, broken):
        pass
    assert dump(out) == before
    (out / f"{STORE_NAME}.luoc-do-1").unlink()
    with open_store(out, steps) as store:
        assert "được chuyển từ lược đồ 1 sang 2" in store.notices[0]
        assert len(store.decisions()) == 5
    with closing(sqlite3.connect(out / STORE_NAME)) as connection:
        assert connection.execute("SELECT DISTINCT pages_read FROM sources").fetchall() == [(3,)]
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    (out / STORE_NAME).unlink()
    (out / f"{STORE_NAME}.luoc-do-1").rename(out / STORE_NAME)
    assert dump(out) == before
    with open_store(out) as store:
        assert len(store.known(asked(12))) == 12


def test_a_trigger_that_somebody_put_there_never_runs(out: Path) -> None:
    one_run(out)
    with closing(sqlite3.connect(out / STORE_NAME)) as connection:
        connection.execute("CREATE TRIGGER t AFTER INSERT ON decisions BEGIN DELETE FROM decisions; END")
        connection.commit()
    with open_store(out) as store:
        assert "có bảng không đúng như Soát đã lập" in store.notices[0]
        store.carry([made(99)])
    with closing(sqlite3.connect(out / STORE_NAME)) as connection:
        assert connection.execute("SELECT count(*) FROM decisions").fetchone() == (6,)


def test_no_wal_is_ever_used(out: Path) -> None:
    one_run(out)
    with closing(sqlite3.connect(out / STORE_NAME)) as connection:
        assert connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    one_run(out)
    with open_store(out):
        assert not list(out.glob("*-wal"))
    with closing(sqlite3.connect(out / STORE_NAME)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


# -- disks ---------------------------------------------------------------------------------------------------------


class FullDisk:
    """A disk that takes a number of writes of our own code, and then none."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, left: int) -> None:
        self.left, self.failed = left, False
        for target in ("os.fsync", "pathlib.Path.replace", "pathlib.Path.rename", "os.link"):
            module, name = target.rsplit(".", 1)
            owner = {"os": os, "pathlib.Path": Path}[module]
            monkeypatch.setattr(owner, name, self._counted(getattr(owner, name)))
        opened = Path.open
        disk = self

        def open_counted(path: Path, mode: str = "r", *rest: Any, **named: Any) -> Any:
            if any(letter in mode for letter in "wa+x"):
                disk.write()
            return opened(path, mode, *rest, **named)

        monkeypatch.setattr(Path, "open", open_counted)

    def write(self) -> None:
        if self.left <= 0:
            self.failed = True
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.left -= 1

    def _counted(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **named: Any) -> Any:
            self.write()
            return real(*arguments, **named)

        return counted


def failed(run: Callable[[], object]) -> StoreError | None:
    try:
        run()
    except StoreError as error:
        return error
    return None


def walked(run: Callable[[], object], prepare: Callable[[], object]) -> Iterator[StoreError]:
    """Run with a disk that is full after one write more each time, until it is large enough."""
    for left in range(200):
        prepare()
        with pytest.MonkeyPatch.context() as patch:
            disk = FullDisk(patch, left)
            failure = failed(run)
        assert disk.failed == (failure is not None)
        if failure is None:
            return
        yield failure
    raise AssertionError


def test_a_full_disk_at_any_write_of_ours_is_told_and_loses_nothing(out: Path) -> None:
    one_run(out, 4, 3)
    data, log = (out / STORE_NAME).read_bytes(), (out / DECISIONS_NAME).read_bytes()

    def prepare() -> None:
        for path in out.iterdir():
            if path.is_file():
                path.unlink()
        (out / STORE_NAME).write_bytes(b"x" * 5000)  # to be set aside, too
        (out / DECISIONS_NAME).write_bytes(log + b'{"torn')

    def run() -> None:
        with open_store(out) as store:
            store.carry([made(20), made(21)])
            store.keep([Kept(one, record(one.shown)) for one in asked(4)])
            store.finish(asked(4))

    told = []
    for error in walked(run, prepare):
        told.append(error.sentences)
        kept = read_log((out / DECISIONS_NAME).read_bytes())
        assert [entry.seq for entry in kept.entries][:3] == [1, 2, 3]
        assert len(kept.entries) in {3, 5}
        assert not kept.faults
        run()  # there is room again
        with open_store(out) as store:
            assert [one.finding for one in store.decisions()] == [made(at).finding for at in (0, 1, 2, 20, 21)]
    assert len(told) >= 8
    assert all("đĩa đầy" in sentence for (sentence,) in told)
    (out / STORE_NAME).write_bytes(data)


@POSIX
def test_a_disk_that_is_full_while_the_database_is_written_leaves_the_last_one(out: Path) -> None:
    """The system itself refuses to let files grow beyond a size, at many sizes."""
    one_run(out, 6, 3)
    names = (STORE_NAME, DECISIONS_NAME)
    before = {name: (out / name).read_bytes() for name in names}
    size = len(before[STORE_NAME])
    script = (
        "import resource, signal, sys; from pathlib import Path; sys.path.insert(0, '.')\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from tests.kept import one_run\n"
        "from pipeline.store.faults import StoreError\n"
        "for size in map(int, sys.argv[2:]):\n"
        "    out = Path(sys.argv[1], str(size)); resource.setrlimit(resource.RLIMIT_FSIZE, (size, -1))\n"
        "    try:\n"
        "        one_run(out, 30, 9, '2')\n"
        "    except StoreError as error: print(size, *error.sentences)\n"
        "    else: print(size, 'ok')\n"
    )
    sizes = [1, 600, 1500, *range(4096, size, 16_384), *range(size, 2 * size, 12_288), 3 * size]
    for one in sizes:
        (out / str(one)).mkdir()
        for name, data in before.items():
            (out / str(one) / name).write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", script, str(out), *map(str, sizes)], cwd=TOP, capture_output=True, text=True, check=True
    )
    told = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    assert len(told) == len(sizes)
    assert sum(text == "ok" for text in told.values()) >= 1
    assert sum(text != "ok" for text in told.values()) >= 10
    for one, text in told.items():
        assert text == "ok" or text.startswith("Không ghi được “"), text
        with open_store(out / one) as store:
            assert len(store.decisions()) in {3, 9}
            assert not any("hỏng" in notice for notice in store.notices), store.notices


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a user whom folders can refuse")
def test_a_folder_that_is_read_only_is_told(out: Path) -> None:
    one_run(out)
    out.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="Không ghi được"), open_store(out):
            pass
    finally:
        out.chmod(0o700)


def test_a_folder_that_is_none_is_told(out: Path) -> None:
    (out / "tệp").write_bytes(b"")
    for folder in (out / "không", out / "tệp"):
        with pytest.raises(StoreError, match="Không ghi được"), open_store(folder):
            pass
    (out / STORE_NAME).mkdir()
    with pytest.raises(StoreError, match="Không ghi được"), open_store(out):
        pass


# -- two at once ---------------------------------------------------------------------------------------------------

HOLD = (
    "import sys, time; from pathlib import Path; from pipeline.store.store import open_store\n"
    "with open_store(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
)


def test_a_second_run_is_refused_at_once_and_a_dead_one_is_in_nobodys_way(out: Path) -> None:
    one_run(out)
    with subprocess.Popen([sys.executable, "-c", HOLD, str(out)], cwd=TOP, stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        assert first.stdout.readline().strip() == b"held"
        started = time.monotonic()
        with pytest.raises(BusyError, match="Một lượt chạy khác đang ghi vào"), open_store(out):
            pass
        assert time.monotonic() - started < 1
        assert "Một lượt chạy khác" in integrity(out).sentences[0]
        first.kill()
    with open_store(out) as store:
        assert store.notices == ()


def test_the_lock_is_held_within_one_process_too(out: Path) -> None:
    with open_store(out), pytest.raises(BusyError), open_store(out):
        pass
    with open_store(out) as store:
        assert store.decisions() == ()


# -- backup, restore, doctor ---------------------------------------------------------------------------------------


def test_a_backup_holds_all_and_is_the_same_each_time(out: Path, tmp_path: Path, capfd: Any) -> None:
    one_run(out)
    (out / WORKBOOK_NAME).write_bytes(b"workbook")
    one, other = tmp_path / "một.zip", tmp_path / "hai.zip"
    assert backup(out, one) == 0
    assert "soat.db, quyet-dinh.jsonl, ket-qua.xlsx" in capfd.readouterr().out
    os.utime(out / DECISIONS_NAME, (1, 1))
    assert backup(out, other) == 0
    assert one.read_bytes() == other.read_bytes()
    assert backup(out, one) == 2
    assert "không ghi đè tệp nào" in capfd.readouterr().err
    assert one.read_bytes() == other.read_bytes()
    again = tmp_path / "lấy lại"
    with zipfile.ZipFile(one) as archive:
        assert archive.testzip() is None
        archive.extractall(again)
    assert dump(again) == dump(out)
    assert (again / DECISIONS_NAME).read_bytes() == (out / DECISIONS_NAME).read_bytes()
    with open_store(again) as store:
        assert store.notices == ()
        assert len(store.decisions()) == 5


def test_a_backup_of_a_damaged_database_takes_it_as_it_is(out: Path, tmp_path: Path) -> None:
    one_run(out)
    (out / STORE_NAME).write_bytes(b"x" * 5000)
    assert backup(out, tmp_path / "a.zip") == 0
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == [f"{STORE_NAME}.hong", DECISIONS_NAME]


def test_a_full_disk_leaves_no_half_backup(out: Path, tmp_path: Path) -> None:
    one_run(out, 2, 2)
    target = tmp_path / "đích"
    target.mkdir()
    for error in walked(lambda: backed_up(out, target / "a.zip"), lambda: None):
        assert "đĩa đầy" in error.sentences[0]
        assert list(target.iterdir()) == []
    assert [path.name for path in target.iterdir()] == ["a.zip"]


def backed_up(out: Path, file: Path) -> None:
    from pipeline.store_command import _backed_up  # noqa: PLC0415  # the command tells what this raises

    _backed_up(out, file)


def test_what_cannot_be_backed_up_or_restored_is_told(out: Path, tmp_path: Path, capfd: Any) -> None:
    assert backup(out, tmp_path / "a.zip") == 2
    assert "không có gì để sao lưu" in capfd.readouterr().err
    assert restore(out) == 2
    assert "không có nhật ký quyet-dinh.jsonl" in capfd.readouterr().err
    one_run(out)
    assert backup(out, tmp_path / "không" / "a.zip") == 2
    assert "Không ghi được" in capfd.readouterr().err


@pytest.mark.parametrize("lost", ["gone", "truncated", "decisions"])
def test_decisions_are_restored_from_the_log_alone(out: Path, lost: str, capfd: Any) -> None:
    one_run(out)
    with closing(sqlite3.connect(out / STORE_NAME)) as connection:
        before = connection.execute("SELECT * FROM decisions").fetchall()
        if lost == "decisions":
            connection.execute("UPDATE decisions SET act = 'rule', stands = 0")
            connection.commit()
    if lost == "gone":
        (out / STORE_NAME).unlink()
    elif lost == "truncated":
        os.truncate(out / STORE_NAME, 9000)
    assert integrity(out).faults
    assert restore(out) == 0
    assert "5 quyết định đang có hiệu lực" in capfd.readouterr().out
    assert integrity(out).faults == ()
    with closing(sqlite3.connect(out / STORE_NAME)) as connection:
        assert connection.execute("SELECT * FROM decisions").fetchall() == before
    log = read_log((out / DECISIONS_NAME).read_bytes())
    assert len(state(log.entries)) == 5


def test_doctor_tells_what_is_there_and_what_is_wrong(out: Path) -> None:
    assert "chưa có gì được lưu" in integrity(out).sentences[0]
    assert "Không có thư mục" in integrity(out / "không").faults[0]
    one_run(out)
    assert integrity(out).sentences == ("Kho lưu có 12 báo cáo, 5 quyết định đang có hiệu lực; nguyên vẹn.",)
    with closing(sqlite3.connect(out / STORE_NAME)) as connection:
        connection.execute("UPDATE numbers SET value = 99 WHERE path = 'bc 3.txt' AND position = 2")
        connection.execute("UPDATE analyses SET record = x'00' WHERE path = 'bc 4.txt'")
        connection.commit()
    assert [sentence.partition("của ")[2][:12] for sentence in integrity(out).faults] == [
        "“bc 3.txt” b",
        "“bc 4.txt” b",
    ]
    assert restore(out) == 0
    assert integrity(out).faults == ()
    one_run(out)
    assert integrity(out).sentences == ("Kho lưu có 12 báo cáo, 5 quyết định đang có hiệu lực; nguyên vẹn.",)


def test_what_is_kept_is_never_taken_for_a_report(out: Path, tmp_path: Path) -> None:
    one_run(out)
    os.truncate(out / STORE_NAME, 9000)
    one_run(out)
    (tmp_path / "báo cáo.txt").write_text("x", "utf-8")
    assert [file.shown for file in find_files([tmp_path]).files] == ["báo cáo.txt"]
    assert find_files([out]).files == ()
