"""The streams of an OLE compound file, read within bounds. Source: [MS-CFB] 11.0."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.ingest.errors import IngestError

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # from here on numbers of sectors have other meanings
_ENTRY = 128
_MINI = 64
_SMALL = 4096


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Ole:
    """A compound file; raises IngestError, `corrupt` or `truncated`, where its sectors do not hold together."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(_MAGIC) or len(data) < 512:
            raise _corrupt()
        self._data = data
        self._sector = 1 << _one_of(struct.unpack_from("<H", data, 30)[0], (9, 12))
        self._fat = self._read_fat()
        self._entries = self._read_entries(struct.unpack_from("<I", data, 48)[0])
        mini = self._joined(self._chain(struct.unpack_from("<I", data, 60)[0]))
        self._mini_fat = struct.unpack(f"<{len(mini) // 4}I", mini)
        root = self._entries[0]
        self._mini = self._joined(self._chain(root.start))[: root.size]
        self._streams = self._listed(root.child)

    def stream(self, name: str) -> bytes | None:
        """Return a stream of the root by its name, None where there is none."""
        entry = self._streams.get(name.casefold())
        if entry is None:
            return None
        if entry.size >= _SMALL:
            data = self._joined(self._chain(entry.start))
        else:
            chain = _followed(entry.start, self._mini_fat)
            data = b"".join(self._mini[at * _MINI : (at + 1) * _MINI] for at in chain)
        if len(data) < entry.size:
            raise IngestError("truncated", "tệp bị cắt cụt, thiếu phần cuối")
        return data[: entry.size]

    def _read_fat(self) -> Sequence[int]:
        count, first, more = struct.unpack_from("<I", self._data, 44)[0], *struct.unpack_from("<II", self._data, 68)
        sectors = [one for one in struct.unpack_from("<109I", self._data, 76) if one < _END]
        seen = set[int]()
        while more and first < _END and first not in seen:
            seen.add(first)
            numbers = struct.unpack(f"<{self._sector // 4}I", self._padded(first))
            sectors += [one for one in numbers[:-1] if one < _END]
            first = numbers[-1]
        if not sectors or not count or len(sectors) * self._sector > len(self._data) + self._sector:
            raise _corrupt()
        fat = b"".join(self._padded(one) for one in sectors)
        return struct.unpack(f"<{len(fat) // 4}I", fat)

    def _padded(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        if start >= len(self._data):
            raise IngestError("truncated", "tệp bị cắt cụt, thiếu phần cuối")
        return self._data[start : start + self._sector].ljust(self._sector, b"\0")

    def _chain(self, start: int) -> list[int]:
        return _followed(start, self._fat)

    def _joined(self, chain: Sequence[int]) -> bytes:
        if len(chain) * self._sector > len(self._data) + self._sector:
            raise _corrupt()
        return b"".join(map(self._padded, chain))

    def _read_entries(self, start: int) -> list[_Entry]:
        table = self._joined(self._chain(start))
        entries = [_entry(table[at : at + _ENTRY]) for at in range(0, len(table) - _ENTRY + 1, _ENTRY)]
        if not entries or entries[0].kind != 5:
            raise _corrupt()
        return entries

    def _listed(self, first: int) -> dict[str, _Entry]:
        """The streams beside each other in the root: embedded files have streams of the same names further down."""
        found: dict[str, _Entry] = {}
        seen = set[int]()
        waiting = [first]
        while waiting:
            at = waiting.pop()
            if at >= len(self._entries) or at in seen:
                continue
            seen.add(at)
            entry = self._entries[at]
            waiting += [entry.left, entry.right]
            if entry.kind == 2:
                found.setdefault(entry.name.casefold(), entry)
        return found


def _entry(data: bytes) -> _Entry:
    length, kind, left, right, child = *struct.unpack_from("<HB", data, 64), *struct.unpack_from("<III", data, 68)
    start, size = struct.unpack_from("<II", data, 116)
    name = data[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    return _Entry(name, kind, left, right, child, start, size)


def _followed(start: int, table: Sequence[int]) -> list[int]:
    """The sectors of a chain; one that bites its tail or leaves the table is broken."""
    chain: list[int] = []
    while start < _END:
        if start >= len(table) or len(chain) > len(table):
            raise _corrupt()
        chain.append(start)
        start = table[start]
    return chain


def _one_of(value: int, allowed: Sequence[int]) -> int:
    if value not in allowed:
        raise _corrupt()
    return value


def _corrupt() -> IngestError:
    return IngestError("corrupt", "cấu trúc của tệp bị hỏng")
