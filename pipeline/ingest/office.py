"""Word files of before 2007: by a reader of our own, and by LibreOffice what that cannot take apart.

Ours knows how many characters a file holds and reads them all, in a hundredth of the time and the same on every
machine. Files of before Word 97 only LibreOffice reads, and it finds the numbers of lists that are stored otherwise.
It is not asked for damaged files: it would take for text what lies where text should be.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from extractors.document import Document, Source
from pipeline.ingest.doc_streams import ConverterNeededError
from pipeline.ingest.errors import IngestError
from pipeline.ingest.limits import CONVERTER_SECONDS, MOST_BYTES
from pipeline.ingest.programs import LIBRE_OFFICE, find_program, run_program
from pipeline.ingest.word import read_word
from pipeline.ingest.word_binary import read_doc

_OPTIONS = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard", "--nologo")
#: settings of a profile: no macro runs, no link is followed or brought up to date, nothing leaves the machine
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "CheckDocumentEvents", "false"),
    ("Common/Misc", "FirstRun", "false"),
    ("Common/Save/Document", "WarnAlienFormat", "false"),
    ("Writer/Content/Update", "Link", "0"),
    ("Writer/Content/Update", "Field", "false"),
    ("Writer/Content/Update", "Chart", "false"),
)
#: a proxy where nothing listens
_PROXY = (
    ("ooInetProxyType", "2"), ("ooInetHTTPProxyName", "127.0.0.1"), ("ooInetHTTPProxyPort", "9"),
    ("ooInetHTTPSProxyName", "127.0.0.1"), ("ooInetHTTPSProxyPort", "9"), ("ooInetNoProxy", ""),
)  # fmt: skip
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
"""
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)


def read_office(data: bytes, source: Source) -> Document:
    """Return the document of a .doc file.

    Raises IngestError: `encrypted`, `corrupt`, `truncated`; `converter_missing` for a file that only LibreOffice can
    read, and where it is there `timeout`, `converter_failed`, `too_big`.
    """
    program = find_program(LIBRE_OFFICE)
    try:
        document = read_doc(data, source)
    except ConverterNeededError:
        if program is None:
            raise
    else:
        lost = any(notice.code == "auto_numbers_lost" for notice in document.source.warnings)
        if program is None or not lost:
            return document
    return read_word(convert(program, data), source)


def convert(program: Path, data: bytes) -> bytes:
    """A file as a Word file by LibreOffice, in a folder that holds nothing else."""
    with tempfile.TemporaryDirectory(prefix="soat-") as scratch:
        folder = Path(scratch)
        file = folder / "bao-cao.doc"
        file.write_bytes(data)
        profile = _profile(os.getpid())
        out = folder / "out"
        own = f"-env:UserInstallation={profile.as_uri()}"
        into = ("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out))
        command = [str(program), own, *_OPTIONS, *into, str(file)]
        try:
            status = run_program(command, CONVERTER_SECONDS, folder)
        except OSError as error:
            raise IngestError("converter_failed", "không chạy được LibreOffice") from error
        made = out / "bao-cao.docx"
        if status != 0 or not made.is_file():
            _forget_profile()
            raise _failed(status)
        if made.stat().st_size > MOST_BYTES:
            raise IngestError("too_big", "tệp quá lớn sau khi LibreOffice chuyển")
        return made.read_bytes()


def _failed(status: int | None) -> IngestError:
    if status is None:
        return IngestError("timeout", f"LibreOffice chuyển tệp quá {CONVERTER_SECONDS:.0f} giây")
    if status == 0:
        return IngestError("converter_failed", "LibreOffice không cho ra tệp nào")
    return IngestError("converter_failed", f"LibreOffice không chuyển được tệp (mã {status})")


@cache
def _scratch(process: int) -> Path:
    """A folder of this process, gone with it."""
    folder = tempfile.mkdtemp(prefix="soat-office-")
    atexit.register(_remove, folder, process)
    return Path(folder)


def _remove(folder: str, process: int) -> None:
    # a forked worker that ends leaves alone what is not its own
    if process == os.getpid():
        shutil.rmtree(folder, ignore_errors=True)


def _profile(process: int) -> Path:
    """The profile of LibreOffice of a process: made once, since that takes longer than to convert a report."""
    profile = _scratch(process) / "profile"
    settings = profile / "user" / "registrymodifications.xcu"
    if not settings.is_file():
        settings.parent.mkdir(parents=True, exist_ok=True)
        items = [_ITEM.format(path=f"Office.{path}", name=name, value=value) for path, name, value in _SETTINGS]
        items += [_ITEM.format(path="Inet/Settings", name=name, value=value) for name, value in _PROXY]
        settings.write_text(_HEAD + "\n".join(items) + "\n</oor:items>\n", "utf-8")
    return profile


def _forget_profile() -> None:
    """What was killed or fell over may have left its profile in any state."""
    shutil.rmtree(_profile(os.getpid()), ignore_errors=True)
