"""A folder of reports is given back whole, the same each time, and nothing that somebody decided or changed is lost."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import shutil
import time
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from docx import Document

from pipeline import results
from pipeline.decisions import ACTS
from pipeline.export import atomic
from pipeline.export.audit.own_template import own_template
from pipeline.ingest.names import (
    ANNOTATED,
    CROSS_NAME,
    DECISIONS_NAME,
    INDEX_NAME,
    PAGES,
    RECORDS_NAME,
    SHEETS,
    STORE_NAME,
    WORKBOOK_NAME,
)
from pipeline.run_command import Asked, Choice, run
from pipeline.template_command import write_template

CORPUS = Path(__file__).parents[1] / "corpus"
ALONE = Choice(workers=0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Reports in several forms, one of them twice, and a file that cannot be read."""
    made = tmp_path / "báo cáo"
    (made / "xã a").mkdir(parents=True)
    shutil.copy(CORPUS / "forms/word/duc-binh-tay.docx", made / "xã a" / "quý 1.docx")
    shutil.copy(CORPUS / "forms/pdf/vinh-hai.pdf", made / "vinh-hai.pdf")
    shutil.copy(CORPUS / "reports/ham-yen.txt", made / "ham-yen.txt")
    shutil.copy(CORPUS / "reports/ham-yen.txt", made / "bản sao.txt")
    (made / "rỗng.docx").write_bytes(b"")
    return made


def files(out: Path) -> dict[str, bytes]:
    """What a run leaves, but for its lock."""
    paths = sorted(path for path in out.rglob("*") if path.is_file() and path.name != ".soat-khoa")
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in paths}


def records(out: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (out / RECORDS_NAME).read_text("utf-8").splitlines()]


def findings(out: Path) -> dict[str, dict[str, object]]:
    return {f["id"]: f for record in records(out) for f in record["findings"]}  # type: ignore[attr-defined]


