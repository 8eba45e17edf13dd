"""What staff decide of findings: the words that they type, and what a decision says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Act = Literal["keep", "finding", "value", "rule"]

#: each act as staff choose it in the workbook; all but the first dismiss: this finding, this figure of this unit
#: (verified), all that the rule finds in this unit
ACTS: dict[Act, str] = {
    "keep": "Giữ, yêu cầu giải trình",
    "finding": "Bỏ qua phát hiện này",
    "value": "Số này đã xác minh",
    "rule": "Tắt quy tắc này ở đơn vị",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that staff verified: what it measures (code of a metric or a label), its value, and how it is printed.

    `value` is a plain decimal numeral ("1234.5").
    """

    metric: str
    value: str
    written: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided of a finding of a report; `act` None takes back what was decided before.

    The report is known by the digest of its bytes (`sha256`) and by its path as shown: a finding (its id) that comes
    back in either is the same one. `unit` and `rule` are those of the report and the finding when it was decided,
    `figures` the one that the finding held to be wrong, under each of its names (only with `act` "value").
    `by` and `day` are what was typed, "" where nothing was.
    """

    sha256: str
    path: str
    unit: str
    finding: str
    rule: str
    act: Act | None
    reason: str
    by: str = ""
    day: str = ""
    figures: tuple[Figure, ...] = ()
