"""Frozen classes that are made by the thousand: their slots are filled directly."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

_Made = TypeVar("_Made")


def fills_slots(made: type[_Made]) -> type[_Made]:
    """Return a frozen dataclass with slots whose objects are made in half the time; it may have no default factory.

    The usual `__init__` looks up `object.__setattr__` and then the slot by its name for each field.

    >>> from dataclasses import dataclass
    >>> @fills_slots
    ... @dataclass(frozen=True, slots=True)
    ... class Pair:
    ...     first: int
    ...     second: int = 2
    >>> Pair(1), Pair(1, second=3) == Pair(first=1, second=3)
    (Pair(first=1, second=2), True)
    """
    usual: Any = made.__init__
    names = [field.name for field in fields(made)]  # type: ignore[arg-type]
    lines = [f"def __init__(self, {', '.join(names)}):", *(f" _set_{name}(self, {name})" for name in names)]
    if hasattr(made, "__post_init__"):
        lines.append(" self.__post_init__()")
    space: dict[str, Any] = {f"_set_{name}": getattr(made, name).__set__ for name in names}
    exec("\n".join(lines), space)  # noqa: S102  # as dataclasses makes it: of the names of fields alone
    init = space["__init__"]
    init.__defaults__, init.__annotations__ = usual.__defaults__, usual.__annotations__
    init.__qualname__, init.__module__ = usual.__qualname__, made.__module__
    setattr(made, "__init__", init)  # noqa: B010  # a method, to a checker of types
    return made
