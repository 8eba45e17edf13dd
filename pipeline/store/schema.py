"""The tables of `soat.db`, as the steps that make them: each next step changes what the ones before made."""

from __future__ import annotations

#: "SOAT": tells our databases from others
APPLICATION = 0x534F4154

_FIRST = (
    "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    # the bytes that were read
    "CREATE TABLE sources (sha256 TEXT PRIMARY KEY, format TEXT NOT NULL, pages INTEGER) WITHOUT ROWID",
    # one reading of one file: `key` stands for all that it depends on, `base` for the same but for what is dismissed
    # (`dismissals`); `again` 1 is read again next time, `current` 1 is what the last run found
    """CREATE TABLE analyses (
        key TEXT PRIMARY KEY, base TEXT NOT NULL, dismissals TEXT NOT NULL, path TEXT NOT NULL,
        sha256 TEXT REFERENCES sources, rules TEXT NOT NULL, status TEXT NOT NULL, error TEXT,
        kind TEXT, unit TEXT, period TEXT, date TEXT, current INTEGER NOT NULL, gone INTEGER NOT NULL,
        again INTEGER NOT NULL, digest TEXT NOT NULL, record BLOB NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX analyses_by_base ON analyses (base)",
    "CREATE INDEX analyses_by_path ON analyses (path)",
    "CREATE INDEX analyses_by_source ON analyses (sha256)",
    # the text of the report, which others are compared with, compressed; `digest` is that of what is compressed
    """CREATE TABLE texts (
        key TEXT PRIMARY KEY REFERENCES analyses ON DELETE CASCADE, digest TEXT NOT NULL, text BLOB NOT NULL
    ) WITHOUT ROWID""",
    # what was given back of it: files below the folder of results
    """CREATE TABLE outputs (
        key TEXT NOT NULL REFERENCES analyses ON DELETE CASCADE, path TEXT NOT NULL, sha256 TEXT NOT NULL,
        PRIMARY KEY (key, path)
    ) WITHOUT ROWID""",
    # what a run that is not complete was about to write there
    "CREATE TABLE intended (path TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (path, sha256)) WITHOUT ROWID",
    """CREATE TABLE numbers (
        path TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, text TEXT, line INTEGER, col INTEGER,
        page INTEGER, role TEXT, value, of_value, unit TEXT, qualifier TEXT, label TEXT, metric TEXT, period TEXT,
        target INTEGER, section TEXT, in_table INTEGER, in_row INTEGER, in_column INTEGER, doubt TEXT,
        PRIMARY KEY (path, position)
    ) WITHOUT ROWID""",
    """CREATE TABLE relations (
        path TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT, source TEXT, total TEXT,
        parts TEXT, operands TEXT, unit TEXT, exhaustive INTEGER, verdict TEXT, missing TEXT, reading TEXT,
        PRIMARY KEY (path, position)
    ) WITHOUT ROWID""",
    """CREATE TABLE findings (
        path TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, rule TEXT, severity TEXT, line INTEGER,
        message TEXT, evidence TEXT, expected, found, suggestion TEXT, dismissed TEXT, dismissed_reason TEXT,
        PRIMARY KEY (path, position)
    ) WITHOUT ROWID""",
    # the log of decisions as a table: rebuilt from the log, `line` is what stands there, `stands` 1 is the last word
    """CREATE TABLE decisions (
        position INTEGER PRIMARY KEY, seq INTEGER NOT NULL, chain TEXT NOT NULL UNIQUE, path TEXT NOT NULL,
        sha256 TEXT NOT NULL, unit TEXT NOT NULL, finding TEXT NOT NULL, rule TEXT NOT NULL, act TEXT,
        reason TEXT NOT NULL, decided_by TEXT NOT NULL, day TEXT NOT NULL, stands INTEGER NOT NULL, line TEXT NOT NULL
    )""",
    """CREATE VIEW reports AS SELECT path, sha256, status, error, kind, unit, period, date FROM analyses
        WHERE current = 1 ORDER BY path""",
)

#: said with every change, taken back when the tables show a complete run
UNSETTLED = "INSERT OR IGNORE INTO about VALUES ('unsettled', '1')"
SETTLED = "DELETE FROM about WHERE name = 'unsettled'"

#: by version of the schema from 1: `PRAGMA user_version` and `about` say how many of them a database has
MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST,)
