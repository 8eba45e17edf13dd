"""Who the tables of a district name: a commune that has a row and no report has not reported.

Where a folder holds one period only, nothing but such a table tells who was to report.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from difflib import SequenceMatcher

from extractors.vietnamese import UPPER, fold, fold_key, fold_tones
from pipeline.compare.papers import Paper

#: rows of communes that have reported: of fewer, nobody knows whether the table is a list of communes
_FEW = 3
#: a name of two words with one letter another is .8 to .9 the same
_ALIKE = 0.75
_KIND = re.compile(r"^(?:(?:xã|phường|thị trấn|đặc khu|tt|p|x)\.? +)", re.IGNORECASE)
_NAME = re.compile(rf"[{UPPER}][^\W\d_]*(?:[ '-][{UPPER}][^\W\d_]*){{0,3}}")
_PIECES = re.compile(r" [–-] ")
_NO_COMMUNE = re.compile(
    r"(?<!\w)(?:tổng|cộng|chung|toàn|huyện|tỉnh|quận|thị xã|thành phố|khối|phòng|ban|sở|ngành|hội|đoàn|trường"
    r"|công an|trung tâm|văn phòng|ngân hàng|công ty|đơn vị|quý|tháng|năm)(?!\w)"
)


def unreported(above: Sequence[Paper], there: Set[str], district: str) -> tuple[str, ...]:
    """Return names, as printed, that stand in a row of a district's table among communes that have reported.

    `there` are the bare names of these and of whoever else is accounted for, `district` is its own bare name.
    """
    found: dict[str, str] = {}
    for paper in above:
        for names in _tables(paper):
            known = names.keys() & there
            unknown = {key: shown for key, shown in names.items() if key not in there and key != district}
            if len(known) >= _FEW and len(known) > len(unknown):
                rest = there - known
                found |= {key: shown for key, shown in unknown.items() if not any(_alike(key, one) for one in rest)}
    return tuple(found.values())


def _tables(paper: Paper) -> Iterator[dict[str, str]]:
    """For each table the names of its rows: folded, and as printed."""
    rows: dict[str, dict[str, str]] = defaultdict(dict)
    for number in paper.record["numbers"]:
        table = number.get("table")
        pieces = _PIECES.split(number.get("label") or "")
        if table is None or len(pieces) < 2:
            continue
        name = _KIND.sub("", pieces[-1].strip())
        if _NAME.fullmatch(name) and not _NO_COMMUNE.search(fold(name)):
            rows[table["table"]].setdefault(fold_key(name), pieces[-1].strip())
    yield from rows.values()


def _alike(one: str, other: str) -> bool:
    """Whether two names may be spellings of one: "đắk sir" and "đăk sir"."""
    return SequenceMatcher(None, fold_tones(one), fold_tones(other)).ratio() >= _ALIKE
