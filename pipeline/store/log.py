"""The log of decisions, line by line: each carries its number, the mark of the line before it and its own.

A mark is the SHA-256 of all that a line says: one that was changed no longer fits its own, one that is gone is missed
by the line after it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import msgspec

from pipeline.decisions import Decision

#: what stands before the first line
START = "0" * 64
_LONGEST = 1 << 20
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log: its number from 1, the mark of the line before, its own, what was decided, and its text."""

    seq: int
    before: str
    chain: str
    decision: Decision
    text: str


@dataclass(frozen=True, slots=True)
class Log:
    """The good lines of a log by number, the faults of the others (line from 1, a clause), and a torn last line.

    `end` is the length of the whole lines in bytes.
    """

    entries: tuple[Entry, ...] = ()
    faults: tuple[tuple[int, str], ...] = ()
    torn: bytes = b""
    end: int = 0

    @property
    def last(self) -> tuple[int, str]:
        """The number and the mark that the next line follows."""
        return (self.entries[-1].seq, self.entries[-1].chain) if self.entries else (0, START)


def entry_of(seq: int, before: str, decision: Decision) -> Entry:
    """Return a decision as a line of the log."""
    said = {"seq": seq, "before": before} | asdict(decision)
    chain = _mark(said)
    text = json.dumps(said | {"chain": chain}, ensure_ascii=False, separators=(",", ":"))
    # a half of a surrogate pair, which UTF-8 has not, becomes its JSON escape
    return Entry(seq, before, chain, decision, text.encode("utf-8", "backslashreplace").decode())


def entries_of(log: Log, decisions: Sequence[Decision]) -> list[Entry]:
    """Return decisions as the next lines of a log."""
    made: list[Entry] = []
    seq, before = log.last
    for decision in decisions:
        made.append(entry_of(seq := seq + 1, before, decision))
        before = made[-1].chain
    return made


def read_entry(line: bytes) -> Entry | str:
    """Return a line of the log, or a clause that says why it cannot be used."""
    if len(line) > _LONGEST:
        return "dòng quá dài"
    try:
        said = json.loads(line)
        if not isinstance(said, dict):
            return "không phải một dòng nhật ký"
        chain = said.pop("chain", None)
        if chain != _mark(said):
            return "nội dung đã bị sửa hoặc hỏng"
        decision = msgspec.convert(said, Decision)
        seq, before = msgspec.convert((said.get("seq"), said.get("before")), tuple[int, str])
    except msgspec.ValidationError:
        return "có điều mà bản Soát này không hiểu"
    except (ValueError, RecursionError):
        return "không đọc được"
    return Entry(seq, before, chain, decision, line.decode("utf-8", "replace"))


def read_log(data: bytes) -> Log:
    """Return what the bytes of a log say; of lines that stand there twice the first counts."""
    whole = data.rfind(b"\n") + 1
    good: dict[str, Entry] = {}
    faults: list[tuple[int, str]] = []
    places: list[tuple[int, Entry]] = []
    for number, raw in enumerate(data[:whole].split(b"\n")[:-1], 1):
        line = raw.removeprefix(_BOM).strip() if number == 1 else raw.strip()
        if not line:
            continue
        entry = read_entry(line)
        if isinstance(entry, str):
            faults.append((number, f"{entry}; dòng này không được dùng, vẫn giữ nguyên trong tệp"))
        elif entry.chain not in good:
            good[entry.chain] = entry
            places.append((number, entry))
    refused = {number for number, _ in faults}
    faults += [
        (number, "thiếu dòng đứng trước dòng này: có dòng đã bị xóa")
        for number, entry in places
        if entry.before not in good and entry.before != START and number - 1 not in refused
    ]
    entries = sorted(good.values(), key=lambda entry: entry.seq)  # stable: of equal numbers the later line counts
    return Log(tuple(entries), tuple(sorted(faults)), data[whole:], whole)


def _mark(said: Mapping[str, Any]) -> str:
    plain = json.dumps(said, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(plain.encode()).hexdigest()
