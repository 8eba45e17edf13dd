"""Charts of the index as drawings in the page: bars by report, each told in words, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from pipeline.export.page.markup import Html, element, shown, text
from pipeline.export.page.words import value_words

#: measures of a drawing in its own points
_WIDTH, _NAME, _END, _ROW, _BAR, _CHARACTER = 860, 320, 90, 26, 16, 7
_SAFE_NAME = int(_NAME / _CHARACTER) - 2
_EVERY = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: its amount, its class (colour and pattern), what it is."""

    amount: Decimal
    cls: str
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: its name, the href that it leads to, its parts, and what stands behind it."""

    name: str
    href: str | None
    parts: Sequence[Part]
    told: str

    @property
    def length(self) -> Decimal:
        """All parts together; what is below zero has no length."""
        return sum((max(part.amount, Decimal(0)) for part in self.parts), Decimal(0))


def chart(title: str, legend: Sequence[tuple[str, str]], bars: Sequence[Bar], note: str = "") -> Html:
    """Return a chart of bars under its title with a legend (class and words), the longest bar as wide as it can be."""
    longest = max((bar.length for bar in bars), default=Decimal(0)) or Decimal(1)
    height = len(bars) * _ROW + 6
    rows = [_row(bar, place, longest) for place, bar in enumerate(bars)]
    drawing = element(
        "svg",
        element("title", text(title)),
        *rows,
        viewBox=f"0 0 {_WIDTH} {height}",
        role="group",
        aria_label=shown(title),
    )
    signs = [element("li", element("span", cls=f"key {cls}"), text(f" {words}")) for cls, words in legend]
    inside = [element("figcaption", element("b", text(title)), element("ul", *signs, cls="keys")), drawing]
    return element("figure", *inside, *([element("p", text(note), cls="none")] if note else []))


def _row(bar: Bar, place: int, longest: Decimal) -> Html:
    top, room = place * _ROW + 4, Decimal(_WIDTH - _NAME - _END)
    start = Decimal(_NAME)
    drawn: list[Html] = []
    for part in bar.parts:
        wide = (max(part.amount, Decimal(0)) / longest * room).quantize(_EVERY, ROUND_HALF_UP)
        if wide:
            told = element("title", text(f"{bar.name}: {part.words} {value_words(part.amount)}"))
            drawn.append(_box(told, start, top, wide, part.cls))
        start += wide
    name = element(
        "text", element("title", text(bar.name)), _name(bar.name), x=str(_NAME - 8), y=str(top + 13), cls="nm"
    )
    linked = element("a", name, href=bar.href) if bar.href else name
    end = element("text", Html(_plain(bar.told)), x=str(start + 6), y=str(top + 13))
    return element("g", linked, *drawn, end)


def _box(told: Html, start: Decimal, top: int, wide: Decimal, cls: str) -> Html:
    return element("rect", told, x=str(start), y=str(top), width=str(wide), height=str(_BAR), cls=cls)


def _name(name: str) -> Html:
    """Return a name, cut with a mark where it is long: the whole one is its title."""
    clean = shown(name)
    return Html(_plain(clean if len(clean) <= _SAFE_NAME else f"{clean[: _SAFE_NAME - 1].rstrip()}…"))


def _plain(words: str) -> str:
    """Escape text for a drawing, where a character that is not seen can have no element of its own."""
    return str(text(shown(words)))
