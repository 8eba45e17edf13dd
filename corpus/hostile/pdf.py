"""PDF files made to hurt (rows 45 to 70), written by hand."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping, Sequence

from corpus.hostile.packing import SAID, mebibytes, zlib_repeated

Files = Mapping[str, bytes]
Objects = Mapping[int, bytes | str]
PLAIN = "Xa tiep nhan 120 ho so, trong do truc tuyen 80 ho so, truc tiep 40 ho so."
_FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_BITS = "/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/FlateDecode"
_SHOWN = f"BT /F1 12 Tf 60 700 Td ({PLAIN}) Tj ET\n"


def stream(content: bytes, more: str = "") -> bytes:
    """An object that is a stream."""
    return f"<<{more}/Length {len(content)}>>stream\n".encode() + content + b"\nendstream"


def pdf(objects: Mapping[int, bytes | str], trailer: str = "", start: str | None = None) -> bytes:
    """A PDF of numbered objects; 1 is the catalogue. `start` is written instead of the true place of the xref."""
    made = b"%PDF-1.7\n"
    places = {}
    for number, content in sorted(objects.items()):
        places[number] = len(made)
        body = content if isinstance(content, bytes) else content.encode()
        made += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    top = max(objects) + 1
    lines = [f"{places[at]:010} 00000 n " if at in places else "0000000000 65535 f " for at in range(top)]
    table = f"xref\n0 {top}\n" + "\n".join(lines) + f"\ntrailer<</Size {top}/Root 1 0 R{trailer}>>\n"
    return made + table.encode() + f"startxref\n{start or len(made)}\n%%EOF\n".encode()


def page_of(
    content: bytes, page: str = "", resources: str = "", more: Mapping[int, bytes | str] | None = None
) -> bytes:
    """A PDF of one page with a content stream, which may carry its own dictionary."""
    held = content if content.startswith(b"<<") else stream(content)
    box = "" if "/MediaBox" in page else "/MediaBox[0 0 595 842]"
    objects: dict[int, bytes | str] = {
        1: "<</Type/Catalog/Pages 2 0 R>>",
        2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: f"<</Type/Page/Parent 2 0 R{box}{page}/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>{resources}>>>>",
        4: held,
        5: _FONT,
    }
    return pdf(objects | dict(more or {}))


def good() -> bytes:
    """A PDF of one page that says PLAIN."""
    return page_of(_SHOWN.encode())


def _many(one: bytes, times: int) -> bytes:
    """A page whose content is one operator many times."""
    block = one * 1000
    return page_of(stream(zlib_repeated(block, times // 1000, _SHOWN.encode()), "/Filter/FlateDecode"))


def _tree(kids: Mapping[int, str]) -> bytes:
    return pdf({1: "<</Type/Catalog/Pages 2 0 R>>", **kids})


def _doubling() -> bytes:
    nodes = {at: f"<</Type/Pages/Kids[{at + 1} 0 R {at + 1} 0 R]/Count {2 ** (42 - at)}>>" for at in range(2, 42)}
    return _tree(nodes | {42: "<</Type/Page/MediaBox[0 0 9 9]>>"})


def _pages(count: int) -> bytes:
    kids = " ".join(f"{at} 0 R" for at in range(10, 10 + count))
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    objects: dict[int, bytes | str] = {
        1: "<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Kids[{kids}]/Count {count}>>",
    }
    return pdf(objects | {4: stream(_SHOWN.encode()), 5: _FONT} | dict.fromkeys(range(10, 10 + count), page))


def _locked(entry: str) -> bytes:
    return good().replace(b"/Root 1 0 R", f"/Root 1 0 R/ID[<00><00>]/Encrypt {entry}".encode())


_STANDARD = "<</Filter/Standard/V 1/R 2/O<{0}>/U<{0}>/P -4>>".format("41" * 32)


_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    made = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        made.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(made)


def _key(data: bytes, length: int = 5) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()[:length]


def _owned() -> bytes:
    """Locked with an owner's password alone: all may read it. Source: ISO 32000-1, 7.6.2 and 7.6.3, revision 2."""
    owner = _rc4(_key((b"chu" + _PAD)[:32]), _PAD)
    key = _key(_PAD + owner + (-4).to_bytes(4, "little", signed=True) + b"\0")
    content = _rc4(_key(key + b"\4\0\0\0\0", 10), _SHOWN.encode())
    user = _rc4(key, _PAD)
    locked = f"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/O<{owner.hex()}>/U<{user.hex()}>/P -4>>"
    return page_of(content).replace(b"/Root 1 0 R", f"/Root 1 0 R{locked}".encode())


