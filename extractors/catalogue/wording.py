"""The words of a quantity from the nearest to the widest, and the label to show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from extractors.catalogue.cells import row_labels
from extractors.catalogue.context import Context, printed_at, words_at
from extractors.catalogue.explained import is_bare
from extractors.catalogue.lookup import Wording
from extractors.ledger.entries import Entry, Quantity
from extractors.numbers.number import Number
from extractors.sections import Section
from extractors.vietnamese import fold

_STOP = re.compile(r"[.](?=\s+\D|\s*$)|\n")
_COMMA = re.compile(r"[,;]\s")
#: a comma between nouns that name one thing together ("các xã, phường", "cán bộ, công chức")
_PAIRED = re.compile(
    r"(?<!\w)(?P<x>xã|phường|cán bộ|công chức|phí|khiếu nại|tố cáo|kiến nghị|cá nhân|tổ chức|người dân|công dân"
    r"|thôn|ấp|bản|buôn|làng|xóm|khóm|sở|ban|cơ quan|hđnd|đảng ủy), "
    r"(?=(?:phường|thị trấn|công chức|viên chức|lệ phí|tố cáo|kiến nghị|phản ánh|tổ chức|doanh nghiệp|cá nhân"
    r"|ấp|bản|buôn|khóm|khu phố|tổ dân phố|ngành|đơn vị|ubnd)(?!\w)(?! ?(?:\d|#|$)))"
)
#: a mark of a list before its words
_ITEM = re.compile(r"^[a-zđ]\)\s*")
#: what begins a new clause: the words before it tell of the figure before
_NEW_CLAUSE = re.compile(
    r"^.*(?<!\w)(?:nên|làm nên|thành ra|do vậy|vì vậy|vì thế|bởi vậy|suy ra|(?:nữa )?là (?:vừa )?(?:đủ|tròn)"
    r"|đưa (?:tổng )?số)\s+(?=\w|$)"
)
#: the same within what follows another figure ("73 hồ sơ các xã cũ bàn giao thì phải giải quyết 6.987")
_THEN = re.compile(r"^.*(?<!\w)(?:thì|tức là|nghĩa là|vị chi|cộng lại là|cả thảy)\s+(?=\w|$)")
#: what only says again what stands before the comma ("mỗi hồ sơ trễ hẹn một thư xin lỗi, tức 05 thư")
_SAID_AGAIN = re.compile(r"(?:tức|tức là|nghĩa là|hay|tức khoảng|như vậy là)$")
#: all but the last fifty characters or so
_FAR_WORDS = re.compile(r"^.*\s(?=.{50})")
_OFFICE = re.compile(
    r"(?:tiếp nhận (?:và |& )?(?:trả|hoàn trả) (?:kết quả|kq)(?: giải quyết)?|phục vụ hành chính công)"
    r"(?: (?:tthc|thủ tục hành chính|hồ sơ|hiện đại))?"
)
#: where words after a number no longer say what it counts: marks, numbers, causes, comparisons
_TAIL_END = re.compile(
    r"[,;:.()\n\d]| - |(?<!\w)(?:do|vì|nên|nhờ|nhằm|để|đều|tăng|giảm|so với|nhiều hơn|cao hơn|thấp hơn|ít hơn|kèm"
    r"|và hẹn|thì|nhưng|trong khi|khi|chiếm"
    r"|đạt(?! (?:chuẩn|danh hiệu|yêu cầu|tiêu ch|giải|loại))|bằng|tương ứng|tương đương)(?!\w)"
)
#: the short name of what stands before it ("chỉ số hài lòng (SIPAS)")
_GLOSS = re.compile(r"\(\w+\)")
#: the second noun of a pair, cut off from its first
_PAIR_TAIL = re.compile(
    r"^(?:lệ phí|viên chức|công chức|tổ chức|doanh nghiệp|phản ánh|kiến nghị|tố cáo|phường|thị trấn), (?=\w)"
)
_JOINED = re.compile(r"(?<!\w)(?:và|cùng|với|về|còn|trong đó|cộng với)(?!\w)")
_BRACKET = re.compile(r"(?P<words>[^,;:.()]{3,60})\(\s*(?:gồm\s+)?$")
_COLON = re.compile(r"[,;(]\s*(?P<words>[^,;:.()\d]{2,50}):\s*$")
_NAMED = re.compile(r"[,;:.)]\s(?P<words>[^,;:.()\d]{3,60})\(\s*$")
_COMPARING = re.compile(r"(?<!\w)(?:so với|so|cùng kỳ|kế hoạch|chỉ tiêu|giao|mức|năm|quý|tháng|kỳ)(?!\w)")
_JOINING = re.compile(r"^(?:và|với|là|có|gồm|còn|cùng)\s+(?=\w)")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands above an entry: the titles over its block, and the metrics of its parents."""

    titles: str
    metrics: frozenset[str]


