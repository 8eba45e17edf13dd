"""A value of frozen dataclasses, tuples and tables with all its strings rewritten; what holds no such string stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")
Rewrite = Callable[[str], str]


def rewritten(value: T, rewrite: Rewrite, kept: tuple[type, ...] = ()) -> T:
    """Return a value with `rewrite` applied to every string in it, values of the types `kept` as they are.

    Dataclasses must be frozen and take all their public fields; keys of mappings are rewritten, too.

    >>> rewritten({"tên": ("Bình", 3)}, str.upper)
    {'TÊN': ('BÌNH', 3)}
    """
    anew: T = _Rewriter(rewrite, kept).of(value)
    return anew


class _Rewriter:
    """Rewrites what is shared once, so that it stays shared."""

    def __init__(self, rewrite: Rewrite, kept: tuple[type, ...]) -> None:
        self._rewrite = rewrite
        self._kept = kept
        self._strings: dict[str, str] = {}
        #: by identity; the value before is held, so that no other can take its place
        self._done: dict[int, tuple[Any, Any]] = {}

    def of(self, value: Any) -> Any:
        if isinstance(value, str):
            if value not in self._strings:
                self._strings[value] = self._rewrite(value)
            return self._strings[value]
        if value is None or isinstance(value, (int, float, bytes, *self._kept)):
            return value
        if id(value) not in self._done:
            self._done[id(value)] = (value, self._anew(value))
        return self._done[id(value)][1]

    def _anew(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            anew = {self.of(key): self.of(one) for key, one in value.items()}
            return value if all(anew.get(key) is one for key, one in value.items()) else anew
        if isinstance(value, (tuple, list, set, frozenset)):
            parts = [self.of(one) for one in value]
            if all(new is old for new, old in zip(parts, value, strict=True)):
                return value
            return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
        if is_dataclass(value) and not isinstance(value, type):
            return self._dataclass(value)
        return value

    def _dataclass(self, value: Any) -> Any:
        held = {one.name: getattr(value, one.name) for one in fields(value) if one.init and one.name[0] != "_"}
        changed = {name: new for name, old in held.items() if (new := self.of(old)) is not old}
        if not changed:
            return value
        # what is worked out of the other fields is worked out again
        derived = {
            one.name: type(getattr(value, one.name))() for one in fields(value) if one.init and one.name[0] == "_"
        }
        return replace(value, **changed, **derived)
