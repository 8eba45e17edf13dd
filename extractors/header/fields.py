"""The fields of a header, and the parts of it while they are being found."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.document import Span


@dataclass(frozen=True, slots=True)
class Header:
    """Fields of a paper's head and foot, None where the paper does not say it.

    `blanks` lists what is there and left empty: (field, span); `number_line`, `date_line` and `title_span`
    are where they stand.
    """

    kind: str = "khac"
    issuer: str | None = None
    unit: str | None = None
    level: str | None = None
    parents: tuple[str, ...] = ()
    number: str | None = None
    symbol: str | None = None
    place: str | None = None
    date: str | None = None
    title: str | None = None
    period: str | None = None
    signer_title: str | None = None
    signer_name: str | None = None
    addressee: str | None = None
    recipients: tuple[str, ...] = ()
    taken_from: tuple[tuple[str, str], ...] = ()
    draft: bool = False
    blanks: tuple[tuple[str, Span], ...] = ()
    number_line: Span | None = None
    date_line: Span | None = None
    title_span: Span | None = None


@dataclass(slots=True)
class Parts:
    """Fields of a header by name as far as they were found, and its blanks."""

    fields: dict[str, object] = field(default_factory=dict)
    blanks: list[tuple[str, Span]] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Return a field as text, "" where it was not found."""
        return str(self.fields.get(name) or "")
