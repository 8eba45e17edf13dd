"""Reports without names of persons, phones, addresses, cards and accounts: nothing of them is in any export."""

from __future__ import annotations

import io
import itertools
import json
import time
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.vietnamese import fold
from pipeline.analysis import Analysis, analyse, analyse_bytes, failure
from pipeline.bulk import public
from pipeline.checks.finding import Dismissed
from pipeline.export.data.anonymous import anonymous, anonymous_analysis
from pipeline.export.data.name_words import rows_of
from pipeline.export.data.private import find_private
from pipeline.export.data.pseudonyms import pseudonyms
from pipeline.export.data.write import write_data
from pipeline.export.jsonl import json_line
from pipeline.export.metrics import read_metrics
from pipeline.export.page.index import index_page
from pipeline.export.page.report import report_page
from pipeline.export.workbook.write import write_workbook
from pipeline.show import report
from tests.test_persons import compared

REPORTS = sorted((Path(__file__).parents[1] / "corpus/reports").glob("*.txt"))
#: what names and numbers are made of, and what breaks a text
LETTERS = [*"NguyễnVănABình ông,.:;-\n\t09123456 '’@đ/cÊ", "\ud800", "\u202e", "İ"]
FORMS = [
    path
    for folder, suffix in (("word", "docx"), ("pdf", "pdf"), ("odt", "odt"), ("rtf", "rtf"))
    for path in sorted((REPORTS[0].parents[1] / "forms" / folder).glob(f"*.{suffix}"))[:2]
]
TEXT = """ỦY BAN NHÂN DÂN
XÃ ĐỒNG TIẾN
Số: 12/BC-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Đồng Tiến, ngày 05 tháng 7 năm 2024

BÁO CÁO
Kết quả tiếp công dân 6 tháng đầu năm 2024

I. KẾT QUẢ
1. Vụ việc của ông Lò Văn Piêng
Đồng chí Nguyễn Bá Thược tiếp 45 lượt, trong đó ông Lò Văn Piêng 20 lượt, bà Trần Thị Mùi 30 lượt.
Đã nêu 03 người, gồm: Lò Văn Piêng, Trần Thị Mùi.
Bà Mùi (CCCD số 036189001234) gửi 03 đơn; điện thoại 0987 654 321, 0912.345.678, (028) 3822 1234.
Email bamui@example.com, số tài khoản 3712 0100 4567.
Ý kiến của Trần Thị Mùi: “Ông LÒ VĂN PIÊNG không đến”. Đường Nguyễn Văn Cừ dài 2,4 km.
Ngày 31/02/2024, Trần Thị Mùi rút 01 đơn (chiếm 150% số đơn).

Nơi nhận:
- Ông Lò Văn Piêng;
- Lưu: VT.
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Hoàng Đình Khuê
"""
SECRETS = (
    "Lò Văn Piêng", "Văn Piêng", "Trần Thị Mùi", "Thị Mùi", "Bà Mùi", "Nguyễn Bá Thược", "Bá Thược", "Hoàng Đình Khuê",
    "036189001234", "36189001234", "0987 654 321", "987654321", "987.654.321", "0912.345.678", "3822 1234", "bamui",
    "3712 0100 4567", "3712", "4567",
)  # fmt: skip
KEPT = ("Nguyễn Văn Cừ", "Đồng Tiến", "12/BC-UBND")


@pytest.fixture(scope="module")
def original() -> Analysis:
    return analyse_bytes(TEXT.encode(), "bao-cao.txt")


@pytest.fixture(scope="module")
def masked(original: Analysis) -> Analysis:
    return anonymous_analysis(original)


def files_of(result: Analysis, folder: Path) -> dict[str, bytes]:
    """What is given back of a report, by name, packages unpacked."""
    record = public(result)
    workbook = folder / "ket-qua.xlsx"
    write_workbook([record], read_metrics(), workbook)
    made = {
        "ket-qua.jsonl": json_line(record),
        "ket-qua.xlsx": workbook.read_bytes(),
        "trang.html": report_page(result),
        "index.html": index_page([record], []),
        "man-hinh.txt": report(result).encode(),
        **write_data([record]),
    }
    try:
        from pipeline.export.audit.sheet import audit_sheet  # noqa: PLC0415
    except ImportError:
        pass
    else:
        made["phieu.docx"] = audit_sheet(result)
    return dict(_unpacked(made))


