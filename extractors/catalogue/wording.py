"""The words of a quantity from the nearest to the widest, and the label to show."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.catalogue.clauses import (
    before_bracket,
    before_colon,
    last_clause,
    name_of_bracket,
    named,
    own_clause,
)
from extractors.catalogue.context import Context, printed_at, sentence_start, words_at
from extractors.catalogue.explained import is_bare
from extractors.catalogue.row_words import label_heads, row_labels, table_heads
from extractors.catalogue.scopes import Wording
from extractors.catalogue.short_forms import plain
from extractors.ledger.entries import Entry, Quantity
from extractors.lexicon.amounts import alike
from extractors.numbers.number import Number
from extractors.patterns import at_words
from extractors.slots import fills_slots
from extractors.vietnamese import fold

_STOP = re.compile(r"[.](?=\s+\D|\s*$)|\n")
#: a comma between nouns that name one thing together ("các xã, phường", "cán bộ, công chức")
_PAIRED = at_words(
    r"(?<!\w)(?P<x>xã|phường|cán bộ|công chức|phí|khiếu nại|tố cáo|kiến nghị|cá nhân|tổ chức|người dân|công dân"
    r"|thôn|ấp|bản|buôn|làng|xóm|khóm|sở|ban|cơ quan|hđnd|đảng ủy), "
    r"(?=(?:phường|thị trấn|công chức|viên chức|lệ phí|tố cáo|kiến nghị|phản ánh|tổ chức|doanh nghiệp|cá nhân"
    r"|ấp|bản|buôn|khóm|khu phố|tổ dân phố|ngành|đơn vị|ubnd)(?!\w)(?! ?(?:\d|#|$)))"
)
#: what joins a figure to what it is counted on: what introduces the first is not said of the second
_BASE = re.compile(r"(?:trên|trong|của)(?: tổng)?(?: số)?")
#: what stands before a sign between addends ("= huyện 60 + xã 120")
_ADDENDS = re.compile(r"^.*(?:^|\s)[+=]\s+")
#: a comma between two things done to all ("tiếp nhận, phân loại 24 đơn")
_BOTH_DONE = re.compile(r"(?<=tiếp nhận), (?:xử lý|phân loại)(?!\w)")
#: a mark of a list before its words
_ITEM = re.compile(r"^[a-zđ]\)\s*")
#: all but the last fifty characters or so
_FAR_WORDS = re.compile(r"^.*\s(?=.{50})")
#: where words after a number no longer say what it counts: marks, numbers, causes, comparisons
_TAIL_END = re.compile(
    r"[,;:.()\[\]\n]|(?!(?<=năm )(?:19|20)\d\d(?!\d))(?<!\d)(?<!do )\d| [-/+=] |(?<!\w)"
    r"(?:do(?! (?:\w+ ){1,5}(?:bàn giao|chuyển|để lại))|vì|nên|nhờ|nhằm|để(?! lại)|đều|tăng|giảm|so với"
    r"|nhiều hơn|cao hơn|thấp hơn|ít hơn|kèm|và hẹn|thì|nhưng|trong khi|khi|(?<!lấn )chiếm(?! (?:dụng|đoạt|giữ))"
    r"|đạt(?! (?:chuẩn|danh hiệu|yêu cầu|tiêu ch|giải|loại))|bằng|tương ứng|tương đương)(?!\w)"
)
#: the short name of what stands before it ("chỉ số hài lòng (SIPAS)")
_GLOSS = re.compile(r"\(\w+\)")
#: the second noun of a pair, cut off from its first
_PAIR_TAIL = re.compile(
    r"^(?:lệ phí|viên chức|công chức|tổ chức|doanh nghiệp|phản ánh|kiến nghị|tố cáo|phường|thị trấn), (?=\w)"
)
#: the second noun of a unit that two name ("86 thôn, bản đạt danh hiệu văn hóa"): what follows is told of both
_PAIRED_UNIT = re.compile(
    r"^(?:thôn|ấp|bản|buôn|xóm|làng|khóm|xã|phường), (?P<other>(?:ấp|bản|buôn|làng|xóm|khóm|khu phố|tổ dân phố"
    r"|phường|thị trấn) (?=[^\W\d]))"
)
_JOINED = re.compile(r"(?<!\w)(?:và|cùng|với|về|còn(?! lại)|trong đó|cộng với)(?!\w)")
_JOINING = re.compile(r"^(?:và|với|là|có|gồm|còn|cùng)\s+(?=\w)")


@fills_slots
@dataclass(frozen=True, slots=True)
class Around:
    """What stands around an entry: the titles over its block, the metrics of its parents, the labels beside it."""

    titles: str
    metrics: frozenset[str]
    beside: str


def _said_before(context: Context, entry: Entry, quantity: Quantity) -> str:
    """Return the words before a quantity without marks and glosses, of pairs of nouns without their comma or half."""
    before = plain(_words_before(context, entry, quantity))
    before = _ITEM.sub("", before) if before[1:2] == ")" else before
    before = _BOTH_DONE.sub("", _PAIRED.sub(r"\g<x> ", before)) if ", " in before else before
    if entry.path:
        return before
    before = _ADDENDS.sub("", before)
    before = own_clause(context, entry, before)
    before = _GLOSS.sub(" ", before) if "(" in before else before
    return _PAIR_TAIL.sub("", before) if ", " in before else before


def wording_of(context: Context, entry: Entry, quantity: Quantity, unit: str, around: Around) -> Wording:
    """Return the words of a quantity of a unit."""
    number = context.numbers[quantity.number]
    before = _said_before(context, entry, quantity)
    noun = _overruled(number, unit)
    tail = plain(f"{noun}{tail_of(context, number, unit)}")
    near_before = _heads(context, entry) if entry.path else _near_words(last_clause(before))
    own = f"{before} # {unit} {noun}{_words_after(context, entry, quantity)}".strip()
    near_before = near_before if not tail or not _ends_clause(near_before) else ""
    told_before = last_clause(before or name_of_bracket(context, entry, number))
    told_before = "" if tail and _ends_clause(told_before) else told_before
    return Wording(
        f"{near_before} # {unit} {tail}".strip(),
        _without_names(context, own if entry.path else f"{told_before} # {unit} {tail}".strip()),
        _without_names(context, own),
        plain(_sentence(context, number) + around.beside),
        plain(_path(context, entry, around.titles)),
        around.metrics,
        bool(entry.path),
        context.level,
        _lead(context, entry),
        plain(table_heads(context, entry) if entry.path else _clause(context, number)),
    )


def _overruled(number: Number, unit: str) -> str:
    """Return the noun behind a number that is of another unit: it says which of these ("18 chi bộ (11 bản, …)")."""
    return "" if not number.unit or not unit or unit == "%" or _same(number.unit, unit) else f"{fold(number.unit)} "


def _ends_clause(before: str) -> bool:
    """Whether the words before a figure end with a mark: the figure opens a clause of its own ("…, 100% hồ sơ …")."""
    return before.rstrip().endswith((",", ";"))


def _near_words(clause: str) -> str:
    """Return the last fifty characters or so of a clause."""
    return _FAR_WORDS.sub("", clause) if len(clause) > 50 else clause


def _words_before(context: Context, entry: Entry, quantity: Quantity) -> str:
    if entry.path:
        return " : ".join(words_at(context, span) for span in entry.path)
    before = words_at(context, quantity.before) or words_at(context, entry.label)
    if entry.lead and is_bare(before, "", context.level) and not _BASE.fullmatch(before.strip()):
        before = f"{words_at(context, entry.lead)} {before}"
    if quantity is entry.quantities[0]:
        number = context.numbers[quantity.number]
        return (
            before or named(context, entry) or before_bracket(context, entry, number) or before_colon(context, number)
        )
    first = context.numbers[entry.quantities[0].number]
    return f"{before} / {first.unit or ''} /"


def _lead(context: Context, entry: Entry) -> str:
    """Return the words that introduce a figure: those before a colon, and the cue of its group ("trong số đã trả")."""
    cue = context.ledger.groups[entry.group].cue if entry.group is not None else ""
    said = words_at(context, entry.lead) if entry.lead else ""
    return f"{said} {cue}".strip()


def _words_after(context: Context, entry: Entry, quantity: Quantity) -> str:
    """Return the words after a quantity, of parallel ones also those after the last ("8 đơn/5 vụ thuộc thẩm quyền")."""
    after, last = words_at(context, quantity.after), entry.quantities[-1]
    return after if quantity is last else f"{after} {words_at(context, last.after)}".strip()


def tail_of(context: Context, number: Number, unit: str) -> str:
    """Return the folded words after a number and its unit up to a mark or the next number."""
    rest = context.folded_lines[number.end : number.end + 80]
    # of a noun that only says where or who, the words count
    printed = fold(number.unit if number.unit and _same(number.unit, unit) else unit)
    on_line = rest.lstrip(" ")
    if printed and on_line.startswith(printed):
        rest = _PAIRED_UNIT.sub(r" \g<other>", f"{printed}{on_line[len(printed) :]}")
        rest = rest.removeprefix(printed)
    end = _TAIL_END.search(rest)
    words = rest[: end.start()] if end else rest
    if end and end.group().isdigit():
        # what joins the next figure belongs to that
        words = _JOINED.split(words)[0]
    return " ".join(words.split())


def _same(printed: str, unit: str) -> bool:
    return unit.startswith(printed.partition("/")[0]) or alike(printed, unit)


def _without_names(context: Context, words: str) -> str:
    """Return words without the names of the report's own unit."""
    return context.own_names.sub(" ", words) if context.own_names else words


