"""Figures without a metric to rows of a table of metrics, ready to paste: the most frequent first."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.catalogue.lookup import metrics
from extractors.catalogue.own import own_phrase
from extractors.document import Span
from extractors.vietnamese import fold, fold_key
from pipeline.catalogue_file import all_faults, example_fault, gate
from pipeline.ingest.catalogue_table import CatalogueRow, catalogue_of, parse_catalogue
from pipeline.ingest.csv_cells import plain
from pipeline.mentions import Mention
from pipeline.vietnamese_words import cut

#: how often a figure must come
_OFTEN = 2
#: how many sentences and labels of a group are tried
_MOST_TRIED = 6
_MOST_LABELS = 3
_LONGEST_CODE = 40
_LONGEST_NAME = 120
#: words that join and stand before figures: a name neither begins nor ends with them
_FUNCTION = frozenset(
    word
    for line in (
        "đã được là có với và hay hoặc cùng thì cũng nữa rồi lại vẫn đều mà do vì nên trong ở tại trên từ đến tới cho",
        "của về vào ra lên xuống qua bằng bởi thuộc tổng số cộng các những gồm khoảng gần dưới hơn đạt chiếm còn chỉ",
        "năm quý tháng ngày tuần kỳ hiện nay trước sau khi theo như để đối này đó trên so",
    )
    for word in line.split()
)
#: of these, what a name may end with ("chuyển đổi số")
_ENDINGS = frozenset(("số",))
_HEAD = ("mã", "tên", "đơn vị", "cụm từ", "ví dụ", "số lần", "số báo cáo")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A row to paste, and how many figures of how many reports its phrase stands by."""

    row: CatalogueRow
    times: int
    reports: int


def suggest(found: Iterable[Mention], known: Sequence[CatalogueRow] = ()) -> list[Suggestion]:
    """Return suggestions for figures that come at least twice, which pass the check alone and beside known rows."""
    groups: dict[tuple[tuple[str, ...], str], list[Mention]] = {}
    for mention in found:
        if mention.key[0]:
            groups.setdefault(mention.key, []).append(mention)
    made = [one for group in groups.values() if len(group) >= _OFTEN and (one := _suggestion(group))]
    made.sort(key=lambda one: (-one.times, -one.reports, one.row.name, one.row.unit))
    return _passing(_coded(made, {row.code.casefold() for row in known}), known)


