"""Lines of print joined to paragraphs, over line ends and page ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.grids import unit_line
from extractors.plain.paragraphs import ends_sentence, in_capitals, opens_item, opens_note
from pipeline.ingest.pdf_layout import MOTTO
from pipeline.ingest.pdf_page import Line

Paragraph = tuple[Line, ...]
#: lines of form by Decree 30/2020, Annex I
_FORM = re.compile(rf"Số\s*:|{MOTTO.pattern}|Kính gửi|Nơi nhận")
_UNIT = re.compile(r"đơn\s+vị|đvt|đv\s+tính", re.IGNORECASE)
#: how far, in points, an edge may be off and still be flush
_FLUSH = 3.0
#: how far, in points, a first line may be indented, and how long a word is that did not fit on a full line
_INDENT, _WORD, _LEAST_FULL = (8, 64), 60.0, 3
#: lines of no more words are of heads and feet, and tell nothing of the body
_SHORT = 4
#: of the usual distance of two lines: what is further apart is another paragraph
_CLOSE = 1.25
#: of a line's type: how much smaller type may be and still go on
_SAME_TYPE = 0.13


@dataclass(frozen=True, slots=True)
class Setting:
    """How the body is set: left and right edges in points, distance of lines, whether first lines are indented."""

    left: float
    right: float
    pitch: float
    indented: bool


def find_setting(lines: Sequence[Line]) -> Setting:
    """Return how lines of a body are set."""
    if not lines:
        return Setting(0.0, 0.0, 0.0, indented=False)
    lefts = Counter(round(line.left) for line in lines if len(line.words) > _SHORT)
    rights = sorted(line.right for line in lines)
    right = rights[int(len(rights) * 0.97)]
    left = _left(lines, lefts, right)
    steps = Counter(round(b.base - a.base) for a, b in pairwise(lines) if a.page == b.page and b.base > a.base)
    pitch = max(steps, key=lambda step: (steps[step], -step), default=0.0)
    indents = sum(count for edge, count in lefts.items() if left + _INDENT[0] < edge < left + _INDENT[1])
    return Setting(left, right, pitch, indents * 12 > sum(lefts.values()))


def _left(lines: Sequence[Line], lefts: Counter[int], right: float) -> int:
    """The edge at which most lines begin; where most are indented first lines, that of the lines below such."""
    most = max(lefts, key=lambda edge: (lefts[edge], -edge), default=round(lines[0].left))
    outer = (edge for edge in sorted(lefts) if most - _INDENT[1] < edge < most - _INDENT[0])
    return next((edge for edge in outer if _goes_back(lines, edge, right)), most)


def _goes_back(lines: Sequence[Line], edge: int, right: float) -> bool:
    """Whether lines at an edge follow full ones, as those of a paragraph below its first line do."""
    before = [line.right for line, after in pairwise(lines) if round(after.left) == edge and len(after.words) > _SHORT]
    full = sum(end > right - _WORD for end in before)
    return full >= _LEAST_FULL and full > 0.7 * len(before)


def join(lines: Sequence[Line], setting: Setting) -> list[Paragraph]:
    """Return lines in reading order as paragraphs; a note between the halves of a sentence stands behind it."""
    found: list[list[Line]] = []
    for line in lines:
        target = _unfinished(found, line, setting)
        if target is None:
            found.append([line])
        else:
            target.append(line)
    return [tuple(paragraph) for paragraph in found]


def _unfinished(found: list[list[Line]], line: Line, setting: Setting) -> list[Line] | None:
    """Return the paragraph that a line goes on with, None where it begins one."""
    for paragraph in found[::-1][:3]:
        if goes_on(paragraph, line, setting):
            return paragraph
        if not opens_note(paragraph[0].text):
            return None
    return None


def goes_on(paragraph: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Whether a line goes on with a paragraph."""
    last = paragraph[-1]
    turned = line.page != last.page
    close = turned or 0 < line.base - last.base <= _CLOSE * max(setting.pitch, last.size)
    # what is told fastest comes first
    if not close or abs(last.size - line.size) > _SAME_TYPE * max(last.size, line.size):
        return False
    if opens_note(line.text) or stands_alone(line.text):
        return False
    ended, marked = ends_sentence(last.text), opens_item(line.text)
    small = line.text.lstrip("“\"'(")[:1].islower()
    if small and not ended and not marked:
        return not in_capitals(last.text)
    if in_capitals(last.text) != in_capitals(line.text):
        return False
    return _is_full(last, line, setting) and _is_flush(
        paragraph, line, setting, sure=not (marked or (turned and ended))
    )


def stands_alone(text: str) -> bool:
    """Whether a line is one of the lines of form of a paper or a table, which go on with nothing."""
    return bool(_FORM.match(text) or (_UNIT.search(text) and unit_line(text)))


def _is_full(last: Line, line: Line, setting: Setting) -> bool:
    """Whether the first word of a line would not have fitted on the one before."""
    blank = last.size / 5
    word = _first_word(line)
    return last.right + blank + word > setting.right - 1


def _first_word(line: Line) -> float:
    """Return the width of what stands before the first blank."""
    end = next((b for b in line.words if b.start > 0 and line.text[b.start - 1].isspace()), None)
    last = max((w for w in line.words if end is None or w.start < end.start), key=lambda w: w.start)
    return last.right - line.left


def _is_flush(paragraph: Sequence[Line], line: Line, setting: Setting, *, sure: bool) -> bool:
    """Whether a line begins where the lines of its paragraph do; unless `sure`, only the indent of the first tells."""
    first, last = paragraph[0], paragraph[-1]
    if setting.indented and abs(line.left - setting.left) <= _FLUSH and first.left > setting.left + _FLUSH:
        return True
    if not sure or (len(paragraph) > 1 and abs(line.left - last.left) > _FLUSH):
        return False
    indent = line.left - setting.left
    # what stands in a column of its own, as the date of a head does, has no first line of this setting
    indented = setting.indented and last.left < setting.left + _INDENT[1]
    return not (indented and indent > _FLUSH and indent > last.left - setting.left + _FLUSH)


def text_of(paragraph: Sequence[Line]) -> list[str]:
    """Return the text of each line with the blank behind it, none after a hyphen or before a comma."""
    texts = [line.text for line in paragraph]
    glued = [_is_glued(text, after) for text, after in pairwise(texts)]
    return [text + ("" if glue else " ") for text, glue in zip(texts, [*glued, True], strict=True)]


def _is_glued(text: str, after: str) -> bool:
    broken = len(text) > 1 and text[-1] in "-/" and not text[-2].isspace()
    return broken or after[0] in ",.;:)!?%"
