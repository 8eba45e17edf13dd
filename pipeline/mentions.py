"""The figures of reports that no metric measures: what each is called, in which words, in which sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractors.catalogue.explained import connectives
from extractors.catalogue.measures import Measure
from extractors.catalogue.scopes import Wording
from extractors.document import Document, Span
from extractors.facts import Facts
from extractors.lexicon import phrase_pattern, table, unit_kind
from extractors.read import own_names
from extractors.vietnamese import fold, fold_key
from pipeline.analysis import Analysis
from pipeline.vietnamese_words import words

_LONGEST_SENTENCE = 300
_STOP = re.compile(r"[.;](?=\s+\D)|\n")
#: bullets and numbers of items, and what a spreadsheet would take for a formula
_ITEM = re.compile(r"^(?:[\s=@+*•●▪–-]|\d{1,2}(?:\.\d{1,2})*[.)](?=\s)|[a-zđ]\)|[IVX]{1,4}\.(?=\s))+")
_BRACES = re.compile(r"[{}]")
_BRACKETS = re.compile(r"\([^()]*\)?|[^()]*\)")
_MEASURED = ("money", "area", "length", "weight", "percent")
_TRAILING = re.compile(r"[\s.,;:]+(?:gồm)?$")
_WORD = re.compile(r"[^\W_]*[^\W\d_][^\W_]*")


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure without a metric: its label as printed, the parts of it that name it, unit, words, and an example.

    The label begins and ends with a whole word; `words` are its words of several syllables;
    `named` are spans of the label without numbers, connective words and names of the report's own unit;
    `example` is its sentence with the number in braces, "" where none can be quoted.
    """

    report: str
    label: str
    named: tuple[Span, ...]
    unit: str
    wording: Wording
    example: str
    words: tuple[Span, ...] = ()

    @property
    def key(self) -> tuple[tuple[str, ...], str]:
        """What mentions of one metric share: the naming words without those of the unit, and the unit."""
        folded, unit = fold(self.label), fold_key(self.unit)
        words = (folded[span.start : span.end] for span in self.named)
        return tuple(word for word in words if word not in unit.split()), unit


def mentions(result: Analysis) -> Iterator[Mention]:
    """Yield the figures of a report that have a unit, words of their own and no metric."""
    document, facts = result.document, result.facts
    names = own_names(facts.header.unit)
    for index, measure in sorted(facts.measures.items()):
        if measure.metric or measure.plan or measure.change or not measure.unit or measure.share_of is not None:
            continue
        if _is_of_numbered_place(facts, measure):
            continue
        label = _without_unit(_ITEM.sub("", measure.label), measure.unit)
        in_table = bool(facts.ledger.entries[measure.entry].path)
        example = _cell(document, measure, label, facts.numbers[index].span) if in_table else ""
        example = example or _sentence(document, facts.numbers[index].span)
        label, whole = _in_words(label, example)
        named = tuple(_named(label, names, whole))
        yield Mention(document.source.path, label, named, measure.unit, measure.wording, example, whole)


def _in_words(label: str, example: str) -> tuple[str, tuple[Span, ...]]:
    """Return a label up to the ends of its first and last word, and its words, as they stand in its sentence."""
    number, sentence = example.find("{"), _BRACES.sub("", example)
    places = [Span(*m.span()) for m in re.finditer(rf"(?<!\w){re.escape(fold(label))}(?!\w)", fold(sentence))]
    if not places:
        return label, words(label)
    place = min(places, key=lambda span: min(abs(span.start - number), abs(span.end - number)))
    within = [word for word in words(sentence) if word.overlaps(place)]
    start = min([place.start, *(word.start for word in within)])
    end = max([place.end, *(word.end for word in within)])
    if Span(start, end) != place:
        label = sentence[start].upper() + sentence[start + 1 : end]
    return label, tuple(Span(word.start - start, word.end - start) for word in within)


def _is_of_numbered_place(facts: Facts, measure: Measure) -> bool:
    """Whether a figure is that of "Tổ 3", which is a part and no metric."""
    entry = facts.ledger.entries[measure.entry]
    spans = (*entry.path, entry.label)
    return any(n.role == "name" and span.holds(n.span) for n in facts.numbers for span in spans)


def _without_unit(label: str, unit: str) -> str:
    """Return a label without the unit of measure that stands in it in the place of the number."""
    if unit_kind(unit) not in _MEASURED:
        return label
    return " ".join(re.sub(rf"(?<=\w ){re.escape(unit)}(?!\w)", " ", label).split())


def _named(label: str, names: re.Pattern[str] | None, several: tuple[Span, ...]) -> Iterator[Span]:
    """Yield the syllables of a label that say what is counted; folding keeps their places."""
    folded = _BRACKETS.sub(_dots, fold(label))
    folded = names.sub(_dots, folded) if names else folded
    whole = [Span(*match.span()) for match in _compounds().finditer(folded)]
    whole += [word for word in several if _WORD.search(connectives().sub(_dots, folded[word.start : word.end]))]
    for match in connectives().finditer(folded):
        if not any(word.holds(Span(*match.span())) for word in whole):
            folded = folded[: match.start()] + _dots(match) + folded[match.end() :]
    return (Span(*match.span()) for match in _WORD.finditer(folded))


@cache
def _compounds() -> re.Pattern[str]:
    """Return the pattern of words in which a connective word is a syllable ("xã hội", "thành viên")."""
    words = [row["compound"] for row in table("compounds.csv")] + [row["unit"] for row in table("units.csv")]
    return re.compile(phrase_pattern([word for word in words if not connectives().fullmatch(fold(word))]))


def _dots(match: re.Match[str]) -> str:
    return "." * len(match.group())


def _cell(document: Document, measure: Measure, label: str, span: Span) -> str:
    """Return what a table figure says as a sentence: a cell has none of its own."""
    return _marked(f"{label}: ", document.quote(span), f" {measure.unit}".replace(" %", "%"))


def _sentence(document: Document, span: Span) -> str:
    """Return the sentence around a number with braces around it."""
    block = document.blocks[document.block_at(span.start)].span
    before = _STOP.split(document.text[block.start : span.start])[-1]
    after = _STOP.split(document.text[span.end : block.end])[0]
    return _marked(before, document.quote(span), after)


def _marked(before: str, number: str, after: str) -> str:
    if re.search(r"[{}|]", before + number + after):
        return ""
    text = _ITEM.sub("", " ".join(f"{before}{{{number}}}{after}".split()))
    text = _TRAILING.sub("", _TRAILING.sub("", text))
    return text if len(text) <= _LONGEST_SENTENCE else ""
