"""Many files: order, the same bytes twice, folders that hold nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline import bulk
from pipeline.bulk import analyse_files, analyses, find_reports, itself
from pipeline.export.jsonl import Record, json_line

REPORT = "UBND xã Tiên Lãng\nBÁO CÁO\nTiếp nhận 20 hồ sơ, trong đó trực tiếp 12 hồ sơ, trực tuyến 8 hồ sơ.\n"
OTHER = REPORT.replace("20 hồ sơ", "21 hồ sơ")


def silent(_done: int, _total: int) -> None:
    pass


def records(*paths: Path) -> list[Record]:
    return analyse_files(find_reports(paths), silent)


def codes(record: Record) -> list[str]:
    return [warning["code"] for warning in record["source"]["warnings"]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"b.txt": REPORT, "a.txt": REPORT, "c.txt": OTHER, "sub/d.txt": REPORT}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def test_records_come_in_path_order_and_alike_each_time(folder: Path) -> None:
    assert [record["source"]["path"] for record in records(folder)] == ["a.txt", "b.txt", "c.txt", "sub/d.txt"]
    assert [json_line(record) for record in records(folder)] == [json_line(record) for record in records(folder)]


def test_the_same_bytes_are_read_once_and_listed_twice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    original = bulk.analyse

    def counted(path: Path, shown: str | None = None, *stated: Any) -> bulk.Result:
        read.append(path.name)
        return original(path, shown, *stated)

    monkeypatch.setattr(bulk, "analyse", counted)
    first, second, other, third = analyse_files(find_reports([folder]), silent, workers=0)
    assert read == ["a.txt", "c.txt"]
    assert [codes(record) for record in (first, second, other, third)] == [[], ["duplicate"], [], ["duplicate"]]
    assert second["source"]["warnings"][0]["message"] == "Nội dung trùng với “a.txt”."
    assert third["source"]["name"] == "d.txt"
    for key in ("header", "numbers", "relations", "findings", "coverage"):
        assert first[key] == second[key] == third[key]


def test_a_file_does_not_change_with_its_neighbours(folder: Path) -> None:
    alone = records(folder / "c.txt")[0]
    among = records(folder)[2]
    assert alone["source"].pop("path") != among["source"].pop("path")
    assert alone == among


def test_a_duplicate_with_another_suffix_keeps_its_own_notices(folder: Path) -> None:
    (folder / "a2.docx").write_text(REPORT, "utf-8")
    first, second, *_ = records(folder)
    assert codes(first) == []
    assert codes(second) == ["extension_mismatch", "duplicate"]


def test_failures_and_empty_files_have_their_own_sentences(tmp_path: Path) -> None:
    for name in ("a.xls", "b.xls"):
        (tmp_path / name).write_bytes(bytes(40))
    for name in ("e.txt", "f.txt"):
        (tmp_path / name).touch()
    found = records(tmp_path)
    assert [record["error"]["code"] for record in found] == ["unsupported", "unsupported", "empty", "empty"]
    assert ["“b.xls”" in record["error"]["message"] for record in found] == [False, True, False, False]
    assert [codes(record) for record in found] == [[], ["duplicate"], [], []]


def test_a_folder_without_reports_and_a_missing_path_stand_for_themselves(folder: Path) -> None:
    empty = folder / "sub" / "empty"
    empty.mkdir()
    (empty / ".hidden").touch()
    found = find_reports([empty, folder / "nope", folder / "c.txt"])
    got = analyse_files(found, silent)
    assert [record["error"] and record["error"]["code"] for record in got] == ["empty", "not_found", None]
    assert dict(found.skipped) == {"tệp hoặc thư mục ẩn": 1}


def test_progress_goes_from_nothing_to_all(folder: Path) -> None:
    steps: list[tuple[int, int]] = []
    assert len(list(analyses(find_reports([folder]), lambda done, total: steps.append((done, total)), itself))) == 4
    assert steps == [(done, 4) for done in range(5)]


def test_a_file_that_goes_away_is_told(folder: Path) -> None:
    found = find_reports([folder])
    (folder / "b.txt").unlink()
    assert [record["status"] for record in analyse_files(found, silent)] == ["ok", "error", "ok", "ok"]


def test_a_name_that_no_file_can_have_is_told_and_breaks_nothing(folder: Path) -> None:
    long, good = records(Path("x" * 300), folder / "c.txt")
    assert (long["error"]["code"], good["status"]) == ("not_found", "ok")
