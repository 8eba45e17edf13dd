"""Many files to their results, in path order; the same bytes are read once and listed twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from extractors.catalogue.lookup import Metric
from extractors.catalogue.own import Catalogue
from extractors.document import Notice, Source
from extractors.header import read_header
from pipeline.analysis import Analysis, Failure, analyse, failure
from pipeline.apart import answers, opened
from pipeline.catalogue_file import CatalogueError, CatalogueFile, catalogue_in, read_catalogue
from pipeline.dismissals import DismissalFile, Use, dismissals_in, dismissed, for_file, read_dismissals, use_of
from pipeline.export.jsonl import Record
from pipeline.export.record import as_mapping, record
from pipeline.ingest.archive import digest, size, with_members
from pipeline.ingest.companions import differences, with_companions, with_report
from pipeline.ingest.errors import IngestError
from pipeline.ingest.folder import Found, FoundFile, escape, find_files, first_of_same, is_folder
from pipeline.ingest.overrides import OverrideTables
from pipeline.worker import Stopped

Result = Analysis | Failure
T = TypeVar("T")
#: what becomes of the result of a file, where it was read
Finish = Callable[[FoundFile, Result], T]
#: is told how many files are done and how many there are
ReportProgress = Callable[[int, int], None]


def find_reports(paths: Sequence[Path], catalogue: Path | None = None, dismissals: Path | None = None) -> Found:
    """Return the files of the arguments; a folder that holds none stands for itself, with its error.

    `catalogue` is the table of metrics, `dismissals` that of what does not count, to use instead of those beside the
    reports; raises CatalogueError, DismissalsError.
    """
    files: list[FoundFile] = []
    skipped: Counter[str] = Counter()
    tables, notices = OverrideTables(), list[str]()
    catalogues, dropped = _catalogues(paths, catalogue), _dismissals(paths, dismissals)
    for path in paths:
        found = with_members(find_files([path]), opened)
        reports = [file for file in found.files if not any(_is_same(file.path, t) for t in (catalogue, dismissals))]
        stated, wrong = tables.apply(path, reports)
        told = [_told(file, catalogues[path], dropped[path], _folder(path)) for file in stated]
        files += with_companions(told)
        notices += [*wrong, *dropped[path].notices]
        skipped.update(dict(found.skipped))
        if not reports and is_folder(path):
            error = IngestError("empty", "thư mục không có báo cáo nào để đọc")
            files.append(FoundFile(path, escape(path.as_posix()), error))
    remarks = dict.fromkeys(remark for file in catalogues.values() for remark in file.remarks)
    remarks |= dict.fromkeys(remark for file in dropped.values() for remark in file.remarks)
    # of a file that is named the others of its folder may be elsewhere: what its table says of them is no fault
    whole = [path for path in paths if dismissals is not None or is_folder(path)]
    rows = dict.fromkeys(row for path in whole for row in dropped[path].rows)
    return Found(tuple(files), tuple(skipped.items()), tuple(dict.fromkeys(notices)), tuple(remarks), tuple(rows))


def _folder(path: Path) -> Path:
    return path if is_folder(path) else path.parent


def _told(file: FoundFile, catalogue: CatalogueFile, dropped: DismissalFile, folder: Path) -> FoundFile:
    """A file with what the tables of its folder say of it."""
    below = file.address.relative_to(folder) if file.path.is_relative_to(folder) else file.address
    rows = for_file(dropped.rows, file.shown, below.as_posix())
    return replace(file, catalogue=catalogue.catalogue, dismissals=rows)


def _dismissals(paths: Sequence[Path], named: Path | None) -> dict[Path, DismissalFile]:
    """Return what is dismissed in each argument: by the table that is named, else by that in its folder."""
    if named is not None:
        return dict.fromkeys(paths, read_dismissals(named))
    read = {folder: dismissals_in(folder) for folder in dict.fromkeys(map(_folder, paths))}
    return {path: read[_folder(path)] for path in paths}


def _catalogues(paths: Sequence[Path], named: Path | None) -> dict[Path, CatalogueFile]:
    """Return what the metrics of each argument are: of the table that is named, else of that in its folder."""
    if named is not None:
        return dict.fromkeys(paths, read_catalogue(named))
    folders = {path: _folder(path) for path in paths}
    read: dict[Path, CatalogueFile] = {}
    wrong: list[str] = []
    for folder in dict.fromkeys(folders.values()):
        try:
            read[folder] = catalogue_in(folder)
        except CatalogueError as error:
            wrong += error.sentences
    if wrong:
        raise CatalogueError(wrong)
    return {path: read[folder] for path, folder in folders.items()}


def _is_same(path: Path, named: Path | None) -> bool:
    """Whether a file is the table that is named: that is no report."""
    return named is not None and path.name == named.name and path.resolve() == named.resolve()


def own_metrics(found: Found) -> tuple[Metric, ...]:
    """Return the metrics that staff added for some files, in their order."""
    catalogues = dict.fromkeys(file.catalogue for file in found.files)
    return tuple(dict.fromkeys(metric for catalogue in catalogues for metric in catalogue.own))


def analyse_files(found: Found, report_progress: ReportProgress, workers: int | None = None) -> list[Record]:
    """Return the public records of files, in their order; `workers` as for `analyses`."""
    return list(analyses(found, report_progress, _public, workers))


def _public(_file: FoundFile, result: Result) -> Record:
    return public(result)


def uses(found: Found, records: Sequence[Record]) -> list[Use]:
    """Return what the records of the files needed of the tables of dismissals."""
    return [use_of(file, record) for file, record in zip(found.files, records, strict=True)]


def public(result: Result) -> Record:
    """Return the public record of a result as plain JSON values."""
    return as_mapping(record(result))


def itself(_file: FoundFile, result: Result) -> Result:
    """Return a result as it is."""
    return result


def analyses(
    found: Found, report_progress: ReportProgress, finish: Finish[T], workers: int | None = None
) -> Generator[T, None, None]:
    """Yield what `finish` makes of the result of each file, in their order.

    That is made in `workers` processes, as for `pipeline.apart.answers`; `finish` and what it returns must be such as
    pickle takes.
    """
    files = found.files
    first = first_of_same([_sameness(file, again) for file, again in _with_equals(files)])
    work = _Work(files, first, finish)
    report_progress(0, len(files))
    nothing_to_read = all(file.error is not None for file in files)
    for position, answer in enumerate(answers(work, first, 0 if nothing_to_read else workers)):
        yield _stopped(work, position, answer) if isinstance(answer, Stopped) else answer
        report_progress(position + 1, len(files))


@dataclass(frozen=True, slots=True)
class _Work(Generic[T]):
    """What is done with the file at a position, given the result of the first one with its bytes."""

    files: Sequence[FoundFile]
    first: Sequence[int]
    finish: Finish[T]

    def __call__(self, position: int, original: Result | None) -> tuple[T, Result]:
        file = self.files[position]
        other = self.files[self.first[position]].catalogue
        result = _one(file) if original is None else _again(file, original, other)
        return self.finish(file, dismissed(result, file.dismissals)), result


def _stopped(work: _Work[T], position: int, why: Stopped) -> T:
    """What is told of a file whose reading was stopped, and of those with its bytes.

    Where it is a file beside it that asks for too much, it is read without looking there.
    """
    file, original = work.files[position], work.files[work.first[position]]
    if file.beside or file.same_as:
        again: T | Stopped = next(answers(_Work([replace(file, beside=None, same_as=None)], [0], work.finish), [0], 1))
        if not isinstance(again, Stopped):
            return again
    result = failure(file.shown, why.code, why.cause)
    source = replace(result.source, sha256=_sameness(file, True) or "")
    if file is not original:
        source = replace(source, warnings=(_duplicate(original.shown),))
    return work.finish(file, replace(result, source=source))


def _with_equals(files: Sequence[FoundFile]) -> Iterator[tuple[FoundFile, bool]]:
    """Each file with whether another has its size: only then are its bytes worth a look."""
    sizes = [_size(file) for file in files]
    count = Counter(sizes)
    yield from ((file, size > 0 and count[size] > 1) for file, size in zip(files, sizes, strict=True))


def _size(file: FoundFile) -> int:
    try:
        return size(file) if file.error is None else 0
    except OSError:
        return 0


def _sameness(file: FoundFile, again: bool) -> str | None:
    try:
        return digest(file) if again else None
    except (OSError, IngestError):
        return None


def _one(file: FoundFile) -> Result:
    if file.error is not None:
        return failure(file.shown, file.error.code, file.error.cause)
    result = analyse(file.path, file.shown, with_report(file), file.catalogue, file.parts)
    if file.same_as is None or isinstance(result, Failure):
        return result
    source = result.document.source
    return _from(result, replace(source, warnings=(*source.warnings, *differences(file.same_as, result.document))))


def _again(file: FoundFile, original: Result, catalogue: Catalogue) -> Result:
    """The result of a file whose bytes were read before under another name, with a catalogue."""
    before = _source(original)
    # what is said of a file that failed or that has the wrong suffix depends on its name: it is read again
    same_kind = Path(before.name).suffix.lower() == file.address.suffix.lower()
    alike = isinstance(original, Analysis) and same_kind and _same_header(file, original)
    alike = alike and file.catalogue == catalogue
    result = original if alike else _one(file)
    source = _source(result)
    warnings = tuple(w for w in source.warnings if w.code != "duplicate")
    name = file.shown.rpartition("/")[2]
    return _from(result, replace(source, path=file.shown, name=name, warnings=(*warnings, _duplicate(before.path))))


def _duplicate(shown: str) -> Notice:
    return Notice("duplicate", f"Nội dung trùng với “{shown}”.")


def _same_header(file: FoundFile, original: Analysis) -> bool:
    """Whether the file has the header of the other one: its own name or a table may say something else of it."""
    source = replace(original.document.source, path=file.shown)
    return read_header(replace(original.document, source=source), with_report(file)) == original.facts.header


def _source(result: Result) -> Source:
    return result.source if isinstance(result, Failure) else result.document.source


def _from(result: Result, source: Source) -> Result:
    if isinstance(result, Failure):
        return replace(result, source=source)
    return replace(result, document=replace(result.document, source=source))
