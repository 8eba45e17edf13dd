"""Words of several syllables in a text, as underthesea finds them: for what is shown and proposed, never for a value.

Nothing that a check understands may hang on this: it is asked when names and phrases are proposed, and where the
package is not installed each syllable is taken for a word.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import takewhile

from extractors.document import Span
from extractors.vietnamese import fold

#: what stands before a whole word and is often taken into it ("tổng thu", "toàn trường"), and what joins two
_BEFORE = frozenset(("tổng", "toàn", "các", "những", "mọi", "mỗi"))
_AFTER = frozenset(("và", "hoặc", "hay"))
#: figures and marks belong to no word, though they are often taken into one ("1.940 lượt", "– Đàn")
_RUN = re.compile(r"[^\W\d_]+(?:\s+[^\W\d_]+)*")
_SYLLABLE = re.compile(r"[^\W\d_]+")

Tokenize = Callable[..., list[str]]


def installed() -> bool:
    """Whether words can be told from syllables here."""
    return _tokenizer() is not None


#: a sentence is asked for once for each of its figures
@lru_cache(maxsize=64)
def words(text: str) -> tuple[Span, ...]:
    """Return the words of a text that have more than one syllable; () where the package is not installed.

    >>> [text[span.start : span.end] for text in ["12 hồ sơ đăng ký"] for span in words(text)] if installed() else []
    ['hồ sơ', 'đăng ký']
    """
    tokenize = _tokenizer()
    if tokenize is None or not text.strip():
        return ()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tokens = tokenize(text, use_token_normalize=False)
    return tuple(word for token in _placed(text, tokens) for word in _several(text, token))


def cut(found: tuple[Span, ...], span: Span) -> bool:
    """Whether a part of a text begins or ends inside one of its words.

    >>> cut((Span(3, 8),), Span(0, 5)), cut((Span(3, 8),), Span(0, 8))
    (True, False)
    """
    return any(word.start < edge < word.end for word in found for edge in (span.start, span.end))


@cache
def _tokenizer() -> Tokenize | None:
    """Return what splits a text into words, None where it can't be loaded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            from underthesea.pipeline.word_tokenize import word_tokenize  # noqa: PLC0415  # half a second, an extra

            tokenize: Tokenize = word_tokenize
            tokenize("hồ sơ", use_token_normalize=False)  # reads its model now: what is missing is known here
        except (ImportError, OSError):
            return None
    return tokenize


def _placed(text: str, tokens: list[str]) -> Iterator[Span]:
    """Yield where tokens of letters and figures stand; one that was rewritten and is not found is left out."""
    at = 0
    for token in tokens:
        spelled = r"\s+".join(map(re.escape, token.split()))
        if _SYLLABLE.search(token) and (found := re.compile(rf"(?<!\w){spelled}(?!\w)").search(text, at)):
            yield Span(*found.span())
            at = found.end()


def _several(text: str, token: Span) -> Iterator[Span]:
    """Yield the parts of a token that are words of several syllables."""
    for run in _RUN.finditer(text, token.start, token.end):
        syllables = list(_SYLLABLE.finditer(text, *run.span()))
        first = sum(1 for _ in takewhile(lambda one: fold(one.group()) in _BEFORE, syllables))
        last = len(syllables) - sum(1 for _ in takewhile(lambda one: fold(one.group()) in _AFTER, reversed(syllables)))
        if last - first > 1:
            yield Span(syllables[first].start(), syllables[last - 1].end())
