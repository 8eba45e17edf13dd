"""Tables and patterns made ready before worker processes are made as copies of this one: else each makes them again."""

from __future__ import annotations

from functools import cache

from pipeline.analysis import analyse_bytes
from pipeline.system import may_fork

#: asks for most of what reports ask for
_SAMPLE = """BÁO CÁO
Kết quả năm 2024
1. Tiếp nhận 20 hồ sơ, trong đó trực tiếp 12 hồ sơ, trực tuyến 8 hồ sơ, đạt 40%, tăng 5% so với năm 2023.
"""


@cache
def prepare() -> None:
    """Read a small report, once; a process that is made from scratch would have nothing of it."""
    if may_fork():
        analyse_bytes(_SAMPLE.encode(), "")