def _form(calls: Sequence[bytes]) -> bytes:
    """Forms of which each draws what its stream says."""
    forms = {10 + at: stream(call, _form_head(at)) for at, call in enumerate(calls)}
    return page_of(_SHOWN.encode() + b"/X0 Do", resources=_names(len(calls)), more=forms)


def _form_head(at: int) -> str:
    called = f"/X{at} {10 + at} 0 R/X{at + 1} {11 + at} 0 R"
    return f"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<<{called}>>/Font<</F1 5 0 R>>>>"


def _names(count: int) -> str:
    return "/XObject<<" + "".join(f"/X{at} {10 + at} 0 R" for at in range(count)) + ">>"


def _picture(width: int, height: int) -> bytes:
    """A page that is one picture of one bit a dot, all zeros."""
    rows = zlib_repeated(bytes((width + 7) // 8), height)
    head = f"{_BITS}/Width {width}/Height {height}"
    return page_of(b"q 595 0 0 842 0 0 cm /I0 Do Q", resources="/XObject<</I0 20 0 R>>", more={20: stream(rows, head)})


def _mixed() -> bytes:
    rows = zlib_repeated(bytes(100), 1000)
    head = (
        "/Type/XObject/Subtype/Image/Width 800/Height 1000/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/FlateDecode"
    )
    box = "/Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
    return pdf(
        {
            1: "<</Type/Catalog/Pages 2 0 R>>",
            2: "<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>",
            3: f"<<{box}/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            4: stream(_SHOWN.encode()),
            5: _FONT,
            6: f"<<{box}/Contents 7 0 R/Resources<</XObject<</I0 8 0 R>>>>>>",
            7: stream(b"q 595 0 0 842 0 0 cm /I0 Do Q"),
            8: stream(rows, head),
        }
    )


def _font(font: str, text: bytes, more: Mapping[int, bytes | str] | None = None) -> bytes:
    content = b"BT /F1 12 Tf 60 700 Td " + text + b" Tj ET"
    return page_of(content, more={5: font, **(more or {})})


def _wide_map() -> bytes:
    codes = b"/CIDInit/ProcSet findresource begin begincmap 1 begincodespacerange<00000000><ffffffff>endcodespacerange "
    codes += b"1 beginbfrange<00000000><eeeeeeee><0000>endbfrange endcmap end"
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 20 0 R>>"
    return _font(font, f"({PLAIN})".encode(), {20: stream(codes)})


def _no_letters() -> bytes:
    """Text by glyph numbers of a font that says of none what letter it is."""
    font = "<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+X/Encoding/Identity-H/DescendantFonts[20 0 R]>>"
    system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    child = f"<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+X{system}/FontDescriptor 21 0 R/DW 500>>"
    about = "<</Type/FontDescriptor/FontName/AAAAAA+X/Flags 4/FontBBox[0 0 1000 1000]/Ascent 800/Descent -200>>"
    glyphs = "".join(f"{0xE000 + at % 90:04x}" for at in range(400))
    return _font(font, f"<{glyphs}>".encode(), {20: child, 21: about})


def _old_font() -> bytes:
    text = "Xã tiếp nhận 120 hồ sơ, trong đó trực tuyến 80 hồ sơ, trực tiếp 40 hồ sơ."
    codes = {"ã": 0xB7, "ế": 0xD5, "ậ": 0xCB, "ồ": 0xE5, "ơ": 0xAC, "đ": 0xAE, "ó": 0xE3, "ự": 0xF9}
    data = bytes(codes.get(letter, ord(letter) if ord(letter) < 128 else 63) for letter in text)
    escaped = b"".join(b"\\%03o" % byte if byte > 126 or byte in b"()\\" else bytes([byte]) for byte in data)
    font = "<</Type/Font/Subtype/TrueType/BaseFont/.VnTime/Encoding/WinAnsiEncoding>>"
    return _font(font, b"(" + escaped + b")")


def _hidden() -> bytes:
    return page_of(f"1 1 1 rg {_SHOWN} 0 g 0 600 595 242 re f".encode())


def _actions() -> bytes:
    names = "/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:9'\\))>>/AA<</WC<</S/Launch/F(/bin/sh)>>>>"
    names += "/Names<</EmbeddedFiles<</Names[(a.txt)<</Type/Filespec/F(a.txt)/EF<</F 20 0 R>>>>]>>>>"
    link = "/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(http://127.0.0.1:9)>>>>]"
    return page_of(_SHOWN.encode(), page=link, more={20: stream(b"5"), 1: f"<</Type/Catalog/Pages 2 0 R{names}>>"})


def _predictor() -> bytes:
    content = zlib.compress(_SHOWN.encode())
    return page_of(stream(content, "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2000000000>>"))


def _behind_junk() -> bytes:
    return b"\0junk" * (mebibytes(10) // 5) + good()


_REPEATS = {"startxref_0": "0", "startxref_minus": "-5", "startxref_far": "1000000000000000000"}
_TWICE = "/Filter[/FlateDecode/FlateDecode]"

#: by the names of the table
FILES: Mapping[str, Callable[[], Files]] = {
    "pdf_empty": lambda: {"a.pdf": b""},
    "pdf_header_only": lambda: {"a.pdf": b"%PDF-1.7\n"},
    "pdf_is_html": lambda: {"a.pdf": f"<html><body><p>{SAID}</p></body></html>".encode()},
    "pdf_half": lambda: {"a.pdf": good()[: len(good()) // 2]},
    "pdf_tail": lambda: {"a.pdf": good()[:-60]},
    "pdf_behind_junk": lambda: {"a.pdf": _behind_junk()},
    "pdf_xref_loop": lambda: {
        "a.pdf": good().replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % good().rindex(b"xref\n0"))
    },
    "pdf_startxref": lambda: {
        f"{name}.pdf": good()[: good().rindex(b"startxref")] + f"startxref\n{place}\n%%EOF\n".encode()
        for name, place in _REPEATS.items()
    },
    "pdf_kids_loop": lambda: {"a.pdf": _tree({2: "<</Type/Pages/Kids[2 0 R]/Count 1>>"})},
    "pdf_kids_tree": lambda: {"a.pdf": _doubling()},
    "pdf_count": lambda: {"a.pdf": good().replace(b"/Count 1>>", b"/Count 1000000000>>")},
    "pdf_many_pages": lambda: {"a.pdf": _pages(10_000)},
    "pdf_locked": lambda: {"a.pdf": _locked(_STANDARD)},
    "pdf_encrypt_junk": lambda: {"a.pdf": _locked("<</Filter/Nothing/V 99/R 99>>")},
    "pdf_flate_bomb": lambda: {"a.pdf": _many(b" " * 1024, 1024 * 1000)},
    "pdf_double_flate": lambda: {
        "a.pdf": page_of(
            stream(zlib.compress(zlib_repeated(b" " * mebibytes(1), 1024), 9), "/Filter[/FlateDecode/FlateDecode]")
        )
    },
    "pdf_owner": lambda: {"a.pdf": _owned()},
    "pdf_form_loop": lambda: {"a.pdf": _form([b"/X0 Do"])},
    "pdf_form_fan": lambda: {"a.pdf": _form([f"/X{at + 1} Do ".encode() * 10 for at in range(11)] + [_SHOWN.encode()])},
    "pdf_many_texts": lambda: {"a.pdf": _many(b"BT /F1 9 Tf 9 9 Td (1 ) Tj ET\n", 3_000_000)},
    "pdf_many_lines": lambda: {"a.pdf": _many(b"9 9 m 99 99 l S\n", 3_000_000)},
    "pdf_many_rectangles": lambda: {"a.pdf": _rectangles(60_000)},
    "pdf_many_saves": lambda: {"a.pdf": _many(b"q ", 5_000_000)},
    "pdf_many_brackets": lambda: {"a.pdf": _many(b"[ ", 2_000_000)},
    "pdf_bfrange": lambda: {"a.pdf": _wide_map()},
    "pdf_encoding_path": lambda: {
        "a.pdf": _font("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/..#2F..#2Fx>>", f"({PLAIN})".encode())
    },
    "pdf_predictor": lambda: {"a.pdf": _predictor()},
    "pdf_mediabox": lambda: {
        "a.pdf": good().replace(b"/MediaBox[0 0 595 842]", b""),
        "b.pdf": good().replace(b"[0 0 595 842]", b"[/a /b]"),
        "c.pdf": good().replace(b"[0 0 595 842]", b"[0 0 1000000000 1000000000]"),
    },
    "pdf_huge_picture": lambda: {"a.pdf": _picture(60_000, 60_000)},
    "pdf_no_unicode": lambda: {"a.pdf": _no_letters()},
    "pdf_pictures": lambda: {"a.pdf": _picture(800, 1000)},
    "pdf_mixed": lambda: {"a.pdf": _mixed()},
    "pdf_hidden_text": lambda: {"a.pdf": _hidden()},
    "pdf_old_font": lambda: {"a.pdf": _old_font()},
    "pdf_actions": lambda: {"a.pdf": _actions()},
    "pdf_turned": lambda: {
        "a.pdf": page_of(_SHOWN.encode(), page="/Rotate 90"),
        "b.pdf": page_of(_SHOWN.encode(), page="/CropBox[595 842 0 0]"),
    },
}


def _rectangles(count: int) -> bytes:
    drawn = "".join(f"{at % 500} {at % 800} {3 + at % 7} {3 + at % 5} re S\n" for at in range(count))
    return page_of(stream(zlib.compress(f"{_SHOWN}{drawn}".encode()), "/Filter/FlateDecode"))
