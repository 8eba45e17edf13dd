"""What people typed of findings into a workbook: read back, whatever they sorted, filtered, moved or deleted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date

from extractors.vietnamese import fold_key
from pipeline.decisions import ACTS, Act, Decision
from pipeline.export.workbook.cells import iso_date
from pipeline.export.workbook.findings import ACT, BY, DAY, DIGEST, FINDING, KEPT, LONGEST, PATH, REASON, UNIT
from pipeline.export.workbook.typed_rows import AGAIN, Line, Said, TypedError, read_lines

__all__ = ["TypedError", "read_typed"]

#: characters that are quoted of a cell
_SHOWN = 60

_DAY = re.compile(r"(?:ngày )?(\d{1,2}) ?(?:[/.-]|tháng) ?(\d{1,2}) ?(?:[/.-]|năm) ?(\d{4})", re.IGNORECASE)


def read_typed(data: bytes) -> tuple[Decision, ...]:
    """Return what people typed, changed or took back (act None) since the workbook was written.

    Raises TypedError, and returns nothing, where a cell cannot be understood or the bytes are no workbook of ours.
    """
    lines, faults = read_lines(data)
    typed: dict[tuple[str, str], tuple[Line, Decision]] = {}
    for line in lines:
        wrong = list(_faults(line))
        faults += wrong
        if wrong or not _changed(line.said):
            continue
        decision = _decision(line.said)
        first, same = typed.setdefault((decision.sha256 or decision.path, decision.finding), (line, decision))
        if same != decision:
            faults.append(f"{line.cell(ACT)}: khác với quyết định về chính điểm ấy ở {first.cell(ACT)}")
    if faults:
        raise TypedError([*(f"{fault[:1].upper()}{fault[1:]}." for fault in faults), AGAIN])
    return tuple(decision for _, decision in typed.values())


def _act(said: Said) -> Act | None:
    key = fold_key(said[ACT])
    return next((act for act, words in ACTS.items() if fold_key(words) == key), None)


def _decision(said: Said) -> Decision:
    finding = said[FINDING]
    return Decision(
        sha256=said[DIGEST],
        path=said[PATH],
        unit=said.get(UNIT, ""),
        finding=finding,
        rule=finding.rpartition("-")[0],
        act=_act(said),
        reason=said[REASON],
        by=said.get(BY, ""),
        day=_day(said.get(DAY, "")),
    )


def _day(text: str) -> str:
    """A day as an ISO date where it is one.

    >>> _day("14/6/2024"), _day("ngày 14 tháng 6 năm 2024"), _day("2024-06-14"), _day("31/02/2026")
    ('2024-06-14', '2024-06-14', '2024-06-14', '31/02/2026')
    """
    if match := _DAY.fullmatch(text):
        try:
            return date(int(match[3]), int(match[2]), int(match[1])).isoformat()
        except ValueError:
            return text
    return text


def _is_day(text: str) -> bool:
    return isinstance(iso_date(_day(text)), date)


def _changed(said: Said) -> bool:
    """Whether a row says other than the workbook was written with."""
    return _typed(said) != _kept(said)


def _typed(said: Said) -> tuple[str, ...]:
    act = _act(said)
    return (act, said[REASON], said.get(BY, ""), _day(said.get(DAY, ""))) if act else ()


def _kept(said: Said) -> tuple[str, ...]:
    """What stood when the workbook was written, () if nothing did; a cell that people spoilt tells nothing."""
    try:
        act, *words = map(str, json.loads(said.get(KEPT, "") or "[]"))
    except (ValueError, TypeError):
        return ()
    reason, by, day = (" ".join(word.split()) for word in words)
    return act, reason, by, _day(day)


def _faults(line: Line) -> Iterator[str]:
    """Yield what is wrong with a row in which somebody typed."""
    said = line.said
    typed = [head for head in (ACT, REASON, BY, DAY) if said.get(head)]
    if not typed and not _kept(said):
        return
    if said[ACT] and _act(said) is None:
        words = ", ".join(f"“{word}”" for word in ACTS.values())
        yield f"{line.cell(ACT)}: không hiểu quyết định {_quoted(said[ACT])}; hãy chọn một trong: {words}"
    if not said[ACT] and typed and not _kept(said):
        yield f"{line.cell(typed[0])}: đã gõ {_quoted(said[typed[0]])} nhưng chưa chọn quyết định ở ô bên"
    if _act(said) not in (None, "keep") and not said[REASON]:
        yield f"{line.cell(REASON)}: ô trống; mỗi điều bỏ qua đều cần lý do"
    if _changed(said) or not _kept(said):
        yield from _unfit(line)
    if not said[FINDING]:
        yield f"{line.cell(FINDING)}: dòng có quyết định nhưng không có mã phát hiện, nên không biết là điểm nào"
    elif not (said[DIGEST] or said[PATH]):
        yield f"{line.cell(PATH)}: dòng có quyết định nhưng không còn đường dẫn của báo cáo"


def _unfit(line: Line) -> Iterator[str]:
    """Yield what was typed that cannot be kept as it is."""
    day = line.said.get(DAY, "")
    if day and not _is_day(day):
        told = f"{_quoted(day)} không phải một ngày có thật"
        yield f"{line.cell(DAY)}: {told}; hãy ghi ngày/tháng/năm như 05/7/2024 hoặc để trống"
    for head in (REASON, BY):
        if (count := len(line.said.get(head, ""))) > LONGEST:
            told = f"dài {_in_thousands(count)} ký tự, nhiều nhất là {_in_thousands(LONGEST)}"
            yield f"{line.cell(head)}: {told}; hãy rút gọn"


def _quoted(text: str) -> str:
    return f"“{text}”" if len(text) <= _SHOWN else f"“{text[:_SHOWN]}…”"


def _in_thousands(count: int) -> str:
    return f"{count:,}".replace(",", ".")
