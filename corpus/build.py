"""Build reports and gold from the marked sources: `python -m corpus.build [--check | --lint FILE]`."""

from __future__ import annotations

import argparse
import io
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.gold import gold_and_problems, gold_json, metric_codes
from corpus.layout import marked_parts
from corpus.marks import Marked, Problem, parse
from corpus.word import write_docx

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Folders:
    """Where sources lie and where what is built from them goes."""

    sources: Path = ROOT / "corpus" / "sources"
    reports: Path = ROOT / "corpus" / "reports"
    gold: Path = ROOT / "gold"


@dataclass(frozen=True, slots=True)
class Built:
    """A file as the builder makes it."""

    path: Path
    content: bytes


def lint(source: Path, metrics: frozenset[str]) -> list[Problem]:
    """Return every problem of one source."""
    return gold_and_problems(parse(source.read_text("utf-8")), source.stem, metrics)[1]


def built(source: Path, folders: Folders, metrics: frozenset[str]) -> list[Built]:
    """Return the files of one source; raises ValueError that names its problems."""
    marked = parse(source.read_text("utf-8"))
    gold, problems = gold_and_problems(marked, source.stem, metrics)
    if problems:
        raise ValueError("\n".join(f"{source.name}:{problem.line}: {problem.message}" for problem in problems))
    return [
        Built(folders.reports / f"{source.stem}.txt", report_text(marked).encode()),
        Built(folders.reports / f"{source.stem}.docx", write_docx(marked_parts(marked))),
        Built(folders.gold / f"{source.stem}.json", gold_json(gold).encode()),
    ]


def report_text(marked: Marked) -> str:
    """Return the text of a report as its .txt holds it."""
    return "\n".join(marked.lines).rstrip("\n") + "\n"


def same(made: Built) -> bool:
    """Whether a file on disk is what the builder makes; of Word files the members count, not their packing."""
    if not made.path.is_file():
        return False
    on_disk = made.path.read_bytes()
    if on_disk == made.content or made.path.suffix != ".docx":
        return on_disk == made.content
    try:
        return _members(on_disk) == _members(made.content)
    except zipfile.BadZipFile:
        return False


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, check or lint; the exit status is 1 where a source has problems or a file differs."""
    chosen = _options(arguments)
    metrics = metric_codes()
    if chosen.lint:
        faults = [f"{file}:{p.line}: {p.message}" for file in chosen.lint for p in lint(file, metrics)]
        return _told(faults)
    folders = Folders(chosen.sources, chosen.reports, chosen.gold)
    return _told(list(_differences(folders, metrics) if chosen.check else _written(folders, metrics)))


def _told(faults: list[str]) -> int:
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def _all_built(folders: Folders, metrics: frozenset[str]) -> Iterator[list[Built] | str]:
    for source in sorted(folders.sources.glob("*.md")):
        try:
            yield built(source, folders, metrics)
        except ValueError as error:
            yield str(error)


def _differences(folders: Folders, metrics: frozenset[str]) -> Iterator[str]:
    for files in _all_built(folders, metrics):
        if isinstance(files, str):
            yield files
        else:
            yield from (f"{made.path.name} differs from its source" for made in files if not same(made))


def _written(folders: Folders, metrics: frozenset[str]) -> Iterator[str]:
    """Write every file that differs; yields the problems of the sources that cannot be built."""
    for files in _all_built(folders, metrics):
        if isinstance(files, str):
            yield files
            continue
        for made in files:
            if not same(made):
                made.path.parent.mkdir(parents=True, exist_ok=True)
                made.path.write_bytes(made.content)


def _members(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m corpus.build", description=__doc__)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="write nothing, name the files that differ")
    what.add_argument("--lint", type=Path, nargs="+", metavar="FILE", help="only print the problems of these sources")
    parser.add_argument("--sources", type=Path, default=Folders().sources)
    parser.add_argument("--reports", type=Path, default=Folders().reports)
    parser.add_argument("--gold", type=Path, default=Folders().gold)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
