"""Files inside files: a stretch of bytes and how it is packed; nothing is unpacked to disk or found by name."""

from __future__ import annotations

import binascii
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.ingest.errors import IngestError
from pipeline.ingest.limits import FREE_BYTES, MOST_BYTES, MOST_FILE, RATIO
from pipeline.ingest.whole_file import read_file

Packing = Literal["stored", "deflated", "base64", "quoted-printable"]
#: gives bytes of a file or member: where they start, and how many
Read = Callable[[int, int], bytes]

_KEPT: dict[tuple[object, ...], bytes] = {}
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """Where a member lies in its file, in bytes, and how it is packed.

    `size` and `checksum` (CRC-32) are those of what comes out, None where nothing is said of it.
    """

    start: int
    length: int
    packing: Packing = "stored"
    size: int | None = None
    checksum: int | None = None


def most_of(part: Part) -> int:
    """Return how many bytes a part may make when it is unpacked.

    >>> most_of(Part(0, 5)), most_of(Part(0, 10**6, "deflated"))
    (10485760, 100000000)
    """
    return max(FREE_BYTES, min(MOST_BYTES, RATIO * part.length))


def load(path: Path, parts: Sequence[Part] = ()) -> bytes:
    """Return the bytes of a file, or of the member inside it that a chain of parts leads to, outermost first.

    Raises OSError where the file cannot be read, IngestError: `too_big`, `corrupt`, `changed_while_read`.
    """
    if not parts:
        return read_file(path)
    outer = parts[:-1]
    if not outer:
        with path.open("rb") as file:
            file.seek(parts[0].start)
            return unpacked(file.read(parts[0].length), parts[0])
    state = path.stat()
    key = (path, state.st_size, state.st_mtime_ns, *outer)
    if key not in _KEPT:  # the members of an inner archive follow each other
        content = load(path, outer)
        _KEPT.clear()
        _KEPT[key] = content
    return member(_KEPT[key], parts[-1])


def member(content: bytes, part: Part) -> bytes:
    """Return a member out of the bytes that it lies in; raises IngestError like `load`."""
    return unpacked(content[part.start : part.start + part.length], part)


def read_of(content: bytes) -> Read:
    """Return what reads stretches of bytes that are in memory."""
    return lambda start, length: content[start : start + length]


def unpacked(packed: bytes, part: Part) -> bytes:
    """Return the bytes of a part; raises IngestError: `too_big`, `corrupt`, `changed_while_read`."""
    if len(packed) != part.length:
        raise IngestError("changed_while_read", "tệp nén đã thay đổi trong lúc đọc")
    content = _inflated(packed, part) if part.packing == "deflated" else _decoded(packed, part)
    if part.size is not None and len(content) != part.size:
        raise IngestError("corrupt", "thành phần không đúng kích thước đã ghi trong tệp nén")
    if part.checksum is not None and zlib.crc32(content) != part.checksum:
        raise IngestError("corrupt", "thành phần bị hỏng, sai mã kiểm tra")
    return content


def opening(packed: bytes, part: Part, most: int) -> bytes:
    """Return the first bytes of a part out of its first packed ones, as many as come out of them."""
    try:
        if part.packing == "deflated":
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most)
        if part.packing == "base64":
            return binascii.a2b_base64(packed[: len(packed) // 4 * 4] + b"===")[:most]
    except (zlib.error, binascii.Error):
        return b""
    return _decoded(packed, part)[:most]


def _inflated(packed: bytes, part: Part) -> bytes:
    """What really comes out counts: the declared size may lie."""
    most = most_of(part)
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    found: list[bytes] = []
    size, pending = 0, packed
    try:
        while pending and not inflate.eof:
            found.append(inflate.decompress(pending, _CHUNK))
            pending = inflate.unconsumed_tail
            size += len(found[-1])
            if size > most:
                raise IngestError("too_big", "thành phần quá lớn sau khi giải nén")
        found.append(inflate.flush())
    except zlib.error as error:
        raise IngestError("corrupt", "thành phần bị hỏng, không giải nén được") from error
    if not inflate.eof:
        raise IngestError("corrupt", "thành phần bị cắt cụt, không giải nén hết được")
    return b"".join(found)


def _decoded(packed: bytes, part: Part) -> bytes:
    if len(packed) > MOST_FILE:
        raise IngestError("too_big", "thành phần quá lớn")
    if part.packing == "quoted-printable":
        return binascii.a2b_qp(packed)
    if part.packing == "base64":
        try:
            return binascii.a2b_base64(packed + b"===")
        except binascii.Error as error:
            raise IngestError("corrupt", "tệp đính kèm bị cắt cụt hoặc hỏng") from error
    return packed
