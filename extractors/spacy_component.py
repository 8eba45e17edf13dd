"""What Soát reads of a report as a spaCy pipeline component: numbers, headings and relations as spans of a Doc.

>>> nlp = blank()
>>> component = nlp.add_pipe("soat")
>>> doc = nlp("Tiếp nhận 2.458 hồ sơ, trong đó trực tiếp 388 hồ sơ, trực tuyến 2.070 hồ sơ.")
>>> [(span.text, span.label_, str(span._.value), span._.unit) for span in doc.spans["soat"]]
[('2.458', 'measure', '2458', 'hồ sơ'), ('388', 'measure', '388', 'hồ sơ'), ('2.070', 'measure', '2070', 'hồ sơ')]
>>> [(link.kind, link.total.text, [part.text for part in link.parts], link.verdict) for link in doc._.relations]
[('sum', '2.458', ['388', '2.070'], 'holds')]

Without `blank`: `spacy.blank("vi", config=TOKENIZER)`. In colours by role (headings: `colours("soat_sections")`):

>>> from spacy import displacy
>>> page = displacy.render(doc, style="span", options=colours(), jupyter=False)

`doc.spans["soat"]` holds every digit-bearing token of the report (label: its role, id: that of the record, "n1" …),
`doc.spans["soat_sections"]` the paragraphs of its headings (label: plan, result … or section). A span is the printed
number, that of a paper with its symbol ("263-KH/HU"). Other tokenizers do, too, if the component is added first: their
tokens are split at numbers.

Stored with a Doc (DocBin, `to_bytes`) are spans and plain values; `doc._.soat`, the Facts, and `doc._.soat_document`,
whose text their offsets count in, are read anew from the text of the Doc where it has been stored.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from extractors.document import Document
from extractors.document import Span as Range
from extractors.facts import Facts
from extractors.numbers.number import Number
from extractors.plain import plain_document
from extractors.read import read
from extractors.relations.relation import Relation
from extractors.sections import Section
from extractors.spacy_tokenizer import NAME, is_document_number

#: keys of the span groups
NUMBERS, SECTIONS = "soat", "soat_sections"
#: configuration of a pipeline with our tokenizer: spacy.blank("vi", config=TOKENIZER)
TOKENIZER: dict[str, Any] = {"nlp": {"tokenizer": {"@tokenizers": NAME}}}
#: colours of the roles of numbers and of the kinds of headings
_COLOURS = {
    "measure": "#8fd3a8", "date": "#9ec9f5", "period": "#c3dcf7", "citation": "#f3c58b", "numbering": "#dcdcdc",
    "slogan": "#e9c6ea", "name": "#d5c4f1", "other": "#ececec",
    "plan": "#f7e08c", "proposal": "#f5b7b1", "evaluation": "#a9dfd8", "profile": "#d7e3a0", "result": "#8fd3a8",
    "section": "#dcdcdc",
}  # fmt: skip
#: annotations that a token cannot be split with
_ANNOTATED = ("TAG", "POS", "MORPH", "LEMMA", "DEP", "SENT_START")
#: names under which plain values are kept in `doc.user_data`
_NUMBER, _RELATIONS = "soat_number", "soat_relations"
_Reading = tuple[Document, Facts]
_read: WeakKeyDictionary[Doc, _Reading] = WeakKeyDictionary()


class Link(NamedTuple):
    """A relation over spans: its kind, its total, its other numbers (parts; a share after its part), the verdict."""

    kind: str
    total: Span | None
    parts: tuple[Span, ...]
    verdict: str


def blank() -> Language:
    """Return an empty Vietnamese pipeline with our tokenizer; pyvi is not needed."""
    return spacy.blank("vi", config=TOKENIZER)


def colours(key: str = NUMBERS) -> dict[str, Any]:
    """Return the options of `displacy.render(doc, style="span")` for a span group: its key and colours by label."""
    return {"spans_key": key, "colors": dict(_COLOURS)}


def soat(doc: Doc) -> Doc:
    """Return the Doc with the numbers, headings and relations read of its text; tokens are split at numbers."""
    document, facts = _reading(doc)
    lines = _Lines(doc.text, document)
    places = [_place(doc, lines.range_of(number.span), number) for number in facts.numbers]
    _split(doc, {offset for place in places for offset in (place.start, place.end)})
    doc.spans[NUMBERS] = [
        _span(doc, place, number.role, f"n{index}")
        for index, (place, number) in enumerate(zip(places, facts.numbers, strict=True), 1)
    ]
    doc.spans[SECTIONS] = [_heading(doc, lines.range_of(section.span), section) for section in facts.sections]
    for index, span in enumerate(doc.spans[NUMBERS]):
        span._.set(_NUMBER, _plain_number(facts, index))
    offsets = [[place.start, place.end] for place in places]
    doc._.set(_RELATIONS, [_plain_relation(relation, offsets) for relation in facts.relations])
    return doc


def component(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001  # what spaCy asks of factories
    """Return the component `soat` of a pipeline."""
    return soat


def _reading(doc: Doc) -> _Reading:
    """Return what is read of the text of a Doc, once for each Doc that is in memory."""
    known = _read.get(doc)
    if known is None:
        document = plain_document(doc.text)
        known = _read[doc] = (document, read(document))
    return known


# -- places ----------------------------------------------------------------------------------------------------------


class _Lines:
    """Where the lines of a text begin, and by them the way from a document back to the text."""

    def __init__(self, text: str, document: Document) -> None:
        self.document = document
        self.starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))

    def range_of(self, span: Range) -> Range:
        """Return the characters of the text that a span of the document is printed by."""
        return Range(self._offset(span.start), self._offset(span.end))

    def _offset(self, at: int) -> int:
        place = self.document.place(at)
        return self.starts[place.line - 1] + place.col


def _place(doc: Doc, printed: Range, number: Number) -> Range:
    """Return the characters of a number, those of a paper with the symbol that is one token with it."""
    if number.role != "citation":
        return printed
    token = _span(doc, printed, "", mode="expand")[0]
    whole = token.idx == printed.start and printed.end <= token.idx + len(token) and is_document_number(token.text)
    return Range(token.idx, token.idx + len(token)) if whole else printed


def _split(doc: Doc, borders: Iterable[int]) -> None:
    """Split the tokens that hold a border of a number; with our tokenizer there are hardly any.

    Raises ValueError where such tokens are tagged or parsed already: spaCy gives their parts what its neighbours have.
    """
    starts = [token.idx for token in doc]
    cuts: dict[int, list[int]] = {}
    for border in sorted(borders):
        index = bisect_right(starts, border) - 1
        if starts[index] < border < starts[index] + len(doc[index]):
            cuts.setdefault(index, []).append(border - starts[index])
    if not cuts:
        return
    if any(map(doc.has_annotation, _ANNOTATED)):
        raise ValueError(f"tokens of other tokenizers are split at numbers: add soat first, or use {NAME}")
    with doc.retokenize() as retokenizer:
        for index, inside in cuts.items():
            token = doc[index]
            parts = [token.text[left:right] for left, right in pairwise((0, *inside, len(token)))]
            retokenizer.split(token, parts, heads=[(token, 0)] * len(parts))


def _heading(doc: Doc, printed: Range, section: Section) -> Span:
    """Return the paragraph of a heading without the blanks around it."""
    text = doc.text[printed.start : printed.end]
    start = printed.start + len(text) - len(text.lstrip())
    return _span(doc, Range(start, start + len(text.strip())), section.kind or "section", section.id, mode="expand")


def _span(doc: Doc, place: Range, label: str, name: str = "", *, mode: str = "strict") -> Span:
    """Return the span of some characters; raises ValueError where, in the strict mode, tokens do not end with them."""
    span = doc.char_span(place.start, place.end, label=label, span_id=name, alignment_mode=mode)
    if span is None:
        raise ValueError(f"no tokens begin and end with {doc.text[place.start : place.end]!r} at {place.start}")
    return span


# -- plain values ----------------------------------------------------------------------------------------------------


def _plain_number(facts: Facts, index: int) -> dict[str, str | bool | None]:
    """Return what is known of a number as values that a Doc can be stored with."""
    number, measure = facts.numbers[index], facts.measures.get(index)
    known: dict[str, str | bool | None] = {"role": number.role}
    if number.role == "measure":
        known |= {name: str(v) for name, v in (("value", number.value), ("of", number.of)) if v is not None}
        known["qualifier"] = number.sign
        known["unit"] = (measure.unit if measure else number.unit) or None
    if measure is not None:
        known["metric"], known["target"] = measure.metric, measure.target
    return known


def _plain_relation(relation: Relation, places: Sequence[list[int]]) -> list[Any]:
    """Return a relation as kind, offsets of its total, offsets of its other numbers in order, verdict."""
    numbers = dict.fromkeys(o.number for o in relation.operands if o.number is not None)
    others = [places[number] for number in numbers if number != relation.total]
    return [relation.kind, None if relation.total is None else places[relation.total], others, relation.verdict]


# -- extensions ------------------------------------------------------------------------------------------------------


def _known(name: str) -> Callable[[Span], Any]:
    """Return what reads one thing known of a number: None for spans that are no number, or where it is not known."""
    return lambda span: (span._.get(_NUMBER) or {}).get(name)


def _exact(name: str) -> Callable[[Span], Decimal | None]:
    """Return what reads an exact value."""
    known = _known(name)
    return lambda span: None if known(span) is None else Decimal(known(span))


def _links(doc: Doc) -> list[Link]:
    """Return the relations of a Doc over the spans of its numbers."""
    known = {(span.start_char, span.end_char): span for span in doc.spans.get(NUMBERS, ())}

    def at(start: int, end: int) -> Span:
        # the group is the user's, who may have taken spans out of it
        return known.get((start, end)) or _span(doc, Range(start, end), "")

    return [
        Link(kind, at(*total) if total else None, tuple(at(*other) for other in others), verdict)
        for kind, total, others, verdict in doc._.get(_RELATIONS) or ()
    ]


def _extend(owner: type[Doc | Span], name: str, getter: Callable[[Any], Any]) -> None:
    """Give Docs or Spans an extension; raises ValueError (of spaCy) where another package has given it already."""
    ours = owner.has_extension(name) and getattr(owner.get_extension(name)[2], "__module__", None) == __name__
    owner.set_extension(name, getter=getter, force=ours)


Span.set_extension(_NUMBER, default=None, force=True)
Doc.set_extension(_RELATIONS, default=None, force=True)
for _name in ("role", "unit", "metric", "qualifier", "target"):
    _extend(Span, _name, _known(_name))
for _name in ("value", "of"):
    _extend(Span, _name, _exact(_name))
_extend(Doc, "relations", _links)
_extend(Doc, "soat", lambda doc: _reading(doc)[1])
_extend(Doc, "soat_document", lambda doc: _reading(doc)[0])
Language.factory("soat", assigns=["doc.spans", "doc._.soat", "doc._.relations"], retokenizes=True, func=component)
