"""Blocks as long as no paragraph is are cut between sentences; nothing of what they say changes."""

from __future__ import annotations

from corpus.hostile.packing import para, run, word
from extractors.document import Document
from pipeline.analysis import analyse_bytes
from pipeline.ingest.open import read_document

SENTENCE = "Thôn {} tiếp nhận {} hồ sơ, trong đó trực tuyến {} hồ sơ, trực tiếp 4 hồ sơ. "
LONG = "".join(SENTENCE.format(at, at + 5, at + 1) for at in range(700)).strip()


def parts(document: Document) -> list[str]:
    return [document.quote(block.span) for block in document.blocks]


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    found = parts(read_document(LONG.encode(), "a.txt"))
    assert len(found) > 2
    assert all(part.startswith("Thôn") and part.endswith("4 hồ sơ.") for part in found)
    assert all(10_000 <= len(part) <= 20_000 for part in found[:-1])
    assert " ".join(found) == LONG


def test_what_it_says_is_understood_as_in_short_paragraphs() -> None:
    whole = analyse_bytes(LONG.encode(), "a.txt").facts
    apart = analyse_bytes("\n\n".join(LONG.split(". ")).encode(), "a.txt").facts
    assert [number.value for number in whole.numbers] == [number.value for number in apart.numbers]
    sums = [[relation.verdict for relation in facts.relations if relation.kind == "sum"] for facts in (whole, apart)]
    assert sums == [["holds"] * 700] * 2


def test_without_any_blank_it_is_cut_anywhere_and_shorter_ones_stay_whole() -> None:
    found = parts(read_document(b"x" * 50_000, "a.txt"))
    assert [len(part) for part in found] == [20_000, 20_000, 10_000]
    assert parts(read_document(LONG[:19_000].encode(), "a.txt")) == [LONG[:19_000]]


def test_runs_and_tables_of_a_word_file_keep_their_places() -> None:
    cell = f"<w:tbl><w:tr><w:tc>{para(run('Tổng 12'))}</w:tc><w:tc>{para(run('a ' * 15_000))}</w:tc></w:tr></w:tbl>"
    document = read_document(word(para(run("Mở đầu. ") + run(LONG) + run("Hết.")) + cell), "a.docx")
    cut = [block for block in document.blocks if block.origin.paragraph == 1]
    assert len(cut) > 2
    assert [[index for _, index in block.origin.runs] for block in cut] == [[0, 1], *[[1]] * (len(cut) - 2), [1, 2]]
    assert all(block.origin.runs[0][0] == 0 for block in cut)
    end, index = cut[-1].origin.runs[-1]
    assert (document.quote(cut[-1].span)[end:], index) == ("Hết.", 2)
    (grid,) = document.grids
    assert [document.quote(document.blocks[at].span)[:8] for at in grid.rows[0]] == ["Tổng 12", "a a a a "]
