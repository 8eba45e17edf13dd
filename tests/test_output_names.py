"""Results of different reports never meet: on disks to which capitals are nothing, under reserved or endless names."""

from __future__ import annotations

import hashlib
import random
import re
import shutil
import zipfile
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.export.output_paths import (
    ANNOTATED,
    PAGES,
    SHEETS,
    annotated_path,
    beside,
    by_place,
    one_place,
    other_names,
    output_path,
)
from pipeline.give_back import Output
from pipeline.ingest.names import INDEX_NAME, WORKBOOK_NAME
from pipeline.results import placing, tidy
from pipeline.run_command import Choice, run
from tests.test_folder_run import Links, files, records

CORPUS = Path(__file__).parents[1] / "corpus"
ALONE = Choice(workers=0)
#: one name in two encodings of its marks, and both in capitals
COMPOSED, DECOMPOSED = "b\u00e1o c\u00e1o.docx", "ba\u0301o ca\u0301o.docx"
SAME = [COMPOSED, DECOMPOSED, COMPOSED.upper(), DECOMPOSED.upper()]
_WINDOWS = re.compile(r'(?:[^\x00-\x1f<>:"|?*\\/]*[^\x00-\x1f<>:"|?*\\/. ])', re.DOTALL)
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d) *(?:\..*)?", re.IGNORECASE)


def all_of(name: str) -> list[str]:
    """Where everything that a report may give back stands."""
    annotated = [annotated_path(name, form) for form in ("docx", "pdf", "image")]
    made = [
        output_path(SHEETS, name, ".docx"),
        output_path(PAGES, name, ".html"),
        *dict.fromkeys(filter(None, annotated)),
    ]
    return [path for one in made for path in (one, beside(one))]


def meetings(paths: list[str]) -> list[str]:
    """What two reports would both be written to, or one within the other, where capitals and forms are one."""
    names = other_names(paths)
    places = Counter(one_place(place) for path in paths for place in {*map(one_place, all_of(names.get(path, path)))})
    above = {place.rpartition("/")[0] for place in places}
    above |= {one.rpartition("/")[0] for one in above}
    return [place for place, times in places.items() if times > 1] + sorted(above & places.keys())


@pytest.mark.parametrize(
    "paths",
    [
        ["BC.docx", "bc.docx"],
        ["BC.docx", "bc.docx", "Bc.docx", "bC.DOCX"],
        SAME,
        ["a/x.pdf", "A/X.pdf", "A/x.PDF"],
        ["a.zip!/BC.docx", "A.zip!/bc.docx"],
        ["a", "a.docx", "a.html", "a.pdf"],
        ["bc.docx", "bc (mới).docx", "bc (mới) (mới).docx"],
        ["x.txt", "x.txt.docx/y.txt", "X.TXT.html/y.txt"],
        ["straße.txt", "STRASSE.txt", "ǅ.txt", "ǆ.txt"],
    ],
    ids=lambda paths: paths[0],
)
def test_reports_whose_results_would_meet_have_other_names(paths: list[str]) -> None:
    names = other_names(paths)
    assert meetings(paths) == []
    # one keeps its name, and which one hangs on the names alone
    assert 0 < len(names) < len(paths)
    assert min(paths, key=lambda path: (len(path), path)) not in names
    for seed in range(3):
        assert other_names(random.Random(seed).sample(paths, len(paths))) == names
    # one that is gone changes nothing for those before it
    assert other_names(paths[:1]) == {}


@pytest.mark.parametrize(
    "paths",
    [["bc1.docx", "bc2.docx"], ["a/bc.docx", "b/bc.docx"], ["A/x.txt", "a/y.txt"], ["a.pdf", "a.docx", "a.txt"]],
)
def test_reports_whose_results_stand_apart_keep_their_names(paths: list[str]) -> None:
    assert meetings(paths) == []
    assert other_names(paths) == {}


names = st.text("aAáÁb. /(mới)~1:*é\u0301", min_size=1, max_size=10).filter(lambda name: name.strip("/"))


@settings(max_examples=150, deadline=None)
@given(st.lists(names, min_size=2, max_size=8, unique_by=lambda name: tuple(part for part in name.split("/") if part)))
def test_no_names_whatever_let_results_meet(paths: list[str]) -> None:
    assert meetings(paths) == []


def test_a_name_that_is_a_mark_already_is_marked_longer() -> None:
    taken = other_names(["BC.docx", "bc.docx"])["bc.docx"]
    assert meetings(["BC.docx", "bc.docx", taken, taken.upper()]) == []


@pytest.mark.parametrize(
    "name",
    [
        "CON", "con.docx", "aux.txt", "NUL .txt", "COM1.pdf", "lpt9", "com¹.docx", "CONIN$", "prn.tar.gz",
        "ends. ", "ends.", "dots...docx", " .docx", "a:b.docx", 'a"<>|?*.pdf', "a\tb.txt", "thư mục./x.txt", "aux/x",
        "à" * 200 + ".docx", "x" * 300, "/".join(["thư mục rất dài"] * 20) + "/báo cáo.docx", "a/" * 120 + "b.pdf",
    ],
    ids=lambda name: name[:20],
)  # fmt: skip
def test_every_name_is_one_that_windows_takes(name: str) -> None:
    for path in all_of(name):
        assert len(path) <= 200
        for part in path.split("/"):
            assert _WINDOWS.fullmatch(part), part
            assert not _DEVICES.fullmatch(part), part
            assert len(part.encode()) <= 200