def as_csv(suggestions: Sequence[Suggestion]) -> str:
    """Return suggestions as a table that a spreadsheet opens and `danh-muc.csv` takes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_HEAD)
    for one in suggestions:
        row = one.row
        words, examples = "|".join(row.phrases), "|".join(row.examples)
        writer.writerow([row.code, row.name, row.unit, words, examples, one.times, one.reports])
    return text.getvalue()


# -- one group -----------------------------------------------------------------------------------------------------


def _suggestion(group: Sequence[Mention]) -> Suggestion | None:
    """Return the row for mentions that are called alike, None where no phrase or sentence of theirs would pass."""
    unit = Counter(mention.unit for mention in group).most_common(1)[0][0]
    label = _commonest(group)[0]
    best: tuple[int, str] | None = None
    for words in dict.fromkeys(words for mention in _commonest(group) for words in _phrases(mention)):
        count = len(_told(group, words, unit))
        if count >= _OFTEN and (best is None or count > best[0]):
            best = count, words
    if best is None:
        return None
    longer = list(_extended(group, best[1], unit))
    words = next((one for one in reversed(longer) if not _is_cut(group, one)), best[1])
    told = _told(group, words, unit)
    row = CatalogueRow(0, "x", _name(label, words), unit, (words,), ())
    examples = sorted({mention.example for mention in told} - {""}, key=lambda text: (len(text), text))
    for example in examples[:_MOST_TRIED]:
        if example_fault(example, row, catalogue_of([row])) is None:
            reports = len({mention.report for mention in told})
            return Suggestion(replace(row, examples=(example,)), len(told), reports)
    return None


def _commonest(group: Sequence[Mention]) -> list[Mention]:
    """Return a mention for each of the commonest labels of a group."""
    labels = Counter(mention.label for mention in group)
    first = {mention.label: mention for mention in reversed(group)}
    return [first[label] for label, _ in labels.most_common(_MOST_LABELS)]


def _told(group: Sequence[Mention], words: str, unit: str) -> list[Mention]:
    """Return the mentions in whose near or own words a phrase stands."""
    pattern = own_phrase("", unit, words).words
    return [m for m in group if pattern.search(m.wording.near) or pattern.search(m.wording.own)]


def _is_cut(group: Sequence[Mention], phrase: str) -> bool:
    """Whether a phrase begins or ends inside a word in most labels that it stands in: one may be misread."""
    cuts = [found for mention in group if (found := _cut_in(mention, phrase)) is not None]
    return 2 * sum(cuts) > len(cuts)


def _cut_in(mention: Mention, phrase: str) -> bool | None:
    """Whether a part of a phrase begins or ends inside a word of a label, None where none of it stands there."""
    label = fold(mention.label)
    parts = (own_phrase("", "", part).words.search(label) for part in re.split(r"\s*…\s*", phrase))
    spans = [Span(*found.span()) for found in parts if found]
    return any(cut(mention.words, span) for span in spans) if spans else None


def _extended(group: Sequence[Mention], words: str, unit: str) -> Iterator[str]:
    """Yield a phrase ever longer by the syllables beside it that all its mentions share ("hòa giải": … "thành")."""
    pattern = own_phrase("", unit, words).words
    told = _told(group, words, unit)
    for label in (fold(mention.label) for mention in _commonest(told)):
        if found := pattern.search(label):
            before = re.search(r"([^\W\d_]+) $", label[: found.start()])
            after = re.match(r" ([^\W\d_]+)", label[found.end() :])
            longer = [f"{before[1]} {words}"] if before and before[1] not in _FUNCTION else []
            longer += [f"{words} {after[1]}"] if after and after[1] not in _FUNCTION - _ENDINGS else []
            for one in longer:
                if len(_told(group, one, unit)) == len(told):
                    yield one
                    yield from _extended(group, one, unit)
                    return


def _phrases(mention: Mention) -> Iterator[str]:
    """Yield phrases for a label: as it is from its first naming word to its last, with gaps, with its unit."""
    folded, spans = fold(mention.label), mention.named
    whole = " ".join(folded[spans[0].start : spans[-1].end].split())
    if " " not in whole:
        whole = _between_functions(mention)
    gapped = folded[spans[0].start : spans[0].end]
    for last, span in pairwise(spans):
        blank = not folded[last.end : span.start].strip()
        gapped += f"{' ' if blank else ' … '}{folded[span.start : span.end]}"
    unit = fold_key(mention.unit)
    if " " in whole:
        yield from (words for words in (whole, gapped) if " " in words and not re.search(r"[\d#|{}]", words))
    if len(spans) == 1 and unit != "%":
        yield from (f"{gapped} {unit}", f"{gapped} … {unit}", f"{unit} {gapped}", f"{unit} … {gapped}")


def _between_functions(mention: Mention) -> str:
    """Return a label without the words that join and stand before figures at its ends."""
    kept = [
        (match.group(), any(word.overlaps(Span(*match.span())) for word in mention.words))
        for match in re.finditer(r"\S+", fold(mention.label))
    ]
    while kept and kept[0][0] in _FUNCTION and not kept[0][1]:
        kept = kept[1:]
    while kept and kept[-1][0] in _FUNCTION - _ENDINGS and not kept[-1][1]:
        kept = kept[:-1]
    return " ".join(word for word, _ in kept)


def _name(mention: Mention, phrase: str) -> str:
    """Return the name to propose: the label where the phrase stands in it, else from its first naming word to its last.

    What would be one syllable goes with its unit ("Phát tờ rơi").
    """
    label, spans = mention.label, mention.named
    found = own_phrase("", "", phrase).words.search(fold(label))
    start, end = found.span() if found else (spans[0].start, spans[-1].end)
    words = " ".join(label[start:end].split())
    if " " not in words and " " in mention.unit:
        words = f"{words} {mention.unit}"
    return (words[:1].upper() + words[1:])[:_LONGEST_NAME].strip()


# -- all groups ----------------------------------------------------------------------------------------------------


def _coded(made: Sequence[Suggestion], taken: set[str]) -> list[Suggestion]:
    """Return suggestions with codes of their own, made of the words of their phrases without accents."""
    used = {*taken, *metrics()}
    coded: list[Suggestion] = []
    for number, one in enumerate(made, 2):
        words = plain(one.row.phrases[0]).split()
        while len("_".join(words)) > _LONGEST_CODE:
            words.pop()
        stem = "_".join(words) or "chi_tieu"
        stem = stem if stem[0].isalpha() else f"c_{stem}"
        code = next(code for n in range(1, len(used) + 2) if (code := stem if n == 1 else f"{stem}_{n}") not in used)
        used.add(code)
        coded.append(replace(one, row=replace(one.row, number=number, code=code)))
    return coded


def _passing(made: list[Suggestion], known: Sequence[CatalogueRow]) -> list[Suggestion]:
    """Return the suggestions that pass the check as they are written, and beside the rows that are known."""
    while made:
        table = parse_catalogue(as_csv(made).encode())
        wrong = {fault.row for fault in all_faults(table)}
        if known and not wrong:
            after = [replace(row, number=-row.number) for row in table.rows]
            wrong = {-fault.row for fault in gate([*known, *after]) if fault.row and fault.row < 0}
        if not wrong:
            return made
        made = [one for number, one in enumerate(made, 2) if number not in wrong]
    return made
