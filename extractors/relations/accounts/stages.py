"""The stage of a balance that a figure tells: what there was, what came, what went, what is left."""

from __future__ import annotations

import re

from extractors.lexicon.stages import Stage, is_step, names_stage, stage_in
from extractors.relations.passages import Figure

_METRICS: dict[str, Stage] = {
    "dossiers.carried_over": "opening",
    "dossiers.received": "new",
    "dossiers.resolved": "closed",
    "dossiers.returned": "closed",
    "dossiers.pending": "open",
}
#: totals over several stages, plans and other periods
_OTHER = re.compile(
    r"(?<!\w)(?:tổng số(?! [^,;]{0,40}lên)|phải (?:giải quyết|xử lý|xem xét)|kế hoạch|chỉ tiêu|tỷ lệ|bình quân)(?!\w)"
    r"|(?<!\w)(?:(?<!giải )(?<!không )thành|lên|lên tới|lên đến|cộng là|tăng|giảm)$"
)
#: what is to be done is neither done nor left ("2.660 vụ phải hòa giải")
_TO_DO = re.compile(r"\s*(?:phải|cần) (?:giải quyết|xử lý|xem xét|thi hành|hòa giải|thụ lý|trả)(?!\w)")
_ASIDE = re.compile(r"(?<!\w)(?:cùng kỳ|so với|lũy kế|nhiều nhất|ít nhất|nhất là)(?!\w)")
#: "Đầu năm, 134 hộ thuộc diện nghèo"
_AT_FIRST = re.compile(r"^\W*(?:hồi |lúc |tại thời điểm )?đầu (?:năm|kỳ|quý|nhiệm kỳ)(?!\w)[^;:.]{0,50}$")
_RAISED = re.compile(r"(?<!\w)nâng tổng số(?!\w)")
#: what stands before the clause of a figure: the words of the one before it
_PAST = re.compile(r"^.*[,;.)](?:\s+|$)|^.*(?<!\w)(?:và|cộng)$|^[^:]*\((?=[^)]*\w[^)]*$)")
_FIRST = re.compile(r"[,;:().]|(?<!\w)(?:và|thì|trên)(?!\w)")


def stage_of(figure: Figure, metric: str | None) -> Stage | None:
    """Return the stage of a figure: by the words of its clause before it, else behind it, else by its metric."""
    told, by_metric = names_stage, _METRICS.get(metric or "")
    if by_metric is None and not told(figure.before) and not told(figure.after) and not _AT_FIRST.match(figure.before):
        return None
    before = _PAST.sub("", figure.before)
    after = _FIRST.split(figure.after)[0]
    if is_step(f"{before} {after}") or _ASIDE.search(figure.before):
        return None
    if (_OTHER.search(before) and not _RAISED.search(before)) or _TO_DO.match(after):
        return None
    if _AT_FIRST.match(figure.before):
        return "opening"
    return stage_in(before) or stage_in(after) or by_metric