def test_two_endless_paths_stay_apart() -> None:
    deep = "/".join(["thư mục rất dài"] * 20)
    assert meetings([f"{deep}/a.docx", f"{deep}/A.docx", f"{deep}/x/a.docx"]) == []
    assert output_path(PAGES, f"{deep}/a.docx", ".html").count("/") == 1


def test_a_folder_of_such_names_is_given_back_whole(tmp_path: Path) -> None:
    folder, out = tmp_path / "báo cáo", tmp_path / "ra"
    folder.mkdir()
    source = sorted((CORPUS / "forms/word").glob("*.docx"))
    deep = folder.joinpath(*["thư mục rất dài"] * 12)
    deep.mkdir(parents=True)
    asked = [*SAME, "bc.docx", "BC.docx", "bc", "bc (mới).docx", "CON.docx", "báo cáo. .docx"]
    for path, name in zip(source, asked, strict=False):
        shutil.copy(path, folder / name)
    shutil.copy(source[20], deep / "a.docx")
    shutil.copy(CORPUS / "forms/pdf/duc-tho.pdf", deep / "A.pdf")
    with zipfile.ZipFile(folder / "nén.zip", "w") as archive:
        for at, name in enumerate(("BC.docx", "bc.docx", "Quý 1/x.docx", "quý 1/X.docx")):
            archive.write(source[21 + at], name)
    run(folder, out, ALONE)
    made = {path for path in files(out) if path.partition("/")[0] in (PAGES, SHEETS, ANNOTATED)}
    read = [record for record in records(out) if record["status"] != "error"]
    assert len(read) == len(asked) + 2 + 4
    assert len({one_place(path) for path in made}) == len(made) == 3 * len(read)
    leads_to(out, len(read))
    # and again, when nothing changed
    before = files(out)
    run(folder, out, ALONE)
    assert files(out) == before


def leads_to(out: Path, count: int) -> None:
    """Assert that index and workbook lead to the page of each report, and that back from there."""
    pages = {}
    for path in (out / PAGES).rglob("*.html"):
        links = Links(path)
        assert (path.parent / unquote(links.targets[0].partition("#")[0])).resolve() == out / INDEX_NAME or any(
            (path.parent / unquote(target.partition("#")[0])).resolve() == out / INDEX_NAME for target in links.targets
        )
        pages[path.relative_to(out).as_posix()] = path
    index = Links(out / INDEX_NAME)
    led = {unquote(target.partition("#")[0]).removeprefix("./") for target in index.targets}
    assert pages.keys() <= led
    sheet = openpyxl.load_workbook(out / WORKBOOK_NAME)["Nguồn"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2) if row[0].hyperlink]
    assert len(cells) == count == len(pages)
    for cell in cells:
        page = pages[unquote(cell.hyperlink.target.partition("#")[0])]
        assert str(cell.value).rpartition("/")[2] in page.read_text("utf-8")
    assert len({cell.hyperlink.target for cell in cells}) == count


def test_a_report_that_joins_another_of_its_name_takes_nothing_from_it(tmp_path: Path) -> None:
    folder, out = tmp_path / "báo cáo", tmp_path / "ra"
    folder.mkdir()
    source = sorted((CORPUS / "reports").glob("*.txt"))
    shutil.copy(source[0], folder / "bc.txt")
    run(folder, out, ALONE)
    first = files(out)
    shutil.copy(source[1], folder / "bcX.txt")
    shutil.copy(source[2], folder / "BC.txt")
    run(folder, out, ALONE)
    pages = {path: content for path, content in files(out).items() if path.startswith(f"{PAGES}/")}
    assert len({one_place(path) for path in pages}) == 3
    own = [path for path, content in pages.items() if content == first[f"{PAGES}/bc.txt.html"]]
    assert len(own) == 1
    (folder / "BC.txt").unlink()
    (folder / "bcX.txt").unlink()
    run(folder, out, ALONE)
    assert {path: content for path, content in files(out).items() if path.startswith(f"{PAGES}/")} == {
        f"{PAGES}/bc.txt.html": first[f"{PAGES}/bc.txt.html"]
    }


# -- a report whose name only changed its capitals, on a disk to which these are nothing -------------------------------


def test_what_stands_under_other_capitals_is_known_as_ours(tmp_path: Path) -> None:
    (tmp_path / "BC.html").write_bytes(b"before")
    ours = {"bc.html": frozenset({sha(b"before")})}
    placed = placing(tmp_path, Output("BC.html", b"after"), by_place(ours))
    assert (placed.path, placed.write) == ("BC.html", True)
    kept = placing(tmp_path, Output("BC.html", b"after"), by_place({"bc.html": frozenset({sha(b"else")})}))
    assert kept.path == "BC (mới).html"


def test_what_is_given_back_under_other_capitals_is_not_tidied_away(tmp_path: Path) -> None:
    (tmp_path / PAGES).mkdir()
    old, new, gone = (tmp_path / PAGES / name for name in ("bc.html", "BC.html", "x.html"))
    new.write_bytes(b"page")
    old.hardlink_to(new)  # one file under two names, as such a disk has it
    gone.write_bytes(b"page")
    tidy(tmp_path, {f"{PAGES}/{name}": sha(b"page") for name in ("bc.html", "x.html")}, {f"{PAGES}/BC.html"})
    assert (old.exists(), gone.exists()) == (True, False)
    old.unlink()
    old.write_bytes(b"page")  # two files, on a disk that tells them apart
    tidy(tmp_path, {f"{PAGES}/bc.html": sha(b"page")}, {f"{PAGES}/BC.html"})
    assert (old.exists(), new.exists()) == (False, True)


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
