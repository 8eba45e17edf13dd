"""What money is for: the work that a report is about, or something of its own ("kinh phí in thư khen")."""

from __future__ import annotations

import re
from functools import cache

from extractors.catalogue.context import Context, sentence_start
from extractors.catalogue.tables import rows
from extractors.lexicon import phrase_pattern

#: the word that names money, and what it is for, up to where it comes from, a number or a mark
_MONEY = re.compile(
    r"(?<!\w)(?:kinh phí|chi phí|số tiền|tiền|vốn)(?!\w)"
    r"(?P<purpose>(?:(?!(?<!\w)(?:lấy|từ|là|do|huy động)(?!\w))[^\d,;:.()])*)"
)
_STOP = re.compile(r"\.\s")
_WORD = re.compile(r"[^\W\d_]{2,}")


@cache
def _known() -> re.Pattern[str]:
    """Return the pattern of the words that money of any work is told with."""
    told = [row["words"] for row in rows("vocabulary.csv") if {"any", "table:budget"} & set(row["metrics"].split("|"))]
    told += [row["words"] for row in rows("concepts.csv") if "budget" in row["families"].split("|")]
    told += [row["words"] for row in rows("purposes.csv")]
    return re.compile(phrase_pattern([word for words in told for word in words.split("|")]))


def is_for_another(context: Context, start: int) -> bool:
    """Whether the money of a figure is said to be for something that the title of its report does not name."""
    if "kinh tế" in " ".join(context.theme):
        return True  # the whole life of a place: its money is for no one work
    text = context.folded_lines
    before = text[sentence_start(text[:start], _STOP) : start]
    told = [found["purpose"] for found in _MONEY.finditer(before)]
    words = _WORD.findall(_known().sub(" ", told[-1])) if told else []
    return bool(context.theme) and any(
        word not in context.theme and word not in context.theme_letters for word in words
    )
