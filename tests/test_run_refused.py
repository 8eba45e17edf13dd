"""Where results cannot be written a run says why in a sentence, and what was there before stays."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest

from pipeline.ingest.names import CROSS_NAME, INDEX_NAME, RECORDS_NAME, STORE_NAME, WORKBOOK_NAME
from pipeline.run_command import Asked, Choice, run
from tests.test_folder_run import CORPUS, files, records

ASKED = Choice(workers=0, asked=Asked(data=True))
NEW = "Tổng số có 50 hồ sơ, gồm trực tiếp 20 hồ sơ và trực tuyến 40 hồ sơ."
#: each kind of file that a run writes
KINDS = {
    "workbook": WORKBOOK_NAME,
    "records": RECORDS_NAME,
    "index": INDEX_NAME,
    "page": "trang/ham-yen.txt.html",
    "sheet": "phieu-ra-soat/ham-yen.txt.docx",
    "annotated": "ban-ghi-chu/duc-binh-tay.docx",
    "data": "du-lieu/so-lieu.csv",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "báo cáo"
    made.mkdir()
    shutil.copy(CORPUS / "forms/word/duc-binh-tay.docx", made)
    shutil.copy(CORPUS / "reports/ham-yen.txt", made)
    return made


def changed(folder: Path) -> None:
    """Change each report, so that all that is given back of it changes."""
    text = (folder / "ham-yen.txt").read_text("utf-8")
    (folder / "ham-yen.txt").write_text(f"{text}\n{NEW}\n", "utf-8")
    shutil.copy(CORPUS / "forms/word/pom-han-giam-ngheo.docx", folder / "duc-binh-tay.docx")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "number",
    [
        pytest.param(errno.EACCES, id="open"),
        pytest.param(errno.ENOSPC, id="full", marks=pytest.mark.slow),
        pytest.param(errno.EROFS, id="read-only", marks=pytest.mark.slow),
    ],
)
def test_what_cannot_be_replaced_is_told_and_stays(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    kind: str,
    number: int,
) -> None:
    out, name = tmp_path / "ra", KINDS[kind]
    run(folder, out, ASKED)
    before = files(out)
    changed(folder)
    replace = Path.replace

    def held(path: Path, target: Path) -> Path:
        if target == out / name:
            raise OSError(number, "held")
        return replace(path, target)

    capsys.readouterr()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", held)
        assert run(folder, out, ASKED) == 2
    told = capsys.readouterr().err
    assert Path(name).name in told
    assert "Không ghi được" in told
    assert "giữ nguyên" in told
    left = files(out)
    assert left[name] == before[name]
    assert not [path for path in left if path.endswith(".tmp")]
    assert run(folder, out, ASKED) == 0
    run(folder, tmp_path / "mới", ASKED)
    wanted = files(tmp_path / "mới")
    assert {path: content for path, content in files(out).items() if path != STORE_NAME} == {
        path: content for path, content in wanted.items() if path != STORE_NAME
    }


def test_a_file_that_cannot_be_taken_away_is_told(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ra"
    run(folder, out, ASKED)
    (out / CROSS_NAME).write_bytes(b"")
    unlink = Path.unlink

    def held(path: Path, *, missing_ok: bool = False) -> None:
        if path == out / CROSS_NAME:
            raise PermissionError(errno.EACCES, "held")
        unlink(path, missing_ok=missing_ok)

    capsys.readouterr()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", held)
        assert run(folder, out, ASKED) == 2
    assert CROSS_NAME in capsys.readouterr().err
    assert run(folder, out, ASKED) == 0


@pytest.mark.parametrize("name", [*KINDS.values(), STORE_NAME, "quyet-dinh.jsonl", ".soat-khoa"])
def test_a_folder_in_the_place_of_a_file_is_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    out = tmp_path / "ra"
    (out / name).mkdir(parents=True)
    assert run(folder, out, ASKED) == 2
    told = capsys.readouterr().err
    assert Path(name).name in told
    assert "Traceback" not in told
    (out / name).rmdir()
    assert run(folder, out, ASKED) == 0


@pytest.mark.parametrize("name", ["trang", "phieu-ra-soat", "ban-ghi-chu", "du-lieu"])
def test_a_file_in_the_place_of_a_folder_is_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    out = tmp_path / "ra"
    out.mkdir()
    (out / name).write_bytes(b"theirs")
    assert run(folder, out, ASKED) == 2
    assert name in capsys.readouterr().err
    assert (out / name).read_bytes() == b"theirs"


@pytest.mark.parametrize("below", ["kết quả", "a/b", "."])
def test_results_among_the_reports_are_never_reports(folder: Path, below: str) -> None:
    before = files(folder)
    out = folder / below
    for _ in range(2):
        assert run(folder, out, ASKED) == 0
        assert [record["source"]["path"] for record in records(out)] == ["duc-binh-tay.docx", "ham-yen.txt"]  # type: ignore[index]
    assert before.items() <= files(folder).items()


@pytest.mark.parametrize("name", ["index.html", "du-lieu/so-lieu.csv", "trang/xã a.txt", "phieu-ra-soat/a.docx"])
def test_a_file_of_others_under_a_name_of_results_is_never_written_over(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(f"<p>BÁO CÁO</p><p>{NEW}</p>", "utf-8")
    before = files(folder)
    for _ in range(2):
        assert run(folder, folder, ASKED) == 2
        told = capsys.readouterr().err
        assert name in told
        assert "thư mục khác" in told
        assert files(folder) == before
    assert run(folder, folder.parent / "ra", ASKED) == 0
    assert len(records(folder.parent / "ra")) == 3
