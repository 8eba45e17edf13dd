"""What stands in a report for each person, phone, address, card and account: "[người 1]", the same at each mention."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractors.vietnamese import fold
from pipeline.export.data.mentions import Mentions, key_of, mentions_of
from pipeline.export.data.private import Kind, find_numbers

#: short forms, for places with less room than the whole one
_SHORT: Mapping[Kind, str] = {
    "người": "n",
    "điện thoại": "đt",
    "thư điện tử": "th",
    "giấy tờ": "gt",
    "tài khoản": "tk",
}
_FILL = "·"


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """What is hidden in one report: kind and number of each by its key (see `key_of`), and how it is sought."""

    numbers: Mapping[tuple[Kind, str], int]
    mentions: Mentions

    def full(self, kind: Kind, printed: str) -> str:
        """Return what is written for something wherever there is room.

        One that the report does not hold (in what staff wrote of it) has no number.
        """
        return self._named(kind, key_of(kind, printed))

    def _named(self, kind: Kind, key: str) -> str:
        number = self.numbers.get((kind, key))
        return f"[{kind} {number}]" if number else f"[{kind}]"

    def fitted(self, kind: Kind, printed: str) -> str:
        """Return what is written in the text, as long as what stands there, so that all places stay.

        A number keeps its blanks and dots: "0912.345.678" becomes "đt1·.···.···".
        """
        number = self.numbers.get((kind, key_of(kind, printed)), "")
        short = f"{_SHORT[kind]}{number}"
        if kind in ("người", "thư điện tử"):
            forms = (f"[{kind} {number}]", f"[{short}]", short.upper(), "")
            return next(form for form in forms if len(form) <= len(printed)).ljust(len(printed), _FILL)
        masked = re.sub(r"\w", _FILL, printed)
        room = next((run for run in re.finditer(f"{_FILL}+", masked) if len(run.group()) >= len(short)), None)
        return masked if room is None else masked[: room.start()] + short + masked[room.start() + len(short) :]

    def hidden(self, text: str) -> str:
        """Return a string with all that is hidden replaced by its whole form."""
        if text.isascii() and " " not in text and "@" not in text and not any(map(str.isdigit, text)):
            return text
        found = {mention.span: self._named(mention.kind, mention.key) for mention in self.mentions.find(fold(text))}
        for one in find_numbers(text):
            if not any(one.span.overlaps(span) for span in found):
                found[one.span] = self.full(one.kind, text[one.span.start : one.span.end])
        parts, at = list[str](), 0
        for span in sorted(found):
            parts += [text[at : span.start], found[span]]
            at = span.end
        return "".join([*parts, text[at:]])

    def told_by(self, path: str) -> bool:
        """Whether the path of a file holds the full name of a person, with or without marks and blanks."""
        plain = _without_marks(path)
        names = (key for kind, key in self.numbers if kind == "người" and " " in key)
        return any(_without_marks(name) in plain for name in names)


def pseudonyms(found: Sequence[tuple[Kind, str]], signer: str | None = None) -> Pseudonyms:
    """Return the pseudonyms of what was found, as printed, numbered in its order by kind; the signer is one of them.

    A given name alone ("bà Mùi") is the last person named before it that ends so, else the first.
    """
    known: list[tuple[Kind, str]] = [*found, *([("người", signer)] if signer else [])]  # type: ignore[list-item]
    numbers: dict[tuple[Kind, str], int] = {}
    whole: list[str] = []
    later = [key_of(kind, printed) for kind, printed in known if kind == "người" and " " in printed.strip()]
    for kind, printed in known:
        key = key_of(kind, printed)
        if kind == "người" and " " in key:
            whole.append(key)
        if (kind, key) in numbers:
            continue
        same = None
        if kind == "người":
            same = next((name for name in [*reversed(whole), *later] if name != key and name.endswith(f" {key}")), None)
        count = len({number for (other, _), number in numbers.items() if other == kind})
        if same is not None and (kind, same) in numbers:
            numbers[kind, key] = numbers[kind, same]
        else:
            numbers[kind, key] = count + 1
            if same is not None:
                numbers[kind, same] = count + 1
    return Pseudonyms(numbers, mentions_of(list(numbers)))


def _without_marks(text: str) -> str:
    apart = unicodedata.normalize("NFD", fold(text)).replace("đ", "d")
    return "".join(char for char in apart if char.isalnum())
