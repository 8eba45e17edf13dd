"""Elements of Word's XML."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def element(name: str, /, *children: Any, **attributes: object) -> Any:
    """Return an element of Word's main namespace with its attributes and children.

    >>> element("ilvl", val=2).get(qn("w:val"))
    '2'
    """
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    made.extend(children)
    return made
