"""Another commune's name left in a report that was copied: the names are those of the other reports' units.

What a report says of its neighbours is theirs: only where the text speaks of its own body or people under another
unit's name is it a warning, and where nothing says that a neighbour is meant it is a remark. Its own check
(`pipeline.checks.foreign_names`) knows no other reports; this one does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from extractors.vietnamese import fold
from pipeline.compare.clash import Clash
from pipeline.compare.papers import Paper
from pipeline.export.cross import CrossPlace

#: words right before a unit where a report speaks of itself
_SELF = re.compile(
    r"(?<!\w)(?:ubnd|ủy ban nhân dân|hđnd|hội đồng nhân dân|đảng ủy|đảng bộ|chính quyền|nhân dân"
    r"|trên địa bàn|địa bàn|toàn"
    r"|cán bộ|công chức|bộ phận một cửa|mttq|mặt trận"
    r"|đoàn thể|công an|trạm y tế|lãnh đạo|chủ tịch ubnd|tình hình)\s+(?:của\s+)?$"
)
#: … and in a sentence that tells of others
_OTHERS = re.compile(
    r"(?<!\w)(?:giáp|liên xã|so với|xã bạn|trao đổi|học tập|học hỏi|giao lưu"
    r"|tham quan|chuyển đến|chuyển đi"
    r"|tiếp giáp|sáp nhập|hợp nhất|trước đây|cũ|ký kết|kết nghĩa|lân cận|nơi nhận|kính gửi|nhập từ|giữa"
    r"|huyện tổ chức|theo mô hình|kinh nghiệm|liên kết|với xã|với ubnd|và xã|thường trú|quê|ở xã"
    r"|người xã|tuyến đường|trên tuyến|đường (?:liên|từ|nối))(?!\w)"
)
#: … where they stand before the name: who does something together with others may be oneself
_TOGETHER = re.compile(r"(?<!\w)(?:phối hợp|cùng với)(?!\w)")
_KIND = re.compile(r"(?<!\w)(?:xã|phường|thị trấn|đặc khu) ")
_LONGEST, _FAR = 60, 400
_SENTENCE = re.compile(r"[.;!?](?=\s|$)|\n")


@dataclass(frozen=True, slots=True)
class Mention:
    """Where another unit's name stands in the text of a paper; `line` counts from 1 in that text."""

    start: int
    line: int
    text: str
    sure: bool


def check(papers: Sequence[Paper]) -> tuple[Clash, ...]:
    """Return a clash for each paper that speaks of itself under the name of another paper's unit."""
    shown = {p.unit: p.shown for p in papers if p.level == "xa"}
    made_of = {part: p.unit for p in papers if p.origin is not None for part in p.origin.parts}
    found = []
    for paper in (p for p in papers if p.level == "xa" and p.text):
        kin = {paper.unit, made_of.get(paper.unit, ""), *(paper.origin.parts if paper.origin else ())}
        mentions: dict[str, list[Mention]] = {}
        for unit, mention in _mentions(paper, shown.keys() - kin):
            mentions.setdefault(unit, []).append(mention)
        found += [_clash(paper, shown[u], m) for u, m in mentions.items() if not _one_name(paper.unit, u)]
    return tuple(found)


def _one_name(own: str, other: str) -> bool:
    """Whether two units bear one name, or one the other's ("Tân Phú", "Tân Phú Đông")."""
    one, two = own.partition(" ")[2], other.partition(" ")[2]
    return f"{one} " in f"{two} " or f"{two} " in f"{one} "


def _mentions(paper: Paper, units: Set[str]) -> Iterator[tuple[str, Mention]]:
    text = paper.text or ""
    folded = fold(text)
    for match in _KIND.finditer(folded, 0, _foot(folded)):
        unit = _unit_at(folded, match.start(), units)
        if unit is None or not _of_no_other(folded, text, match.start(), unit, paper.unit):
            continue
        end = match.start() + len(unit)
        line, sure = text.count("\n", 0, match.start()) + 1, _speaks_of_itself(folded, match.start())
        yield unit, Mention(match.start(), line, text[match.start() : end], sure)


def _foot(folded: str) -> int:
    """Where a paper says who gets it: those are others."""
    start = folded.rfind("nơi nhận")
    return start if start >= 0 else len(folded)


def _unit_at(folded: str, start: int, units: Set[str]) -> str | None:
    """The longest of the units whose name begins at a place."""
    words = folded[start : start + _LONGEST].split(" ")
    ends = (" ".join(words[:count]) for count in range(min(len(words), 7), 1, -1))
    return next((name for one in ends if (name := re.sub(r"[^\w ]+$", "", one)) in units), None)


def _sentence_start(folded: str, at: int) -> int:
    near = max(0, at - _FAR)
    return max((m.end() for m in _SENTENCE.finditer(folded, near, at)), default=near)


def _after(folded: str, at: int) -> int:
    stop = _SENTENCE.search(folded, at, at + _FAR)
    return stop.start() if stop else at + _FAR


def _of_no_other(folded: str, text: str, at: int, unit: str, own: str) -> bool:
    """Whether a unit's name stands in a sentence that does not tell of others, nor of several places in a row."""
    end = at + len(unit)
    sentence = folded[_sentence_start(folded, at) : _after(folded, end)]
    if _OTHERS.search(sentence) or _TOGETHER.search(folded[_sentence_start(folded, at) : at]) or own in sentence:
        return False
    if text[end : end + 2].strip()[:1].isupper():
        return False
    return "|" not in sentence and "\t" not in sentence and len(_KIND.findall(sentence)) == 1


def _speaks_of_itself(folded: str, at: int) -> bool:
    """Whether the words before a unit's name are those of a report on itself that does nothing with others."""
    before = folded[_sentence_start(folded, at) : at]
    if _TOGETHER.search(folded, at, min(_after(folded, at), len(folded))):
        return False
    return not before.strip(" -+*") or bool(_SELF.search(before))


def _clash(paper: Paper, shown: str, mentions: Sequence[Mention]) -> Clash:
    by_text = paper.record["source"]["format"] == "txt"
    places = tuple(
        CrossPlace(paper.path, one.line if by_text else None, None, one.text, None, None) for one in mentions[:4]
    )
    return Clash(
        kind="left-name",
        severity="warning" if any(one.sure for one in mentions) else "info",
        message=(
            f"Báo cáo của {paper.shown} {_says(mentions)} {shown} ({len(mentions)} chỗ); có thể chép từ báo cáo của"
            " đơn vị đó."
        ),
        reading=f"{paper.shown} ≠ {mentions[0].text}",
        places=places,
        suggestion="Đề nghị kiểm tra lại tên đơn vị và số liệu của đoạn này.",
    )


def _says(mentions: Sequence[Mention]) -> str:
    return "nói về mình bằng tên" if any(one.sure for one in mentions) else "nêu tên"
