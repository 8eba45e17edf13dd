"""What is in a zip is read like files of a folder; what must not be read is told, and the rest is read."""

from __future__ import annotations

import hashlib
import io
import struct
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.bulk import analyse_files, find_reports
from pipeline.ingest import archive
from pipeline.ingest.folder import Found
from pipeline.ingest.limits import MOST_PARTS
from pipeline.ingest.open import read_document
from pipeline.ingest.parts import Part, load

TOP = Path(__file__).parents[1]
REPORT = "UBND xã Tiên Lãng\nBÁO CÁO\nTiếp nhận 20 hồ sơ, trong đó trực tiếp 12 hồ sơ, trực tuyến 8 hồ sơ.\n"
WRONG = REPORT.replace("20 hồ sơ", "21 hồ sơ")
WORD = (TOP / "corpus/forms/word/duc-tho.docx").read_bytes()
Content = bytes | str


def zipped(members: Mapping[str, Content] | Iterable[tuple[str | zipfile.ZipInfo, Content]], packing: int = 8) -> bytes:
    """A zip of members, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as made:
        for name, content in members.items() if isinstance(members, Mapping) else members:
            made.writestr(name, content, packing)
    return out.getvalue()


def renamed(data: bytes, old: bytes, new: bytes, flags: int = 0) -> bytes:
    """A zip in which a name is stored in other bytes, of the same number."""
    assert len(old) == len(new)
    changed = data.replace(old, new)
    found = bytearray(changed)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = found.find(signature)
        while place >= 0:
            struct.pack_into("<H", found, place + at, flags)
            place = found.find(signature, place + 4)
    return bytes(found)


def found(folder: Path, data: bytes, name: str = "a.zip") -> Found:
    (folder / name).write_bytes(data)
    return find_reports([folder])


def shown(told: Found) -> list[str]:
    return [file.shown for file in told.files]


def errors(told: Found) -> dict[str, str]:
    return {file.shown: file.error.code for file in told.files if file.error}


def records(told: Found) -> list[Any]:
    return analyse_files(told, lambda _done, _total: None)


def outcomes(told: Found) -> dict[str, str]:
    return {r["source"]["path"]: r["error"]["code"] if r["error"] else r["status"] for r in records(told)}


def test_members_are_read_as_files_of_a_folder_are(tmp_path: Path) -> None:
    members: dict[str, Content] = {"xã B/c.txt": WRONG, "b.docx": WORD, "xã A/a.txt": REPORT}
    (tmp_path / "zip").mkdir()
    told = found(tmp_path / "zip", zipped(members))
    assert shown(told) == ["a.zip!/b.docx", "a.zip!/xã A/a.txt", "a.zip!/xã B/c.txt"]
    for name, content in members.items():
        path = tmp_path / "plain" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    inside, beside = records(told), records(find_reports([tmp_path / "plain"]))
    for one, other in zip(inside, beside, strict=True):
        assert one["source"] == other["source"] | {"path": f"a.zip!/{other['source']['path']}"}
        assert {**one, "source": 0} == {**other, "source": 0}
    assert [len(one["findings"]) > 0 for one in inside[1:]] == [True, True]
    assert inside[0]["source"]["sha256"] == hashlib.sha256(WORD).hexdigest()


def test_nothing_is_written_and_the_same_comes_out_each_time(tmp_path: Path) -> None:
    told = found(tmp_path, zipped({"a.txt": REPORT, "sub/b.zip": zipped({"c.txt": WRONG})}))
    assert records(told) == records(find_reports([tmp_path]))
    assert [path.name for path in tmp_path.rglob("*")] == ["a.zip"]


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_zips_in_zips(tmp_path: Path, packing: int) -> None:
    data = zipped({"trong.txt": REPORT}, packing)
    for name in ("ba.zip", "hai.zip"):
        data = zipped({name: data}, packing)
    assert outcomes(found(tmp_path, data)) == {"a.zip!/hai.zip!/ba.zip!/trong.txt": "ok"}
    deeper = zipped({"một.zip": data, "beside.txt": REPORT}, packing)
    assert outcomes(found(tmp_path, deeper)) == {
        "a.zip!/beside.txt": "ok",
        "a.zip!/một.zip!/hai.zip!/ba.zip": "too_deep",
    }


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_word_files_are_no_archives(tmp_path: Path, packing: int) -> None:
    (tmp_path / "b.zip").write_bytes(WORD)
    assert outcomes(found(tmp_path, zipped({"a.docx": WORD}, packing))) == {"a.zip!/a.docx": "ok", "b.zip": "ok"}


def test_what_is_no_report_is_counted_as_in_folders(tmp_path: Path) -> None:
    names = ("a.txt", ".hidden", ".git/config", "__MACOSX/._a.txt", "~$a.docx", "x/Thumbs.db", "old/ket-qua.jsonl")
    told = found(tmp_path, zipped(dict.fromkeys((*names, "old/b.txt", "thong-tin.csv", "x/"), REPORT)))
    assert shown(told) == ["a.zip!/a.txt"]
    assert dict(told.skipped) == {
        "tệp hoặc thư mục ẩn": 2,
        "tệp của hệ điều hành": 2,
        "tệp tạm ~$ của Word, Excel": 1,
        "kết quả của Soát": 2,
        archive._INNER_TABLE: 1,
    }


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("utf-8", "Báo cáo xã Đông Lỗ.txt"),
        ("windows-1258", "Báo cáo Đông Lỗ.txt"),
        ("windows-1258", "Võ Văn Tần, tháng 6.txt"),
        ("cp437", "Báo cáo.txt"),
        ("cp1252", "Xã Hoà Võ.txt"),
    ],
)
def test_names_without_a_mark_are_read_by_their_letters(tmp_path: Path, page: str, name: str) -> None:
    """Windows-1258 writes the letter of a vowel and then its tone."""
    raw = b"".join(_in_page(letter, page) for letter in name)
    data = renamed(zipped({"x" * len(raw): REPORT}), b"x" * len(raw), raw)
    assert shown(found(tmp_path, data)) == [f"a.zip!/{name}"]


def _in_page(letter: str, page: str) -> bytes:
    try:
        return letter.encode(page)
    except UnicodeEncodeError:
        *letters, tone = unicodedata.normalize("NFD", letter)
        tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
        mark = next((one for one in (tone, *letters) if one in tones), tone)
        rest = unicodedata.normalize("NFC", "".join(one for one in (*letters, tone) if one != mark))
        return rest.encode(page) + mark.encode(page)


def test_letters_and_marks_that_stand_apart_are_shown_as_one(tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", "hồ sơ.txt")
    assert shown(found(tmp_path, zipped({apart: REPORT}))) == ["a.zip!/hồ sơ.txt"]
    both = {apart: REPORT, "hồ sơ.txt": WRONG}
    assert shown(found(tmp_path, zipped(both))) == [f"a.zip!/{apart}", "a.zip!/hồ sơ.txt"]


@pytest.mark.parametrize("name", ["../../x.txt", "/etc/x.txt", "C:\\x.txt", "b/../../x.txt", "a\0b.txt"])
def test_names_that_lead_out_are_told_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    data = zipped({"good.txt": REPORT, name.replace("\0", "#"): WRONG}).replace(b"a#b", b"a\0b")
    told = found(tmp_path, data)
    plain = name.replace("\\", "/").replace("\0", "\\x00")
    assert errors(told) == {f"a.zip!/{plain}": "unsupported"}
    assert sorted(outcomes(told).values()) == ["ok", "unsupported"]
    twin = zipped({"good.txt": REPORT, "c..x.txt": WRONG})
    assert outcomes(found(tmp_path, twin)) == {"a.zip!/c..x.txt": "ok", "a.zip!/good.txt": "ok"}


def test_a_table_outside_of_the_folder_is_not_reached_through_a_member(tmp_path: Path) -> None:
    inside = tmp_path / "reports"
    inside.mkdir()
    (tmp_path / "thong-tin.csv").write_text("path,unit\nx.txt,xã Ngoài\n", "utf-8")
    told = found(inside, zipped({"../../x.txt": REPORT, "good.txt": REPORT}))
    assert (told.notices, [file.overrides.unit for file in told.files]) == ((), [None, None])


def test_links_and_locked_members_are_told(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    assert outcomes(found(tmp_path, zipped([(link, "good.txt"), ("good.txt", REPORT)]))) == {
        "a.zip!/good.txt": "ok",
        "a.zip!/link.txt": "not_a_file",
    }
    data = zipped({"a.txt": REPORT})
    assert outcomes(found(tmp_path, renamed(data, b"a.txt", b"a.txt", flags=1))) == {"a.zip!/a.txt": "encrypted"}
    assert outcomes(found(tmp_path, data)) == {"a.zip!/a.txt": "ok"}


def test_two_members_of_one_name_are_told_once(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped([("a.txt", REPORT), ("a.txt", WRONG), ("b.txt", REPORT)])
    assert outcomes(found(tmp_path, data)) == {"a.zip!/a.txt": "corrupt", "a.zip!/b.txt": "ok"}


def test_two_records_of_one_place(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": REPORT, "b.txt": REPORT, "c.txt": REPORT}, zipfile.ZIP_STORED))
    second = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 4)
    assert struct.unpack_from("<I", data, second + 42)[0] > 0
    struct.pack_into("<I", data, second + 42, 0)  # where b.txt starts, in the directory
    assert outcomes(found(tmp_path, bytes(data))) == {
        "a.zip!/a.txt": "corrupt",
        "a.zip!/b.txt": "corrupt",
        "a.zip!/c.txt": "ok",
    }


def test_a_wrong_sum_and_a_size_that_lies(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": REPORT, "b.txt": REPORT}))
    at = data.find(b"PK\x01\x02")
    data[at + 16] ^= 1  # checksum of a.txt
    assert outcomes(found(tmp_path, bytes(data))) == {"a.zip!/a.txt": "corrupt", "a.zip!/b.txt": "ok"}
    bomb = bytearray(zipped({"a.txt": bytes(40 << 20), "b.txt": REPORT}))
    struct.pack_into("<I", bomb, bomb.find(b"PK\x01\x02") + 24, 1000)
    assert outcomes(found(tmp_path, bytes(bomb))) == {"a.zip!/a.txt": "too_big", "a.zip!/b.txt": "ok"}


def test_bombs(tmp_path: Path) -> None:
    data = zipped({"a.txt": bytes(40 << 20), "b.zip": bytes(40 << 20), "c.txt": REPORT})
    told = found(tmp_path, data)
    assert errors(told) == {"a.zip!/a.txt": "too_big", "a.zip!/b.zip": "too_big"}
    assert len(data) < 200_000


def test_all_members_together_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = zipped({"c.txt": REPORT})
    data = zipped({"a.txt": REPORT, "b.zip": inner, "d.txt": REPORT})
    size = 2 * len(REPORT.encode()) + len(inner)
    assert len(found(tmp_path, data).files) == 3
    monkeypatch.setattr(archive, "_Walk", lambda skipped: _WALK(skipped, size, 10, []))
    assert errors(find_reports([tmp_path])) == {"a.zip!/d.txt": "too_big"}
    monkeypatch.setattr(archive, "_Walk", lambda skipped: _WALK(skipped, 10**6, 3, []))
    assert errors(find_reports([tmp_path])) == {"a.zip": "too_many_parts"}
    monkeypatch.setattr(archive, "_Walk", lambda skipped: _WALK(skipped, 10**6, 4, []))
    assert errors(find_reports([tmp_path])) == {}


_WALK = archive._Walk


def test_archives_that_cannot_be_looked_into(tmp_path: Path) -> None:
    data = zipped({f"{i}.txt": REPORT for i in range(9)})
    assert outcomes(found(tmp_path, data[: len(data) // 2])) == {"a.zip": "truncated"}
    assert outcomes(found(tmp_path, zipped({}))) == {"a.zip": "empty"}
    assert outcomes(found(tmp_path, zipped({".x": REPORT}))) == {"a.zip": "empty"}
    broken = data.replace(b"PK\x01\x02", b"PK\x01\x03", 1)
    assert outcomes(found(tmp_path, broken)) == {"a.zip": "corrupt"}
    many = zipped({f"{i:x}": b"" for i in range(MOST_PARTS + 1)}, zipfile.ZIP_STORED)
    assert outcomes(found(tmp_path, many)) == {"a.zip": "too_many_parts"}


def test_a_program_that_unpacks_itself_is_no_report_and_one_before_the_directory_shifts_it(tmp_path: Path) -> None:
    data = zipped({"a.txt": REPORT})
    assert outcomes(found(tmp_path, data[:4] + data[4:])) == {"a.zip!/a.txt": "ok"}
    # a small zip in front of another one: its directory counts from its own start
    assert outcomes(found(tmp_path, zipped({"b.txt": WRONG}) + data)) == {"a.zip!/a.txt": "ok"}


@pytest.mark.parametrize(
    ("head", "kind"), [(b"Rar!\x1a\x07\x01\x00", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b\x08\x00", "gzip")]
)
def test_other_archives_get_one_clear_sentence(tmp_path: Path, head: bytes, kind: str) -> None:
    (tmp_path / "a.rar").write_bytes(head + bytes(100))
    (record,) = records(find_reports([tmp_path]))
    assert record["error"]["code"] == "unsupported"
    said = f"Không đọc được “a.rar”: đây là tệp nén {kind}, bản này chưa đọc được; hãy giải nén rồi đưa lại."
    assert record["error"]["message"] == said


def test_the_same_bytes_in_and_out_of_an_archive_are_read_once(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(REPORT, "utf-8", newline="")
    told = records(found(tmp_path, zipped({"a.txt": REPORT, "c.txt": WRONG})))
    duplicates = {r["source"]["path"]: [w["message"] for w in r["source"]["warnings"]] for r in told}
    assert duplicates == {"a.zip!/a.txt": [], "a.zip!/c.txt": [], "b.txt": ["Nội dung trùng với “a.zip!/a.txt”."]}


def test_tables_name_members_and_archives(tmp_path: Path) -> None:
    data = zipped({"a.txt": REPORT, "sub/b.txt": REPORT})
    table = tmp_path / "thong-tin.csv"
    table.write_text("path,unit,period\na.zip!/sub/b.txt,xã Bình Tân,\na.zip,,2024-Q2\n", "utf-8")
    told = found(tmp_path, data)
    assert [(file.overrides.unit, file.overrides.period) for file in told.files] == [
        (None, "2024-Q2"),
        ("xã Bình Tân", "2024-Q2"),
    ]
    assert told.notices == ()
    table.write_text("path,unit\na.zip!/b.txt,xã Bình Tân\n", "utf-8")
    (notice,) = find_reports([tmp_path]).notices
    assert "không có tệp “a.zip!/b.txt”" in notice
    (tmp_path / "bo-qua.csv").write_text("tệp,quy tắc,lý do\na.zip!/sub/b.txt,header,thử\n", "utf-8")
    assert [len(file.dismissals) for file in find_reports([tmp_path]).files] == [0, 1]


def test_the_name_of_an_archive_tells_unit_and_period(tmp_path: Path) -> None:
    text = "BÁO CÁO\nTiếp nhận 20 hồ sơ.\n"
    (record,) = records(found(tmp_path, zipped({"bc.txt": text}), "xã Đông Lỗ - quý II năm 2024.zip"))
    assert record["header"]["unit"] == "xã Đông Lỗ"
    assert record["header"]["period"] == "2024-Q2"
    assert record["header"]["taken_from"]["unit"] == "file name"


def test_an_archive_that_changes_while_it_is_read_is_told(tmp_path: Path) -> None:
    told = found(tmp_path, zipped({"a.txt": REPORT * 9}))
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04")
    assert outcomes(told) == {"a.zip!/a.txt": "changed_while_read"}


def test_parts_of_parts_are_loaded_alike_in_any_order(tmp_path: Path) -> None:
    inner = zipped({"a.txt": REPORT, "b.txt": WRONG})
    told = found(tmp_path, zipped({"x.zip": inner, "y.zip": zipped({"c.txt": REPORT})}))
    once = [load(file.path, file.parts) for file in told.files]
    assert once == [REPORT.encode(), WRONG.encode(), REPORT.encode()]
    assert [load(file.path, file.parts) for file in reversed(told.files)] == once[::-1]
    assert load(tmp_path / "a.zip", (Part(0, 4),)) == b"PK\x03\x04"


def test_bytes_of_a_zip_alone_are_no_report() -> None:
    with pytest.raises(Exception, match="tệp nén ZIP"):
        read_document(zipped({"a.txt": REPORT}), "a.zip")
