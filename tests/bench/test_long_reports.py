"""How the time grows with the length of a report: twenty pages and two hundred, by stage."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from math import gcd
from types import ModuleType
from typing import Any

import pytest

import extractors.read
import pipeline.analysis
import pipeline.checks.run
from corpus.injector import Report
from corpus.scaled import scaled
from corpus.variants import replaced
from pipeline.analysis import analyse_bytes
from pipeline.export.record import record
from tests.injected import reports

pytestmark = pytest.mark.slow

#: characters of a printed page, pages of the short text, and how many times longer ten times as many may take
PAGE, SHORT, BAR = 2500, 20, 12
#: what figures are multiplied by
FACTORS = (1, 2, 3, 5, 7, 11, 13, 17, 19, 23, 29)
#: of short reports the best or middle run counts, of long ones the only one
RUNS = 3


def chained(pages: int) -> str:
    """The same reports over and over until so many pages are full, with other figures each time that still agree."""
    sources, text = filling(SHORT), ""
    for at, (source, factor) in enumerate(zip(cycle(sources), cycle(FACTORS), strict=False), start=1):
        text += f"\nPHỤ LỤC {at}\n{body(source, factor)}" if at > 1 else replaced(source.text, []).text
        if len(text) >= pages * PAGE:
            return text[: text.rfind("\n", 0, pages * PAGE)] + "\n"
    raise AssertionError


def filling(pages: int) -> list[Report]:
    """The reports that fill so many pages: others have more or fewer figures a page, and take more or less time."""
    sources: list[Report] = []
    for source in (source for split in ("develop", "further") for source in reports(split).values()):
        if sum(len(one.text) for one in sources) < pages * PAGE:
            sources.append(source)
    return sources


def body(source: Report, factor: int) -> str:
    """A report from its first heading to its foot, its figures made `factor` times as great."""
    start = source.headings[0].start if source.headings else 0
    foot = source.text.find("\nNơi nhận")
    made = replaced(source.text, scaled(source, factor) if factor > 1 else ())
    return made.text[made.offset(start) : made.offset(foot) if foot > 0 else len(made.text)]


# -- a stopwatch on every stage ------------------------------------------------------------------------------------


def timed(name: str, work: Callable[..., Any], spent: dict[str, float]) -> Callable[..., Any]:
    """A stage whose time is added up; what it yields one by one is worked out within it."""

    def stage(*given: Any, **named: Any) -> Any:
        since = time.process_time()
        made = work(*given, **named)
        made = list(made) if isinstance(made, Iterator) else made
        spent[name] = spent.get(name, 0.0) + time.process_time() - since
        return made

    return stage


def by_stage(text: str, runs: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """Processor time of each stage of reading, of each check and of the record; the best of some runs."""
    data = text.encode()
    best: dict[str, float] = {}
    for _ in range(runs):
        spent: dict[str, float] = {}
        with monkeypatch.context() as patched:
            for name, work in stages(extractors.read):
                patched.setattr(extractors.read, name, timed(name, work, spent))
            patched.setattr(pipeline.analysis, "read_document", timed("ingest", pipeline.analysis.read_document, spent))
            checks = [timed(f"check {work.__module__.rpartition('.')[2]}", work, spent) for work in each_check()]
            patched.setattr(pipeline.checks.run, "_CHECKS", tuple(checks))
            made = analyse_bytes(data, "bao-cao.txt")
            timed("record", record, spent)(made)
        best = {name: min(best.get(name, spent[name]), spent[name]) for name in spent}
    return best


def stages(module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, work in vars(module).items():
        ours = getattr(work, "__module__", "").startswith("extractors")
        if callable(work) and ours and not isinstance(work, type) and name != "read":
            yield name, work


def each_check() -> tuple[Callable[..., Any], ...]:
    return tuple(pipeline.checks.run._CHECKS)


def seconds(text: str, runs: int) -> float:
    """Processor time of a whole analysis, the middle of some runs."""
    data, taken = text.encode(), []
    for _ in range(runs):
        since = time.process_time()
        record(analyse_bytes(data, "bao-cao.txt"))
        taken.append(time.process_time() - since)
    return statistics.median(taken)


def test_ten_times_the_pages_take_no_more_than_twelve_times(
    pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    short, long = chained(SHORT), chained(10 * SHORT)
    assert gcd(len(filling(SHORT)), len(FACTORS)) == 1  # no report comes twice with the same figures
    assert 9.8 < len(long) / len(short) < 10.2
    analyse_bytes(short.encode(), "bao-cao.txt")  # what is read once from tables is not counted
    one, ten = seconds(short, RUNS), seconds(long, 1)
    first, second = by_stage(short, RUNS, monkeypatch), by_stage(long, 1, monkeypatch)
    order = sorted(second, key=lambda name: -second[name])
    lines = [f"long reports: 20 pages {one:.2f} s, 200 pages {ten:.2f} s, {ten / one:.1f} times"]
    for name in order:
        share, times = second[name] / sum(second.values()), second[name] / max(first.get(name, 0), 1e-4)
        mark = "  super-linear" if times > BAR and share > 0.01 else ""
        lines.append(f"  {name:28} {first.get(name, 0):7.3f} s {second[name]:8.3f} s {times:6.1f} times{mark}")
    terminal = pytestconfig.pluginmanager.get_plugin("terminalreporter")
    with capsys.disabled():
        terminal.write_line("\n" + "\n".join(lines))
    assert ten / one <= BAR
