"""Numbers that a browser shows before the items of a list."""

from __future__ import annotations

from lxml import etree

from pipeline.ingest.word_numbers import number_text

_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {"decimal": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
           "lower-roman": "i", "upper-roman": "I"}  # fmt: skip


class Numbering:
    """The number of the next item of a list; None for one with bullets."""

    def __init__(self, element: etree._Element) -> None:
        self.form = None if element.tag == "ul" else _FORMS[_type(element)]
        self.next = _whole(element.get("start"), 1)

    def take(self, item: etree._Element) -> str:
        """Return what stands before an item and go on to the next."""
        if self.form is None:
            return "-"
        number = _whole(item.get("value"), self.next)
        self.next = number + 1
        return f"{number_text(number, self.form)}."


def marker(item: etree._Element, numbering: Numbering | None) -> str:
    """Return what a browser shows before an item."""
    return "-" if numbering is None else numbering.take(item)


def _type(element: etree._Element) -> str:
    stated = element.get("type", "1")
    for rule in element.get("style", "").split(";"):
        name, _, value = rule.partition(":")
        if name.strip() == "list-style-type":
            stated = _STYLES.get(value.strip(), stated)
    return stated if stated in _FORMS else "1"


def _whole(text: str | None, default: int) -> int:
    stripped = (text or "").strip()
    return int(stripped) if stripped.isascii() and stripped.isdigit() and len(stripped) < 7 else default
