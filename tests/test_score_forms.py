"""A report in another form is scored as its text: numbers, headings and findings find gold's lines."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline.analysis import Analysis, analyse
from pipeline.evaluate.figures import FIGURES
from pipeline.evaluate.forms import align, match_numbers
from pipeline.evaluate.gold import Gold, GoldNumber, GoldSection, read_golds
from pipeline.evaluate.reports import Report, find_reports, table_rows
from pipeline.evaluate.scores import ReportScore, score_one, score_set
from pipeline.export.record import record
from pipeline.export.record_types import FindingRecord, NumberRecord, Record

TOP = Path(__file__).parents[1]
REPORTS = TOP / "corpus" / "reports"
GOLDS = read_golds(TOP / "gold")
#: figures that a form may move by no more than this
SHARES = [figure.name for figure in FIGURES if figure.kind != "count"]
MOST = 0.01


@cache
def text_record(stem: str) -> Record:
    result = analyse(REPORTS / f"{stem}.txt")
    assert isinstance(result, Analysis)
    return record(result)


def rows(stem: str) -> frozenset[int]:
    return table_rows((REPORTS / f"{stem}.txt").read_bytes())


def figures(scored: Sequence[ReportScore]) -> dict[str, float]:
    return {result.figure.name: result.pooled.value for result in score_set(scored, None, {}).results}


def as_text(records: dict[str, Record]) -> list[ReportScore]:
    return [score_one(Report(s, "txt", Path()), GOLDS[s], one, rows(s)) for s, one in records.items()]


def as_form(records: dict[str, Record], form: str) -> list[ReportScore]:
    return [score_one(Report(s, form, Path()), GOLDS[s], one, frozenset()) for s, one in records.items()]


def apart(ours: dict[str, float], theirs: dict[str, float], most: float = MOST) -> dict[str, tuple[float, float]]:
    return {name: (ours[name], theirs[name]) for name in SHARES if abs(ours[name] - theirs[name]) > most}


def word_files() -> dict[str, Path]:
    folders = [TOP / "corpus" / "forms" / "word", REPORTS]
    found = [find_reports(folder, GOLDS, "docx").files for folder in folders if folder.is_dir()]
    return {report.stem: report.path for report in max(found, key=len)}


def test_word_files_score_as_their_texts() -> None:
    paths = word_files()
    assert len(paths) > 20
    records = {stem: record(result) for stem, path in paths.items() if isinstance(result := analyse(path), Analysis)}
    assert records.keys() == paths.keys()
    scored = as_form(records, "docx")
    assert apart(figures(as_text({stem: text_record(stem) for stem in paths})), figures(scored)) == {}
    unaligned = sum(len(one.only_gold) + len(one.only_found) for one in scored)
    # footnotes stand where they are printed in a text, and at the end of a Word file
    assert unaligned < 0.0075 * sum(len(GOLDS[stem].numbers) for stem in paths)
    sources = {family for result in score_set(scored, None, {}).results if result.figure.name == "sum_recall"
               for family, _ in result.families}  # fmt: skip
    assert sources == {"prose", "list", "table"}


# -- forms that are less alike -------------------------------------------------------------------------------------


def in_blocks(one: Record, stem: str, first: int = 1) -> Record:
    """The record as a form would give it: a block for each line that is not blank and for each cell of a table."""
    blocks: dict[int, list[int]] = {}
    lines = (REPORTS / f"{stem}.txt").read_text("utf-8").split("\n")
    for line, text in enumerate(lines, 1):
        if text.strip():
            # where each cell begins
            blocks[line] = [0, *(at + 1 for at, character in enumerate(text) if character == "\t")]
    order = {place: at for at, place in enumerate(((k, c) for k, cells in blocks.items() for c in cells), first)}

    def at(line: int, col: int) -> int:
        return order[line, max(start for start in blocks[line] if start <= col)]

    def of_finding(finding: FindingRecord) -> FindingRecord:
        evidence = [replace(e, line=at(e.line, e.col)) for e in finding.evidence]
        return replace(finding, line=evidence[0].line if evidence else finding.line, evidence=evidence)

    return replace(
        one,
        numbers=[replace(n, line=at(n.line, n.col), col=n.col % 7) for n in one.numbers],
        sections=[replace(s, line=at(s.line, 0)) for s in one.sections],
        findings=[of_finding(finding) for finding in one.findings],
    )


def whole(one: Record, _: random.Random) -> Record:
    return one


def lossy(one: Record, chance: random.Random) -> Record:
    """Some numbers and headings were not read."""
    numbers = [number for number in one.numbers if chance.random() > 0.05]
    return replace(one, numbers=numbers, sections=[s for s in one.sections if chance.random() > 0.1])


def misread(one: Record, chance: random.Random) -> Record:
    """Some numbers were read as others."""
    numbers = [replace(n, text=f"{n.text}1") if chance.random() < 0.03 else n for n in one.numbers]
    return replace(one, numbers=numbers)


@pytest.mark.parametrize("edit", [whole, lossy, misread], ids=lambda edit: edit.__name__)
def test_blocks_find_the_lines_of_gold(edit: Callable[[Record, random.Random], Record]) -> None:
    chance = random.Random(edit.__name__)
    edited = {stem: edit(text_record(stem), chance) for stem in GOLDS}
    scored = as_form({stem: in_blocks(one, stem) for stem, one in edited.items()}, "pdf")
    # a number that was misread is not aligned, and takes the sums of its table's row and column with it
    most = 1.5 * MOST if edit is misread else MOST
    assert apart(figures(as_text(edited)), figures(scored), most) == {}


def test_page_numbers_and_a_foot_that_comes_first_change_little() -> None:
    forms: dict[str, Record] = {}
    for stem in GOLDS:
        one = in_blocks(text_record(stem), stem, first=10)
        page = one.numbers[0]
        pages = {
            at: replace(page, id=f"p{at}", text=str(at // 40), line=1, role="numbering") for at in range(40, 400, 40)
        }
        numbers = [n for at, number in enumerate(one.numbers) for n in ([pages[at]] if at in pages else []) + [number]]
        # the last three blocks of a page that was laid out in columns
        lines = sorted({number.line for number in numbers})[-3:]
        last = [replace(n, line=n.line - lines[0] + 2) for n in numbers if n.line in lines]
        forms[stem] = replace(one, numbers=[*last, *(n for n in numbers if n.line not in lines)])
    scored = as_form(forms, "pdf")
    assert apart(figures(as_text({stem: text_record(stem) for stem in GOLDS})), figures(scored)) == {}


def found(*texts: str, label: str | None = None) -> list[NumberRecord]:
    return [NumberRecord(f"n{at}", text, at, 0, None, None, "measure", label=label) for at, text in enumerate(texts, 1)]


def gold(*texts: str, label: str | None = None) -> list[GoldNumber]:
    return [GoldNumber(at, text, "measure", 0, label=label) for at, text in enumerate(texts, 1)]


def test_texts_pair_in_order() -> None:
    assert match_numbers(gold("1", "2", "3"), found("1", "9", "3")) == {0: 0, 2: 2}


def test_repeated_texts_pair_by_label() -> None:
    wanted = gold("05", label="thư xin lỗi") + gold("05", label="thư cảm ơn")
    for label, place in (("thư cảm ơn", 1), ("thư xin lỗi", 0)):
        read = found("05", label=label)
        assert match_numbers(wanted, read) == {place: 0}
        assert match_numbers(
            gold("05", label=label), found("05", label="thư xin lỗi") + found("05", label="thư cảm ơn")
        ) == {0: place}


def test_a_short_text_alone_does_not_pair_out_of_order() -> None:
    assert match_numbers(gold("5", "100", "200"), found("100", "200", "5")) == {1: 0, 2: 1}
    assert match_numbers(gold("1.250", "100", "200"), found("100", "200", "1.250")) == {1: 0, 2: 1, 0: 2}


def test_what_has_no_place_is_told_on_both_sides() -> None:
    report = Gold(tuple(gold("1", "24/24")), sections=(GoldSection(7, "I.", "KẾT QUẢ", 1),))
    plain = text_record(next(iter(GOLDS)))
    heading = replace(plain.sections[0], number="I.", title="Kết quả", line=3)
    words = replace(found("hai")[0], id="words")
    one = replace(plain, numbers=[*found("1", "24"), words], sections=[heading], findings=[], relations=[])
    aligned = align(report, one)
    assert [number.text for number in aligned.only_gold] == ["24/24"]
    assert [number.text for number in aligned.only_found] == ["24"]
    assert [section.line for section in aligned.record.sections] == [7]


# -- files ---------------------------------------------------------------------------------------------------------


def test_a_form_is_chosen(tmp_path: Path) -> None:
    for name in ("a.txt", "a.docx", "a.pdf", "b.docx", "c.md", "d.pdf", ".a.txt"):
        (tmp_path / name).touch()

    def chosen(form: str | None) -> list[str]:
        return [report.path.name for report in find_reports(tmp_path, ["a", "b", "c"], form).files]

    assert chosen(None) == ["a.txt", "b.docx"]
    assert chosen("txt") == ["a.txt"]
    assert chosen("docx") == ["a.docx", "b.docx"]
    assert chosen("pdf") == ["a.pdf"]
    reports = find_reports(tmp_path, ["a", "b", "c"], "pdf")
    assert reports.missing == ("b", "c")
    assert reports.other == ("c.md", "d.pdf")
