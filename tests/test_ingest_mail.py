"""Mails: files that they bring are read each by itself, what they say only if it is more than a covering note."""

from __future__ import annotations

import base64
import io
import time
import zipfile
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from corpus.hostile.ole import compound
from pipeline.bulk import analyse_files, find_reports
from pipeline.ingest import archive
from pipeline.ingest.errors import IngestError
from pipeline.ingest.folder import Found
from pipeline.ingest.mail_parts import mail_parts
from pipeline.ingest.open import read_document

TOP = Path(__file__).parents[1]
REPORT = "UBND xã Tiên Lãng\nBÁO CÁO\nTiếp nhận 20 hồ sơ, trong đó trực tiếp 12 hồ sơ, trực tuyến 8 hồ sơ.\n"
WORD = (TOP / "corpus/forms/word/duc-tho.docx").read_bytes()
NOTE = """Kính gửi Văn phòng HĐND và UBND huyện,
UBND xã Tiên Lãng xin gửi báo cáo kết quả công tác cải cách hành chính 6 tháng đầu năm 2024 của xã, số 45/BC-UBND ngày
15/6/2024, kèm theo 02 phụ lục. Đề nghị Văn phòng xem xét, tổng hợp. Trân trọng cảm ơn!
--
Nguyễn Văn A, công chức Văn phòng – Thống kê
Điện thoại: 0912 345 678 – vanphong.tienlang@example.vn
"""
LONG = """Kính gửi Văn phòng HĐND và UBND huyện,
UBND xã Tiên Lãng báo cáo nhanh kết quả tiếp nhận và giải quyết thủ tục hành chính trong tuần như sau. Trong tuần bộ
phận một cửa của xã tiếp nhận 20 hồ sơ, trong đó trực tiếp 12 hồ sơ, trực tuyến 9 hồ sơ; đã giải quyết 18 hồ sơ, đang
giải quyết 2 hồ sơ. Trân trọng cảm ơn!
"""


def mail(body: str | None = NOTE, html: str | None = None, **files: bytes) -> EmailMessage:
    """A mail with a text, the same as a page, and files."""
    made = EmailMessage()
    made["From"] = "Xã Tiên Lãng <xa@example.vn>"
    made["To"] = "huyen@example.vn"
    made["Subject"] = "Báo cáo 99 hồ sơ"
    made["Date"] = "Mon, 17 Jun 2024 08:00:00 +0700"
    if body is not None:
        made.set_content(body, cte="base64")
    if html is not None:
        made.add_alternative(html, subtype="html", cte="quoted-printable")
    for name, content in files.items():
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made


def written(folder: Path, made: EmailMessage | bytes, name: str = "thu.eml") -> Found:
    (folder / name).write_bytes(made if isinstance(made, bytes) else made.as_bytes(policy=SMTP))
    return find_reports([folder])


def shown(told: Found) -> list[str]:
    return [file.shown for file in told.files]


def records(told: Found) -> list[Any]:
    return analyse_files(told, lambda _done, _total: None)


def outcomes(told: Found) -> dict[str, str]:
    return {r["source"]["path"]: r["error"]["code"] if r["error"] else r["status"] for r in records(told)}


def test_attachments_are_reports_and_a_covering_note_is_none(tmp_path: Path) -> None:
    told = written(tmp_path, mail(**{"báo cáo.docx": WORD, "phụ lục.txt": REPORT.encode()}))
    assert outcomes(told) == {"thu.eml!/báo cáo.docx": "ok", "thu.eml!/phụ lục.txt": "ok"}
    assert dict(told.skipped) == {archive._COVERING: 1}
    (plain,) = records(find_reports([_beside(tmp_path, WORD)]))
    inside = records(told)[0]
    assert inside["source"]["sha256"] == plain["source"]["sha256"]
    assert {**inside, "source": 0} == {**plain, "source": 0}


def _beside(tmp_path: Path, content: bytes) -> Path:
    (tmp_path / "x").mkdir()
    (tmp_path / "x/báo cáo.docx").write_bytes(content)
    return tmp_path / "x/báo cáo.docx"


def test_what_a_mail_reports_itself_is_read_and_its_headers_are_not(tmp_path: Path) -> None:
    told = written(tmp_path, mail(LONG, **{"a.txt": REPORT.encode()}))
    assert outcomes(told) == {"thu.eml": "ok", "thu.eml!/a.txt": "ok"}
    body = records(told)[0]
    assert (body["source"]["format"], told.skipped) == ("eml", ())
    assert [n["value"] for n in body["numbers"] if n["role"] == "measure"] == [20, 12, 9, 18, 2]
    assert [finding["rule"] for finding in body["findings"] if finding["severity"] == "error"] == ["sum"]
    right = records(written(tmp_path, mail(LONG.replace("tuyến 9", "tuyến 8"))))[0]
    assert [finding["rule"] for finding in right["findings"] if finding["severity"] == "error"] == []


