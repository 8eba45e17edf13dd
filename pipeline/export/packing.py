"""What goes into Word files and archives that we write: text that XML can hold, entries without a clock."""

from __future__ import annotations

import re
from zipfile import ZIP_DEFLATED, ZipInfo

#: what XML forbids, what steers the reading direction, halves of surrogate pairs
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX = 3  # a zip says which system made it; every one shall make the same bytes
_OWN = 0o600 << 16


def clean(text: str) -> str:
    r"""Return text on one line that every XML reader takes and that cannot turn the reading direction.

    >>> clean("a\n\tb \x00\ud800 </w:t>")
    'a b \ufffd\ufffd </w:t>'
    """
    return _FORBIDDEN.sub("\ufffd", " ".join(text.split()))


def zip_entry(name: str) -> ZipInfo:
    """Return the entry of an archive that is the same whenever and wherever it is written."""
    entry = ZipInfo(name, _DAY)
    entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, _UNIX, _OWN
    return entry
