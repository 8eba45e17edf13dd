"""Compound files and Word files of 1997 to 2003, written by hand. Sources: [MS-CFB], [MS-DOC] 2.5 and 2.9.38."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

_SECTOR = 512
#: shorter streams would lie in sectors of another size
_LEAST = 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NONE = 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_PER_SECTOR = _SECTOR // 4
MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: the file information block: where its parts begin, the text behind it, and some of its fields
_FIB, _TEXT_AT = 900, 1024
#: signs of fields, with what is said of each
_FIELD = {"\x13": 46, "\x14": 0xFF, "\x15": 0x80}
_LOCKED, _SECOND_TABLE, _UNICODE = 0x0100, 0x0200, 0x1000

Streams = Mapping[str, "bytes | Streams"]


def header(fat: Sequence[int], directory: int) -> bytes:
    """The first sector of a compound file, by the sectors of its table and the first one of its directory."""
    versions = struct.pack("<16x5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    places = struct.pack("<3I4x5I", 0, len(fat), directory, _LEAST, _END, 0, _END, 0)
    return MAGIC + versions + places + struct.pack("<109I", *fat, *[_FREE] * (109 - len(fat)))


def table(numbers: Sequence[int]) -> bytes:
    """The table of sectors: to each the next one."""
    count = -(-len(numbers) // _PER_SECTOR) * _PER_SECTOR
    return struct.pack(f"<{count}I", *numbers, *[_FREE] * (count - len(numbers)))


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    head = encoded.ljust(64, b"\0") + struct.pack("<H2B3I", len(encoded), kind, 1, _NONE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


def compound(streams: Streams) -> bytes:
    """A compound file of streams and, as mappings, storages; streams are filled up with zeros to their least size."""
    content: list[bytes] = []
    entries: list[bytes] = []
    chains: list[int] = []

    def add(held: Streams) -> int:
        """Entries of one storage, each but the last with the next one at its right; returns the first."""
        first = len(entries)
        entries.extend(b"" for _ in held)
        names = sorted(held, key=lambda name: (len(name), name.upper()))
        for at, name in enumerate(names, first):
            inner = held[name]
            right = at + 1 if at - first + 1 < len(names) else _NONE
            if isinstance(inner, bytes):
                entries[at] = _entry(name, _STREAM, right, _NONE, store(inner), max(len(inner), _LEAST))
            else:
                entries[at] = _entry(name, _STORAGE, right, add(inner), 0, 0)
        return first

    def store(data: bytes) -> int:
        size = -(-max(len(data), _LEAST) // _SECTOR)
        start = len(chains)
        content.append(data.ljust(size * _SECTOR, b"\0"))
        chains.extend([*range(start + 1, start + size), _END])
        return start

    entries.append(b"")
    entries[0] = _entry("Root Entry", _ROOT, _NONE, add(streams), _END, 0)
    directory = store(b"".join(entries))
    count = next(count for count in range(1, 109) if len(chains) + count <= count * _PER_SECTOR)
    fat = range(len(chains), len(chains) + count)
    return header(fat, directory) + b"".join(content) + table([*chains, *[_FAT] * count])


def _fields(text: str) -> bytes:
    """Where the fields of a text begin, end their instructions and end; they all count as DDEAUTO."""
    places = [at for at, letter in enumerate(text) if letter in _FIELD]
    marks = b"".join(bytes([ord(text[at]), _FIELD[text[at]]]) for at in places)
    return struct.pack(f"<{len(places) + 1}I", *places, len(text)) + marks if places else b""


def old_word(text: str, *, locked: bool = False, magic: int = 0xA5EC, more: Streams | None = None) -> bytes:
    """A Word file of 1997 to 2003 that says a text in one piece, without any look; another `magic` is of before."""
    said = text.replace("\n", "\r")
    flags = _SECOND_TABLE | _UNICODE | (_LOCKED if locked else 0)
    block = bytearray(_FIB)
    struct.pack_into("<6H", block, 0, magic, 0xC1, 0, 0x409, 0, flags)
    struct.pack_into("<H", block, 12, 0xBF)
    struct.pack_into("<2I", block, 24, _TEXT_AT, _TEXT_AT + 2 * len(said))
    struct.pack_into("<H", block, 32, 14)
    struct.pack_into("<H", block, 62, 22)
    struct.pack_into("<I", block, 64, _TEXT_AT + 2 * len(said))
    struct.pack_into("<I", block, 76, len(said))
    struct.pack_into("<H", block, 152, 93)
    pieces = struct.pack("<BI2IHIH", 2, 16, 0, len(said), 0, _TEXT_AT, 0)
    fields = _fields(said)
    struct.pack_into("<2I", block, 0x1A2, 0, len(pieces))
    struct.pack_into("<2I", block, 0x11A, len(pieces), len(fields))
    main = bytes(block).ljust(_TEXT_AT, b"\0") + said.encode("utf-16-le")
    return compound({"WordDocument": main, "1Table": pieces + fields, **(more or {})})
