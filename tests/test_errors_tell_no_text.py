"""What is told of files that fail names the file and the cause, never what the report says."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest

from pipeline.analysis import Failure, analyse
from pipeline.bulk import analyse_files, find_reports
from pipeline.check_command import check
from pipeline.export.jsonl import json_line
from pipeline.run_command import run

SECRET = "Nguyễn Bá Thược"
SENTENCE = f"Ông {SECRET}, điện thoại 0912.345.678, tiếp 12 lượt dân, trong đó 5 lượt đột xuất."
WORDS = ("Thược", "Thuoc", "0912", "đột xuất", "lượt dân")
PLAIN = f"BÁO CÁO\n{SENTENCE}\n"


def word(sentence: str = SENTENCE) -> bytes:
    document = docx.Document()
    document.add_paragraph(sentence)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_part(package: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A package with a part changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as before, zipfile.ZipFile(buffer, "w") as after:
        for entry in before.namelist():
            data = before.read(entry)
            after.writestr(entry, data.replace(old, new) if entry == name else data)
    return buffer.getvalue()


def archive(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in members.items():
            package.writestr(name, data)
    return buffer.getvalue()


def broken_files() -> dict[str, bytes]:
    good = word()
    part = "word/document.xml"
    return {
        "cut.docx": good[: len(good) // 2],
        "not-closed.docx": with_part(good, part, b"</w:p>", b""),
        "dtd.docx": with_part(
            good, part, b"<w:document", f"<!DOCTYPE x [<!ENTITY a '{SENTENCE}'>]><w:document".encode()
        ),
        "bad-sign.docx": with_part(good, part, b"<w:t>", b"<w:t>\x01&undefined;"),
        "no-body.docx": archive({"word/document.xml": SENTENCE.encode()}),
        "cut.pdf": b"%PDF-1.7\n1 0 obj\n<< /Title (" + SENTENCE.encode("utf-16") + b") >>\nendobj\n",
        "cut.rtf": b"{\\rtf1 " + SENTENCE.encode("ascii", "replace") + b"{{{{",
        "cut.xlsx": archive({"xl/workbook.xml": PLAIN.encode()}),
        "cut.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + PLAIN.encode("utf-16-le") * 40,
        "cut.png": b"\x89PNG\r\n\x1a\n" + PLAIN.encode(),
        "nul.txt": b"\x00\x01\x02" * 400 + PLAIN.encode(),
        "cut.zip": archive({"bao.docx": good})[:-30],
        "in.zip": archive({"bao.docx": with_part(good, part, b"</w:p>", b"")}),
        "empty.eml": f"Subject: {SENTENCE}\nContent-Type: text/plain\n\n".encode(),
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    for name, data in broken_files().items():
        (made / name).write_bytes(data)
    return made


def told(text: str) -> list[str]:
    return [word for word in WORDS if word in text]


def test_records_of_failures_hold_no_text(folder: Path) -> None:
    records = [r for r in analyse_files(find_reports([folder]), lambda _done, _total: None) if r["status"] == "error"]
    assert len(records) >= 8
    assert len({record["error"]["code"] for record in records}) >= 3
    for record in records:
        assert told(json_line(record).decode()) == []
        assert record["source"]["name"] in record["error"]["message"] or "!" in record["source"]["path"]


def test_standard_error_holds_no_text(folder: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (folder / "good.txt").write_text(PLAIN, "utf-8")
    check([folder], as_json=True)
    shown, errors = capfdbinary.readouterr()
    assert told(shown.decode())  # the report that can be read is shown, of course
    assert told(errors.decode("utf-8", "replace")) == []
    run(folder, tmp_path / "out")
    shown, errors = capfdbinary.readouterr()
    assert shown
    assert told((shown + errors).decode("utf-8", "replace")) == []


def test_our_own_faults_tell_their_kind_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """What an exception says may be text of the report (`invalid literal for int(): '0912.345.678'`)."""

    def fail(document: object, facts: object) -> None:
        raise ValueError(SENTENCE)

    monkeypatch.setattr("pipeline.analysis.check", fail)
    path = tmp_path / "a.txt"
    path.write_text(PLAIN, "utf-8")
    result = analyse(path, "a.txt")
    assert isinstance(result, Failure)
    assert (result.code, result.message) == ("internal", "Không đọc được “a.txt”: lỗi trong chương trình (ValueError).")
    assert told(b"".join(capfdbinary.readouterr()).decode()) == []


def test_workers_tell_their_kind_only(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PLAIN, "utf-8")
    code = (
        "import sys, pipeline.analysis, pipeline.bulk as bulk\n"
        "def fail(document, facts):\n"
        "    if 'lượt dân' in document.text: raise RuntimeError(document.text)\n"
        "    return ()\n"
        "pipeline.analysis.check = fail\n"
        "from pathlib import Path\n"
        "if __name__ == '__main__':\n"
        "    found = bulk.find_reports([Path(sys.argv[1])])\n"
        "    print(bulk.analyse_files(found, lambda *_: None, 1)[0]['error'])\n"
    )
    script = tmp_path / "script.py"
    script.write_text(code, "utf-8")
    command = [sys.executable, "-X", "utf8", str(script), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    assert "internal" in done.stdout
    assert told(done.stdout + done.stderr) == []
