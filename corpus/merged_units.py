"""Builds `extractors/places/merged_2025.csv` from the JSON data of vietnamadminunits 1.0.4.

Source: https://pypi.org/project/vietnamadminunits/ 1.0.4, MIT License, Copyright (c) 2025 Tran Ngoc Minh Hieu; its
notice is kept in extractors/places/LICENSE-vietnamadminunits.txt. Only
`data/converter_2025.json`, `data/parser_legacy.json`
and `data/parser_from_2025.json` are read, unpacked from the wheel; nothing of the package runs.

    python -m corpus.merged_units FOLDER_WITH_THE_JSON extractors/places/merged_2025.csv
"""

from __future__ import annotations

import csv
import json
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

_COLUMNS = ("province", "unit", "old_province", "old_district", "whole", "split")


def main(data: Path, out: Path) -> None:
    """Write the table: a row for each new unit and old district, with the old units in it, whole and split."""
    converter = _read(data / "converter_2025.json")
    old, new = _old_names(_read(data / "parser_legacy.json")), _new_names(_read(data / "parser_from_2025.json"))
    rows: dict[tuple[str, str, str, str], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for province, units in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for unit, parts in units.items():
            for part in parts:
                rows[(*new[province, unit], *old[part][:2])][0].append(old[part][2])
    for province, parts in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for part, units in parts.items():
            for one in units:
                rows[(*new[province, one["newWardKey"]], *old[part][:2])][1].append(old[part][2])
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(
            (*key, "|".join(sorted(set(a))), "|".join(sorted(set(b)))) for key, (a, b) in sorted(rows.items())
        )


def _read(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def _old_names(legacy: dict[str, Any]) -> dict[str, tuple[str, str, str]]:
    """Province, district and unit of each old key."""
    found: dict[str, tuple[str, str, str]] = {}
    provinces, districts = legacy["DICT_PROVINCE"], legacy["DICT_PROVINCE_DISTRICT"]
    for table in ("NO_ACCENTED", "ACCENTED", "SHORT_ACCENTED"):
        for province, inside in legacy[f"DICT_PROVINCE_DISTRICT_WARD_{table}"].items():
            for district, units in inside.items():
                above = _plain(districts[province][district]["district"])
                for unit, row in units.items():
                    # an island district without communes stands for itself
                    single = not isinstance(row["ward"], str)
                    name = above if single else _plain(row["ward"])
                    key = f"{province}_{district}_{'' if single else unit}"
                    found.setdefault(key, (_plain(provinces[province]["provinceShort"]), above, name))
    return found


def _new_names(modern: dict[str, Any]) -> dict[tuple[str, str], tuple[str, str]]:
    """Province and unit of each new key."""
    found = {}
    for table in ("NO_ACCENTED", "ACCENTED"):
        for province, units in modern[f"DICT_PROVINCE_WARD_{table}"].items():
            for unit, row in units.items():
                found[province, unit] = _plain(modern["DICT_PROVINCE"][province]["provinceShort"]), _plain(row["ward"])
    return found


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
