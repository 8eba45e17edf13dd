"""Records as small as the store needs them, and a run that keeps them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from pipeline.decisions import Decision
from pipeline.store.keys import Wanted
from pipeline.store.readings import Given, Kept
from pipeline.store.store import open_store


def made(number: int, act: Any = "keep", reason: str = "đã xem") -> Decision:
    return Decision("", f"xã {number % 7}.docx", "", f"sum-{number:012x}", "sum", act, reason)


def record(path: str, numbers: int = 40) -> dict[str, Any]:
    """A record of a report, as small as the store needs it."""
    number = {"id": "n1", "text": "12", "line": 1, "value": 12, "label": "hồ sơ", "role": "measure", "metric": None}
    finding = {
        "id": f"sum-{hashlib.sha256(path.encode()).hexdigest()[:12]}",
        "rule": "sum",
        "severity": "error",
        "message": "sai",
        "evidence": [],
        "found": None,
        "expected": None,
        "dismissed": None,
    }
    return {
        "schema": "soat/1",
        "status": "ok",
        "error": None,
        "source": {"path": path, "sha256": mark(path), "format": "txt", "pages": None},
        "header": {"kind": "bao_cao", "unit": "xã Tiên Lãng", "issuer": None, "period": "2023", "date": None},
        "numbers": [number | {"id": f"n{at}", "value": at} for at in range(1, numbers)],
        "relations": [],
        "findings": [finding],
    }


def mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def asked(count: int, rules: str = "1") -> list[Wanted]:
    names = [f"bc {number}.txt" for number in range(count)]
    return [Wanted(name, mark(name), mark(name + rules), at, rules) for at, name in enumerate(names)]


def one_run(out: Path, count: int = 12, decisions: int = 5, rules: str = "1") -> None:
    files = asked(count, rules)
    with open_store(out) as store:
        store.carry(made(number) for number in range(decisions))
        known = store.known(files)
        for at, file in enumerate(files):
            if at not in known:
                page = out / "trang" / f"{at}.html"
                page.parent.mkdir(exist_ok=True)
                page.write_text(file.shown, "utf-8")
                store.keep([Kept(file, record(file.shown), (Given(f"trang/{at}.html", mark(file.shown)),))])
        store.finish(files)