def _heads(context: Context, entry: Entry) -> str:
    """Return the heads above the column of a table figure, without the names of its row."""
    columns = len(entry.path) - len(row_labels(context, entry))
    return " : ".join(words_at(context, span) for span in entry.path[:columns])


def _sentence(context: Context, number: Number) -> str:
    """Return the folded sentence around a number, at most 400 characters on either side."""
    start, end = _sentence_bounds(context, number)
    return " ".join(context.folded_lines[start:end].split())


def _clause(context: Context, number: Number) -> str:
    """Return what of the sentence around a number stands between semicolons."""
    lines = context.folded_lines
    start, end = _sentence_bounds(context, number)
    start = max(start, lines.rfind(";", start, number.span.start) + 1)
    stop = lines.find(";", number.end, end)
    return " ".join(lines[start : end if stop < 0 else stop].split())


def _sentence_bounds(context: Context, number: Number) -> tuple[int, int]:
    lines, at = context.folded_lines, number.span.start
    left = max(0, at - 400, lines.rfind("\n", 0, at))
    end = _STOP.search(lines, number.end, number.end + 400)
    return left + sentence_start(lines[left:at], _STOP), end.start() if end else number.end + 400


def _path(context: Context, entry: Entry, titles: str) -> str:
    """Return the words that an entry stands under, from its parent to the headings."""
    path: list[str] = label_heads(context, entry) if entry.path else []
    parent = context.ledger.parent_of(entry)
    while parent is not None and len(path) < 4:
        path.append(words_of(context, parent))
        parent = context.ledger.parent_of(parent)
    if entry.lead:
        path.append(words_at(context, entry.lead))
    bare = not len(entry.label) and not entry.path
    told = _before_siblings(context, entry) if bare else ""
    return " ; ".join(filter(None, [*path, told, titles]))