def test_a_short_mail_that_brings_nothing_is_read_all_the_same(tmp_path: Path) -> None:
    assert outcomes(written(tmp_path, mail("Xã tiếp nhận 20 hồ sơ.\n"))) == {"thu.eml": "ok"}
    assert outcomes(written(tmp_path, mail("\n"))) == {"thu.eml": "empty"}


def test_a_saved_page_is_read_without_what_it_shows(tmp_path: Path) -> None:
    made = EmailMessage()
    made["From"], made["Subject"] = "<Saved by Blink>", "Báo cáo"
    made.set_content("<html><body><p>Tiếp nhận 20 hồ sơ.</p></body></html>", subtype="html", cte="quoted-printable")
    made.make_related()
    made.attach(EmailMessage())
    made.get_payload()[1].set_content(b"\x89PNG", "image", "png")  # type: ignore[union-attr]
    made.get_payload()[1]["Content-Location"] = "https://example.vn/a.png"  # type: ignore[index]
    assert outcomes(written(tmp_path, made, "trang.mht")) == {"trang.mht": "ok"}
    assert read_document((tmp_path / "trang.mht").read_bytes(), "trang.mht").text.strip() == "Tiếp nhận 20 hồ sơ."


def test_what_is_answered_is_no_report_of_the_mail(tmp_path: Path) -> None:
    quoted = "Xã đã nhận được thư.\n\nVào 08:00 17/6/2024, Huyện đã viết:\n" + LONG
    assert shown(written(tmp_path, mail(quoted, **{"a.txt": REPORT.encode()}))) == ["thu.eml!/a.txt"]
    marked = "Xã đã nhận được thư.\n" + "".join(f"> {line}\n" for line in LONG.splitlines())
    assert shown(written(tmp_path, mail(marked, **{"a.txt": REPORT.encode()}))) == ["thu.eml!/a.txt"]


def test_a_page_is_read_where_its_tables_tell_more(tmp_path: Path) -> None:
    page = "<p>Kết quả như sau:</p><table><tr><th>Nội dung</th><th>Số hồ sơ</th></tr>"
    page += "<tr><td>Trực tiếp</td><td>12</td></tr><tr><td>Trực tuyến</td><td>8</td></tr></table>"
    document = read_document(mail("Kết quả như sau:\nTrực tiếp 12\n", page).as_bytes(policy=SMTP), "thu.eml")
    assert (len(document.grids), document.source.format) == (1, "eml")
    plain = read_document(mail(LONG, "<p>Khác</p>").as_bytes(policy=SMTP), "thu.eml")
    assert plain.text.startswith("Kính gửi Văn phòng")


