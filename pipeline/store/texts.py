"""The texts of reports that a run kept, read beside whoever writes there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from pipeline.ingest.names import STORE_NAME
from pipeline.store.readings import text_of


def kept_texts(folder: Path) -> dict[str, str]:
    """Return the texts of the reports of the last run in a folder by path, none where the database cannot be read."""
    path = folder / STORE_NAME
    if not path.is_file():
        return {}
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            keys = connection.execute("SELECT path, key FROM analyses WHERE current = 1 ORDER BY path").fetchall()
            found = {shown: text_of(connection, key) for shown, key in keys}
    except sqlite3.Error:  # comparing goes on without what only texts show
        return {}
    return {shown: text for shown, text in found.items() if text}
