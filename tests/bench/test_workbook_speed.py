"""What the workbook of a thousand reports costs beyond the records: processor seconds and memory, apart."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc"),
]

TOP = Path(__file__).parents[2]
SECONDS, MEGABYTES = 15, 300
_CODE = """
import json, resource, time
from pathlib import Path
from pipeline.analysis import analyse
from pipeline.export.metrics import read_metrics
from pipeline.export.record import as_mapping, record
from pipeline.export.workbook.write import workbook_bytes

paths = sorted(Path("corpus/reports").glob("*.txt"))
found = [json.dumps(as_mapping(record(analyse(path, path.name)))) for path in paths]
records = []
for at in range(1000):
    one = json.loads(found[at % len(found)])
    one["source"] |= {"path": f"xã {at}/" + one["source"]["path"], "sha256": f"{at:064x}"}
    records.append(one)
pages = int(Path("/proc/self/statm").read_text().split()[1])
start = time.process_time()
content = workbook_bytes(records, read_metrics())
taken = time.process_time() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - pages * resource.getpagesize()
numbers = sum(len(one["numbers"]) for one in records)
print(json.dumps({"seconds": taken, "megabytes": peak / 1e6, "size": len(content) / 1e6, "numbers": numbers}))
"""


def test_a_thousand_reports_make_a_workbook(capsys: pytest.CaptureFixture[str]) -> None:
    done = subprocess.run([sys.executable, "-c", _CODE], cwd=TOP, capture_output=True, text=True, check=True)
    cost = json.loads(done.stdout)
    with capsys.disabled():
        print(  # noqa: T201  # the figures are what is wanted
            f"\nworkbook of 1,000 reports, {cost['numbers']:,} numbers: {cost['seconds']:.1f} s (goal {SECONDS}), "
            f"{cost['megabytes']:.0f} MB beyond the records (goal {MEGABYTES}), {cost['size']:.1f} MB written"
        )
    assert cost["seconds"] <= SECONDS
    assert cost["megabytes"] <= MEGABYTES
