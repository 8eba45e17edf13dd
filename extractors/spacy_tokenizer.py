"""Syllables, numbers, dates, document numbers and signs of Vietnamese text as spaCy tokens, nothing lost.

The only modules that import spaCy are this one and `extractors.spacy_component`. Tokens are syllables, as in spaCy's
own Vietnamese without pyvi; what the reader takes for one number without blanks around its marks is one token.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.tokens import Doc
from spacy.util import registry

from extractors.numbers.digits import NUMERAL

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.vocab import Vocab

#: the name of the tokenizer in the configuration of a pipeline
NAME = "soat.Tokenizer.v1"
#: 263-KH/HU, 61/2018/NĐ-CP, 42/2013/QH13, 21/-QĐ/TW: the number of a paper with its symbol, printed without blanks
_PAPER = (
    r"(?<![\w.,/])\d{1,5}[a-z]?(?:/(?:19|20)\d{2})?[-–/]-?"
    r"(?:[A-ZĐ]{2,}|QĐ?đ?i|TTr|CTr|QyĐ|ThU|HĐ)[A-Za-zĐđ]*\d*(?:[-–&/][A-ZĐ][A-Za-zĐđ]*\d*)*(?!\w)"
)
_APART = r"(?<!\d)(?<!\d[.,])"
_GROUPED = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d|[.,]\d)"
_KINDS = (
    r"\s+",
    _PAPER,
    rf"(?<!/){_APART}\d{{1,2}}(?P<mark>[/.-])\d{{1,2}}(?P=mark)(?:19|20)\d{{2}}(?!\d|/\d)",  # 05/11/2024
    rf"(?<!/){_APART}(?:19|20)\d{{2}}[-–](?:19|20)\d{{2}}(?![\d/])",  # 2021-2025
    rf"(?<!/){_APART}(?:\d{{1,2}}[:h]\d{{2}}|\d{{3,5}}:(?:19|20)\d{{2}})(?!\d)",  # 7h30, 9001:2015
    rf"(?<!/){_APART}{NUMERAL}/{NUMERAL}(?!\s?/\s?\d)",  # 37/42, 9/2024
    rf"(?<!/){_APART}\d\*(?![*)\w])",  # 3*, three stars
    rf"{_APART}(?!{_GROUPED})\d+(?:\.\d+){{2,}}",  # 2.4.1, 0123.456.789
    rf"{_APART}{NUMERAL}",
    r"\d+",
    r"(?<![^\W\d_])[cdk]?m[23](?![\d.,]*\d)",  # m2, km2
    r"(?:[^\W\d_][\u0300-\u036f]*)+",
    r"(?P<sign>[^\w\s])(?P=sign)*",
    r".",
)
_DOCUMENT_NUMBER = re.compile(_PAPER)
_TOKEN = re.compile("|".join(f"(?:{kind})" for kind in _KINDS), re.DOTALL)


def words_and_spaces(text: str) -> tuple[list[str], list[bool]]:
    """Return the tokens of a text and whether a blank follows each; put together again they are the text.

    >>> words_and_spaces("thu 1.318,42 ha (95%)")
    (['thu', '1.318,42', 'ha', '(', '95', '%', ')'], [True, True, True, False, False, False, False])
    >>> words_and_spaces("Kế hoạch số 263-KH/HU ngày 05/11/2024")[0][3:]
    ['263-KH/HU', 'ngày', '05/11/2024']
    """
    words: list[str] = []
    spaces: list[bool] = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        if words and word[0] == " " and not spaces[-1]:
            spaces[-1] = True
            word = word[1:]
        if word:
            words.append(word)
            spaces.append(False)
    return words, spaces


def is_document_number(word: str) -> bool:
    """Whether a token is the number of a paper with its symbol.

    >>> is_document_number("263-KH/HU"), is_document_number("37/42"), is_document_number("KH/HU")
    (True, False, False)
    """
    return bool(_DOCUMENT_NUMBER.fullmatch(word))


class Tokenizer:
    """Tokenizer of a spaCy pipeline: `doc.text == text` for every text; holds nothing but the vocabulary."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the tokens of a text."""
        words, spaces = words_and_spaces(text)
        return Doc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str], **_settings: object) -> Iterator[Doc]:
        """Yield the tokens of each text."""
        return map(self, texts)

    def to_bytes(self, **_settings: object) -> bytes:
        """Return nothing: there is nothing to keep."""
        return b""

    def from_bytes(self, _data: bytes, **_settings: object) -> Tokenizer:
        """Return the tokenizer as it is."""
        return self

    def to_disk(self, _path: str | Path, **_settings: object) -> None:
        """Write nothing."""

    def from_disk(self, _path: str | Path, **_settings: object) -> Tokenizer:
        """Return the tokenizer as it is."""
        return self


def tokenizer() -> Callable[[Language], Tokenizer]:
    """Return what makes the tokenizer of a pipeline; spaCy's registry knows it as `soat.Tokenizer.v1`."""
    return lambda nlp: Tokenizer(nlp.vocab)


registry.tokenizers(NAME, func=tokenizer)
