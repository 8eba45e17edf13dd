"""What only POSIX systems have (sessions, limits of processes, signals), each with what other systems do instead.

Linux has all of it. macOS bounds neither memory nor what a killed parent leaves beyond its workers. On Windows only
the parent's clock bounds a worker, and one that a killed parent leaves ends with the file that it is at.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen

if sys.platform != "win32":
    import resource

_PROCESSES = Path("/proc")
#: Linux: send this signal to me when my parent ends
_PR_SET_PDEATHSIG = 1
#: how often and at what distance it is looked whether what was killed is gone: four seconds in all
_LOOKS, _PAUSE = 400, 0.01


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process has used: seconds of a core by itself, and bytes of memory with the programs that it started."""

    cpu_seconds: float
    memory: int


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def may_fork() -> bool:
    """Return whether a copy of this process is safe: a second thread may hold a lock that nobody opens in the copy.

    Off Linux the system's own libraries start threads, so there a new process is always made from scratch.
    """
    if sys.platform != "linux":
        return False
    with suppress(OSError):
        return len(list((_PROCESSES / "self" / "task").iterdir())) == 1
    return False


def sync_folder(folder: Path) -> None:
    """Make new, renamed and removed names of a folder outlast a loss of power, where the system can (POSIX).

    Raises OSError where the disk fails; a file system that knows no such thing is left as it is.
    """
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise
        finally:
            os.close(handle)


# -- in a worker ---------------------------------------------------------------------------------------------------


def enter_worker(memory: int, parent: int) -> None:
    """Make this process a worker of `parent`: silent, deaf to Ctrl-C, in a session of its own, ended with its parent.

    `memory` bounds its bytes of address space; a parent that is large already leaves two thirds of that to its copy.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _silence()
    if sys.platform != "win32":
        os.setsid()
        _bound(resource.RLIMIT_CORE, 0)
        _bound(resource.RLIMIT_AS, max(memory, _resident("self", 0) + memory * 2 // 3))
    if not _dies_with(parent):
        Thread(target=_end_with_parent, daemon=True).start()


def bound_cpu(seconds: float) -> None:
    """Let this process use so many seconds of a core from now on; then the system ends it (POSIX)."""
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_SELF)
        _bound(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 2)


def _bound(what: int, most: int) -> None:
    if sys.platform != "win32":
        _, hard = resource.getrlimit(what)
        # macOS refuses bounds that it cannot keep
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _silence() -> None:
    """What libraries write would stand amid the results."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    os.close(nothing)


def _dies_with(parent: int) -> bool:
    """Ask the system to end this process with its parent; it may have ended before we could ask."""
    if sys.platform != "linux":
        return False
    import ctypes  # noqa: PLC0415  # needed by workers on Linux alone

    asked: int = ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    return asked == 0


def _end_with_parent() -> None:
    """Wait in a thread for the end of the parent: later than a signal where one instruction holds the interpreter."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        kill_all([os.getpid()])
        os._exit(1)


# -- in the parent -------------------------------------------------------------------------------------------------


def usage(pid: int) -> Usage | None:
    """Return what a process has used so far, None where the system does not tell (all but Linux)."""
    try:
        fields = _stat(pid)
        memory = sum(_resident(each) for each in _with_children(pid))
    except (OSError, ValueError, IndexError):
        return None
    return Usage((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), memory)


def _stat(pid: int) -> list[str]:
    """The fields of a process from its state on; its name, which may hold anything, ends with the last bracket."""
    return (_PROCESSES / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()


def _with_children(pid: int) -> Iterator[int]:
    yield pid
    for thread in (_PROCESSES / str(pid) / "task").iterdir():
        with suppress(OSError):
            for child in (thread / "children").read_text().split():
                yield from _with_children(int(child))


def _resident(pid: int | str, column: int = 1) -> int:
    """Bytes of memory that a process holds; at column 0 those of its address space."""
    with suppress(OSError, ValueError, IndexError):
        pages = int((_PROCESSES / str(pid) / "statm").read_text().split()[column])
        return pages * os.sysconf("SC_PAGE_SIZE") if sys.platform != "win32" else 0
    return 0


def kill_all(workers: Collection[int]) -> None:
    """End processes with everything that they started, at once; return when it is gone.

    `workers` lead their sessions and are not waited for yet, so that no other process has their numbers.
    """
    for _ in range(_LOOKS if workers else 0):
        alive = list(_below(workers))
        if not alive:
            return
        for pid in alive:
            _kill(pid)
        time.sleep(_PAUSE)


def _kill(pid: int) -> None:
    if pid != os.getpid():
        with suppress(OSError):
            os.kill(pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)


def _below(workers: Collection[int]) -> Iterator[int]:
    """Workers and what they started that still runs."""
    if sys.platform == "win32":
        for pid in workers:
            _output(r"C:\Windows\System32\taskkill.exe", "/F", "/T", "/PID", str(pid))
    elif (_PROCESSES / "self").exists():
        yield from _in_sessions(workers)
    else:
        yield from _descendants(workers)


def _in_sessions(workers: Collection[int]) -> Iterator[int]:
    for folder in _PROCESSES.iterdir():
        if folder.name.isdecimal():
            with suppress(OSError, ValueError, IndexError):
                state, _, _, session, *_ = _stat(int(folder.name))
                if int(session) in workers and state not in "ZX":
                    yield int(folder.name)


def _descendants(workers: Collection[int]) -> Iterator[int]:
    """Where there is no /proc: children of children, by the parents that `ps` tells."""
    rows = [line.split() for line in _output("/bin/ps", "-A", "-o", "pid=,ppid=,state=").splitlines()]
    family = set(workers)
    while more := {int(pid) for pid, parent, _ in rows if int(parent) in family} - family:
        family |= more
    yield from (int(pid) for pid, _, state in rows if int(pid) in family and not state.startswith("Z"))


# -- programs that readers start ------------------------------------------------------------------------------------


def bound_program(pid: int, memory: int, size: int) -> None:
    """Bound the bytes of memory and of each file of a program that was just started, where the system can (Linux)."""
    if sys.platform == "linux":
        with suppress(OSError, ValueError):
            resource.prlimit(pid, resource.RLIMIT_AS, (memory, memory))
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, size))


def end_program(process: Popen[bytes]) -> None:
    """End a program that leads a process group with all that it started there; on Windows with its children."""
    if sys.platform == "win32":
        if process.poll() is None:
            _output(r"C:\Windows\System32\taskkill.exe", "/F", "/T", "/PID", str(process.pid))
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _output(*command: str) -> str:
    """What a program of the system says."""
    import subprocess  # noqa: PLC0415  # costs as much to import as the rest, and is not needed on Linux

    return subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603


def aside(run: Callable[[], None]) -> int:
    """Start a copy of this process that does `run`, silently, in a session of its own; return its number (with fork).

    Raises OSError where the system starts no process.
    """
    pid = os.fork()
    if pid:
        return pid
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _silence()
        run()
    finally:
        os._exit(0)
