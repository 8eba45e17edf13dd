"""Groups of RTF: what holds within one, and which control words change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pipeline.ingest.rtf_words import BOXES, MARGINS, SILENT, STARRED

BODY_TEXT = 9


@dataclass(frozen=True, slots=True)
class Group:
    """What holds until a group ends; `place` is what its text is: report, font, style, number or nothing."""

    place: str = "text"
    starred: bool = False
    font: int = 0
    #: signs for older programs behind a sign in Unicode
    stand_ins: int = 1
    in_table: bool = False
    style: int = -1
    outline: int = BODY_TEXT
    gone: bool = False
    hidden: bool = False
    #: whether a paragraph apart (note, margin, box) ends with the group
    apart: str = ""


#: what control words change in their group
KEPT: Mapping[str, Callable[[Group, int], Group]] = {
    "f": lambda group, value: replace(group, font=value),
    "uc": lambda group, value: replace(group, stand_ins=value),
    "s": lambda group, value: replace(group, style=value),
    "outlinelevel": lambda group, value: replace(group, outline=value),
    "pard": lambda group, _: replace(group, in_table=False, style=-1, outline=BODY_TEXT),
    "plain": lambda group, _: replace(group, font=0, gone=False, hidden=False),
    "intbl": lambda group, _: replace(group, in_table=True),
}


#: all words that are not only about looks
WORDS = frozenset({
    *KEPT, *SILENT, *STARRED, *MARGINS, *BOXES, "fonttbl", "stylesheet", "listtext", "pntext", "upr", "ud", "footnote",
    "deleted", "v", "fcharset", "ansicpg", "cpg", "par", "sect", "cell", "nestcell", "nestrow", "row", "trowd", "clmrg",
    "clvmrg", "cellx",
})  # fmt: skip