def _plain(words: str) -> str:
    """Return words with the long names of the one-stop office made short: their verbs say nothing of a figure."""
    return _OFFICE.sub("một cửa", words)


def wording_of(context: Context, entry: Entry, quantity: Quantity, unit: str, around: Around) -> Wording:
    """Return the words of a quantity of a unit."""
    number = context.numbers[quantity.number]
    before = _PAIRED.sub(r"\g<x> ", _plain(_ITEM.sub("", _words_before(context, entry, quantity))))
    before = before if entry.path else _PAIR_TAIL.sub("", _GLOSS.sub(" ", _own_clause(context, entry, before)))
    tail = _plain(tail_of(context, number, unit))
    near_before = _heads(context, entry) if entry.path else _FAR_WORDS.sub("", _last_clause(before))
    own = f"{before} # {unit} {_words_after(context, entry, quantity)}".strip()
    named = before or _name_of_bracket(context, entry, number)
    return Wording(
        f"{near_before} # {unit} {tail}".strip(),
        _without_names(context, own if entry.path else f"{_last_clause(named)} # {unit} {tail}".strip()),
        _without_names(context, own),
        _sentence(context, number) + _siblings(context, entry),
        _path(context, entry, around.titles),
        around.metrics,
        bool(entry.path),
        context.level,
        _lead(context, entry),
    )


def _own_clause(context: Context, entry: Entry, before: str) -> str:
    """Return the words before a figure without those that rather tell of the figure before it."""
    other = context.ledger.entries[entry.id - 1] if entry.id else None
    beside = other is not None and (other.block, other.sentence) == (entry.block, entry.sentence)
    goes_on = beside and not entry.separator
    for cut in (_NEW_CLAUSE, _THEN) if goes_on else (_NEW_CLAUSE,):
        rest = cut.sub("", before)
        # "tỷ lệ trực tuyến vì thế là 68%" has its words before
        before = before if is_bare(rest, "", context.level) else rest
    return before


def _last_clause(before: str) -> str:
    """Return words from the last comma on, from the one before where what follows only says that again."""
    clauses = _COMMA.split(before)
    return " ".join(clauses[-2:] if _SAID_AGAIN.fullmatch(clauses[-1].strip()) else clauses[-1:])


def _words_before(context: Context, entry: Entry, quantity: Quantity) -> str:
    if entry.path:
        return " : ".join(words_at(context, span) for span in entry.path)
    before = words_at(context, quantity.before) or words_at(context, entry.label)
    if entry.lead and is_bare(before, "", context.level):
        before = f"{words_at(context, entry.lead)} {before}"
    if quantity is entry.quantities[0]:
        number = context.numbers[quantity.number]
        return (
            before
            or _named(context, entry)
            or _before_bracket(context, entry, number)
            or _before_colon(context, number)
        )
    first = context.numbers[entry.quantities[0].number]
    return f"{before} / {first.unit or ''} /"


def _lead(context: Context, entry: Entry) -> str:
    """Return the words that introduce a figure: those before a colon, and the cue of its group ("trong số đã trả")."""
    cue = context.ledger.groups[entry.group].cue if entry.group is not None else ""
    said = words_at(context, entry.lead) if entry.lead else ""
    return f"{said} {cue}".strip()


def _named(context: Context, entry: Entry) -> str:
    """Return the words before a cue that a figure follows at once ("và Tổ giúp việc gồm 07 thành viên")."""
    group = None if entry.group is None else context.ledger.groups[entry.group]
    return words_at(context, group.named) if group is not None and group.named and group.entries[0] == entry.id else ""


def _before_bracket(context: Context, entry: Entry, number: Number) -> str:
    """Return the words that a bracket with nothing but a figure stands after ("các tổ hòa giải (06 tổ)")."""
    group = None if entry.group is None else context.ledger.groups[entry.group]
    if group is None or group.kind != "bracket" or group.parents:
        return ""
    found = _BRACKET.search(context.folded_lines, max(0, number.span.start - 70), number.span.start)
    return " ".join(found["words"].split()) if found else ""


def _name_of_bracket(context: Context, entry: Entry, number: Number) -> str:
    """Return the words right before a bracket that name its only figure ("với thanh niên (86 người)").

    What compares with another time or a plan names none.
    """
    group = None if entry.group is None else context.ledger.groups[entry.group]
    if group is None or group.kind != "bracket" or not group.parents or len(group.entries) > 1:
        return ""
    found = _NAMED.search(context.folded_lines, max(0, number.span.start - 70), number.span.start)
    return "" if found is None or _COMPARING.search(found["words"]) else " ".join(found["words"].split())


def _before_colon(context: Context, number: Number) -> str:
    """Return the words before a colon right before a figure ("chưa đến hạn: 35 hồ sơ, quá hạn: 0 hồ sơ")."""
    start = number.span.start
    found = _COLON.search(context.folded_lines, max(0, start - 60), start)
    return " ".join(found["words"].split()) if found else ""


