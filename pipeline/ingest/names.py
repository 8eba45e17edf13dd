"""Names of what Soát writes and of the tables beside reports: what is never a report."""

from __future__ import annotations

#: what `soat run` writes; a folder below an argument that holds one of the first three is a result as a whole
RECORDS_NAME = "ket-qua.jsonl"
STORE_NAME = "soat.db"
DECISIONS_NAME = "quyet-dinh.jsonl"
WORKBOOK_NAME = "ket-qua.xlsx"
#: what was found across reports, a line each
CROSS_NAME = "doi-chieu.jsonl"
INDEX_NAME = "index.html"
#: folders of results, each holding files named after the reports
SHEETS, ANNOTATED, PAGES, DATA = "phieu-ra-soat", "ban-ghi-chu", "trang", "du-lieu"
#: what users state of the reports beside it; `pipeline.ingest.overrides` reads it
OVERRIDES_NAME = "thong-tin.csv"
#: the metrics that they add; `pipeline.catalogue_file` reads it
CATALOGUE_NAME = "danh-muc.csv"
#: the findings that they dismiss; `pipeline.dismissals` reads it
DISMISSALS_NAME = "bo-qua.csv"

MARKS_OF_RESULTS = frozenset({RECORDS_NAME, STORE_NAME, DECISIONS_NAME})
_OWN_FILES = MARKS_OF_RESULTS | {WORKBOOK_NAME, CROSS_NAME}
#: what is set aside of them begins alike
_OWN_BEGINNINGS = (f"{STORE_NAME}.", f"{STORE_NAME}-", f"{DECISIONS_NAME}.")
#: names that may be anything, and are results where these stand beside them
OWN_BESIDE = frozenset({INDEX_NAME, SHEETS, ANNOTATED, PAGES, DATA})
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})

#: why something is passed over, in the order in which it is told
SYSTEM = "tệp của hệ điều hành"
_WORD_LOCK = "tệp tạm ~$ của Word, Excel"
OWN = "kết quả của Soát"
HIDDEN = "tệp hoặc thư mục ẩn"
_STATED = "bảng thong-tin.csv (đã đọc để lấy đơn vị và kỳ)"
_METRICS = "bảng danh-muc.csv (danh mục; chỉ dùng bảng ở thư mục gốc)"
_DISMISSED = "bảng bo-qua.csv (các điều bỏ qua; chỉ dùng bảng ở thư mục gốc)"
REASONS = (HIDDEN, _WORD_LOCK, SYSTEM, OWN, _STATED, _METRICS, _DISMISSED)
#: tables that say something of reports, and are none
TABLES = {OVERRIDES_NAME: _STATED, CATALOGUE_NAME: _METRICS, DISMISSALS_NAME: _DISMISSED}


def passed_over(name: str) -> str | None:
    """Return why a file or folder of a name is never a report, None where it may be one."""
    if name.startswith("~$"):
        return _WORD_LOCK
    if name.casefold() in _SYSTEM_FILES:
        return SYSTEM
    if name in _OWN_FILES or name.startswith(_OWN_BEGINNINGS):
        return OWN
    if name in TABLES:
        return TABLES[name]
    return HIDDEN if name.startswith(".") else None