def words_of(context: Context, entry: Entry) -> str:
    """Return all words of an entry, "#" in the place of each number."""
    if entry.id in context.told:
        return context.told[entry.id]
    words = [words_at(context, span) for span in entry.path] or [words_at(context, entry.label)]
    after = [f"# {context.numbers[q.number].unit or ''} {words_at(context, q.after)}" for q in entry.quantities]
    return context.told.setdefault(entry.id, " ".join([*words, *after]))


def _before_siblings(context: Context, entry: Entry) -> str:
    """Return the words of the item before one that has none of its own ("2.614 hộ, 9.803 khẩu")."""
    if entry.id == 0:
        return ""
    other = context.ledger.entries[entry.id - 1]
    same = other.block == entry.block and other.sentence == entry.sentence and not other.path
    return words_of(context, other) if same else ""


def shown_label(context: Context, entry: Entry, quantity: Quantity, unit: str) -> str:
    """Return the label to show: own words before and after, or those of the entry or parent."""
    if entry.path:
        return " – ".join(dict.fromkeys(printed_at(context, span) for span in entry.path if len(span)))
    before = printed_at(context, quantity.before) or printed_at(context, entry.label)
    after = printed_at(context, quantity.after)
    words = " ".join(filter(None, [before, unit if not before or after else "", after]))
    words = _JOINING.sub("", words).strip(' ,;:.-+*•"“”()')
    return words[:1].upper() + words[1:200]
