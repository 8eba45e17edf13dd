"""Where the reading of an RTF file stands: groups, fonts, paragraphs, tables and what stands apart."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from extractors.document import BlockKind
from pipeline.ingest.flow import Flow, Paragraph, Rows, spread
from pipeline.ingest.old_letters import font_encoding
from pipeline.ingest.old_runs import Run
from pipeline.ingest.rtf_words import BOXES, CHARSETS, MARGINS, SIGNS, SILENT, STARRED

_HEADING = ("heading ", "title")
_BODY_TEXT = 9


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds until a group ends; `place` is what its text is: report, font, style, number or nothing."""

    place: str = "text"
    starred: bool = False
    font: int = 0
    #: signs for older programs behind a sign in Unicode
    stand_ins: int = 1
    in_table: bool = False
    style: int = -1
    outline: int = _BODY_TEXT
    gone: bool = False
    hidden: bool = False
    #: whether a paragraph apart (note, margin, box) ends with the group
    apart: str = ""


#: what control words change in their group
_KEPT: Mapping[str, Callable[[_Group, int], _Group]] = {
    "f": lambda group, value: replace(group, font=value),
    "uc": lambda group, value: replace(group, stand_ins=value),
    "s": lambda group, value: replace(group, style=value),
    "outlinelevel": lambda group, value: replace(group, outline=value),
    "pard": lambda group, _: replace(group, in_table=False, style=-1, outline=_BODY_TEXT),
    "plain": lambda group, _: replace(group, font=0, gone=False, hidden=False),
    "intbl": lambda group, _: replace(group, in_table=True),
}


_WORDS = frozenset({
    *_KEPT, *SILENT, *STARRED, *MARGINS, *BOXES, "fonttbl", "stylesheet", "listtext", "pntext", "upr", "ud", "footnote",
    "deleted", "v", "fcharset", "ansicpg", "cpg", "par", "sect", "cell", "nestcell", "nestrow", "row", "trowd", "clmrg",
    "clvmrg", "cellx",
})  # fmt: skip


@dataclass(slots=True)
class _Part:
    """Paragraphs of the text, or of something that stands apart."""

    kind: BlockKind | None
    out: list[Paragraph | Rows]
    paragraph: Paragraph = field(default_factory=Paragraph)
    cells: list[Paragraph] = field(default_factory=list)
    rows: Rows = field(default_factory=list)
    edges: list[list[int]] = field(default_factory=list)
    #: boxes that hang on the paragraph
    later: list[Paragraph | Rows] = field(default_factory=list)


@dataclass(slots=True)
class _Merging:
    """What the cells of a row say of merging, as it is gathered before their right edge."""

    edges: list[int] = field(default_factory=list)
    across: list[bool] = field(default_factory=list)
    down: list[bool] = field(default_factory=list)
    goes_on_across: bool = False
    goes_on_down: bool = False


@dataclass(slots=True)
class Reading:
    """The state of reading an RTF file, token by token."""

    flow: Flow = field(default_factory=Flow)
    group: _Group = field(default_factory=_Group)
    groups: list[_Group] = field(default_factory=list)
    parts: list[_Part] = field(default_factory=list)
    merging: _Merging = field(default_factory=_Merging)
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
        self.parts = [_Part(None, self.flow.body)]

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
        self._end_table()
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

    def _named(self, ended: _Group) -> None:
        """Keep the name of a font or style whose group ends."""
        if not self.name or ended.place not in ("font", "style"):
            return
        name = "".join(self.name).strip("; \r\n")
        self.name.clear()
        if ended.place == "font":
            self.fonts.setdefault(ended.font, name)
        elif ended.outline < _BODY_TEXT or name.casefold().startswith(_HEADING):
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
        self.parts.append(_Part(kind, out))
        self.group = replace(self.group, place="text", apart=apart, in_table=False, outline=_BODY_TEXT, style=-1)

    def _end_apart(self) -> None:
        self._end_paragraph(always=False)
        self._end_table()
        if len(self.parts) > 1:
            self.parts.pop()

    # -- control words ---------------------------------------------------------------------------------------------

    def _word(self, word: str, number: int | None) -> None:
        starred = self.group.starred
        if starred:
            self.group = replace(self.group, starred=False)
        elif word not in _WORDS:
            # most words only say how something looks
            return
        if self._destination(word, starred=starred):
            return
        value, group = 0 if number is None else number, self.group
        if word in _KEPT:
            self.group = _KEPT[word](group, value)
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
            self._end_cell()
        elif word in ("nestcell", "nestrow"):
            self.parts[-1].paragraph.runs.append(Run(" "))
        elif word == "row":
            self._end_row()
        elif word == "trowd":
            self.merging = _Merging()
        elif word in ("clmrg", "clvmrg"):
            self.merging.goes_on_across |= word == "clmrg"
            self.merging.goes_on_down |= word == "clvmrg"
        elif word == "cellx":
            row = self.merging
            row.edges.append(value)
            row.across.append(row.goes_on_across)
            row.down.append(row.goes_on_down)
            row.goes_on_across = row.goes_on_down = False

    # -- paragraphs and tables -------------------------------------------------------------------------------------

    def _end_paragraph(self, *, always: bool) -> None:
        part = self.parts[-1]
        if self.group.in_table and always:
            part.paragraph.runs.append(Run(" "))
            return
        paragraph = part.paragraph
        if not paragraph.runs and not always and not part.later:
            return
        self._end_table()
        paragraph.marker = " ".join(paragraph.marker.split())
        bullet = _is_bullet(paragraph.marker)
        heading = self.group.style in self.headings or self.group.outline < _BODY_TEXT
        paragraph.kind = part.kind or ("item" if bullet else "heading" if heading else "paragraph")
        paragraph.marker = "-" if bullet else paragraph.marker
        part.out += [paragraph, *part.later]
        part.paragraph = Paragraph()
        part.later.clear()

    def _end_cell(self) -> None:
        part = self.parts[-1]
        cell = part.paragraph
        marker = " ".join(cell.marker.split())
        cell.marker = "-" if _is_bullet(marker) else marker
        part.cells.append(cell)
        part.paragraph = Paragraph()

    def _end_row(self) -> None:
        part, row = self.parts[-1], self.merging
        cells: list[Paragraph] = []
        edges: list[int] = []
        for place, cell in enumerate(part.cells):
            edge = row.edges[place] if place < len(row.edges) else (edges[-1] if edges else 0) + 1
            if place < len(row.across) and row.across[place] and cells:
                cells[-1].runs += cell.runs
                edges[-1] = edge
                continue
            cell.continues = place < len(row.down) and row.down[place]
            cells.append(cell)
            edges.append(edge)
        part.cells = []
        if cells:
            part.rows.append(cells)
            part.edges.append(edges)

    def _end_table(self) -> None:
        part = self.parts[-1]
        if part.cells:
            self._end_row()
        if part.rows:
            spread(part.rows, part.edges)
            part.out.append(part.rows)
        part.rows, part.edges = [], []


def _is_bullet(marker: str) -> bool:
    return bool(marker) and not any(sign.isalnum() for sign in marker)
