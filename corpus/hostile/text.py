"""Pages, texts, pictures and numbers made to hurt (rows 71 to 87)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

from corpus.hostile.packing import SAID, mebibytes

Files = Mapping[str, bytes]
#: the letters of WORDS that are no ASCII
_TCVN3 = {
    "ã": 0xB7, "ế": 0xD5, "ậ": 0xCB, "ồ": 0xE5, "ơ": 0xAC, "đ": 0xAE, "ó": 0xE3, "ự": 0xF9,
}  # fmt: skip
_VNI = {
    "ã": b"a\xf5", "ế": b"e\xe1", "ậ": b"a\xe4", "ồ": b"o\xe0", "ơ": b"\xf4", "đ": b"\xf1", "ó": b"o\xf9",
    "ự": b"\xf6\xef",
}  # fmt: skip
WORDS = "Xã tiếp nhận 120 hồ sơ, trong đó trực tuyến 80 hồ sơ, trực tiếp 40 hồ sơ.\n" * 6


def _html(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def _old(table: Mapping[str, int | bytes]) -> bytes:
    made = b""
    for letter in WORDS:
        code = table.get(letter, letter.encode())
        made += bytes([code]) if isinstance(code, int) else code
    return made


def _as_1258(text: str) -> bytes:
    """Letters with their mark of tone as a letter of its own, as the code page has them."""
    made = b""
    for letter in unicodedata.normalize("NFC", text):
        try:
            made += letter.encode("cp1258")
        except UnicodeEncodeError:
            base, tone = unicodedata.normalize("NFD", letter)[:-1], unicodedata.normalize("NFD", letter)[-1]
            if tone in "\u0302\u0306\u031b":
                base, tone = unicodedata.normalize("NFD", letter)[0] + tone, unicodedata.normalize("NFD", letter)[1]
            made += (unicodedata.normalize("NFC", base) + tone).encode("cp1258")
    return made


def _backtracking() -> bytes:
    shapes = ["1" * 100_000, "1." * 50_000, "1 " * 50_000, " " * 100_000, "a" * 100_000, "năm " * 25_000, "(" * 100_000]
    shapes += [
        "12/" * 33_000,
        "ngày 1 " * 14_000,
        "- " * 50_000,
        "1,2,3;" * 16_000,
        "hồ sơ, " * 14_000,
        "Số: " * 25_000,
    ]
    return ("\n".join(shapes) + "\n" + SAID).encode()


def _said(*words: str) -> bytes:
    return "\n".join((SAID, *words)).encode()


#: by the names of the table
FILES: Mapping[str, Callable[[], Files]] = {
    "html_deep": lambda: {"a.html": _html("<div>" * 1_000_000 + SAID)},
    "html_long_text": lambda: {"a.html": b"<html><body><p>" + b"a " * (mebibytes(193) // 2)},
    "html_attributes": lambda: {
        "a.html": _html("<div " + " ".join(f"a{at}=''" for at in range(200_000)) + f"><p>{SAID}</p></div>")
    },
    "text_utf16": lambda: {"a.txt": SAID.encode("utf-16-le"), "b.txt": SAID.encode("utf-16-be")},
    "html_charset": lambda: {"a.html": _html(f"<p>{SAID}</p>", "<meta charset=iso-8859-1>")},
    "text_tcvn3": lambda: {"a.txt": _old(_TCVN3)},
    "text_vni": lambda: {"a.txt": _old(_VNI)},
    "text_1258": lambda: {"a.txt": _as_1258(WORDS)},
    "text_nfd": lambda: {"a.txt": unicodedata.normalize("NFD", SAID).encode()},
    "text_cut": lambda: {"a.txt": (SAID + " Đã").encode()[:-1]},
    "text_surrogate": lambda: {"a.txt": SAID.encode() + b" \xed\xa0\x80 \xed\xb0\x80"},
    "text_controls": lambda: {"a.txt": SAID.encode() + b" \x00 \x0b " + "\ufffe".encode()},
    "text_bidi": lambda: {
        "a.txt": SAID.replace("120", "1\u200b20\u202e").replace("hồ sơ", "hồ\u00a0s\u00adơ").encode()
    },
    "text_empty": lambda: {"a.txt": b""},
    "text_one_byte": lambda: {"a.txt": b" "},
    "text_mark": lambda: {"a.txt": "\ufeff".encode(), "b.txt": "\ufeff".encode("utf-16-le")},
    "long_number": lambda: {"a.txt": _said("Có " + "9" * 10_000 + " hộ.", "Có " + "1." * 5_000 + "1 hộ.")},
    "exponent": lambda: {"a.txt": _said("Có 1e99999999 hộ, 1E99999999 hộ, 5e-99999999 hộ.")},
    "odd_digits": lambda: {"a.txt": _said("Có ² ① ١٢٣ １２ và 1О0 hộ, 5² hộ.")},
    "odd_numbers": lambda: {
        "a.txt": _said("1_000 hộ, nan, infinity, -0, 1.234.567,8 đồng, 1,234.5 m2, 12/5, 1O0 hộ, l2 hộ")
    },
    "above_int64": lambda: {"a.txt": _said("Có 9.223.372.036.854.775.808 đồng và 99999999999999999999 đồng.")},
    "backtracking": lambda: {"a.txt": _backtracking()},
    "long_line": lambda: {"a.txt": SAID.encode() + b"\n" + b"x9" * 500_000},
    "many_headings": lambda: {"a.txt": SAID.encode() + b"\n" + b"".join(b"%d. Muc\n" % at for at in range(1, 100_001))},
}
