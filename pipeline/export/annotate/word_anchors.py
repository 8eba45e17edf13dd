"""Where in a Word file a remark can stand: the very words, or the nearest place that Word allows, with what to say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from lxml import etree

from extractors.document import Block, Document, Span
from pipeline.export.annotate.word_letters import Letter, aligned, letters
from pipeline.export.annotate.word_tree import (
    Anchor,
    Edge,
    Tree,
    control_of,
    note_id,
    opens_control,
    outside_box,
    paragraph_of,
    reference,
    runs_of,
)
from pipeline.ingest.word_text import NO_RUN

_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
_IN_NOTE = "Chỗ này nằm trong chú thích; Word không nhận nhận xét ở đó nên nhận xét đặt tại dấu chú thích trong bài."
_IN_BOX = "Chỗ này nằm trong khung chữ; Word không nhận nhận xét ở đó nên nhận xét đặt tại nơi neo khung."
_IN_MARGIN = "Chỗ này nằm ở đầu trang hoặc chân trang; Word không nhận nhận xét ở đó nên nhận xét đặt tại đầu văn bản."
_ELSEWHERE = "Chỗ này nằm trong sơ đồ hoặc phần mà Word không nhận nhận xét nên nhận xét đặt tại đầu văn bản."
_BY_NUMBER = "Số thứ tự ở đây do Word tự đánh nên nhận xét đặt tại chữ đầu của đoạn."
_BY_PARAGRAPH = "Không tách riêng được chỗ này nên nhận xét đặt tại cả đoạn."
_BESIDE_CONTROL = (
    "Chỗ này mở đầu một ô nội dung (content control), nơi LibreOffice làm mất chữ khi có nhận xét, nên nhận xét đặt tại"
    " đoạn bên cạnh."
)
_BY_CONTROL = "Chỗ này nằm trong ô nhập liệu nên nhận xét đặt tại cả ô."


def anchor(tree: Tree, document: Document, span: Span | None) -> Anchor:
    """Return where the remark on a span stands; None is the whole document."""
    found = _sought(tree, document, span)
    paragraph = next((one for one in map(paragraph_of, (found.start.host, found.end.host)) if opens_control(one)), None)
    return found if paragraph is None else _beside(tree, paragraph) or found


def _sought(tree: Tree, document: Document, span: Span | None) -> Anchor:
    if span is None:
        return _around_paragraph(tree, 0, "")
    block = document.blocks[document.block_at(span.start)]
    part = block.origin.part
    if part in _NOTES:
        return _at_note(tree, block)
    if part != "body" or block.origin.paragraph is None:
        return _around_paragraph(tree, 0, _IN_MARGIN if block.kind == "margin" else _ELSEWHERE)
    start, end = span.start - block.span.start, min(span.end, block.span.end) - block.span.start
    return _in_block(tree, document, block, start, max(end, start + 1))


# -- the words themselves --------------------------------------------------------------------------------------------


def _in_block(tree: Tree, document: Document, block: Block, start: int, end: int) -> Anchor:
    at = block.origin.paragraph or 0
    box = outside_box(tree.paragraphs[at]) if at < len(tree.paragraphs) else None
    if at >= len(tree.paragraphs):
        return _around_paragraph(tree, 0, _BY_PARAGRAPH)
    if box is not None:
        return Anchor(Edge(box), Edge(box), _IN_BOX)
    segments = [one for one in _segments(block) if one[0] < end and start < one[1]]
    held = [one for one in segments if one[2] != NO_RUN]
    if not held:
        return _first_run(tree, at)
    lefts = _letters(tree, document, block, held[0])
    rights = lefts if len(held) == 1 else _letters(tree, document, block, held[-1])
    if lefts is None or rights is None:
        return _around_paragraph(tree, at, _BY_PARAGRAPH)
    first, last = lefts[max(start, held[0][0]) - held[0][0]], rights[min(end, held[-1][1]) - 1 - held[-1][0]]
    return _between(first, last)


def _segments(block: Block) -> Iterator[tuple[int, int, int]]:
    """Start and end in the block of what each run holds, with the index of the run."""
    runs = block.origin.runs
    for place, (start, run) in enumerate(runs):
        end = runs[place + 1][0] if place + 1 < len(runs) else len(block.span)
        if start < end:
            yield start, end, run


def _letters(tree: Tree, document: Document, block: Block, segment: tuple[int, int, int]) -> list[Letter] | None:
    """The letter of each character of a segment in its run, None where file and reading don't agree."""
    start, end, run = segment
    key = block.span.start + start, run
    if key not in tree.known:
        at = tree.before[block.origin.paragraph or 0] + run
        text = document.text[key[0] : block.span.start + end]
        parts = _parts(document, block)
        before = "".join(_held_by(document, one, run) for one in parts[: parts.index(block)])
        encodings = dict.fromkeys((None, document.source.encoding)) if at < len(tree.runs) else ()
        found = (aligned(letters(tree.runs[at], one), before + text, cut=len(parts) > 1) for one in encodings)
        tree.known[key] = next((one[len(before) :] for one in found if one), None)
    return tree.known[key]