@pytest.mark.parametrize(
    "header",
    [
        'filename="=?utf-8?B?{b64}?="',
        "filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20x%C3%A3.txt",
        "filename*0*=UTF-8''B%C3%A1o; filename*1*=%20c%C3%A1o%20; filename*2*=x%C3%A3.txt",
        'filename="Báo cáo xã.txt"',
        'filename="../../Báo cáo xã.txt"',
        'filename="C:\\\\tmp\\\\Báo cáo xã.txt"',
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_names_of_files_in_all_their_codes(tmp_path: Path, header: str, end: str) -> None:
    b64 = base64.b64encode("Báo cáo xã.txt".encode()).decode()
    text = (
        'From: a@example.vn\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=x"\n\nxin chào\n--=x\n'
        f"Content-Type: application/octet-stream\nContent-Disposition: attachment; {header.format(b64=b64)}\n"
        f"Content-Transfer-Encoding: base64\n\n{base64.encodebytes(REPORT.encode()).decode()}\n--=x--\ntrailer\n"
    )
    told = written(tmp_path, text.replace("\n", end).encode())
    assert shown(told) == ["thu.eml!/Báo cáo xã.txt"]
    assert records(told)[0]["coverage"]["measures"] == 3


def test_letters_of_old_programs(tmp_path: Path) -> None:
    for charset in ("windows-1258", "iso-8859-1"):
        head = f"From: a@b.vn\nMIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\n\n"
        said = "Xa\u0303 tiê\u0301p nhâ\u0323n 20 hô\u0300 sơ.\n"  # this code page has the tones of most letters apart
        content = head.encode() + said.encode("windows-1258")
        assert read_document(content, "a.eml").text.rstrip() == "Xã tiếp nhận 20 hồ sơ."


def test_mails_in_mails_and_zips_in_mails(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("xã/b.txt", REPORT)
    inner = mail(**{"c.zip": out.getvalue()})
    outer = mail("Xin chuyển tiếp.\n")
    outer.add_attachment(inner)
    assert outcomes(written(tmp_path, outer)) == {"thu.eml!/tệp kèm 1.eml!/c.zip!/xã/b.txt": "ok"}
    outermost = mail("Xin chuyển tiếp.\n")
    outermost.add_attachment(outer)
    assert outcomes(written(tmp_path, outermost)) == {"thu.eml!/tệp kèm 1.eml!/tệp kèm 1.eml!/c.zip": "too_deep"}


def test_trimmings_of_mails_are_counted(tmp_path: Path) -> None:
    made = mail(html="<p>Kính gửi</p><img src='cid:logo'>")
    made.get_payload()[1].add_related(b"\x89PNG\r\n", "image", "png", cid="<logo>", filename="image001.png")  # type: ignore[union-attr]
    made.add_attachment(b"x", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    made.add_attachment(REPORT.encode(), maintype="text", subtype="plain", filename="a.txt")
    scan = b"\xff\xd8\xff" + bytes(200_000)
    made.add_attachment(scan, maintype="image", subtype="jpeg", filename="IMG_1.jpeg", cid="<1>", disposition="inline")
    told = written(tmp_path, made)
    assert shown(told) == ["thu.eml!/a.txt", "thu.eml!/IMG_1.jpeg"]
    assert dict(told.skipped) == {archive._TRIMMING: 2, archive._COVERING: 1}


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    made = mail()
    for count in (12, 13, 14):
        content = REPORT.replace("12", str(count)).encode()
        made.add_attachment(content, maintype="text", subtype="plain", filename="bc.txt")
    assert shown(written(tmp_path, made)) == ["thu.eml!/bc.txt", "thu.eml!/bc (2).txt", "thu.eml!/bc (3).txt"]


def test_texts_that_only_begin_like_mails_are_texts(tmp_path: Path) -> None:
    for text in ("Subject: x\n\n" + REPORT, "Note: 5\nFrom 1 to 2\n\n" + REPORT, "a: b\n" + REPORT):
        assert outcomes(written(tmp_path, text.encode(), "a.txt")) == {"a.txt": "ok"}
        assert records(find_reports([tmp_path]))[0]["source"]["format"] == "txt"


def test_broken_mails(tmp_path: Path) -> None:
    whole = mail(**{"a.txt": REPORT.encode() * 40}).as_bytes(policy=SMTP)
    cut = whole[: len(whole) - 400]
    assert outcomes(written(tmp_path, cut)) in ({"thu.eml!/a.txt": "ok"}, {"thu.eml!/a.txt": "corrupt"})
    assert outcomes(written(tmp_path, whole)) == {"thu.eml!/a.txt": "ok"}
    deep = b"From: a\nMIME-Version: 1.0\n"
    for depth in range(30):
        deep += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth)
    assert outcomes(written(tmp_path, deep)) == {"thu.eml": "too_deep"}
    many = b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 1_002
    assert outcomes(written(tmp_path, many)) == {"thu.eml": "too_many_parts"}


def test_long_fields_do_not_take_for_ever() -> None:
    field = 'attachment; x="' + ";" * 60_000
    started = time.process_time()
    (leaf,) = mail_parts(f"From: a\nMIME-Version: 1.0\nContent-Disposition: {field}\n\nx".encode())
    assert (leaf.use, time.process_time() - started < 1) == ("file", True)


def test_a_boundary_is_taken_only_at_the_start_of_a_line() -> None:
    head = b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    text = head + b"--b\n\nx --b\n--bc\n--b \n\ny\n--b--\n"
    leaves = mail_parts(text)
    assert [text[one.part.start : one.part.start + one.part.length] for one in leaves] == [b"x --b\n--bc", b"y"]


def test_a_mail_of_outlook_is_told_how_to_be_saved() -> None:
    data = compound({"__nameid_version1.0": bytes(600)})
    with pytest.raises(IngestError, match=r"unsupported: đây là thư Outlook \(\.msg\).* lưu thành \.eml"):
        read_document(data, "thu.msg")
