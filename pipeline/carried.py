"""Decisions typed into the workbook of the last run: into the log before anything is written anew."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pipeline.decisions import Decision
from pipeline.export.workbook.typed import TypedError, read_typed
from pipeline.ingest.folder import escape
from pipeline.ingest.names import WORKBOOK_NAME
from pipeline.results import unwritable
from pipeline.store.store import Store


@dataclass(frozen=True, slots=True)
class Carried:
    """What was taken over, and the digest of the workbook that it was typed in ("" for none)."""

    decisions: tuple[Decision, ...] = ()
    workbook: str = ""


def carry_typed(store: Store, folder: Path, before: Carried | None = None) -> Carried:
    """Take over what was typed into the workbook of a folder, unless it is as it was `before`.

    Raises UntakenError where that cannot be understood, UnwritableError where the workbook cannot be opened,
    StoreError; then nothing may be written over it.
    """
    path = folder / WORKBOOK_NAME
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return before or Carried()
    except OSError as error:
        raise unwritable(path, error) from error
    digest = hashlib.sha256(data).hexdigest()
    if before and digest == before.workbook:
        return before
    try:
        typed = read_typed(data)
    except TypedError as error:
        raise UntakenError([f"{escape(path.as_posix())}: {sentence}" for sentence in error.sentences]) from error
    return Carried((*(before.decisions if before else ()), *store.carry(typed)), digest)


class UntakenError(Exception):
    """Decisions that cannot be taken over; `sentences` say in Vietnamese why, with file, sheet and cell."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(*sentences)
        self.sentences = tuple(sentences)
