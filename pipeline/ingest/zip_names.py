"""Names of members of a zip: their letters by evidence, and names that lead out of the archive."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from extractors.vietnamese import LOWER, UPPER
from pipeline.ingest.zip_directory import Entry, utf8

#: code pages that programs write names in, the likelier first
_PAGES = ("windows-1258", "cp437", "cp1252")
_RIGHT = re.compile(f"[{LOWER}{UPPER}]")
#: signs that names of files have beside letters
_SIGNS = frozenset("–—“”‘’…·•°²³½×")
#: no syllable ends so: what windows-1258 takes for "ă" is "ã" in other code pages
_NO_END = re.compile("[ăằắẳẵặâầấẩẫậ](?![cmnptuy])", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:")


def names_of(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return the name of each member, with "/" between its parts, in NFC unless two would be one name then.

    A zip says of its names that they are UTF-8, or nothing; then all are read in the code page that makes most
    Vietnamese letters of them.
    """
    unsaid = [entry.name for entry in entries if entry.told is None and utf8(entry.name) is None]
    page = max(_PAGES, key=lambda page: sum(_evidence(name, page) for name in unsaid))
    names = [_name(entry, page).replace("\\", "/") for entry in entries]
    composed = [unicodedata.normalize("NFC", name) for name in names]
    twins = Counter(composed)
    return tuple(new if twins[new] == 1 else old for old, new in zip(names, composed, strict=True))


def leads_out(name: str) -> bool:
    r"""Return whether a name is none inside the archive: absolute, with a drive, "..", or a NUL.

    >>> [leads_out(name) for name in ("a/b.txt", "../b.txt", "/b.txt", "C:/b.txt", "b\0.txt", "a..b/c..txt")]
    [False, True, True, True, True, False]
    """
    return name.startswith("/") or ".." in name.split("/") or bool(_DRIVE.match(name)) or "\0" in name


def _name(entry: Entry, page: str) -> str:
    told = entry.told if entry.told is not None else utf8(entry.name)
    return entry.name.decode(page, "replace") if told is None else told


def _evidence(name: bytes, page: str) -> int:
    """How many Vietnamese letters a code page makes of bytes above ASCII, less thrice what no name has."""
    text = unicodedata.normalize("NFC", name.decode(page, "replace"))
    beyond = [letter for letter in text if not letter.isascii() and letter not in _SIGNS]
    right = sum(1 for letter in beyond if _RIGHT.fullmatch(letter))
    return right - 3 * (len(beyond) - right + len(_NO_END.findall(text)))