def _parts(document: Document, block: Block) -> list[Block]:
    """The blocks into which the reader has cut a very long paragraph, mostly the block alone."""
    at = document.block_at(block.span.start)
    first, last = at, at
    while first and _continues(document.blocks[first - 1], block):
        first -= 1
    while last + 1 < len(document.blocks) and _continues(document.blocks[last + 1], block):
        last += 1
    return list(document.blocks[first : last + 1])


def _continues(one: Block, other: Block) -> bool:
    same = one.origin.paragraph == other.origin.paragraph and one.origin.part == other.origin.part
    return same and one.origin.cell is None and other.origin.cell is None


def _held_by(document: Document, block: Block, run: int) -> str:
    at = block.span.start
    return "".join(document.text[at + start : at + end] for start, end, held in _segments(block) if held == run)


def _between(first: Letter, last: Letter) -> Anchor:
    start, end = control_of(first.child), control_of(last.child)
    told = _BY_CONTROL if start is not None or end is not None else ""
    left = Edge(start) if start is not None else Edge(_run(first), first.child, first.start)
    right = Edge(end) if end is not None else Edge(_run(last), last.child, last.end)
    return Anchor(left, right, told)


def _run(letter: Letter) -> etree._Element:
    run = letter.child.getparent()
    if run is None:
        raise LookupError("a letter without a run")
    return run


# -- the nearest place that Word allows ------------------------------------------------------------------------------


def _around_paragraph(tree: Tree, at: int, told: str) -> Anchor:
    """A whole paragraph, the next one with text where it has no run."""
    for paragraph in tree.paragraphs[at:]:
        if outside_box(paragraph) is None and (runs := runs_of(paragraph)):
            return Anchor(_edge(runs[0]), _edge(runs[-1]), told)
    host = tree.paragraphs[at] if at < len(tree.paragraphs) else tree.body
    box = outside_box(host)
    host = host if box is None else box
    return Anchor(Edge(host), Edge(host), told)


def _beside(tree: Tree, paragraph: etree._Element) -> Anchor | None:
    """The nearest paragraph with runs in which no words are lost, None where there is none."""
    at = tree.paragraphs.index(paragraph) if paragraph in tree.paragraphs else 0
    pairs = zip_longest(reversed(tree.paragraphs[:at]), tree.paragraphs[at:])
    for other in (one for pair in pairs for one in pair if one is not None):
        if not opens_control(other) and outside_box(other) is None and (runs := runs_of(other)):
            return Anchor(_edge(runs[0]), _edge(runs[-1]), _BESIDE_CONTROL)
    return None


def _edge(run: etree._Element) -> Edge:
    control = control_of(run)
    return Edge(run if control is None else control)


def _first_run(tree: Tree, at: int) -> Anchor:
    runs = runs_of(tree.paragraphs[at])
    return Anchor(_edge(runs[0]), _edge(runs[0]), _BY_NUMBER) if runs else _around_paragraph(tree, at, _BY_NUMBER)


def _at_note(tree: Tree, block: Block) -> Anchor:
    """The mark in the text of the note that a block belongs to."""
    name = _NOTES[block.origin.part]
    run = reference(tree, name, note_id(tree, block.origin.part, block.origin.paragraph or 0, name))
    if run is None:
        return _around_paragraph(tree, 0, _ELSEWHERE)
    box = outside_box(run)
    host = run if box is None else box
    return Anchor(_edge(host), _edge(host), _IN_NOTE)