class Links(HTMLParser):
    """The ids of a page and where it leads."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.targets: list[str] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if told.get("id"):
            self.ids.add(told["id"] or "")
        if tag == "a" and told.get("href"):
            self.targets.append(told["href"] or "")


def test_a_folder_is_given_back(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "ra"
    assert run(folder, out, ALONE) == 2  # one file cannot be read
    left = files(out)
    assert {STORE_NAME, RECORDS_NAME, WORKBOOK_NAME, INDEX_NAME} <= left.keys()
    assert {path for path in left if path.startswith(ANNOTATED)} == {
        f"{ANNOTATED}/vinh-hai.pdf",
        f"{ANNOTATED}/xã a/quý 1.docx",
    }
    for kind in (PAGES, SHEETS):
        assert sum(path.startswith(f"{kind}/") for path in left) == 4
    assert [record["status"] for record in records(out)].count("error") == 1


def test_every_link_leads_somewhere(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "ra"
    run(folder, out, ALONE)
    pages = {path: Links(path) for path in out.rglob("*.html")}
    assert len(pages) == 5
    told = 0
    for path, page in pages.items():
        for target in page.targets:
            name, _, anchor = target.partition("#")
            other = (path.parent / unquote(name)).resolve() if name else path
            assert other.exists(), (path.name, target)
            if anchor and other in pages:
                assert unquote(anchor) in pages[other].ids, (path.name, target)
            told += 1
    assert told > 100
    book = openpyxl.load_workbook(out / WORKBOOK_NAME)
    leads = [cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    outside = [link for link in leads if link.target]
    assert len(outside) > 20
    for link in outside:
        name, _, anchor = link.target.removeprefix("file:///").partition("#")
        other = out / unquote(name)
        assert other.exists(), link.target
        anchor = link.location or anchor
        assert not anchor or unquote(anchor) in pages[other].ids, link.target


def test_same_input_same_bytes_whenever_and_however_it_is_run(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked(data=True)
    run(folder, tmp_path / "một", Choice(workers=0, asked=asked))
    first = files(tmp_path / "một")
    monkeypatch.setattr(time, "time", lambda: 4e9)
    run(folder, tmp_path / "hai", Choice(workers=2, asked=asked))
    run(folder, tmp_path / "một", Choice(workers=0, asked=asked))
    for out in ("một", "hai"):
        again = files(tmp_path / out)
        assert again.keys() == first.keys()
        assert [path for path in first if again[path] != first[path]] == []


def test_what_is_known_is_not_read_again(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "ra"
    run(folder, out, ALONE)
    before = files(out)
    monkeypatch.setattr("pipeline.analysis.read", lambda *_: pytest.fail("read again"))
    capsys.readouterr()
    run(folder, out, ALONE)
    assert "không phải đọc lại" in capsys.readouterr().out
    assert files(out) == before


def decide(out: Path, finding: str, act: str, reason: str) -> None:
    """Type a decision into the workbook, as people do."""
    path = out / WORKBOOK_NAME
    book = openpyxl.load_workbook(path)
    for sheet in book:
        heads = {str(cell.value).replace("\n", " "): cell.column for row in sheet.iter_rows(max_row=20) for cell in row}
        if "Mã phát hiện" not in heads or "Quyết định" not in heads:
            continue
        for row in sheet.iter_rows():
            if row[heads["Mã phát hiện"] - 1].value == finding:
                row[heads["Quyết định"] - 1].value = act
                row[heads["Lý do"] - 1].value = reason
                book.save(path)
                return
    raise AssertionError(finding)


def error_of(out: Path, path: str) -> str:
    """A finding of kind error in a report."""
    return next(
        f["id"]
        for record in records(out)
        if record["source"]["path"] == path  # type: ignore[index]
        for f in record["findings"]  # type: ignore[attr-defined]
        if f["severity"] == "error"
    )


def test_a_decision_typed_in_the_workbook_holds_from_then_on(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "ra"
    run(folder, out, ALONE)
    finding = error_of(out, "xã a/quý 1.docx")
    assert findings(out)[finding]["dismissed"] is None
    decide(out, finding, ACTS["finding"], "Xã đã giải trình")
    for _ in range(2):
        run(folder, out, ALONE)
        assert findings(out)[finding]["dismissed"]["reason"] == "Xã đã giải trình"  # type: ignore[index]
        assert len((out / DECISIONS_NAME).read_text("utf-8").splitlines()) == 1
    assert finding not in comments(out / ANNOTATED / "xã a" / "quý 1.docx")
    # from the log alone
    (out / STORE_NAME).unlink()
    (out / WORKBOOK_NAME).unlink()
    run(folder, out, ALONE)
    assert findings(out)[finding]["dismissed"]["reason"] == "Xã đã giải trình"  # type: ignore[index]
    # taken back
    decide(out, finding, "", "")
    run(folder, out, ALONE)
    assert findings(out)[finding]["dismissed"] is None
    assert finding in comments(out / ANNOTATED / "xã a" / "quý 1.docx")


def comments(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read("word/comments.xml").decode()


def test_a_workbook_that_cannot_be_read_is_not_written_over(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ra"
    run(folder, out, ALONE)
    before = files(out)
    (out / WORKBOOK_NAME).write_bytes(b"PK\x03\x04 damaged")
    capsys.readouterr()
    assert run(folder, out, ALONE) == 2
    told = capsys.readouterr().err
    assert WORKBOOK_NAME in told
    assert "Chưa ghi đè gì" in told
    assert files(out) == before | {WORKBOOK_NAME: b"PK\x03\x04 damaged"}
    (out / WORKBOOK_NAME).unlink()
    run(folder, out, ALONE)
    assert files(out) == before


def test_decisions_typed_while_the_reports_are_read_are_taken_too(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "ra"
    run(folder, out, ALONE)
    finding = error_of(out, "xã a/quý 1.docx")
    (folder / "mới.txt").write_text("Tiếp nhận 12 hồ sơ.", "utf-8")
    put = results.put

    def written(*args: object) -> None:
        if (out / WORKBOOK_NAME).exists() and not (out / DECISIONS_NAME).exists():
            decide(out, finding, ACTS["keep"], "đang chờ xã")
        put(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("pipeline.folder_run.put", written)
    run(folder, out, ALONE)
    assert "đang chờ xã" in (out / DECISIONS_NAME).read_text("utf-8")
    book = openpyxl.load_workbook(out / WORKBOOK_NAME)
    assert any(cell.value == "đang chờ xã" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_a_sheet_that_somebody_filled_in_stays(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ra"
    run(folder, out, ALONE)
    sheet = out / SHEETS / "ham-yen.txt.docx"
    made = sheet.read_bytes()
    sheet.write_bytes(b"signed")
    run(folder, out, ALONE)
    assert sheet.read_bytes() == b"signed"
    assert not (out / SHEETS / "ham-yen.txt (mới).docx").exists()
    # nor is the report read again for it
    capsys.readouterr()
    run(folder, out, ALONE)
    assert "5 tệp không đổi" in capsys.readouterr().out
    # the report says something else now
    text = (folder / "ham-yen.txt").read_text("utf-8")
    (folder / "ham-yen.txt").write_text(
        f"{text}\nTổng số có 50 hồ sơ, gồm trực tiếp 20 hồ sơ và trực tuyến 40 hồ sơ.\n", "utf-8"
    )
    run(folder, out, ALONE)
    assert sheet.read_bytes() == b"signed"
    beside = (out / SHEETS / "ham-yen.txt (mới).docx").read_bytes()
    assert beside != made
    assert zipfile.is_zipfile(io.BytesIO(beside))


def test_what_a_killed_run_wrote_is_not_taken_for_somebody_s(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(BaseException):
        """The end of the program."""

    def killed(*_: object) -> None:
        raise KilledError

    out = tmp_path / "ra"
    with monkeypatch.context() as patched:
        patched.setattr("pipeline.store.store.Store.keep", killed)
        with pytest.raises(KilledError):
            run(folder, out, ALONE)
    written = [path for path in files(out) if path.startswith(SHEETS)]
    assert written
    for path in folder.rglob("*.txt"):
        path.write_text(
            path.read_text("utf-8") + "\nTổng số có 50 hồ sơ, gồm trực tiếp 20 hồ sơ, trực tuyến 40 hồ sơ.\n"
        )
    run(folder, out, ALONE)
    assert [path for path in files(out) if "(mới)" in path] == []
    run(folder, tmp_path / "liền", ALONE)
    assert files(out) == files(tmp_path / "liền")


def test_what_a_report_gave_goes_with_it_but_for_what_was_changed(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "ra"
    run(folder, out, ALONE)
    (out / SHEETS / "vinh-hai.pdf.docx").write_bytes(b"signed")
    (folder / "vinh-hai.pdf").unlink()
    (folder / "xã a" / "quý 1.docx").unlink()
    run(folder, out, ALONE)
    left = files(out)
    assert {path for path in left if "vinh-hai" in path or "quý 1" in path} == {f"{SHEETS}/vinh-hai.pdf.docx"}
    assert not (out / ANNOTATED).exists()


@pytest.mark.parametrize("at", range(0, 16, 3))
def test_a_full_disk_leaves_old_files_or_new_ones_and_the_next_run_completes(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], at: int
) -> None:
    out, whole = tmp_path / "ra", tmp_path / "đủ"
    run(folder, whole, ALONE)
    wanted = files(whole)
    count = iter(range(1000))
    sync = atomic.os.fsync

    def full(number: int) -> None:
        if next(count) == at:
            raise OSError(errno.ENOSPC, "full")
        sync(number)

    with monkeypatch.context() as patched:
        patched.setattr(atomic.os, "fsync", full)
        capsys.readouterr()
        status = run(folder, out, ALONE)
    assert status == 2
    told = capsys.readouterr().err
    half = {path: content for path, content in files(out).items() if path != STORE_NAME}
    assert "đĩa đầy" in told or half.keys() >= wanted.keys() - {STORE_NAME}
    for path, content in half.items():
        assert content == wanted[path]
    run(folder, out, ALONE)
    assert files(out) == wanted


def unpacked(content: bytes) -> Iterator[bytes]:
    yield content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield from (package.read(name) for name in package.namelist())


def test_without_names_nothing_that_is_given_names_a_person(tmp_path: Path) -> None:
    folder, out = tmp_path / "báo cáo", tmp_path / "ra"
    folder.mkdir()
    text = (
        "ỦY BAN NHÂN DÂN XÃ AN PHÚ\nBÁO CÁO\nKết quả tiếp công dân\n"
        "Tiếp 12 lượt, trong đó thường xuyên 5 lượt, định kỳ 9 lượt do ông Lò Văn Quẩy, điện thoại 0912 345 678,"
        " tiếp.\n"
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrương Thị Mười Hai\n"
    )
    (folder / "a.txt").write_text(text, "utf-8")
    run(folder, out, Choice(workers=0, asked=Asked(data=True, anonymous=True)))
    assert error_of(out, "a.txt")
    for path, content in files(out).items():
        for part in unpacked(content):
            for told in ("Quẩy", "0912", "345 678", "Mười Hai"):
                assert told.encode() not in part, (path, told)
    run(folder, tmp_path / "rõ", ALONE)
    assert "Quẩy".encode() in (tmp_path / "rõ" / PAGES / "a.txt.html").read_bytes()


def test_a_folder_of_results_does_not_mix_reports_with_and_without_names(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ra"
    run(folder, out, ALONE)
    before = files(out)
    capsys.readouterr()
    assert run(folder, out, Choice(workers=0, asked=Asked(anonymous=True))) == 2
    assert "thư mục khác" in capsys.readouterr().err
    assert files(out) == before


def test_the_office_s_own_template(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    template = tmp_path / "mau.docx"
    template.write_bytes(own_template())
    out = tmp_path / "ra"
    run(folder, out, Choice(workers=0, asked=Asked(template=template)))
    assert (out / SHEETS / "ham-yen.txt.docx").exists()
    template.write_bytes(b"no template")
    capsys.readouterr()
    assert run(folder, tmp_path / "khác", Choice(workers=0, asked=Asked(template=template))) == 2
    assert "Mẫu phiếu rà soát" in capsys.readouterr().err
    assert not (tmp_path / "khác").exists()


def test_a_template_is_written_for_the_office_and_never_over_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mau.docx"
    assert write_template(path) == 0
    assert path.read_bytes() == own_template()
    path.write_bytes(b"theirs")
    assert write_template(path) == 2
    assert "không ghi đè" in capsys.readouterr().err
    assert path.read_bytes() == b"theirs"


def test_a_run_is_compared_with_the_one_before(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = "ỦY BAN NHÂN DÂN\nXÃ AN PHÚ\nBÁO CÁO\nCông tác cải cách hành chính quý {}/2025\n{}\n"
    last = "Tiếp nhận 540 hồ sơ; đã giải quyết 518 hồ sơ; đang giải quyết 22 hồ sơ."
    for name, text in (
        ("một", said.format("I", last)),
        ("đúng", said.format("II", "Hồ sơ kỳ trước chuyển sang 22 hồ sơ.")),
        ("sai", said.format("II", "Hồ sơ kỳ trước chuyển sang 27 hồ sơ.")),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "an-phu.txt").write_text(text, "utf-8")
    run(tmp_path / "một", tmp_path / "trước", ALONE)
    asked = Choice(workers=0, asked=Asked(previous=tmp_path / "trước"))
    run(tmp_path / "đúng", tmp_path / "ra đúng", asked)
    assert not (tmp_path / "ra đúng" / CROSS_NAME).exists()
    capsys.readouterr()
    run(tmp_path / "sai", tmp_path / "ra sai", asked)
    (told,) = (tmp_path / "ra sai" / CROSS_NAME).read_text("utf-8").splitlines()
    assert {place["text"] for place in json.loads(told)["evidence"]} == {"22", "27"}
    assert "Đối chiếu giữa các báo cáo" in capsys.readouterr().out
    # without the run before nothing is told, and the file of the last time is gone
    run(tmp_path / "sai", tmp_path / "ra sai", ALONE)
    assert not (tmp_path / "ra sai" / CROSS_NAME).exists()


def test_the_sheet_of_a_report_that_was_sent_again_says_what_became_of_it(tmp_path: Path) -> None:
    said = "ỦY BAN NHÂN DÂN\nXÃ AN PHÚ\nBÁO CÁO\nCông tác cải cách hành chính quý I/2025\n{}\n{}\n"
    wrong = "Tiếp nhận 540 hồ sơ, gồm trực tiếp 200 hồ sơ, trực tuyến 330 hồ sơ."
    texts = {
        "cũ": said.format(wrong, "Số hóa 35 hồ sơ."),
        "mới": said.format(wrong.replace("330", "340"), "Số hóa 53 hồ sơ."),
    }
    for name, text in texts.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "an-phu.txt").write_text(text, "utf-8")
    run(tmp_path / "cũ", tmp_path / "ra cũ", ALONE)
    run(tmp_path / "mới", tmp_path / "ra mới", Choice(workers=0, asked=Asked(previous=tmp_path / "ra cũ")))
    lines = [one.text for one in Document(str(tmp_path / "ra mới" / SHEETS / "an-phu.txt.docx")).paragraphs]
    part = lines[next(at for at, line in enumerate(lines) if "So với bản gửi trước" in line) :]
    assert any("Đã sửa (1 phát hiện)" in line for line in part)
    assert any("35 hồ sơ → 53 hồ sơ (không ai yêu cầu)" in line for line in part)
    assert any("330 hồ sơ → 340 hồ sơ (đã được yêu cầu)" in line for line in part)
    # without the run before, and of the same bytes, nothing is said
    run(tmp_path / "mới", tmp_path / "ra mới", ALONE)
    lines = [one.text for one in Document(str(tmp_path / "ra mới" / SHEETS / "an-phu.txt.docx")).paragraphs]
    assert not any("So với bản gửi trước" in line for line in lines)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_originals_stay_as_they_are(folder: Path, tmp_path: Path) -> None:
    before = {path: digest(path) for path in folder.rglob("*") if path.is_file()}
    run(folder, tmp_path / "ra", ALONE)
    assert {path: digest(path) for path in folder.rglob("*") if path.is_file()} == before
