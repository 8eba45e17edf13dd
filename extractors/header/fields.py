"""The fields of a header, and the parts of it while they are being found."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.document import Span


@dataclass(frozen=True, slots=True)
class Overrides:
    """What somebody says of a report that counts more than what is read in it, None where nothing is said.

    `unit_beside` and `period_beside` are those of the report that the file lies beside: they count where it and its
    names say nothing.
    """

    unit: str | None = None
    period: str | None = None
    unit_beside: str | None = None
    period_beside: str | None = None


NOTHING = Overrides()


@dataclass(frozen=True, slots=True)
class Header:
    """Fields of a paper's head and foot, None where the paper does not say it.

    `blanks` lists what is there and left empty: (field, span); `number_line`, `date_line` and `title_span`
    are where they stand; `signs` is what stands between number and symbol ("/", "-"); `own_names` are the places
    where the paper names the unit that speaks in it; `web` tells that the text was taken from a page.
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
    web: bool = False
    blanks: tuple[tuple[str, Span], ...] = ()
    signs: str | None = None
    own_names: tuple[tuple[str, Span], ...] = ()
    number_line: Span | None = None
    date_line: Span | None = None
    title_span: Span | None = None


@dataclass(slots=True)
class Parts:
    """Fields of a header by name as far as they were found, where from if not their place, and its blanks."""

    fields: dict[str, object] = field(default_factory=dict)
    taken_from: dict[str, str] = field(default_factory=dict)
    blanks: list[tuple[str, Span]] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Return a field as text, "" where it was not found."""
        return str(self.fields.get(name) or "")

    def take(self, name: str, value: object, source: str) -> None:
        """Keep what was found for a field outside its place, unless there is something already."""
        if value and not self.fields.get(name):
            self.fields[name] = value
            self.taken_from[name] = source
