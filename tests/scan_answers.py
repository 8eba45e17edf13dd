"""What the engine told of the scans that are kept, so that tests run without it; written anew by running this file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from pipeline.ingest import scan_engine
from pipeline.ingest.open import read_document
from pipeline.ingest.scan_engine import EngineError, Look

SCANS = Path(__file__).parents[1] / "corpus" / "forms" / "scan"
Recognise = Callable[[Image.Image, Look, int, float], str]


def answers(path: Path) -> Recognise:
    """A stand-in for the engine that tells what it once told of a scan."""
    told: dict[str, str] = {}
    for part in path.with_suffix(".tsv").read_text("utf-8").split("# ")[1:]:
        look, _, rows = part.partition("\n")
        told[look] = rows

    def recognise(picture: Image.Image, look: Look, dpi: int, seconds: float) -> str:
        if str(look) not in told:
            raise EngineError(f"never looked at {look}")
        return told[str(look)]

    return recognise


def use(monkeypatch: pytest.MonkeyPatch, recognise: Recognise) -> None:
    """Let a stand-in answer for the engine."""
    monkeypatch.setattr(scan_engine, "find_engine", lambda: Path("tesseract"))
    monkeypatch.setattr(scan_engine, "recognise", recognise)


def main() -> None:
    asked = scan_engine.recognise
    assert scan_engine.find_engine(), "the engine is not installed"
    for path in sorted(SCANS.glob("*.pdf")):
        told: dict[str, str] = {}

        def recognise(picture: Image.Image, look: Look, dpi: int, seconds: float, told: dict[str, str] = told) -> str:
            told[str(look)] = asked(picture, look, dpi, seconds)
            return told[str(look)]

        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setattr(scan_engine, "recognise", recognise)
            read_document(path.read_bytes(), path.name)
        rows = "".join(f"# {look}\n{told[look]}" for look in sorted(told))
        path.with_suffix(".tsv").write_text(rows, "utf-8")


if __name__ == "__main__":
    main()