def _words_after(context: Context, entry: Entry, quantity: Quantity) -> str:
    """Return the words after a quantity, of parallel ones also those after the last ("8 đơn/5 vụ thuộc thẩm quyền")."""
    last = entry.quantities[-1]
    after = [words_at(context, one.after) for one in dict.fromkeys((quantity, last))]
    return " ".join(filter(None, after))


def tail_of(context: Context, number: Number, unit: str) -> str:
    """Return the folded words after a number and its unit up to a mark or the next number."""
    rest = context.folded_lines[number.end : number.end + 80]
    printed = fold(number.unit or unit)
    if printed and rest.lstrip().startswith(printed):
        rest = rest.lstrip()[len(printed) :]
    end = _TAIL_END.search(rest)
    words = rest[: end.start()] if end else rest
    if end and end.group().isdigit():
        # what joins the next figure belongs to that
        words = _JOINED.split(words)[0]
    return " ".join(words.split())


def _without_names(context: Context, words: str) -> str:
    """Return words without the names of the report's own unit."""
    return context.own_names.sub(" ", words) if context.own_names else words


def _heads(context: Context, entry: Entry) -> str:
    """Return the heads above the column of a table figure, without the names of its row."""
    columns = len(entry.path) - len(row_labels(context, entry))
    return " : ".join(words_at(context, span) for span in entry.path[:columns])


def _sentence(context: Context, number: Number) -> str:
    """Return the folded sentence around a number, at most 400 characters on either side."""
    left = max(0, number.span.start - 400)
    before = context.folded_lines[left : number.span.start]
    stops = [m.end() for m in _STOP.finditer(before)]
    end = _STOP.search(context.folded_lines, number.end, number.end + 400)
    start = left + (stops[-1] if stops else 0)
    return " ".join(context.folded_lines[start : end.start() if end else number.end + 400].split())


def _siblings(context: Context, entry: Entry) -> str:
    """Return the labels of the first bullets beside an entry: together they say what the list is about."""
    beside = next((one.blocks for one in context.ledger.lists if entry.block in one.blocks), ())
    if entry.path or not beside:
        return ""
    blocks = frozenset(beside[:8])
    others = (other for other in context.ledger.entries if other.block in blocks and other.group == entry.group)
    return "".join(f" ; {words_at(context, other.label)}" for other in others)


def _path(context: Context, entry: Entry, titles: str) -> str:
    """Return the words that an entry stands under, from its parent to the headings."""
    path: list[str] = []
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
    words = [words_at(context, span) for span in entry.path] or [words_at(context, entry.label)]
    after = [f"# {context.numbers[q.number].unit or ''} {words_at(context, q.after)}" for q in entry.quantities]
    return " ".join([*words, *after])


def _before_siblings(context: Context, entry: Entry) -> str:
    """Return the words of the item before one that has none of its own ("2.614 hộ, 9.803 khẩu")."""
    if entry.id == 0:
        return ""
    other = context.ledger.entries[entry.id - 1]
    same = other.block == entry.block and other.sentence == entry.sentence and not other.path
    return words_of(context, other) if same else ""


def titles_by_block(context: Context) -> dict[int, str]:
    """Return, for each block, the folded titles of the sections it stands in and the caption of its table."""
    by_id = {section.id: section for section in context.sections}
    starts = {section.block: section for section in context.sections}
    captions = {layout.table: layout.caption for layout in context.layouts}
    found: dict[int, str] = {}
    current = ""
    for index, block in enumerate(context.document.blocks):
        if index == context.body_end:
            current = ""  # annexes stand under no section
        if index in starts:
            current = _titles(starts[index], by_id)
        found[index] = current
        if block.origin.cell and (caption := captions.get(block.origin.cell.table)):
            found[index] = f"{words_at(context, caption)} ; {current}"
    return found


def _titles(section: Section, by_id: Mapping[str, Section]) -> str:
    """Return the folded titles of a section and those around it, innermost first."""
    chain: list[str] = []
    current: Section | None = section
    while current is not None:
        chain.append(fold(current.title))
        current = by_id.get(current.parent) if current.parent else None
    return " ; ".join(chain)


def shown_label(context: Context, entry: Entry, quantity: Quantity, unit: str) -> str:
    """Return the label to show: own words before and after, or those of the entry or parent."""
    if entry.path:
        return " – ".join(dict.fromkeys(printed_at(context, span) for span in entry.path if len(span)))
    before = printed_at(context, quantity.before) or printed_at(context, entry.label)
    after = printed_at(context, quantity.after)
    words = " ".join(filter(None, [before, unit if not before or after else "", after]))
    words = _JOINING.sub("", words).strip(' ,;:.-+*•"“”()')
    return words[:1].upper() + words[1:200]
