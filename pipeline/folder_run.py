"""A folder of reports to the folder of results: what is known is kept, the rest read, all of it given back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from pipeline.bulk import ReportProgress, analyses, own_metrics
from pipeline.carried import carry_typed
from pipeline.export.cross import CrossFinding
from pipeline.export.jsonl import Record, json_line
from pipeline.export.metrics import read_metrics
from pipeline.export.output_paths import by_place, other_names
from pipeline.give_back import PLAIN, Output, Returned, Wish, give_back
from pipeline.ingest.folder import Found, FoundFile, escape
from pipeline.results import UnwritableError, Whole, placing, put, sweep, tidy, write_whole
from pipeline.store.keys import Wanted, digests, wanted
from pipeline.store.readings import Given, Kept
from pipeline.store.rules import engines, rule_version
from pipeline.store.store import Store

_MIXED = (
    "“{}” có kết quả của lần chạy khác về việc che tên người (--an-danh); hãy ghi ra thư mục khác"
    " để hai loại không lẫn."
)
#: a record with the text of its report
Told = tuple[Record, str]
#: finds what does not fit between the reports of a run
Compare = Callable[[Sequence[Told]], Sequence[CrossFinding]]


def _nothing(_told: Sequence[Told]) -> Sequence[CrossFinding]:
    return ()


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a folder is given back: each report, whether as data too, and what is compared across reports."""

    report: Wish = PLAIN
    data: bool = False
    compare: Compare = _nothing


@dataclass(frozen=True, slots=True)
class Done:
    """What came out: records in the order of the files, what was found across them, the files and folders written.

    `known` is how many reports needed no reading, `decisions` how many were taken over, `remarks` are sentences on what
    could not be made, `apart` on what stands beside a file that somebody changed.
    """

    records: tuple[Record, ...]
    cross: tuple[CrossFinding, ...]
    written: tuple[str, ...]
    known: int
    decisions: int
    remarks: tuple[str, ...]
    apart: tuple[str, ...] = ()


@dataclass(slots=True)
class _Read:
    """What was read so far, by the position of the file: collected, since a run is killed between two files."""

    told: dict[int, Told] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)


def run_folder(
    found: Found, out: Path, store: Store, wishes: Wishes, report_progress: ReportProgress, workers: int | None = None
) -> Done:
    """Give a folder of reports back below `out`.

    Raises UntakenError, UnwritableError, StoreError; all that was kept and written before holds then, and the next run
    goes on from there.
    """
    if store.settled_as("an-danh", str(wishes.report.anonymous)) != str(wishes.report.anonymous):
        raise UnwritableError(_MIXED.format(escape(out.as_posix())))
    sweep(out)
    carried = carry_typed(store, out)
    marks = digests(found.files)
    names = other_names(file.shown for file in found.files)
    files = [
        replace(_decided(store, file, mark), named=names.get(file.shown, ""))
        for file, mark in zip(found.files, marks, strict=True)
    ]
    asked = wanted(files, marks, rule_version(), engines(), _also(wishes.report))
    before, ours = store.given(), by_place(store.ours())
    read, known = _known(store, asked)
    rest = [at for at in range(len(asked)) if at not in read.told]
    unread = replace(found, files=tuple(files[at] for at in rest))
    results = analyses(unread, report_progress, partial(give_back, wishes.report), workers)
    with closing(results):
        for at, returned in zip(rest, results, strict=True):
            _keep(store, asked[at], returned, _placed(store, out, returned.outputs, ours), read, at)
    told = [read.told[at] for at in range(len(asked))]
    cross = tuple(wishes.compare(told))
    # what was typed while the reports were read
    carried = carry_typed(store, out, carried)
    records = tuple(record for record, _ in told)
    metrics = read_metrics(own_metrics(found))
    whole = Whole(records, metrics, store.decisions_on(asked), cross, wishes.data, frozenset(read.given))
    written = write_whole(out, whole)
    # before it is forgotten what was given back of reports that are gone
    tidy(out, before, read.given)
    store.finish(asked)
    return Done(records, cross, tuple(written), known, len(carried.decisions), tuple(read.remarks), tuple(read.apart))


def _also(wish: Wish) -> str:
    """What else goes into what is given back."""
    template = hashlib.sha256(wish.template).hexdigest() if wish.template else ""
    before = hashlib.sha256(b"".join(json_line(wish.before[path]) for path in sorted(wish.before))).hexdigest()
    return f"{template} {wish.anonymous} {before if wish.before else ''}"


def _decided(store: Store, file: FoundFile, mark: str) -> FoundFile:
    """A file with what staff decided of it besides the tables."""
    return replace(file, dismissals=(*file.dismissals, *store.dismissals(file.shown, mark)))


def _known(store: Store, asked: Sequence[Wanted]) -> tuple[_Read, int]:
    """What need not be read, and how much that is."""
    known = store.known(asked)
    read = _Read()
    for at, held in known.items():
        read.told[at] = (store.record(held.key), store.text(held.key))
        read.given.update(item.path for item in held.given)
    return read, len(known)


def _placed(store: Store, out: Path, outputs: Sequence[Output], ours: Mapping[str, Set[str]]) -> tuple[Given, ...]:
    """Write what a report gives back, after it is kept that it will be: a run that is killed leaves it as ours."""
    plan = [placing(out, one, ours) for one in outputs]
    store.intend([Given(one.path, one.sha256) for one in plan if one.write])
    for one in plan:
        put(out, one)
    return tuple(Given(one.path, one.sha256) for one in plan)


def _keep(  # what is kept of a report
    store: Store, asked: Wanted, returned: Returned, given: tuple[Given, ...], read: _Read, at: int
) -> None:
    # what could not be made whole is made again next time
    wanted_again = replace(asked, base="") if returned.remarks else asked
    store.keep([Kept(wanted_again, returned.record, given, returned.text)])
    read.told[at] = (returned.record, returned.text)
    read.given.update((*(item.path for item in given), *(one.path for one in returned.outputs)))
    read.remarks += returned.remarks
    read.apart += _kept_apart(returned.outputs, given)


def _kept_apart(outputs: Sequence[Output], given: Sequence[Given]) -> Iterator[str]:
    for output, item in zip(outputs, given, strict=True):
        if item.path != output.path:
            yield f"“{output.path}” đã có người sửa nên được giữ nguyên; bản mới là “{item.path}”."
