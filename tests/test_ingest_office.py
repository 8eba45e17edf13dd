"""Old Word files, RTF and OpenDocument texts, by our readers and by LibreOffice, and converters that misbehave."""

from __future__ import annotations

import io
import os
import struct
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from corpus.old_letters import encoded, in_old_font
from extractors.document import Document
from pipeline.analysis import analyse_bytes
from pipeline.export.record import record
from pipeline.ingest import office
from pipeline.ingest.errors import IngestError
from pipeline.ingest.office import convert
from pipeline.ingest.open import read_document
from pipeline.ingest.programs import LIBRE_OFFICE, find_program, run_program
from pipeline.ingest.word import read_word

#: signs that old letters have no place for
PLAIN = str.maketrans("“”‘’–—²³", "\"\"''--23")
FORMS = Path(__file__).parents[1] / "corpus" / "forms"
NAME = "krong-son-dan-chu-2023"
REAL = find_program(LIBRE_OFFICE)
needs_office = pytest.mark.skipif(REAL is None, reason="LibreOffice is not installed: its real path is not run")


def form(kind: str, name: str = NAME) -> bytes:
    return (FORMS / ("word" if kind == "docx" else kind) / f"{name}.{kind}").read_bytes()


def texts(document: Document) -> list[str]:
    return [document.quote(block.span) for block in document.blocks]


def refused(data: bytes, name: str) -> str:
    with pytest.raises(IngestError) as caught:
        read_document(data, name)
    return caught.value.code


def cells(document: Document) -> list[tuple[str, int, int, int, int]]:
    return [
        (document.quote(block.span), cell.row, cell.column, cell.row_span, cell.column_span)
        for block in document.blocks
        if (cell := block.origin.cell)
    ]


# -- the same report -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
@pytest.mark.parametrize("name", [path.stem for path in sorted((FORMS / "doc").glob("*.doc"))])
def test_a_report_has_the_same_cells_numbers_and_notes(name: str, kind: str) -> None:
    ours, theirs = read_document(form("docx", name), "a.docx"), read_document(form(kind, name), f"a.{kind}")
    assert theirs.source.format == kind
    assert theirs.source.warnings == ()
    assert cells(theirs) == cells(ours)
    for sort in ("note", "item", "heading"):
        said = [
            [document.quote(one.span) for one in document.blocks if one.kind == sort] for document in (ours, theirs)
        ]
        # lists that begin in the middle begin anew in some of the programs that write them
        assert [text.split(" ", 1)[1:] for text in said[0]] == [text.split(" ", 1)[1:] for text in said[1]]


def of_kind(document: Document, kind: str) -> list[str]:
    return [document.quote(block.span) for block in document.blocks if block.kind == kind]


# -- RTF -----------------------------------------------------------------------------------------------------------


def rtf(body: str, head: str = "") -> bytes:
    fonts = r"{\fonttbl{\f0\fcharset0 Times New Roman;}{\f1\fcharset0 .VnTime;}{\f2\fcharset163 Arial{\*\falt x};}}"
    return ("{\\rtf1\\ansi\\ansicpg1252" + fonts + head + "\\pard " + body + "}").encode("latin-1")


