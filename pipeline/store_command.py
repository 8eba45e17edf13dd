"""`soat backup`, `soat restore` and what `soat doctor` says of a folder of results."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.console import UNREADABLE, output, tell
from pipeline.export.packing import zip_entry
from pipeline.ingest.folder import escape, is_folder
from pipeline.ingest.names import DECISIONS_NAME, STORE_NAME, WORKBOOK_NAME
from pipeline.store.database import connect, copy_to, fault_of
from pipeline.store.faults import BusyError, StoreError, telling
from pipeline.store.lock import one_writer
from pipeline.store.log import Log
from pipeline.store.log_file import load_log, sentences
from pipeline.store.projection import differs, lost_lines
from pipeline.store.readings import damaged
from pipeline.store.standing import Standing, state
from pipeline.store.store import open_store
from pipeline.terminal import clean

#: the earliest time that a zip can tell: the same contents give the same bytes
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Integrity:
    """What was found in a folder of results, in Vietnamese: what is wrong, and else what is kept there."""

    faults: tuple[str, ...]
    kept: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it, to show."""
        return (*self.faults, self.kept) if self.kept else self.faults


# -- soat backup ---------------------------------------------------------------------------------------------------


def backup(out: Path, file: Path) -> int:
    """Put database, log and workbook of a folder of results into a new zip; return the exit status."""
    try:
        names = _backed_up(out, file)
    except StoreError as error:
        tell(*map(clean, error.sentences))
        return UNREADABLE
    with output() as write:
        write(f"Đã sao lưu {', '.join(names)} vào {escape(file.as_posix())}\n".encode())
    return 0


def _backed_up(out: Path, file: Path) -> list[str]:
    shown = escape(out.as_posix())
    if not any((out / name).is_file() for name in (STORE_NAME, DECISIONS_NAME)):
        raise StoreError(f"“{shown}” không có gì để sao lưu: không có {STORE_NAME} hay {DECISIONS_NAME}.")
    if os.path.lexists(file):
        raise StoreError(f"Đã có “{escape(file.as_posix())}”: bản sao lưu không ghi đè tệp nào, hãy chọn tên khác.")
    with one_writer(out), telling(file), tempfile.TemporaryDirectory(prefix="soat-") as scratch:
        parts = list(_parts(out, Path(scratch)))
        beside = file.with_name(f".{file.name}.{os.getpid()}.tmp")
        try:
            with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, path in parts:
                    _put(archive, name, path)
            with beside.open("rb+") as written:
                os.fsync(written.fileno())
            _take_place(beside, file)
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
    return [name for name, _ in parts]


def _parts(out: Path, scratch: Path) -> Iterator[tuple[str, Path]]:
    """The files of a backup with their names in it; a database that is damaged goes as it is."""
    store = out / STORE_NAME
    if store.is_file():
        try:
            with closing(connect(store)) as connection:
                copy_to(connection, scratch / STORE_NAME)
            yield STORE_NAME, scratch / STORE_NAME
        except sqlite3.DatabaseError:
            yield f"{STORE_NAME}.hong", store
    yield from ((name, out / name) for name in (DECISIONS_NAME, WORKBOOK_NAME) if (out / name).is_file())


def _put(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    with path.open("rb") as source, archive.open(zip_entry(name), "w", force_zip64=True) as target:
        while piece := source.read(_CHUNK):
            target.write(piece)


def _take_place(beside: Path, file: Path) -> None:
    """Give a complete file its name, unless somebody took that in the meantime."""
    try:
        os.link(beside, file)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(file):
            raise FileExistsError(17, "exists") from None
        beside.rename(file)


# -- soat restore --------------------------------------------------------------------------------------------------


def restore(out: Path) -> int:
    """Make the decisions of the database anew from the log; return the exit status."""
    shown = escape(out.as_posix())
    try:
        if not (out / DECISIONS_NAME).is_file():
            raise StoreError(f"“{shown}” không có nhật ký {DECISIONS_NAME} để lấy lại các quyết định.")
        with open_store(out) as store:
            notices, standing, again = store.notices, store.decisions(), store.mend()
    except StoreError as error:
        tell(*map(clean, error.sentences))
        return UNREADABLE
    tell(*map(clean, notices))
    if again:
        tell(f"{again} báo cáo có dữ liệu bị hỏng, đã bỏ phần hỏng; chạy lại “soat run” để có đủ.")
    with output() as write:
        write(f"Đã lấy lại từ nhật ký {len(standing)} quyết định đang có hiệu lực.\n".encode())
    return 0


# -- soat doctor ---------------------------------------------------------------------------------------------------


def integrity(out: Path) -> Integrity:
    """Return whether what is kept in a folder of results is whole; nothing is changed."""
    shown = escape(out.as_posix())
    if not is_folder(out):
        return Integrity((f"Không có thư mục kết quả “{shown}”.",))
    if not (out / STORE_NAME).is_file() and not (out / DECISIONS_NAME).is_file():
        return Integrity((), f"“{shown}” chưa có gì được lưu.")
    try:
        with one_writer(out):
            return _examined(out)
    except BusyError as error:
        return Integrity((), *error.sentences)
    except StoreError as error:
        return Integrity(error.sentences)


def _examined(out: Path) -> Integrity:
    log = load_log(out / DECISIONS_NAME)
    faults = sentences(log, out / DECISIONS_NAME)
    if log.torn:
        faults.append(
            f"{escape((out / DECISIONS_NAME).as_posix())}: dòng cuối bị đứt; lần chạy sau sẽ chuyển nó sang một bên."
        )
    store = out / STORE_NAME
    reports = 0
    if store.is_file():
        with telling(store):
            fault = fault_of(store)
            if fault:
                faults.append(f"“{escape(store.as_posix())}” {fault}: chạy “soat restore” hoặc chạy lại “soat run”.")
            else:
                with closing(connect(store)) as connection:
                    faults += _differing(connection, log, store)
                    reports = connection.execute("SELECT count(*) FROM reports").fetchone()[0]
    else:
        faults.append(f"Không có “{escape(store.as_posix())}”: chạy “soat restore” để lập lại từ nhật ký.")
    kept = f"Kho lưu có {reports} báo cáo, {len(state(log.entries))} quyết định đang có hiệu lực"
    return Integrity(tuple(faults), f"{kept}{'.' if faults else '; nguyên vẹn.'}")


def _differing(connection: sqlite3.Connection, log: Log, store: Path) -> Iterator[str]:
    """What the database tells otherwise than the log and its own records."""
    shown = escape(store.as_posix())
    if lost := lost_lines(connection, log):
        yield f"Nhật ký thiếu {len(lost)} quyết định mà “{shown}” còn giữ: chạy “soat restore” để ghi lại."
    elif differs(connection, log.entries, Standing(log.entries)):
        yield f"Các quyết định trong “{shown}” khác nhật ký: chạy “soat restore” để lập lại theo nhật ký."
    for path in damaged(connection):
        yield f"“{shown}”: dữ liệu của “{path}” bị hỏng: chạy “soat restore” rồi chạy lại “soat run”."
