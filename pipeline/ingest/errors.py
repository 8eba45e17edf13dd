"""The one way in which reading a file fails."""

from __future__ import annotations


class IngestError(Exception):
    """A file cannot be read: a code of the public record and its cause as a Vietnamese clause."""

    def __init__(self, code: str, cause: str) -> None:
        super().__init__(code, cause)
        self.code = code
        self.cause = cause

    def __str__(self) -> str:
        return f"{self.code}: {self.cause}"
