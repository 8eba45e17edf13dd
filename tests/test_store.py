"""What is kept between runs: readings that still hold, decisions in the log and what they dismiss."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from extractors.catalogue.own import Catalogue, own_phrase
from pipeline.bulk import analyse_files, find_reports
from pipeline.decisions import Act, Decision, Figure
from pipeline.export.jsonl import Record, json_line
from pipeline.ingest.folder import Found, FoundFile, find_files
from pipeline.ingest.names import DECISIONS_NAME, STORE_NAME
from pipeline.store.keys import digests, plain, wanted
from pipeline.store.log import read_log
from pipeline.store.readings import Given, Kept
from pipeline.store.rules import engines, rule_version
from pipeline.store.standing import Standing, as_dismissals, state
from pipeline.store.store import Store, open_store

FRAME = (
    "ỦY BAN NHÂN DÂN\nXÃ {unit}\nSố: 12/BC-UBND\n{unit}, ngày 14 tháng 12 năm 2023\nBÁO CÁO\nKết quả năm 2023\n\n"
    "{text}\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n(Đã ký)\nNguyễn Văn An\n"
)
WRONG = "Tiếp nhận 29 hồ sơ, gồm: trực tiếp 12 hồ sơ, trực tuyến 8 hồ sơ.\n"
LETTERS = "Đã gửi 134 thư, gồm: xin lỗi 9 thư, cảm ơn 21 thư, chúc mừng 160 thư, chia buồn 58 thư.\n"
REPORTS = {
    "a.txt": FRAME.format(unit="TIÊN LÃNG", text=WRONG + LETTERS),
    "b.txt": FRAME.format(unit="ĐÔNG LỖ", text=LETTERS),
    "xa/c.txt": FRAME.format(unit="TIÊN LÃNG", text=WRONG.replace("12 hồ sơ", "13 hồ sơ")),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    top = tmp_path / "vào"
    for name, text in REPORTS.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text, "utf-8")
    return top


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "ra").mkdir()
    return tmp_path / "ra"


def silent(_done: int, _total: int) -> None:
    pass


def decided(store: Store, found: Found) -> tuple[Found, list[str]]:
    """Found files with what decisions dismiss in them, and their digests."""
    marks = digests(found.files)
    files = [
        replace(file, dismissals=(*file.dismissals, *store.dismissals(file.shown, mark)))
        for file, mark in zip(found.files, marks, strict=True)
    ]
    return replace(found, files=tuple(files)), marks


def give(out: Path, record: Record) -> Given:
    """A page of a report, as a run writes it."""
    path = f"trang/{record['source']['path']}.html"
    (out / path).parent.mkdir(parents=True, exist_ok=True)
    content = json_line(record)
    (out / path).write_bytes(content)
    return Given(path, sha256(content).hexdigest())


def run(folder: Path, out: Path, typed: Sequence[Decision] = (), rules: str = "1") -> tuple[list[Record], list[str]]:
    """What a run does with the store: the records in the order of the files, and which files it read."""
    with open_store(out) as store:
        store.carry(typed)
        found, marks = decided(store, find_reports([folder]))
        asked = wanted(found.files, marks, rules, "")
        known = store.known(asked)
        missing = [at for at in range(len(asked)) if at not in known]
        rest = replace(found, files=tuple(found.files[at] for at in missing))
        new = analyse_files(rest, silent) if missing else []
        for at, record in zip(missing, new, strict=True):
            store.keep([Kept(asked[at], record, (give(out, record),))])
        fresh = dict(zip(missing, new, strict=True))
        records = [fresh[at] if at in fresh else store.record(known[at].key) for at in range(len(asked))]
        store.finish(asked)
    return records, [asked[at].shown for at in missing]


def decision(record: Record, act: Act | None, place: int = 0, reason: str = "đã xem") -> Decision:
    source, finding = record["source"], record["findings"][place]
    return Decision(source["sha256"], source["path"], "", finding["id"], "", act, reason, "Lê Thị Hoa", "22/11/2026")


def tables(out: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(out / STORE_NAME)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}


def why(record: Record) -> list[str | None]:
    return [finding["dismissed"] and finding["dismissed"]["kind"] for finding in record["findings"]]


# -- readings ------------------------------------------------------------------------------------------------------


def test_what_was_read_is_not_read_again(folder: Path, out: Path) -> None:
    first, read = run(folder, out)
    assert read == ["a.txt", "b.txt", "xa/c.txt"]
    before = (out / STORE_NAME).read_bytes()
    again, read = run(folder, out)
    assert read == []
    assert list(map(json_line, again)) == list(map(json_line, first))
    assert (out / STORE_NAME).read_bytes() == before


def test_a_run_that_ends_before_the_database_is_written_anew_is_made_good(
    folder: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Store, "_pack", lambda _: None)
        run(folder, out)
    run(folder, out)
    other = tmp_path / "khác"
    other.mkdir()
    run(folder, other)
    assert (other / STORE_NAME).read_bytes() == (out / STORE_NAME).read_bytes()


def test_two_runs_into_fresh_folders_give_the_same_bytes(folder: Path, out: Path, tmp_path: Path) -> None:
    records, _ = run(folder, out)
    typed = [decision(records[0], "value"), decision(records[1], "keep")]
    run(folder, out, typed)
    other = tmp_path / "khác"
    other.mkdir()
    run(folder, other)
    run(folder, other, typed)
    for name in (STORE_NAME, DECISIONS_NAME):
        assert (other / name).read_bytes() == (out / name).read_bytes()


def test_only_what_a_reading_depends_on_makes_it_anew(folder: Path, out: Path) -> None:
    run(folder, out)
    (folder / "b.txt").write_text(REPORTS["b.txt"].replace("134", "135"), "utf-8")
    assert run(folder, out)[1] == ["b.txt"]
    (folder / "xa" / "c.txt").rename(folder / "xa" / "d.txt")
    assert run(folder, out)[1] == ["xa/d.txt"]
    (folder / "thong-tin.csv").write_text("path,unit,period\na.txt,,2022\n", "utf-8")
    assert run(folder, out)[1] == ["a.txt"]
    # what somebody made of it is left to him
    (out / "trang" / "b.txt.html").write_text("khác", "utf-8")
    assert run(folder, out)[1] == []
    (out / "trang" / "b.txt.html").unlink()
    assert run(folder, out)[1] == ["b.txt"]
    assert run(folder, out)[1] == []
    assert run(folder, out, rules="2")[1] == ["a.txt", "b.txt", "xa/d.txt"]
    assert run(folder, out, rules="2")[1] == []


def test_files_of_the_same_bytes_are_known_together_or_not_at_all(folder: Path, out: Path) -> None:
    shutil.copy(folder / "a.txt", folder / "a2.txt")
    first, _ = run(folder, out)
    (out / "trang" / "a2.txt.html").unlink()
    again, read = run(folder, out)
    assert read == ["a.txt", "a2.txt"]
    assert again == first
    assert [one["code"] for one in again[1]["source"]["warnings"]] == ["duplicate"]


def test_a_companion_that_changed_is_a_reason_to_read_again(tmp_path: Path) -> None:
    for name, text in {"bc.docx": "một", "bc.pdf": "hai"}.items():
        (tmp_path / name).write_text(text, "utf-8")
    word, pdf = find_files([tmp_path]).files
    pair = [word, replace(pdf, same_as=word)]

    def bases(files: Sequence[FoundFile], **said: str) -> list[str]:
        return [one.base for one in wanted(files, digests(files), "1", said.get("engines", ""), said.get("also", ""))]

    before = bases(pair)
    assert bases(pair) == before
    assert bases([word, pdf])[1] != before[1]
    assert [one != old for one, old in zip(bases(pair, engines="x"), before, strict=True)] == [True, True]
    assert [one != old for one, old in zip(bases(pair, also="x"), before, strict=True)] == [True, True]
    (tmp_path / "bc.docx").write_text("ba", "utf-8")
    assert [one != old for one, old in zip(bases(pair), before, strict=True)] == [True, True]


def test_a_catalogue_is_told_by_its_phrases_not_by_its_name() -> None:
    one, other = (Catalogue(phrases=(own_phrase("thư", "thư", words * 90),)) for words in ("gửi ", "nhận "))
    long = [Catalogue(phrases=(own_phrase("thư", "thư", "đã gửi " * 90 + end),)) for end in ("một", "hai")]
    assert len({json.dumps(plain(each)) for each in (one, other, *long, Catalogue())}) == 5
    assert plain(one) == plain(Catalogue(phrases=(own_phrase("thư", "thư", "gửi " * 90),)))


def test_what_could_not_be_read_this_time_is_tried_again(folder: Path, out: Path) -> None:
    (folder / "rỗng.txt").write_bytes(b"")
    records, _ = run(folder, out)
    assert [record["status"] for record in records] == ["ok", "ok", "error", "ok"]
    assert run(folder, out)[1] == []  # an empty file is as empty the next time
    with open_store(out) as store:
        files = find_reports([folder]).files
        asked = wanted(files, digests(files), "1", "")
        late = records[0] | {"status": "error", "error": {"code": "timeout", "message": "…"}}
        store.keep([Kept(asked[0], late)])
        changed = records[1] | {"source": records[1]["source"] | {"sha256": "0" * 64}}
        store.keep([Kept(asked[1], changed)])
        assert sorted(store.known(asked)) == [2, 3]
    assert run(folder, out)[1] == ["a.txt", "b.txt"]


def test_files_that_are_gone_are_marked_and_not_shown(folder: Path, out: Path) -> None:
    run(folder, out)
    (folder / "b.txt").unlink()
    run(folder, out)
    found = tables(out)
    assert {row[0] for row in found["numbers"]} == {row[0] for row in found["findings"]} == {"a.txt", "xa/c.txt"}
    with closing(sqlite3.connect(out / STORE_NAME)) as connection:
        assert connection.execute("SELECT path FROM reports").fetchall() == [("a.txt",), ("xa/c.txt",)]
        assert connection.execute("SELECT path FROM analyses WHERE gone = 1").fetchall() == [("b.txt",)]
    (folder / "b.txt").write_text(REPORTS["b.txt"], "utf-8")
    assert run(folder, out)[1] == []  # it came back as it was
    assert {row[0] for row in tables(out)["findings"]} == {"a.txt", "b.txt", "xa/c.txt"}


def test_the_tables_say_what_the_records_say(folder: Path, out: Path) -> None:
    records, _ = run(folder, out)
    found = tables(out)
    for name in ("numbers", "relations", "findings"):
        assert [(row[0], row[2]) for row in sorted(found[name])] == [
            (record["source"]["path"], one["id"]) for record in records for one in record[name]
        ]
    values = {(row[0], row[2]): row[8] for row in found["numbers"]}
    for record in records:
        for number in record["numbers"]:
            assert values[record["source"]["path"], number["id"]] == number["value"]
    assert {row[0] for row in found["sources"]} == {record["source"]["sha256"] for record in records}


def test_a_change_that_fails_in_the_middle_leaves_nothing(folder: Path, out: Path) -> None:
    records, _ = run(folder, out)
    before = tables(out)
    files = find_reports([folder]).files
    asked = wanted(files, digests(files), "3", "")
    with open_store(out) as store, pytest.raises(KeyError):
        store.keep([Kept(asked[0], records[0]), Kept(asked[1], {"source": records[1]["source"]})])
    assert tables(out) == before


def test_the_version_of_the_rules_is_that_of_what_reads() -> None:
    assert len(rule_version()) == 64
    assert rule_version.__wrapped__() == rule_version()
    assert engines.__wrapped__() == engines()


def test_other_code_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("extractors/a.py", "extractors/b.csv", "pipeline/store/c.py", "pipeline/store/rules.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    monkeypatch.setattr("pipeline.store.rules.__file__", str(tmp_path / "pipeline" / "store" / "rules.py"))
    make = rule_version.__wrapped__
    versions = [make()]
    for name in ("extractors/a.py", "extractors/b.csv", "extractors/new.csv"):
        (tmp_path / name).write_text("y", "utf-8")
        versions.append(make())
    (tmp_path / "pipeline/store/c.py").write_text("y", "utf-8")  # the store itself reads no report
    assert make() == versions[-1]
    assert len(set(versions)) == 4
    monkeypatch.setattr("pipeline.store.rules._version", lambda library: "9")
    assert make() not in versions


# -- decisions -----------------------------------------------------------------------------------------------------


def test_what_stands_is_not_added_again(folder: Path, out: Path) -> None:
    records, _ = run(folder, out)
    typed = [decision(records[0], "finding"), decision(records[1], "keep")]
    with open_store(out) as store:
        assert [one.act for one in store.carry(typed)] == ["finding", "keep"]
        assert store.carry(typed) == ()
    with open_store(out) as store:
        assert store.carry(reversed(typed)) == ()
        # of two rows of one finding the later counts, however often they are carried
        twice = [decision(records[0], "rule"), decision(records[0], "finding", reason="khác")]
        assert len(store.carry(twice)) == 1
        assert store.carry(twice) == ()
        assert store.carry([decision(records[2], None)]) == ()  # nothing to take back
        assert [one.act for one in store.carry([decision(records[0], None)])] == [None]
        assert store.carry([decision(records[0], None)]) == ()
        assert [one.act for one in store.decisions()] == ["keep"]
    log = read_log((out / DECISIONS_NAME).read_bytes())
    assert [entry.seq for entry in log.entries] == [1, 2, 3, 4]
    assert not log.faults
    assert list(state(log.entries)) == [("b.txt", records[1]["findings"][0]["id"])]


def test_a_line_of_the_log_says_all_that_is_needed(folder: Path, out: Path) -> None:
    records, _ = run(folder, out)
    with open_store(out) as store:
        store.carry([decision(records[0], "value", reason="đã đối chiếu sổ <hồ sơ>")])
    said = json.loads((out / DECISIONS_NAME).read_text("utf-8"))
    assert (said["unit"], said["rule"], said["act"], said["path"]) == ("xã Tiên Lãng", "sum", "value", "a.txt")
    assert {figure["value"] for figure in said["figures"]} == {"29"}
    assert {figure["written"] for figure in said["figures"]} == {"29"}
    assert said["by"] == "Lê Thị Hoa"


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("finding", [["finding", None], [None], [None]]),
        ("value", [["value", None], [None], ["value"]]),  # the same figure of the same unit
        ("rule", [["rule", "rule"], [None], ["rule"]]),
        ("keep", [[None, None], [None], [None]]),
    ],
)
def test_the_next_run_honours_what_was_decided(folder: Path, out: Path, act: Act, expected: list[object]) -> None:
    records, _ = run(folder, out)
    assert [why(record) for record in records] == [[None, None], [None], [None]]
    after, read = run(folder, out, [decision(records[0], act)])
    assert [why(record) for record in after] == expected
    # only the reports that it reaches are read again
    assert read == [name for name, reasons in zip(REPORTS, expected, strict=True) if any(reasons)]
    reasons = [finding["dismissed"] for record in after for finding in record["findings"] if finding["dismissed"]]
    assert {(reason["reason"], tuple(reason["rows"])) for reason in reasons} <= {("đã xem", (1,))}
    back, _ = run(folder, out, [decision(records[0], None)])
    assert [why(record) for record in back] == [[None, None], [None], [None]]


def test_decisions_outlast_other_rules(folder: Path, out: Path) -> None:
    records, _ = run(folder, out)
    typed = [decision(records[0], "value"), decision(records[1], "finding"), decision(records[2], "keep")]
    before, _ = run(folder, out, typed)
    assert [why(record) for record in before] == [["value", None], ["finding"], [None]]
    after, read = run(folder, out, typed, rules="2")
    assert read == list(REPORTS)
    assert list(map(json_line, after)) == list(map(json_line, before))
    assert len(read_log((out / DECISIONS_NAME).read_bytes()).entries) == 3


def test_what_staff_keep_is_not_dismissed_by_what_they_decided_of_another_finding(folder: Path, out: Path) -> None:
    records, _ = run(folder, out)
    after, _ = run(folder, out, [decision(records[0], "rule"), decision(records[2], "keep")])
    assert [why(record) for record in after] == [["rule", "rule"], [None], [None]]
    again, _ = run(folder, out, [decision(records[0], "keep", 1)])
    assert [why(record) for record in again] == [["rule", None], [None], [None]]


def test_a_verified_figure_holds_without_the_database_and_by_other_rules(folder: Path, out: Path) -> None:
    records, _ = run(folder, out)
    with open_store(out) as store:
        store.carry([decision(records[0], "value")])
        entry = store.standing.every()[0]
    # whatever its figure is linked to by then, the finding itself stays dismissed
    strange = replace(entry, decision=replace(entry.decision, figures=(Figure("xyz", "1", "1"),)))
    rows = as_dismissals(Standing([strange]), "a.txt", "")
    assert [(row.kind, row.path, row.value) for row in rows] == [
        ("value", "a.txt", Decimal(1)),
        ("finding", "a.txt", None),
    ]
    (out / STORE_NAME).unlink()
    after, _ = run(folder, out)
    assert [why(record) for record in after] == [["value", None], [None], ["value"]]


def test_a_decision_follows_the_bytes_and_the_path_of_its_report(folder: Path, out: Path) -> None:
    records, _ = run(folder, out)
    run(folder, out, [decision(records[1], "finding")])
    (folder / "b.txt").rename(folder / "z.txt")
    moved, _ = run(folder, out)
    assert [(record["source"]["path"], why(record)) for record in moved] == [
        ("a.txt", [None, None]),
        ("xa/c.txt", [None]),
        ("z.txt", ["finding"]),
    ]
    with open_store(out) as store:
        files = find_reports([folder]).files
        asked = wanted(files, digests(files), "1", "")
        assert [(one.path, one.act) for one in store.decisions_on(asked)] == [("z.txt", "finding")]
    (folder / "z.txt").rename(folder / "b.txt")
    (folder / "b.txt").write_text(REPORTS["b.txt"].replace("Kết quả", "Tình hình"), "utf-8")
    mended, _ = run(folder, out)
    assert why(mended[1]) == ["finding"]
    assert mended[1]["source"]["sha256"] != records[1]["source"]["sha256"]


def test_two_files_of_the_same_bytes_are_decided_apart(folder: Path, out: Path) -> None:
    shutil.copy(folder / "b.txt", folder / "b2.txt")
    records, _ = run(folder, out)
    typed = [decision(records[1], "finding"), decision(records[2], "keep")]
    for _ in range(2):
        after, _ = run(folder, out, typed)
        assert [why(after[1]), why(after[2])] == [["finding"], [None]]
    assert len(read_log((out / DECISIONS_NAME).read_bytes()).entries) == 2
    run(folder, out, [decision(records[1], None)])
    with open_store(out) as store:
        assert store.standing.on("b.txt", records[1]["source"]["sha256"]) == []


def test_a_decision_on_what_is_found_no_more_is_kept_in_silence(folder: Path, out: Path) -> None:
    records, _ = run(folder, out)
    run(
        folder,
        out,
        [decision(records[1], "finding"), replace(decision(records[1], "rule"), finding="sum-0123456789ab")],
    )
    (folder / "b.txt").write_text(FRAME.format(unit="ĐÔNG LỖ", text="Đã gửi 5 thư.\n"), "utf-8")
    after, _ = run(folder, out)
    assert after[1]["findings"] == []
    with open_store(out) as store:
        assert store.notices == ()
        assert len(store.decisions()) == 2


@pytest.mark.parametrize(
    "text", ["=1+1", "a\nb\tc\r", "\udcff", "😀\ud83d", "</w:t><script>", "x" * 40_000, "\x00", "“”\u2028"]
)
def test_any_reason_comes_back_as_it_was_typed(out: Path, text: str) -> None:
    one = Decision("", text, text, "sum-0123456789ab", "sum", "keep", text, text, text)
    with open_store(out) as store:
        assert store.carry([one]) == (one,)
    with open_store(out) as store:
        assert store.decisions() == (one,)
        assert store.carry([one]) == ()
        assert store.notices == ()
    assert len((out / DECISIONS_NAME).read_bytes().splitlines()) == 1 or "\r" in text or "\u2028" in text


def test_rows_of_a_table_and_decisions_dismiss_side_by_side(folder: Path, out: Path) -> None:
    records, _ = run(folder, out)
    finding = records[0]["findings"][1]["id"]
    (folder / "bo-qua.csv").write_text(f"mã phát hiện;lý do\n{finding};theo bảng\n", "utf-8")
    after, _ = run(folder, out, [decision(records[0], "value")])
    assert why(after[0]) == ["value", "finding"]
    assert [one["dismissed"]["rows"] for one in after[0]["findings"]] == [[1], [2]]