#: a box as Word writes it, once more for older programs
_BOX = (
    r"{\shp{\*\shpinst\shpleft100{\sp{\sn x}{\sv 7}}{\shptxt Khung 12\par}}"
    r"{\shprslt{\*\do{\dptxbxtext Khung 12\par}}}}Thân 5\par"
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"Xã c\u243? 1.250 h\u7897\'f4.\par", ["Xã có 1.250 hộ."]),
        (r"\uc2 h\u7897\'f4\'f4\u-4000xx 5\par", ["hộ\uf060 5"]),
        (r"{\uc1 a\u7897?}{\uc0 b\u7897}c\par", ["aộbộc"]),
        (r"\f2 h\'f4\'f2 25\f0 \'e9\par", ["hộ 25é"]),
        (r"\u-10179?\u-8704? 5\par", ["\U0001f600 5"]),
        (r"a\tab b\line c\~d\_e\-f\emdash\ldblquote g\rdblquote\{h\}\\\par", ["a b c d-ef—“g”{h}\\"]),
        (r"{\listtext\pard 1.\tab}Kinh t\u7871?\par{\pntext a)\tab}X\'e3\par", ["1. Kinh tế", "a) Xã"]),
        (r"{\listtext\f3 \'b7\tab}\'dd 5\par", ["- Ý 5"]),
        (r"c\'f2n {\deleted 10}{\revised 12} h\par", ["còn 12 h"]),
        (r"c\'f2n{\v  99} 5 h\par", ["còn 5 h"]),
        (r"{\field{\*\fldinst DDEAUTO x}{\fldrslt 120}} h\par", ["120 h"]),
        (r"{\upr{x}{\*\ud{y\u7897?}}} 5\par", ["yộ 5"]),
        (r"{\*\unknown 99}{\pict\bin4 }}}} }5\par", ["5"]),
        (_BOX, ["Thân 5", "Khung 12"]),
        (r"Thân{\footnote\pard \chftn  Chú 7} 5\par{\header\pard Trang 1\par}", ["Thân 5", "Chú 7", "Trang 1"]),
        (r"{\info{\title Tên 9}{\author Ai}}5 h\par", ["5 h"]),
        (r"{\object{\*\objdata 0105}{\result{H\'ecnh 5\par}}}", ["Hình 5"]),
    ],
)  # fmt: skip
def test_rich_text_is_read_as_it_is_shown(body: str, expected: list[str]) -> None:
    assert [
        text.strip()
        for text in texts(read_document(rtf(body.replace("Thân", r"Th\'e2n").replace("Chú", r"Ch\'fa")), "a.rtf"))
    ] == expected


def test_tables_of_rich_text_keep_rows_columns_and_merging() -> None:
    head = r"\trowd\clvmgf\cellx1000\cellx3000\pard\intbl TT\cell Hai cột\cell\row"
    below = r"\trowd\clvmrg\cellx1000\cellx2000\cellx3000\pard\intbl\cell A\cell B\cell\row"
    last = r"\trowd\cellx1000\clmgf\cellx2000\clmrg\cellx3000\pard\intbl 1\cell 5\par 6\cell\cell\row"
    document = read_document(rtf(f"{head}{below}{last}\\pard Sau\\par".replace("ộ", r"\u7897?")), "a.rtf")
    assert cells(document) == [
        ("TT", 0, 0, 2, 1), ("Hai cột", 0, 1, 1, 2), ("A", 1, 1, 1, 1), ("B", 1, 2, 1, 1),
        ("1", 2, 0, 1, 1), ("5 6", 2, 1, 1, 2),
    ]  # fmt: skip
    assert texts(document)[-1] == "Sau"


def test_old_fonts_of_rich_text() -> None:
    code = "".join(f"\\'{byte:02x}" if byte > 127 else chr(byte) for byte in encoded("hồ sơ nước 25", "tcvn3"))
    document = read_document(rtf(rf"\f1 {code} \f0 \'e9\par"), "a.rtf")
    assert (document.text, document.source.encoding) == ("hồ sơ nước 25 é", "tcvn3")