def _unpacked(made: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for name, data in made.items():
        if data[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                yield from ((f"{name}!/{inner}", package.read(inner)) for inner in package.namelist())
        elif data[:4] == b"PAR1":
            yield (
                name,
                json.dumps(pq.read_table(io.BytesIO(data)).to_pylist(), ensure_ascii=False, default=str).encode(),
            )
        else:
            yield name, data


def leaks(files: dict[str, bytes], secrets: tuple[str, ...]) -> list[tuple[str, str]]:
    """Where which secret still stands, in whatever case, also written with escapes."""
    found = []
    for name, data in files.items():
        text = fold(data.decode("utf-8", "replace"))
        forms = {secret: (fold(secret), json.dumps(fold(secret))[1:-1]) for secret in secrets}
        found += [(name, secret) for secret, written in forms.items() if any(form in text for form in written)]
    return found


def test_what_is_planted_is_in_no_export(original: Analysis, masked: Analysis, tmp_path: Path) -> None:
    before = files_of(original, tmp_path)
    # on the page each group of digits stands apart; amounts would be written so
    written = set(SECRETS) - {"36189001234", "987654321", "987.654.321", "3712 0100 4567"}
    assert {secret for _, secret in leaks(before, SECRETS)} >= written
    after = files_of(masked, tmp_path)
    assert before.keys() == after.keys()
    assert leaks(after, SECRETS) == []
    text = b"".join(after.values()).decode("utf-8", "replace")
    assert all(word in text for word in KEPT)
    assert "[người 1]" in text


def test_all_places_stay(original: Analysis, masked: Analysis) -> None:
    assert len(masked.document.text) == len(original.document.text)
    before, after = public(original), public(masked)
    for kind in ("numbers", "relations", "findings", "sections"):
        assert [one["id"] for one in before[kind]] == [one["id"] for one in after[kind]]
    places = [[(n["line"], n["col"], n["box"]) for n in record["numbers"]] for record in (before, after)]
    assert places[0] == places[1]
    assert len(before["findings"]) > 1
    measures = {n["id"]: n["value"] for n in after["numbers"] if n["value"] is not None}
    assert len(measures) > 5
    assert all(measures[n["id"]] == n["value"] for n in before["numbers"] if n["id"] in measures)


def test_the_same_person_has_one_name(masked: Analysis) -> None:
    text = masked.document.text
    assert text.count("[người 1]") == 5  # in capitals, too
    record = public(masked)
    assert record["header"]["recipients"][0] == "Ông [người 1]"
    assert record["header"]["signer_name"] == "[người 4]"
    assert record["sections"][-1]["title"] == "Vụ việc của ông [người 1]"
    assert "Bà N3" in text  # "Bà Mùi" has room for the short form only


def test_phones_keep_their_shape(masked: Analysis) -> None:
    assert "điện thoại đt1· ··· ···, đt2·.···.···, (đt3) ···· ····" in masked.document.text


def test_done_twice_is_done_once(masked: Analysis) -> None:
    assert anonymous_analysis(masked).document.text == masked.document.text


def test_a_failure_stays() -> None:
    failed = failure("a.docx", "corrupt", "tệp hỏng")
    assert anonymous_analysis(failed) is failed


def test_a_report_without_persons_stays() -> None:
    plain = analyse_bytes("BÁO CÁO\nTiếp nhận 12 hồ sơ, trong đó trực tuyến 5 hồ sơ.".encode(), "a.txt")
    assert anonymous_analysis(plain) is plain


def test_reasons_of_staff_are_rewritten(original: Analysis) -> None:
    why = Dismissed("finding", "bà Trần Thị Mùi đã xác nhận, ĐT 0905.112.233", (2,))
    told = replace(original, findings=tuple(replace(finding, dismissed=why) for finding in original.findings))
    reasons = {finding["dismissed"]["reason"] for finding in public(anonymous_analysis(told))["findings"]}
    assert reasons == {"bà [người 3] đã xác nhận, ĐT [điện thoại]"}


@pytest.mark.parametrize("name", ["Lò Văn Piêng.txt", "lo-van-pieng/bc.txt", "BC_LoVanPieng.docx"])
def test_a_file_named_after_a_person_is_told(original: Analysis, name: str) -> None:
    document = replace(original.document, source=replace(original.document.source, path=name))
    record = public(anonymous_analysis(replace(original, document=document)))
    assert record["source"]["path"] == name
    assert [warning["code"] for warning in record["source"]["warnings"]] == ["personal_name"]


def test_of_a_stored_record_too(original: Analysis) -> None:
    record = public(original)
    hidden = anonymous(record)
    files = {"record": json_line(hidden), "data": write_data([hidden])["so-lieu.jsonl"]}
    # the groups of the account are numbers of their own in a record, which tells nothing of the words before them
    assert leaks(files, tuple(secret for secret in SECRETS if secret not in ("3712", "4567"))) == []
    assert hidden["header"]["signer_name"].startswith("[người ")
    assert [finding["id"] for finding in hidden["findings"]] == [finding["id"] for finding in record["findings"]]
    assert record == public(original)


def test_signers_of_the_corpus_are_hidden(tmp_path: Path) -> None:
    checked = 0
    for path in REPORTS[::3]:
        result = analyse(path, path.name)
        assert isinstance(result, Analysis)
        signer = result.facts.header.signer_name
        document = result.document
        printed = (document.quote(one.span) for one in find_private(document.text))
        names = tuple(name for name in printed if " " in name)
        if signer:
            hidden = anonymous_analysis(result)
            files = {"record": json_line(public(hidden)), "text": hidden.document.text.encode()}
            assert leaks(files, (signer, *names)) == []
            checked += 1
    assert checked >= 8


def test_numbers_and_verdicts_of_the_corpus_stay() -> None:
    """Only what is hidden changes: figures, relations and findings are the same, with the names in them replaced."""
    for path in REPORTS[1::6]:
        result = analyse(path, path.name)
        before, after = public(result), public(anonymous_analysis(result))
        assert before["coverage"] == after["coverage"]
        assert [n["value"] for n in before["numbers"]] == [n["value"] for n in after["numbers"]]
        assert [r["verdict"] for r in before["relations"]] == [r["verdict"] for r in after["relations"]]
        assert [f["severity"] for f in before["findings"]] == [f["severity"] for f in after["findings"]]


def test_what_is_cut_off_tells_nothing(original: Analysis) -> None:
    text = original.document.text
    names = pseudonyms([(one.kind, text[one.span.start : one.span.end]) for one in find_private(text)])
    assert names.hidden("Vụ ông Lò Văn Pi… (dòng 12)") == "Vụ ông [người 1]… (dòng 12)"
    assert names.hidden("tài khoản 3712 0100") == "tài khoản [tài khoản 1]"
    assert names.hidden("đường Nguyễn Văn Cừ") == "đường Nguyễn Văn Cừ"
    assert names.hidden("bà MÙI, 12 hồ sơ") == "bà [người 3], 12 hồ sơ"
    assert names.hidden("mùi hôi") == "mùi hôi"


def test_quick_enough() -> None:
    text = REPORTS[0].read_text("utf-8") * 20
    start = time.perf_counter()
    assert find_private(text)
    assert (time.perf_counter() - start) * 1_000_000 / len(text) < 20  # seconds a million characters; about 1 alone


def test_a_long_list_of_persons_takes_no_longer_than_its_length() -> None:
    surnames = [row["surname"] for row in rows_of("surnames.csv")]
    names = [f"{surname} Văn {given}" for surname in surnames for given in ("Anh", "Bảy", "Chiến", "Dũng", "Giang")]
    lines = [f"- Hộ ông {name}, điện thoại 09{index:08d}: {index + 2} triệu đồng" for index, name in enumerate(names)]
    result = analyse_bytes("\n".join(["BÁO CÁO", "Danh sách hỗ trợ", *lines]).encode(), "a.txt")
    start = time.perf_counter()
    masked = anonymous_analysis(result)
    assert time.perf_counter() - start < 5  # about half a second alone
    assert len(names) > 900
    assert leaks({"text": masked.document.text.encode(), "record": json_line(public(masked))}, tuple(names)) == []
    assert masked.document.text.count("đt") >= len(names)


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from([*"NguyễnVănABình ông,.:;-\n\t09123456 '’@đ/cÊ", "\ud800", "\u202e", "İ"]),
        max_size=120,
    )
)
def test_any_text_is_masked_to_its_length(text: str) -> None:
    found = find_private(text)
    names = pseudonyms([(one.kind, text[one.span.start : one.span.end]) for one in found])
    assert all(len(names.fitted(one.kind, text[one.span.start : one.span.end])) == len(one.span) for one in found)
    assert all(one.span.end <= other.span.start for one, other in itertools.pairwise(found))
    names.hidden(text)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_other_forms_of_reports(path: Path) -> None:
    """Places, pages and boxes stay those of the file, and all that is made of the analysis is made as before."""
    result = analyse(path, path.name)
    assert isinstance(result, Analysis)
    masked = anonymous_analysis(result)
    signer = result.facts.header.signer_name
    assert signer
    assert leaks({"page": report_page(masked), "record": json_line(public(masked))}, (signer,)) == []
    places = [[(n["line"], n["col"], n["page"], n["box"]) for n in public(one)["numbers"]] for one in (result, masked)]
    assert places[0] == places[1]


def test_how_well_on_sentences_unseen() -> None:
    """Written after the rules; the figures of the first run: .80 of what is marked found, .96 of what is found right.

    Since then mended: a name behind the word that opens its sentence.
    """
    sets = tomllib.loads(Path(__file__).with_name("persons_unseen.toml").read_text("utf-8"))["set"]
    hits, missed, wrong = compared(sets[0]["sentences"])
    assert hits / (hits + len(missed)) >= 0.8, missed
    assert hits / (hits + len(wrong)) >= 0.95, wrong
