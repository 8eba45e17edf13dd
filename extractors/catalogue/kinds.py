"""What is counted in kinds that follow their figures ("Thư gửi dân: 88 chúc mừng, 31 chia buồn")."""

from __future__ import annotations

import re

from extractors.catalogue.context import Context
from extractors.catalogue.nouns import is_counted, label_unit
from extractors.ledger.entries import Entry, Quantity

#: a sentence that names what it counts before a colon, and kinds of it after each figure
_NAMED_LIST = re.compile(r"(?<![^.;\n])\s*(?P<lead>[^.;:,()\d\n]{3,40}): \d[^.:;\n]*$")


#: another figure with its kind after or before one
_BESIDE = re.compile(r"\s[^\W\d_]+(?: [^\W\d_]+){0,3}(?:,| và) \d[\d.]*\s[^\W\d_]")
_BESIDE_BEFORE = re.compile(r"\d\s[^\W\d_]+(?: [^\W\d_]+){0,3}(?:,| và) \d[\d.]*$")


def kinds_of_lead(context: Context, entry: Entry, quantity: Quantity) -> str | None:
    """Return what is counted in kinds that follow their figures ("Thư gửi dân: 88 chúc mừng, 31 chia buồn")."""
    end = context.numbers[quantity.number].end
    text = context.folded_lines
    if not _BESIDE.match(text, end) and not _BESIDE_BEFORE.search(text, max(0, end - 60), end):
        return None
    start = max(context.document.blocks[entry.block].span.start, end - 160)
    found = _NAMED_LIST.search(context.folded_lines, start, end)
    noun = label_unit(found["lead"]) if found else None
    return noun[0] if found and noun and is_counted(noun[0], found["lead"]) else None
