"""Build reports in all their forms, and gold, from the marked sources.

`python -m corpus.build [--check | --office | --lint FILE]`
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.gold import gold_and_problems, gold_json, metric_codes
from corpus.layout import Part, marked_parts
from corpus.marks import Marked, Problem, parse
from corpus.office import OFFICE_FORMS, office_fault, print_office
from corpus.pdf import write_pdf
from corpus.word import write_docx

ROOT = Path(__file__).parents[1]
_STREAM = re.compile(rb"(?<!end)stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Folders:
    """Where sources lie and where what is built from them goes; without forms there is the text only."""

    sources: Path = ROOT / "corpus" / "sources"
    reports: Path = ROOT / "corpus" / "reports"
    forms: Path | None = ROOT / "corpus" / "forms"
    gold: Path = ROOT / "gold"


def _texts_only(split: str) -> Folders:
    return Folders(
        ROOT / "corpus" / split / "sources", ROOT / "corpus" / split / "reports", None, ROOT / "gold" / split
    )


#: develop is read while rules are written; further was scored unread batch by batch and read then;
#: evaluate is only run, reserve is run rarely
SPLITS = {
    "develop": Folders(),
    "further": _texts_only("further"),
    "evaluate": _texts_only("evaluate"),
    "reserve": _texts_only("reserve"),
}


@dataclass(frozen=True, slots=True)
class Built:
    """A file as the builder makes it."""

    path: Path
    content: bytes


@dataclass(frozen=True, slots=True)
class Report:
    """All that is built of a source: its files, and its parts for those who print it elsewhere."""

    name: str
    parts: Sequence[Part]
    files: Sequence[Built]


def lint(source: Path, metrics: frozenset[str]) -> list[Problem]:
    """Return every problem of one source."""
    return gold_and_problems(parse(source.read_text("utf-8")), source.stem, metrics)[1]


def built(source: Path, folders: Folders, metrics: frozenset[str]) -> Report:
    """Return what is built of one source; raises ValueError that names its problems."""
    marked = parse(source.read_text("utf-8"))
    gold, problems = gold_and_problems(marked, source.stem, metrics)
    if problems:
        raise ValueError("\n".join(f"{source.name}:{problem.line}: {problem.message}" for problem in problems))
    name, parts = source.stem, marked_parts(marked)
    files = [
        Built(folders.reports / f"{name}.txt", report_text(marked).encode()),
        Built(folders.gold / f"{name}.json", gold_json(gold).encode()),
    ]
    if folders.forms is not None:
        files += [
            Built(folders.forms / "word" / f"{name}.docx", write_docx(parts)),
            Built(folders.forms / "pdf" / f"{name}.pdf", write_pdf(parts)),
        ]
    return Report(name, parts, files)


def report_text(marked: Marked) -> str:
    """Return the text of a report as its .txt holds it."""
    return "\n".join(marked.lines).rstrip("\n") + "\n"


def same(made: Built) -> bool:
    """Whether a file on disk is what the builder makes; of packed files the content counts, not how it is packed."""
    if not made.path.is_file():
        return False
    on_disk = made.path.read_bytes()
    if on_disk == made.content:
        return True
    if made.path.suffix == ".pdf":
        return _streams(on_disk) == _streams(made.content) is not None
    try:
        return made.path.suffix == ".docx" and _members(on_disk) == _members(made.content)
    except zipfile.BadZipFile:
        return False


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, check, print elsewhere or lint; the exit status is 1 where a source has problems or a file differs."""
    chosen = _options(arguments)
    metrics = metric_codes()
    if chosen.lint:
        faults = [f"{file}:{p.line}: {p.message}" for file in chosen.lint for p in lint(file, metrics)]
        return _told(faults)
    split = SPLITS[chosen.split]
    named = {field: given for field in ("sources", "reports", "forms", "gold") if (given := getattr(chosen, field))}
    folders = replace(split, **named)
    reports: list[Report] = []
    faults = []
    for report in _all_built(folders, metrics):
        if isinstance(report, str):
            faults.append(report)
        else:
            reports.append(report)
    if chosen.check:
        return _told([*faults, *_differences(reports, folders)])
    for report in reports:
        _write(report.files)
    if chosen.office and folders.forms is not None:
        named_parts = {report.name: report.parts for report in reports}
        for form in OFFICE_FORMS:
            faults += print_office(named_parts, form, folders.forms / form.folder)
    return _told(faults)


def _told(faults: list[str]) -> int:
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def _all_built(folders: Folders, metrics: frozenset[str]) -> Iterator[Report | str]:
    for source in sorted(folders.sources.glob("*.md")):
        try:
            yield built(source, folders, metrics)
        except ValueError as error:
            yield str(error)


def _differences(reports: Sequence[Report], folders: Folders) -> Iterator[str]:
    for report in reports:
        yield from (f"{made.path.name} differs from its source" for made in report.files if not same(made))
    if folders.forms is not None:
        yield from _office_faults({report.name: report.parts for report in reports}, folders.forms)


def _office_faults(reports: Mapping[str, Sequence[Part]], forms: Path) -> Iterator[str]:
    for form in OFFICE_FORMS:
        for name in form.kept(list(reports)):
            fault = office_fault(forms / form.folder / f"{name}.{form.ending}", reports[name])
            yield from [fault] if fault else []


def _write(files: Sequence[Built]) -> None:
    """Write every file that differs."""
    for made in files:
        if not same(made):
            made.path.parent.mkdir(parents=True, exist_ok=True)
            made.path.write_bytes(made.content)


def _streams(pdf: bytes) -> list[bytes] | None:
    """What a PDF draws with, its streams unpacked; None where one cannot be."""
    try:
        return [zlib.decompressobj().decompress(found[1]) for found in _STREAM.finditer(pdf)]
    except zlib.error:
        return None


def _members(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m corpus.build", description=__doc__.split("\n")[0])
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="write nothing, name the files that differ")
    what.add_argument("--office", action="store_true", help="also write the files that LibreOffice makes")
    what.add_argument("--lint", type=Path, nargs="+", metavar="FILE", help="only print the problems of these sources")
    parser.add_argument("--split", choices=list(SPLITS), default="develop", help="which reports (default: develop)")
    for field in ("sources", "reports", "forms", "gold"):
        parser.add_argument(f"--{field}", type=Path, help=f"another folder of {field}")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
