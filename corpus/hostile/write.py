"""All files made to hurt, by the names of the table, written where they are wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from corpus.hostile import office, pdf, pictures, text, word
from corpus.hostile.packing import mebibytes

MAKERS: Mapping[str, Callable[[], Mapping[str, bytes]]] = {
    **word.FILES, **office.FILES, **pdf.FILES, **text.FILES, **pictures.FILES,
}  # fmt: skip
#: files of nothing but zeros that take no room on the disk, by their bytes
SPARSE = {"text_sparse": {"a.txt": mebibytes(2048)}}


def write_hostile(name: str, folder: Path) -> list[Path]:
    """Write the files of a row into a folder, return where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, size in SPARSE.get(name, {}).items():
        with (folder / file).open("wb") as written:
            written.truncate(size)
    for file, data in (MAKERS[name]() if name in MAKERS else {}).items():
        (folder / file).write_bytes(data)
    return sorted(folder.iterdir())
