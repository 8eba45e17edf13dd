"""A report's way from file to answer: reading files, checking what they say, writing the results.

From Python: `pipeline.analyse(path)` and `pipeline.analyse_folder(folder)`, see `pipeline.api`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.api import Report, Reports, analyse, analyse_folder

__all__ = ["Report", "Reports", "analyse", "analyse_folder"]


def __getattr__(name: str) -> Any:
    """Return what the API offers, imported when it is first asked for: the package itself costs nothing."""
    if name in __all__:
        from pipeline import api  # noqa: PLC0415  # see above

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
