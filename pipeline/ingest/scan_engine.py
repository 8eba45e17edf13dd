"""The one place where Tesseract is run: pictures in, the words that it reads in them out."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from PIL import Image

from pipeline.ingest.programs import TESSERACT, find_program

#: a whole page, columns and all; a column of cells, one under the other; or of cells that hold figures
Mode = Literal["page", "cells", "figures"]
_OPTIONS: dict[Mode, tuple[str, ...]] = {
    "page": ("--psm", "3"),
    "cells": ("--psm", "6"),
    "figures": ("--psm", "6", "-c", "tessedit_char_whitelist=0123456789.,%/"),
}
#: columns of what it tells: level, page, block, paragraph, line, word, left, top, width, height, confidence, text
_COLUMNS = 12
_A_WORD = "5"
#: of the environment only what a program needs to start
_KEPT = ("PATH", "SYSTEMROOT", "WINDIR", "TESSDATA_PREFIX", "TMPDIR", "TEMP", "TMP")


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at: page from 1, how it is turned (quarters of a circle), what of it, and which look that is."""

    page: int
    turned: int
    mode: Mode
    time: int = 0

    def __str__(self) -> str:
        return f"{self.page} {self.turned} {self.mode} {self.time}"


class EngineError(Exception):
    """The engine failed on a picture, or took too long."""


@dataclass(frozen=True, slots=True)
class Read:
    """A word as the engine reads it: its line (block, paragraph, line), box in dots, confidence to 100, and text."""

    line: tuple[int, int, int]
    left: int
    top: int
    width: int
    height: int
    confidence: float
    text: str


def words_of(table: str) -> list[Read]:
    r"""Return the words of what the engine tells.

    >>> words_of("5\t1\t2\t1\t3\t1\t10\t20\t30\t8\t96.5\t134\n4\t1\t2\t1\t3\t0\t0\t0\t9\t9\t-1\t\n")
    [Read(line=(2, 1, 3), left=10, top=20, width=30, height=8, confidence=96.5, text='134')]
    """
    rows = (row.split("\t") for row in table.split("\n"))
    return [_word(row) for row in rows if len(row) == _COLUMNS and row[0] == _A_WORD and row[11].strip()]


def _word(row: Sequence[str]) -> Read:
    block, paragraph, line, _, left, top, width, height = map(int, row[2:10])
    return Read((block, paragraph, line), left, top, width, height, float(row[10]), row[11].strip())


@cache
def find_engine() -> Path | None:
    """Return the program, None where it is not installed or knows no Vietnamese."""
    found = find_program(TESSERACT)
    if found is None:
        return None
    try:
        told = _run([str(found), "--list-langs"], b"", 20)
    except EngineError:
        return None
    return found if "vie" in told.split() else None


def recognise(picture: Image.Image, look: Look, dpi: int, seconds: float) -> str:
    """Return what the engine tells of a grey picture, one line a word; one thread, so the same each time.

    Raises EngineError.
    """
    engine = find_engine()
    if engine is None:
        raise EngineError("no engine")
    packed = io.BytesIO()
    picture.save(packed, "PPM")
    command = [
        str(engine), "stdin", "stdout", "-l", "vie", "--oem", "1", "--dpi", str(dpi),
        *_OPTIONS[look.mode], "-c", "tessedit_do_invert=0", "tsv",
    ]  # fmt: skip
    return _short(_run(command, packed.getvalue(), seconds))


def _short(told: str) -> str:
    """What it tells without the rows of blocks and lines, whole parts of confidence."""
    rows = (row.split("\t") for row in told.split("\n"))
    words = [row for row in rows if len(row) == _COLUMNS and row[0] == _A_WORD and row[11].strip()]
    return "".join("\t".join([*row[:10], str(int(float(row[10]))), row[11]]) + "\n" for row in words)


def _run(command: Sequence[str], given: bytes, seconds: float) -> str:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment = kept | {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603  # a program that we found ourselves, no shell
            command, input=given, capture_output=True, timeout=seconds, env=environment, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineError(str(error)) from error
    if done.returncode:
        raise EngineError(f"status {done.returncode}")
    return done.stdout.decode("utf-8", "replace")
