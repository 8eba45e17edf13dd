"""Plain text in the states in which it arrives: cut, with halves of letters, with signs that show nothing."""

from __future__ import annotations

import pytest

from extractors.document import Document
from extractors.read import read
from pipeline.analysis import Analysis, analyse_bytes
from pipeline.export.record import record
from pipeline.ingest.errors import IngestError
from pipeline.ingest.open import read_document

TEXT = "Xã tiếp nhận 1.250 hồ sơ, trong đó trực tuyến 800 hồ sơ, trực tiếp 450 hồ sơ đã trả"


def opened(data: bytes) -> Document:
    return read_document(data, "bao-cao.txt")


def values(document: Document) -> list[str]:
    return [str(number.value) for number in read(document).numbers]


def test_a_text_cut_within_a_letter_is_read_and_told_of() -> None:
    data = TEXT.encode()[:-1]
    assert values(opened(data)) == values(opened(TEXT.encode())) == ["1250", "800", "450"]
    result = analyse_bytes(data, "bao-cao.txt")
    assert isinstance(result, Analysis)
    assert record(result).status == "partial"
    assert [notice.code for notice in result.document.source.warnings] == ["truncated"]
    assert record(analyse_bytes(TEXT.encode()[:-2], "bao-cao.txt")).status == "partial"
    # a twin: a whole letter less is a text like any other
    assert record(analyse_bytes(TEXT[:-1].encode(), "bao-cao.txt")).status == "ok"


def test_bytes_that_are_no_letters_are_refused() -> None:
    with pytest.raises(IngestError) as caught:
        opened(TEXT.encode().replace(b"1.250", b"\xff\xfa") + b".")
    assert caught.value.code == "unsupported"


@pytest.mark.parametrize(
    "inside",
    [b"\xed\xa0\x80", b"\x00", b"\x0b", "\ufffe".encode(), b"\x1b", "\u202e".encode(), "\u200b".encode()],
)
def test_signs_that_are_no_text_do_not_stop_the_reading(inside: bytes) -> None:
    data = TEXT.encode().replace("hồ sơ,".encode(), "hồ sơ ".encode() + inside + b" ,", 1)
    document = opened(data)
    assert values(document) == ["1250", "800", "450"]
    assert document.text.encode().decode() == document.text


@pytest.mark.parametrize("unseen", ["\u200b", "\u00ad", "\u200e", "\u2060", "\u202c"])
def test_signs_that_show_nothing_part_no_figure(unseen: str) -> None:
    printed = TEXT.replace("1.250", f"1.{unseen}250")
    document = opened(printed.encode())
    assert document.text.rstrip() == TEXT
    assert values(document)[0] == "1250"
    at = TEXT.index("hồ sơ")
    assert document.place(at).col == printed.index("hồ sơ")


@pytest.mark.parametrize("data", [b" ", b"\n", "\ufeff".encode(), "\ufeff".encode("utf-16-le"), b"\x00"])
def test_nothing_to_read_is_empty(data: bytes) -> None:
    with pytest.raises(IngestError) as caught:
        opened(data)
    assert caught.value.code == "empty"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8-sig"])
def test_forms_of_unicode(encoding: str) -> None:
    assert opened(TEXT.encode(encoding)).text.rstrip() == TEXT