def test_rich_text_that_is_cut_off_is_told_of() -> None:
    whole = form("rtf")
    result = analyse_bytes(whole[: len(whole) * 3 // 4], "a.rtf")
    assert record(result).status == "partial"
    assert [notice.code for notice in result.document.source.warnings] == ["truncated"]
    assert record(analyse_bytes(whole, "a.rtf")).status == "ok"


def test_groups_without_end_are_refused() -> None:
    assert refused(b"{\\rtf1" + b"{" * 1_000_000, "a.rtf") == "too_deep"
    assert texts(read_document(b"{\\rtf1 " + b"{" * 100 + b"5 h" + b"}" * 101, "a.rtf")) == ["5 h"]


# -- what is no longer said -----------------------------------------------------------------------------------------


def with_changes() -> bytes:
    """A Word file with a deletion, an insertion and hidden text."""
    document = docx.Document()
    paragraph = document.add_paragraph("còn ")
    for tag, inner, text in (("w:del", "w:delText", "10"), ("w:ins", "w:t", "12")):
        change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
        for name, value in (("w:id", text), ("w:author", "x"), ("w:date", "2024-01-01T00:00:00Z")):
            change.set(qn(name), value)
        words.text = text
        run.append(words)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run(" hộ")
    paragraph.add_run(" ẩn 99").font.hidden = True
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def written(data: bytes, kind: str, folder: Path) -> bytes:
    """A Word file in another form, by LibreOffice."""
    (folder / "a.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    into = ["--headless", "--convert-to", kind, "--outdir", str(folder)]
    assert run_program([str(REAL), profile, *into, str(folder / "a.docx")], 120, folder) == 0
    return (folder / f"a.{kind}").read_bytes()


@needs_office
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
def test_what_is_deleted_or_hidden_is_left_out_in_each_form(tmp_path: Path, kind: str) -> None:
    for data in (with_changes(), written(with_changes(), kind, tmp_path)):
        document = read_document(data, "a")
        assert document.text == "còn 12 hộ"
        told = [notice.code for notice in document.source.warnings]
        # it writes no OpenDocument text with the changes that were tracked in Word
        assert told == ["deleted_text"] or kind == "odt"


@needs_office
@pytest.mark.parametrize(("kind", "encoding"), [("doc", "tcvn3"), ("doc", "vni"), ("rtf", "tcvn3"), ("odt", "vni")])
def test_old_fonts_are_read_in_each_form(tmp_path: Path, kind: str, encoding: str) -> None:
    ours = read_document(form("docx", "ea-kueh"), "a")
    theirs = read_document(written(in_old_font(form("docx", "ea-kueh"), encoding), kind, tmp_path), "a")
    assert theirs.source.encoding == encoding
    # TCVN3 has no capital with a tone for the head of a word
    said = [[text.translate(PLAIN).lower() for text in texts(one) if not text.isdecimal()] for one in (ours, theirs)]
    assert said[0] == said[1]


# -- old Word files ------------------------------------------------------------------------------------------------


def main_stream(data: bytes) -> int:
    return data.index(b"\xec\xa5", 512)


def changed(data: bytes, at: int, value: bytes) -> bytes:
    """A .doc file with bytes of its main stream changed."""
    start = main_stream(data)
    return data[: start + at] + value + data[start + at + len(value) :]


def test_locked_and_broken_word_files_are_refused_before_any_converter() -> None:
    data = form("doc")
    (flags,) = struct.unpack_from("<H", data, main_stream(data) + 0x0A)
    assert refused(changed(data, 0x0A, struct.pack("<H", flags | 0x100)), "a.doc") == "encrypted"
    assert refused(data[:512] + bytes(8192), "a.doc") == "corrupt"
    assert refused(data[: len(data) // 2], "a.doc") in ("truncated", "corrupt")
    # sectors that lead to themselves
    assert refused(data[:512] + struct.pack("<128I", *range(128)) + data[1024:], "a.doc") in ("truncated", "corrupt")


def test_text_that_is_not_all_there_is_not_guessed() -> None:
    # its table of pieces lies elsewhere
    assert refused(changed(form("doc"), 0x1A2, struct.pack("<I", 0x7FFFFFF0)), "a.doc") == "corrupt"
    data = form("doc")
    at = data.index("UBND".encode("utf-16-le"), 512)
    assert read_document(data[:at] + "UBNĐ".encode("utf-16-le") + data[at + 8 :], "a.doc").text.count("UBNĐ") == 1


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_program", lambda program: None)


@pytest.mark.usefixtures("no_office")
def test_what_only_the_converter_reads_says_how_to_get_it() -> None:
    with pytest.raises(IngestError) as caught:
        read_document(changed(form("doc"), 0, b"\xdc\xa5"), "a.doc")
    assert caught.value.code == "converter_missing"
    assert "LibreOffice" in caught.value.cause
    assert "cài" in caught.value.cause


@pytest.mark.usefixtures("no_office")
def test_numbers_of_lists_that_cannot_be_read_are_told_of() -> None:
    data = form("doc")
    start = main_stream(data)
    at, length = struct.unpack_from("<II", data, start + 0x2E2)
    lost = changed(data, 0x2E2, struct.pack("<II", 0x7FFFFFF0, length))
    result = analyse_bytes(lost, "a.doc")
    assert at
    assert [notice.code for notice in result.document.source.warnings] == ["auto_numbers_lost"]
    assert record(result).status == "partial"
    # nothing else is lost
    assert cells(result.document) == cells(read_document(data, "a.doc"))


def test_fields_and_macros_of_word_files_do_nothing() -> None:
    data = form("doc")
    text = "Tổng số".encode("utf-16-le")
    hidden = "\x13DDEAU".encode("utf-16-le")
    assert data.count(text) > 0
    document = read_document(data.replace(text, hidden + "\x15".encode("utf-16-le")), "a.doc")
    assert "DDE" not in document.text


# -- converters ----------------------------------------------------------------------------------------------------


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A file that only a converter reads; temporary files lie in a folder of the test."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    office._scratch.cache_clear()
    return changed(form("doc"), 0, b"\xdc\xa5")


@pytest.fixture
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def put(script: str) -> None:
        folder = tmp_path / "bin"
        folder.mkdir()
        program = folder / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    return put


def is_gone(pid: Path) -> bool:
    """Whether a process ends within five seconds."""
    number = int(pid.read_text())
    for _ in range(100):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{number}/stat").exists() and Path(f"/proc/{number}/stat").read_text().split()[2] == "Z":
            return True
        time.sleep(0.05)
    return False


posix = pytest.mark.skipif(os.name == "nt", reason="the stubs are shell scripts")


@posix
def test_a_converter_that_hangs_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: bytes, stub: Callable[[str], None]
) -> None:
    monkeypatch.setattr(office, "CONVERTER_SECONDS", 1.0)
    pid = tmp_path / "pid"
    stub(f"sleep 600 &\necho $! > {pid}\nsleep 600")
    begun = time.monotonic()
    assert refused(old, "a.doc") == "timeout"
    assert time.monotonic() - begun < 10
    assert is_gone(pid)


@posix
@pytest.mark.parametrize("status", [0, 1])
def test_a_converter_that_writes_nothing_has_failed(
    tmp_path: Path, old: bytes, stub: Callable[[str], None], status: int
) -> None:
    pid = tmp_path / "pid"
    stub(f"sleep 600 &\necho $! > {pid}\nexit {status}")
    assert refused(old, "a.doc") == "converter_failed"
    assert is_gone(pid)
    assert [path.name[:12] for path in (tmp_path / "tmp").iterdir()] == ["soat-office-"]


@posix
def test_a_converter_gets_a_file_a_profile_and_nothing_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: bytes, stub: Callable[[str], None]
) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(form("docx"))
    monkeypatch.setenv("http_proxy", "http://user:secret@proxy")
    monkeypatch.setenv("DISPLAY", ":0")
    kept = tmp_path / "kept"
    kept.mkdir()
    stub(
        f'env > {kept}/env\necho "$@" > {kept}/arguments\nfind "$HOME" -type f > {kept}/files\n'
        f'profile=$(echo "$1" | sed "s,.*file://,,")\ncp "$profile/user/registrymodifications.xcu" {kept}/\n'
        f'mkdir -p "$HOME/out"\ncp {made} "$HOME/out/bao-cao.docx"\n'
    )
    document = read_document(old, "cu.doc")
    assert (document.source.format, document.source.name) == ("doc", "cu.doc")
    assert texts(document) == texts(read_document(form("docx"), "a.docx"))
    environment = (kept / "env").read_text()
    assert "secret" not in environment
    assert "DISPLAY" not in environment
    assert "TZ=UTC" in environment
    assert "--headless" in (kept / "arguments").read_text()
    assert [Path(line).name for line in (kept / "files").read_text().split()] == ["bao-cao.doc"]
    settings = (kept / "registrymodifications.xcu").read_text()
    assert '"MacroSecurityLevel" oor:op="fuse"><value>3<' in settings
    assert '"BlockUntrustedRefererLinks" oor:op="fuse"><value>true<' in settings
    assert [path.name[:12] for path in (tmp_path / "tmp").iterdir()] == ["soat-office-"]


@posix
def test_a_program_that_cannot_be_run_has_failed(tmp_path: Path, old: bytes, stub: Callable[[str], None]) -> None:
    stub("")
    (tmp_path / "bin" / "soffice").write_bytes(b"\x7fELF no program")
    assert refused(old, "a.doc") == "converter_failed"


@needs_office
def test_the_real_converter_says_what_our_reader_says(tmp_path: Path, old: bytes) -> None:
    assert REAL is not None
    source = read_document(form("doc", "ea-kueh"), "a.doc").source
    made = convert(REAL, form("doc", "ea-kueh"))
    theirs, ours = read_word(made, source), read_document(form("doc", "ea-kueh"), "a.doc")
    body = [text for text in texts(theirs) if not text.isdecimal()]
    assert body == [text for text in texts(ours) if not text.isdecimal()]
    # once more, in the same profile
    assert texts(read_word(convert(REAL, form("doc", "ea-kueh")), source)) == texts(theirs)
    assert old
