"""What in the arguments is a report."""

from __future__ import annotations

import hashlib
import os
import socket
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.folder import Found, digest, escape, find_files, first_of_same, unescape

posix_only = pytest.mark.skipif(os.name != "posix", reason="needs links, pipes and byte names")


def write(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.fsencode(name))


def shown(found: Found) -> list[str]:
    return [file.shown for file in found.files]


def codes(found: Found) -> dict[str, str]:
    return {file.shown: file.error.code for file in found.files if file.error}


def test_folders_are_walked_in_byte_order_of_their_paths(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.txt", "a.txt", "Z.docx", "a/b/c.txt", "đ.txt", "a-b.txt")
    found = find_files([tmp_path])
    assert shown(found) == ["Z.docx", "a-b.txt", "a.txt", "a/b/c.txt", "a/z.txt", "b.txt", "đ.txt"]
    assert [file.path for file in found.files] == [tmp_path / name for name in shown(found)]
    assert found.skipped == ()


def test_names_that_differ_only_in_encoding_stand_together(tmp_path: Path) -> None:
    nfc, nfd = unicodedata.normalize("NFC", "hồ.txt"), unicodedata.normalize("NFD", "hồ.txt")
    write(tmp_path, nfc, nfd, "hộ.txt", "hp.txt")
    assert shown(find_files([tmp_path])) == ["hp.txt", nfd, nfc, "hộ.txt"]


def test_arguments_keep_their_order_and_files_their_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "b/2.txt", "b/1.txt", "a.txt", ".an.txt")
    monkeypatch.chdir(tmp_path)
    found = find_files([Path("b"), Path("./a.txt"), Path("b/2.txt"), Path(".an.txt"), Path("b")])
    assert shown(found) == ["1.txt", "2.txt", "a.txt", "b/2.txt", ".an.txt", "1.txt", "2.txt"]
    assert codes(found) == {}


def test_what_is_no_report_is_counted_by_reason(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", ".hidden.txt", ".git/config", "x/~$a.docx", "x/Thumbs.db", "desktop.ini", ".DS_Store")
    assert shown(find_files([tmp_path])) == ["a.txt"]
    assert find_files([tmp_path]).skipped == (
        ("tệp hoặc thư mục ẩn", 2),
        ("tệp tạm ~$ của Word, Excel", 1),
        ("tệp của hệ điều hành", 3),
    )


def test_own_results_are_no_reports(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "thang6/ket-qua.jsonl", "thang6/ghi-chu.txt", "khac/ket-qua.xlsx", "khac/b.txt")
    found = find_files([tmp_path])
    assert shown(found) == ["a.txt", "khac/b.txt"]
    assert found.skipped == (("kết quả của Soát", 2),)


def test_results_beside_the_reports_do_not_hide_them(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "ket-qua.jsonl", "ket-qua.xlsx")
    found = find_files([tmp_path])
    assert (shown(found), found.skipped) == (["a.txt"], (("kết quả của Soát", 2),))


def test_pages_and_sheets_beside_results_are_no_reports_and_others_of_their_name_are(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "soat.db", "index.html", "trang/a.txt.html", "phieu-ra-soat/a.txt.docx", "x/trang/b.html")
    found = find_files([tmp_path])
    assert (shown(found), found.skipped) == (["a.txt", "x/trang/b.html"], (("kết quả của Soát", 4),))
    (tmp_path / "soat.db").unlink()
    assert {"index.html", "trang/a.txt.html"} <= set(shown(find_files([tmp_path])))


def test_names_of_a_glob_that_are_no_reports_are_counted(tmp_path: Path) -> None:
    write(tmp_path, "a.docx", "~$a.docx")
    found = find_files(sorted(tmp_path.glob("*.docx")))
    assert shown(found) == [(tmp_path / "a.docx").as_posix()]
    assert found.skipped == (("tệp tạm ~$ của Word, Excel", 1),)


@pytest.mark.parametrize("name", ["thieu.docx", "a.txt/b.txt", "x" * 300, "a\0b"])
def test_a_missing_argument_is_told(tmp_path: Path, name: str) -> None:
    write(tmp_path, "a.txt")
    (file,) = find_files([tmp_path / name]).files
    assert file.error is not None
    assert (file.error.code, file.error.cause) == ("not_found", "không có tệp hoặc thư mục này")


def test_an_empty_folder_has_no_files(tmp_path: Path) -> None:
    assert find_files([tmp_path]) == Found((), ())


@posix_only
def test_pipes_sockets_and_devices_are_named_and_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    os.mkfifo("ong.txt")
    with socket.socket(socket.AF_UNIX) as endpoint:
        endpoint.bind("cong.txt")
        found = find_files([Path(), Path("ong.txt"), Path("/dev/zero")])
    assert shown(found) == ["cong.txt", "ong.txt", "ong.txt", "/dev/zero"]
    assert set(codes(found).values()) == {"not_a_file"}
    assert len(codes(found)) == 3


@posix_only
def test_links_are_not_followed_out_of_the_folder_or_round(tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt", "in/sub/b.txt", "out/c.txt")
    inside = tmp_path / "in"
    for name, target in {
        "same.txt": "a.txt",
        "loop": ".",
        "self": "self",
        "sub/up": "..",
        "file.txt": "../out/c.txt",
        "folder": "../out",
        "gone.txt": "nowhere",
    }.items():
        (inside / name).symlink_to(target)
    found = find_files([inside])
    assert [file.shown for file in found.files if not file.error] == ["a.txt", "same.txt", "sub/b.txt"]
    assert codes(found) == dict.fromkeys(["file.txt", "folder", "gone.txt", "loop", "self", "sub/up"], "not_a_file")


@posix_only
def test_a_link_that_the_user_names_is_followed(tmp_path: Path) -> None:
    write(tmp_path, "that/a.txt")
    (tmp_path / "link").symlink_to("that")
    assert shown(find_files([tmp_path / "link"])) == ["a.txt"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_folder_is_told(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "kin/b.txt")
    (tmp_path / "kin").chmod(0)
    try:
        assert codes(find_files([tmp_path])) == {"kin": "unreadable"}
    finally:
        (tmp_path / "kin").chmod(0o700)


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "no", str(path))

    monkeypatch.setattr("pipeline.ingest.folder.os.scandir", refuse)
    assert codes(find_files([tmp_path])) == {tmp_path.as_posix(): "unreadable"}


@posix_only
def test_a_name_that_is_no_utf8_is_shown_and_opened(tmp_path: Path) -> None:
    name = os.fsdecode(b"b\xe1o c\xe1o\n.txt")
    write(tmp_path, name)
    (file,) = find_files([tmp_path]).files
    assert file.shown == r"b\xe1o c\xe1o\x0a.txt"
    assert file.path.read_bytes() == os.fsencode(name)
    assert os.fsencode(unescape(file.shown)) == b"b\xe1o c\xe1o\n.txt"


@given(st.text(st.characters(codec=None)) | st.binary().map(os.fsdecode))
def test_escapes_lead_back(name: str) -> None:
    assert unescape(escape(name)) == name
    assert not any(char < " " for char in escape(name).encode("utf-8").decode("utf-8"))


def test_digest_is_sha256(tmp_path: Path) -> None:
    content = b"soat" * 300_000
    (tmp_path / "a").write_bytes(content)
    assert digest(tmp_path / "a") == hashlib.sha256(content).hexdigest()


def test_same_bytes_point_to_the_first(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt")
    (tmp_path / "c.txt").write_bytes((tmp_path / "a.txt").read_bytes())
    assert first_of_same([digest(file.path) for file in find_files([tmp_path]).files]) == (0, 1, 0)
