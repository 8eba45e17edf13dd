"""Where the reading of an RTF file stands: groups, fonts, paragraphs, tables and what stands apart."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field, replace

from extractors.document import BlockKind
from pipeline.ingest.flow import Flow
from pipeline.ingest.old_letters import font_encoding
from pipeline.ingest.old_runs import Run
from pipeline.ingest.rtf_groups import BODY_TEXT, KEPT, WORDS, Group
from pipeline.ingest.rtf_parts import Merging, Part
from pipeline.ingest.rtf_words import BOXES, CHARSETS, MARGINS, SIGNS, SILENT, STARRED

_HEADING = ("heading ", "title")


@dataclass(slots=True)
class Reading:
    """The state of reading an RTF file, token by token."""

    flow: Flow = field(default_factory=Flow)
    group: Group = field(default_factory=Group)
    groups: list[Group] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    merging: Merging = field(default_factory=Merging)
    fonts: dict[int, str] = field(default_factory=dict)
    charsets: dict[int, str] = field(default_factory=dict)
    page: str = "cp1252"
    headings: set[int] = field(default_factory=set)
    #: bytes of text not decoded yet, signs still to skip, and the name of a font or style as it is gathered
    waiting: bytearray = field(default_factory=bytearray)
    skip: int = 0
    name: list[str] = field(default_factory=list)
    #: places that were deleted, and whether what came last was one
    deleted: int = 0
    in_deleted: bool = False

    def __post_init__(self) -> None:
        self.parts = [Part(None, self.flow.body)]

    def take(self, word: str, number: int | None, text: bytes) -> None:
        """Take the next token: a control word with its number, or text."""
        if not word:
            self._bytes(text)
            return
        self._decode()
        if word.startswith("group"):
            self.skip = 0
            self._open() if word == "group{" else self._close()
        elif word == "*":
            self.group = replace(self.group, starred=True)
        elif word in SIGNS:
            self._sign(SIGNS[word])
        elif word == "u":
            self._sign(chr((number or 0) % 65536))
            self.skip = self.group.stand_ins
        else:
            self._word(word, number)

    @property
    def is_open(self) -> bool:
        """Whether a group is not closed yet."""
        return bool(self.groups)

    def finished(self) -> Flow:
        """Return what was found; a file that is cut off ends where it ends."""
        self._decode()
        while self.groups:
            self._close()
        self._end_paragraph(always=False)
        self.parts[-1].end_table(self.merging)
        return self.flow

    # -- text ------------------------------------------------------------------------------------------------------

    def _bytes(self, text: bytes) -> None:
        skipped = min(self.skip, len(text))
        self.skip -= skipped
        self.waiting += text[skipped:]

    def _decode(self) -> None:
        if self.waiting:
            page = self.charsets.get(self.group.font, self.page)
            text = bytes(self.waiting).decode(page, "replace")
            self.waiting.clear()
            self._put(text)

    def _sign(self, sign: str) -> None:
        if self.skip:
            self.skip -= 1
        else:
            self._put(sign)

    def _put(self, text: str) -> None:
        place, font = self.group.place, self.fonts.get(self.group.font, "")
        if place in ("font", "style"):
            self.name.append(text)
        elif place == "number":
            self.parts[-1].paragraph.marker += text
        elif place == "text" and self.group.gone:
            self.deleted += not self.in_deleted and bool(text.strip())
            self.in_deleted = True
        elif place == "text" and not self.group.hidden:
            self.in_deleted = False
            text = text if font_encoding(font) else text.replace("\u00ad", "")
            self.parts[-1].paragraph.runs.append(Run(text, font))

    # -- groups ----------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        self.groups.append(self.group)
        if self.group.starred or self.group.apart:
            self.group = replace(self.group, starred=False, apart="")

    def _close(self) -> None:
        ended = self.group
        if ended.apart:
            self._end_apart()
        self._named(ended)
        if self.groups:
            self.group = self.groups.pop()

    def _named(self, ended: Group) -> None:
        """Keep the name of a font or style whose group ends."""
        if not self.name or ended.place not in ("font", "style"):
            return
        name = "".join(self.name).strip("; \r\n")
        self.name.clear()
        if ended.place == "font":
            self.fonts.setdefault(ended.font, name)
        elif ended.outline < BODY_TEXT or name.casefold().startswith(_HEADING):
            self.headings.add(ended.style)

    def _destination(self, word: str, *, starred: bool) -> bool:
        """Enter a destination if a word names one."""
        if word in ("fonttbl", "stylesheet"):
            self.group = replace(self.group, place="font" if word == "fonttbl" else "style", style=0)
        elif word in ("listtext", "pntext"):
            self.group = replace(self.group, place="number" if self.group.place == "text" else "nothing")
        elif word in SILENT or (starred and word not in STARRED):
            # a font may have another name in a group of its own
            self.group = replace(self.group, place="nothing")
        elif word == "upr":
            self.group = replace(self.group, place="nothing")
        elif word == "ud":
            self.group = replace(self.group, place=self.groups[-2].place if len(self.groups) > 1 else "text")
        elif word in MARGINS or word in BOXES or word == "footnote":
            self._begin_apart("margin" if word in MARGINS else "note" if word == "footnote" else "box")
        else:
            return False
        return True

    def _begin_apart(self, apart: str) -> None:
        if self.group.place == "nothing":
            return
        out = {"margin": self.flow.margins, "note": self.flow.notes}.get(apart, self.parts[-1].later)
        kind: BlockKind | None = "margin" if apart == "margin" else "note" if apart == "note" else None
        self.parts.append(Part(kind, out))
        self.group = replace(self.group, place="text", apart=apart, in_table=False, outline=BODY_TEXT, style=-1)

    def _end_apart(self) -> None:
        self._end_paragraph(always=False)
        self.parts[-1].end_table(self.merging)
        if len(self.parts) > 1:
            self.parts.pop()

    # -- control words ---------------------------------------------------------------------------------------------

    def _word(self, word: str, number: int | None) -> None:
        starred = self.group.starred
        if starred:
            self.group = replace(self.group, starred=False)
        elif word not in WORDS:
            # most words only say how something looks
            return
        if self._destination(word, starred=starred):
            return
        value, group = 0 if number is None else number, self.group
        if word in KEPT:
            self.group = KEPT[word](group, value)
        elif word in ("deleted", "v"):
            on = number != 0
            self.group = replace(group, gone=on) if word == "deleted" else replace(group, hidden=on)
        elif word == "fcharset":
            self.charsets[group.font] = CHARSETS.get(value, self.page)
        elif word in ("ansicpg", "cpg"):
            self._code_page(word, value)
        elif group.place == "text":
            self._layout(word, value)

    def _code_page(self, word: str, value: int) -> None:
        try:
            page = codecs.lookup(f"cp{value}").name
        except LookupError:
            return
        if word == "ansicpg":
            self.page = page
        else:
            self.charsets[self.group.font] = page

    def _layout(self, word: str, value: int) -> None:
        if word in ("par", "sect"):
            self._end_paragraph(always=True)
        elif word == "cell":
            self.parts[-1].end_cell()
        elif word in ("nestcell", "nestrow"):
            self.parts[-1].paragraph.runs.append(Run(" "))
        elif word == "row":
            self.parts[-1].end_row(self.merging)
        elif word == "trowd":
            self.merging = Merging()
        elif word in ("clmrg", "clvmrg"):
            self.merging.goes_on_across |= word == "clmrg"
            self.merging.goes_on_down |= word == "clvmrg"
        elif word == "cellx":
            self.merging.end_cell(value)

    def _end_paragraph(self, *, always: bool) -> None:
        part = self.parts[-1]
        if self.group.in_table and always:
            part.paragraph.runs.append(Run(" "))
            return
        heading = self.group.style in self.headings or self.group.outline < BODY_TEXT
        part.end_paragraph(self.merging, heading=heading, always=always)
