"""Old Office files and disguises made to hurt (rows 37 to 44), and converters that misbehave."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from corpus.hostile.ole import MAGIC, Streams, compound, header, old_word, table
from corpus.hostile.packing import SAID
from corpus.hostile.pdf import good

Files = Mapping[str, bytes]
_DDE = '\x13 DDEAUTO "/bin/sh" "-c touch soat-dde" \x14rỗng\x15'
_LINK = '\x13 INCLUDETEXT "/etc/passwd" \x14rỗng\x15'
_MACRO = 'Attribute VB_Name = "ThisDocument"\r\nSub AutoOpen()\r\nShell "touch soat-macro"\r\nEnd Sub\r\n'
#: only LibreOffice reads these
_WORD_95 = 0xA5DC
_PAGE = f"<html><body><p>{SAID}</p></body></html>"

#: in the place of LibreOffice, by the names of the table; what it started writes its number into {pid}
CONVERTERS: Mapping[str, str] = {
    "converter_hangs": '#!/bin/sh\n/bin/sleep 600 &\necho $! > "{pid}"\n/bin/sleep 600\n',
    "converter_silent": "#!/bin/sh\nexit 0\n",
}


def rich_text(text: str) -> bytes:
    """An RTF file that says a text in one paragraph."""
    letters = (letter if ord(letter) < 128 else f"\\u{ord(letter)}?" for letter in text)
    return ("{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\pard " + "".join(letters) + "\\par}").encode("ascii")


def _locked_package() -> bytes:
    return compound({"EncryptionInfo": b"\4\0\4\0\x40\0\0\0<encryption/>", "EncryptedPackage": bytes(range(256)) * 32})


def _loop() -> bytes:
    """Sectors 1 and 2, where the directory begins, lead to each other."""
    return header([0], 1) + table([0xFFFFFFFD, 2, 1]) + bytes(1024) + "WordDocument".encode("utf-16-le")


def _with_macro() -> bytes:
    macros: Streams = {
        "VBA": {"ThisDocument": _MACRO.encode(), "dir": b""},
        "PROJECT": b'ID="{0}"\r\nDocument=ThisDocument/&H0\r\n',
    }
    return old_word(f"{SAID}\n{_DDE}{_LINK}\n", more={"Macros": macros})


#: by the names of the table
FILES: Mapping[str, Callable[[], Files]] = {
    "docx_is_rtf": lambda: {"a.docx": rich_text(SAID)},
    "docx_is_html": lambda: {"a.docx": _PAGE.encode()},
    "docx_is_pdf": lambda: {"a.docx": good()},
    "docx_is_doc": lambda: {"a.docx": old_word(f"{SAID}\n")},
    "locked_docx": lambda: {"a.docx": _locked_package()},
    "locked_doc": lambda: {"a.doc": old_word(f"{SAID}\n", locked=True)},
    "ole_zeros": lambda: {"a.doc": MAGIC + bytes(8192)},
    "ole_loop": lambda: {"a.doc": _loop()},
    "converter_hangs": lambda: {"a.doc": old_word(f"{SAID}\n", magic=_WORD_95)},
    "converter_silent": lambda: {"a.doc": old_word(f"{SAID}\n", magic=_WORD_95)},
    "rtf_groups": lambda: {"a.rtf": b"{\\rtf1" + b"{" * 1_000_000},
    "doc_macro": lambda: {"a.doc": _with_macro()},
}
