"""Quantities understood: unit with where it came from, label, metric, period, target."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractors.catalogue.lookup import Wording, find_metric, metrics, share_metrics
from extractors.document import Cell, Document, Grid, Span
from extractors.grids import Layout, cell_text
from extractors.ledger.entries import Entry, Ledger, Quantity
from extractors.lexicon import families, phrase_pattern, table, unit_at, unit_kind, units_in
from extractors.numbers.number import Number
from extractors.sections import Section
from extractors.vietnamese import fold

_COUNTED = re.compile(r"(?:tổng số|số lượng|số lượt|số|tổng)\s+")
_NOUN = re.compile(r"\s*\"?(?P<noun>[^\W\d_]+(?:-[^\W\d_]+)?(?: [^\W\d_]+)?)")
#: a noun after these words names a dimension or a place, not what is counted
_DIMENSION = re.compile(r"(?:theo|từng|mỗi|các|ở|tại|của|trên|thuộc|toàn|cấp|đối với|giữa|về|cho|do)\s+(?:(?:các|từng)\s+)?$")
#: words that no counted noun begins with
_NO_NOUN = frozenset(
    "và của tại trên ở là được đạt đã có cho với về do từ đến để trong theo không đang sẽ còn so tăng giảm trở gồm bao "
    "chiếm bằng nhằm như hay hoặc nên thì mà khi sau trước nhưng cũng đều mới rất này đó các những mỗi một hai bị thuộc "
    "bởi vào ra lên xuống qua tới cùng hơn kém kể trừ ngoài song đối phấn tiếp hoàn vượt lần thứ riêng chủ yếu nhất cụ "
    "thực triển tham đề".split()
)
_PLAN_SHARE = re.compile(r"\s*(?:so với\s+)?(?:kế hoạch|kh\b|dự toán|chỉ tiêu|nghị quyết|cùng kỳ|so với|so\b|mục tiêu)")
_TARGET = re.compile(
    r"phấn đấu|mục tiêu|đăng ký (?:đạt|xây dựng|về đích)|chỉ tiêu[^#]{0,30}(?:giao|năm|đến|là)|kế hoạch (?:giao|là|cả năm)|đặt ra|đề ra|tối thiểu|ít nhất|kế hoạch (?:năm|đề ra)|trong năm tới|cần đạt|đảm bảo đạt|dự kiến|không quá|đề nghị|yêu cầu đạt|đặt mục tiêu"
)
_PLAN_HEAD = re.compile(r"(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu)(?! thực hiện)")
_AS_PLANNED = re.compile(r"\s*\S*(?: \S+)?\s*(?:theo |so với )?(?:kế hoạch|chỉ tiêu)")
_DONE = re.compile(r"(?<!\w)(?:đã|kết quả|thực hiện được|hoàn thành|đạt được)(?!\w)")
_CHANGE = re.compile(r"(?:^|\s)(?:tăng|giảm|vượt|hụt)\s*(?:thêm|được|so)?\s*#?")


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity understood.

    `unit_from` says where the unit was found (printed, noun, label, parent, sibling, lead, table, caption,
    section); `share_of` is the number that a percentage hangs on; `plan` says that its base is a plan or
    another period; `metric` None is a measure all the same.
    """

    number: int
    entry: int
    unit: str
    unit_from: str
    label: str
    wording: Wording
    metric: str | None
    period: str | None
    target: bool
    share_of: int | None = None
    plan: bool = False
    change: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What measures are read from."""

    document: Document
    sections: Sequence[Section]
    layouts: Sequence[Layout]
    numbers: Sequence[Number]
    ledger: Ledger
    folded: str
    folded_lines: str
    kind: str
    period: str | None


def read_measures(context: Context) -> dict[int, Measure]:
    """Return the measures of a document by index of their number."""
    units = _units(context)
    titles = _titles(context)
    found: dict[int, Measure] = {}
    for entry in context.ledger.entries:
        above = _metrics_above(context, entry, found)
        for quantity in entry.quantities:
            measure = _measure(context, entry, quantity, units, titles, above)
            found[quantity.number] = measure
            for share in quantity.shares:
                found[share] = _share(context, entry, quantity, share, measure)
    return found


def _metrics_above(context: Context, entry: Entry, known: dict[int, Measure]) -> frozenset[str]:
    """Return the metrics of the entries that an entry may stand under."""
    if entry.group is None:
        return frozenset()
    parents = [context.ledger.entries[p] for p in context.ledger.groups[entry.group].parents[:3]]
    numbers = [q.number for parent in parents for q in parent.quantities]
    return frozenset(m for n in numbers if n in known and (m := known[n].metric))


# -- units ---------------------------------------------------------------------------------------------------


def _units(context: Context) -> dict[int, tuple[str, str]]:
    """Return unit and origin of every quantity, by the ladder: printed, noun, label, parent, sibling, lead, table."""
    found: dict[int, tuple[str, str]] = {}
    for entry in context.ledger.entries:
        for quantity in entry.quantities:
            found[quantity.number] = _unit(context, entry, quantity, found)
    _from_equal_values(context, found)
    # a figure that stands before its sibling with a unit, or takes it from the text before
    recent: dict[str, str] = {}
    by_block = {section.block: section.id for section in context.sections}
    section = ""
    for entry in sorted(context.ledger.entries, key=lambda e: (e.block, e.id)):
        section = next((by_block[b] for b in range(entry.block, -1, -1) if b in by_block), "")
        for quantity in entry.quantities:
            unit = found[quantity.number][0]
            if not unit and context.numbers[quantity.number].of is not None:
                later = _pair_unit_below(context, entry)
                found[quantity.number] = (later, "below") if later else found[quantity.number]
                unit = later or ""
            if not unit:
                last = recent.get(section)
                found[quantity.number] = _sibling_unit(context, entry, found) or ((last, "before") if last else ("", "none"))
            elif unit_kind(unit) in ("count", "person", "money", "area", "length") and entry.group is None:
                recent[section] = unit
    return found


#: words that count persons of any kind
_ANYONE = ("đồng chí", "người")


def _specific(context: Context, entry: Entry, quantity: Quantity, unit: str) -> str:
    """Return the person that "số đảng viên … 273 đồng chí" counts, any other unit as printed."""
    if unit != "đồng chí":
        return unit
    label = _text(context, quantity.before) or _text(context, entry.label)
    nouns = [word.text for _, word in units_in(label, 0, len(label)) if word.kind == "person" and word.text not in _ANYONE]
    return nouns[-1] if nouns and nouns[-1] in ("đảng viên", "thành viên") else unit


def _pair_unit_below(context: Context, entry: Entry) -> str | None:
    """Return the unit of the pair that a list of pairs ends with ("Cộng chung đạt 43/45 chỉ tiêu")."""
    for other in context.ledger.entries[entry.id + 1 : entry.id + 16]:
        number = context.numbers[other.quantities[0].number]
        if number.of is not None and number.unit and other.block <= entry.block + 10:
            return number.unit
    return None


def _from_equal_values(context: Context, found: dict[int, tuple[str, str]]) -> None:
    """Give a table without a unit that of the prose that states the same figures ("2.846 hồ sơ" and its total row)."""
    prose: dict[object, set[str]] = {}
    for entry in context.ledger.entries:
        for q in entry.quantities:
            value = context.numbers[q.number].value
            if not entry.path and value is not None and value >= 20 and unit_kind(found[q.number][0]) in ("count", "person", "money"):
                prose.setdefault(value, set()).add(found[q.number][0])
    columns: dict[tuple[int, int], list[int]] = {}
    for entry in context.ledger.entries:
        cell = context.document.blocks[entry.block].origin.cell
        if cell:
            bare = [q.number for q in entry.quantities if not found[q.number][0]]
            columns.setdefault((cell.table, cell.column), []).extend(bare)
    for table in {table for table, _ in columns}:
        said = {unit for key, numbers in columns.items() if key[0] == table for n in numbers
                for unit in prose.get(context.numbers[n].value, ())}  # fmt: skip
        for key, numbers in columns.items():
            matched = [n for n in numbers if context.numbers[n].value in prose]
            own = {unit for n in matched for unit in prose[context.numbers[n].value]} if len(matched) > 1 else set()
            agreed = said if len(said) == 1 else own
            if key[0] == table and len(agreed) == 1:
                found.update((n, (next(iter(agreed)), "same figures")) for n in numbers)


def _unit(context: Context, entry: Entry, quantity: Quantity, known: dict[int, tuple[str, str]]) -> tuple[str, str]:
    number = context.numbers[quantity.number]
    if number.unit:
        return _specific(context, entry, quantity, _per_month(context, quantity, number.unit)), "printed"
    if entry.path:
        return _cell_unit(context, entry)
    parent = _parent_units(context, entry, known)
    if not parent and (noun := _noun_after(context, number, quantity)):
        return noun, "noun"
    label = _text(context, entry.label if len(quantity.before) == 0 else quantity.before)
    own = _label_unit(label)
    if own and (not parent or own[1] or any(_alike(own[0], unit) for unit in parent)):
        return own[0], "label"
    if parent:
        return parent[0], "parent"
    if entry.lead and (lead := _label_unit(_text(context, entry.lead))):
        return lead[0], "lead"
    return "", "none"


def _per_month(context: Context, quantity: Quantity, unit: str) -> str:
    """Return the rate that "hằng tháng có 2 ngày" means, any other unit as it is."""
    if "/" in unit:
        return unit
    each = re.search(r"(?<!\w)mỗi\s+(?P<per>[^,;#]{2,14}?)\s*(?:là|gần|khoảng|có|trên|hơn)?$", _text(context, quantity.before))
    if each and (word := unit_at(each["per"], 0)) and word.text == each["per"]:
        return f"{unit}/{word.text}"
    if unit_kind(unit) != "time":
        return unit
    often = re.search(r"(?<!\w)(?:hàng|hằng|mỗi)\s+(tháng|tuần|quý|năm)(?!\w)[^,;]{0,20}$", _text(context, quantity.before))
    return f"{unit}/{often[1]}" if often else unit


def _noun_after(context: Context, number: Number, quantity: Quantity) -> str | None:
    """Return a counted noun that the lexicon does not know: one or two words right after the number."""
    match = _NOUN.match(context.folded, number.end, min(number.end + 30, len(context.folded)))
    if match is None or match.end() > max(quantity.after.end, number.end) or len(quantity.after) == 0:
        return None
    words = match["noun"].split()
    if words[0] in _NO_NOUN:
        return None
    return " ".join(words if len(words) > 1 and words[1] not in _NO_NOUN else words[:1])


def _label_unit(label: str) -> tuple[str, bool] | None:
    """Return the noun that a label counts and whether "số <noun>" says so."""
    counted = list(_COUNTED.finditer(label))
    for match in counted:
        if word := unit_at(label, match.end()):
            if word.kind not in ("time", "percent"):
                return word.text, True
    if re.search(r"(?<!\w)(?:tỷ lệ|tỉ lệ)(?!\w)", label):
        return "%", False
    nouns = [
        word.text
        for at, word in units_in(label, 0, len(label))
        if word.kind not in ("time", "percent", "score")
        and not _DIMENSION.search(label[:at])
        and not re.match(r"\s*(?:số\s+)?\d", label[at + len(word.text) :])
    ]
    return (nouns[0], False) if nouns else None


def _alike(one: str, other: str) -> bool:
    persons = unit_kind(one) == unit_kind(other) == "person"
    longer = one.startswith(other + " ") or other.startswith(one + " ")
    return one == other or persons or bool(families(one) & families(other)) or longer


def _parent_units(context: Context, entry: Entry, known: dict[int, tuple[str, str]]) -> list[str]:
    """Return the units of the entry that the group stands under, the last of a parallel entry first in brackets."""
    parent = context.ledger.parent_of(entry)
    if parent is None:
        return []
    group = context.ledger.groups[entry.group] if entry.group is not None else None
    before = [
        q.number for q in parent.quantities
        if group is None or parent.path or parent.id > entry.id or context.numbers[q.number].span.start < group.span.start
    ]  # fmt: skip
    units = [known[number][0] for number in before if number in known and known[number][0]]
    units = [unit for unit in units if unit != "%"] or units
    return units[::-1]


def _sibling_unit(context: Context, entry: Entry, known: dict[int, tuple[str, str]]) -> tuple[str, str] | None:
    if entry.path:
        return None
    group = entry.group
    near = [
        e for e in context.ledger.entries
        if e.block == entry.block and e.group == group and e.sentence == entry.sentence and e.id != entry.id
    ]  # fmt: skip
    near.sort(key=lambda e: abs(e.id - entry.id))
    for other in near:
        unit = known[other.quantities[0].number][0]
        if unit and unit != "%":
            return unit, "sibling"
    return None


def _cell_unit(context: Context, entry: Entry) -> tuple[str, str]:
    """Return the unit of a table figure: said in its head, else the table's unit line, its row, its caption."""
    cell = context.document.blocks[entry.block].origin.cell
    layout = next((x for x in context.layouts if cell and x.table == cell.table), None)
    texts = [_text(context, span) for span in entry.path]
    head = " ".join(texts)
    if re.search(r"%|tỷ lệ|tỉ lệ|tỷ trọng", head) and not re.search(r"số lượng", texts[-1] if texts else ""):
        if any("%" in text or text.startswith(("tỷ lệ", "tỉ lệ", "tỷ trọng")) for text in texts):
            return "%", "table"
    for text in reversed(texts):
        if bracket := re.search(r"\(\s*(?:đvt\s*:?\s*)?([^()\d]{1,24})\)", text):
            word = unit_at(bracket[1].strip(), 0)
            named = _label_unit(text[: bracket.start()]) if word and word.text in _ANYONE else None
            if named and unit_kind(named[0]) == "person":
                return named[0], "label"
            if word:
                return bracket[1].strip() if "/" in bracket[1] else word.text, "table"
    if layout and layout.unit and layout.unit != "%":
        return layout.unit, "table"
    if layout and (said := _unit_column(context, layout, entry)):
        return said, "table"
    for text in texts:
        if (unit := _label_unit(text)) and unit[1]:
            return unit[0], "label"
    rows = {" ".join(_text(context, b.span) for b in [context.document.blocks[i]]) for i in _row_labels(context, entry)}
    for text in texts:
        if text not in rows and (unit := _label_unit(text)):
            return unit[0], "label"
    if layout and layout.caption and (unit := _caption_unit(_text(context, layout.caption))):
        return unit, "caption"
    return "", "none"


def _caption_unit(caption: str) -> str | None:
    """Return the noun that a table's title counts; a paragraph that happens to stand before it is none."""
    if len(caption) > 160 or caption.endswith((".", ";")) or re.search(r"\d\s+\w", caption):
        return None
    unit = _label_unit(caption)
    return unit[0] if unit else None


def _grid_of(context: Context, entry: Entry) -> tuple[Grid, Cell] | None:
    cell = context.document.blocks[entry.block].origin.cell
    if cell is None:
        return None
    return next((g, cell) for g in context.document.grids if g.table == cell.table)


def _row_labels(context: Context, entry: Entry) -> list[int]:
    """Return the blocks of the row's label cells."""
    found = _grid_of(context, entry)
    if found is None:
        return []
    grid, cell = found
    layout = next(x for x in context.layouts if x.table == cell.table)
    return [i for c in layout.labels if (i := grid.rows[cell.row][c]) >= 0]


def _unit_column(context: Context, layout: Layout, entry: Entry) -> str | None:
    """Return the unit that the row's own cell under "Đơn vị tính" says."""
    found = _grid_of(context, entry)
    if found is None:
        return None
    grid, cell = found
    for column in range(len(grid.rows[0])):
        heads = [cell_text(context.document, grid, r, column) for r in range(layout.head)]
        if any(re.fullmatch(r"(?:đơn vị tính|đơn vị|đvt|đv tính|đv)", head) for head in heads):
            said = cell_text(context.document, grid, cell.row, column)
            word = unit_at(said, 0) if said else None
            return None if not said or word is None else said if "/" in said else word.text
    return None


# -- words ---------------------------------------------------------------------------------------------------


def _text(context: Context, span: Span) -> str:
    return " ".join(context.folded[span.start : span.end].split())


def _shown(context: Context, span: Span) -> str:
    return " ".join(context.document.quote(span).replace("*", "").split())


_STOP = re.compile(r"[.](?=\s+\D|\s*$)|\n")


def _sentence(context: Context, number: Number) -> str:
    """Return the folded sentence around a number, at most 400 characters on either side."""
    left = max(0, number.span.start - 400)
    before = context.folded_lines[left : number.span.start]
    stops = [m.end() for m in _STOP.finditer(before)]
    end = _STOP.search(context.folded_lines, number.end, number.end + 400)
    start = left + (stops[-1] if stops else 0)
    return " ".join(context.folded_lines[start : end.start() if end else number.end + 400].split())


def _wording(
    context: Context, entry: Entry, quantity: Quantity, unit: str, titles: dict[int, str], above: frozenset[str]
) -> Wording:
    before = _text(context, quantity.before) or _text(context, entry.label)
    after = _text(context, quantity.after)
    if entry.path:
        before = " : ".join(_text(context, span) for span in entry.path)
    if quantity is not entry.quantities[0]:
        first = context.numbers[entry.quantities[0].number]
        before = f"{before} / {first.unit or ''} /"
    head = " : ".join(_text(context, span) for span in entry.path[: len(entry.path) - len(_row_labels(context, entry))])
    near_before = head if entry.path else re.sub(r"^.*\s(?=.{50})", "", re.split(r"[,;]\s", before)[-1])
    near_after = re.split(r"[,;:(]\s?|(?<!\w)(?:tại|theo|của|do|trong|nhằm|để|về)\s", after)[0]
    sentence = _sentence(context, context.numbers[quantity.number])
    path: list[str] = []
    bare = not len(entry.label) and not entry.path
    told = _before_siblings(context, entry) if bare else ""
    if entry.group is not None and context.ledger.groups[entry.group].kind == "bullets":
        others = context.ledger.groups[entry.group].entries[:8]
        sentence += " ; " + " ; ".join(_text(context, context.ledger.entries[e].label) for e in others)
    parent = context.ledger.parent_of(entry)
    while parent is not None and len(path) < 4:
        path.append(_own_text(context, parent))
        parent = context.ledger.parent_of(parent)
    if entry.lead:
        path.append(_text(context, entry.lead))
    if told:
        path.append(told)
    path.append(titles.get(entry.block, ""))
    return Wording(
        f"{near_before} # {unit} {near_after}".strip(), f"{before} # {unit} {after}".strip(), sentence,
        " ; ".join(filter(None, path)), above, bool(entry.path),
    )  # fmt: skip


def _own_text(context: Context, entry: Entry) -> str:
    words = [_text(context, span) for span in entry.path] or [_text(context, entry.label)]
    after = [f"# {context.numbers[q.number].unit or ''} {_text(context, q.after)}" for q in entry.quantities]
    return " ".join([*words, *after])


def _before_siblings(context: Context, entry: Entry) -> str:
    """Return the words of the item before one that has none of its own ("1.527 hộ, 5.579 khẩu")."""
    if entry.id == 0:
        return ""
    other = context.ledger.entries[entry.id - 1]
    same = other.block == entry.block and other.sentence == entry.sentence and not other.path
    return _own_text(context, other) if same else ""


def _titles(context: Context) -> dict[int, str]:
    """Return, for each block, the folded titles of the sections it stands in and the caption of its table."""
    by_id = {section.id: section for section in context.sections}
    starts = {section.block: section for section in context.sections}
    captions = {layout.table: layout.caption for layout in context.layouts}
    found: dict[int, str] = {}
    current = ""
    for index, block in enumerate(context.document.blocks):
        if index in starts:
            chain: list[str] = []
            section: Section | None = starts[index]
            while section is not None:
                chain.append(fold(section.title))
                section = by_id.get(section.parent) if section.parent else None
            current = " ; ".join(chain)
        found[index] = current
        if block.origin.cell and (caption := captions.get(block.origin.cell.table)):
            found[index] = f"{_text(context, caption)} ; {current}"
    return found


def _label(context: Context, entry: Entry, quantity: Quantity, unit: str) -> str:
    """Return the label to show: own words before and after, or those of the entry or parent."""
    if entry.path:
        return " – ".join(dict.fromkeys(_shown(context, span) for span in entry.path if len(span)))
    before = _shown(context, quantity.before) or _shown(context, entry.label)
    after = _shown(context, quantity.after)
    words = " ".join(filter(None, [before, unit if not before or after else "", after]))
    words = re.sub(r"^(?:và|với|là|có|gồm|còn|cùng)\s+(?=\w)", "", words).strip(" ,;:.-+*•\"“”()")
    return words[:1].upper() + words[1:200]


# -- the measure ---------------------------------------------------------------------------------------------


def _measure(
    context: Context, entry: Entry, quantity: Quantity, units: dict[int, tuple[str, str]], titles: dict[int, str],
    above: frozenset[str],
) -> Measure:
    unit, origin = units[quantity.number]
    wording = _wording(context, entry, quantity, unit, titles, above)
    plan = unit == "%" and bool(_PLAN_SHARE.match(_text(context, quantity.after)))
    change = bool(_CHANGE.search(wording.near.split("#")[0][-24:] + "#"))
    metric = None if plan or change else find_metric(wording, unit)
    pair = context.numbers[quantity.number].of is not None
    if metric in above and entry.group is not None and not entry.path and not pair:
        metric = None  # a part does not measure what its total measures
    if metric and (_is_quality(context, entry, wording) or (pair and metric.startswith("profile."))):
        metric = None
    if metric == "criteria.achieved" and not pair:
        metric = None  # the catalogue counts criteria as pairs, reached of all
    period = _period(context, entry, quantity)
    target = _is_target(context, entry, wording, quantity, metric)
    return Measure(quantity.number, entry.id, unit, origin, _label(context, entry, quantity, unit), wording, metric,
                   period, target, None, plan, change)  # fmt: skip


def _share(context: Context, entry: Entry, quantity: Quantity, share: int, base: Measure) -> Measure:
    number = context.numbers[share]
    following = context.folded[number.end : number.end + 30]
    plan = bool(_PLAN_SHARE.match(following))
    own = base.wording.own.replace(f"# {base.unit}", "# %")
    near = base.wording.near.replace(f"# {base.unit}", "# %")
    wording = Wording(near, own, base.wording.sentence, base.wording.path, base.wording.above, base.wording.cell)
    metric = share_metrics().get(base.metric or "") or find_metric(wording, "%")
    label = f"Tỷ lệ {base.label[:1].lower()}{base.label[1:]}"
    return Measure(share, entry.id, "%", "printed", label, wording, None if plan else metric, base.period,
                   base.target, quantity.number, plan)  # fmt: skip


@cache
def _qualities() -> re.Pattern[str]:
    return re.compile(phrase_pattern([row["phrase"] for row in table("qualities.csv")]))


def _is_quality(context: Context, entry: Entry, wording: Wording) -> bool:
    """Whether a part of a number of persons only says what some of them are ("trong đó đảng viên 74 người")."""
    parent = context.ledger.parent_of(entry)
    if parent is None or entry.path or not _qualities().search(wording.near):
        return False
    words = _own_text(context, parent)
    persons = any(unit_kind(context.numbers[q.number].unit) == "person" for q in parent.quantities)
    return persons and not _qualities().search(words)


def _period(context: Context, entry: Entry, quantity: Quantity) -> str | None:
    """Return the period said nearest before a figure in its sentence or head, None where it is the report's own."""
    number = context.numbers[quantity.number]
    block = context.document.blocks[entry.block]
    spans = entry.path or (Span(block.span.start, number.span.start),)
    nearest: Number | None = None
    for other in context.numbers:
        if other.when and other.role == "period" and any(s.start <= other.span.start < s.end for s in spans):
            if entry.path or _same_sentence(context, other.end, number.span.start):
                nearest = other
    if nearest is None or nearest.when is None or nearest.when == context.period:
        return None
    if _comparison(context, nearest):
        return None
    return nearest.when


def _same_sentence(context: Context, start: int, end: int) -> bool:
    return not re.search(r"[.;](?=\s+\w)", context.folded[start:end])


def _comparison(context: Context, number: Number) -> bool:
    """Whether a period only names a model, a plan or what a figure is compared with."""
    before = context.folded[max(0, number.span.start - 30) : number.span.start]
    return bool(re.search(r"(?:so với|kế hoạch|nghị quyết|thân thiện|đề án|chương trình|phát động)[^,;]*$", before))


def _is_target(context: Context, entry: Entry, wording: Wording, quantity: Quantity, metric: str | None) -> bool:
    """Whether a figure is aimed at, not reached: plan columns and brackets, verbs of aiming, plans, plan sections."""
    before, _, after = wording.own.partition("#")
    if entry.path and (wording.near.startswith(("kế hoạch :", "kế hoạch #")) or (metric is None and _PLAN_HEAD.match(wording.near))):
        return True
    if _in_plan_bracket(context, entry) or (
        _AS_PLANNED.match(after) and before.rstrip(" /").endswith(("kế hoạch", "chỉ tiêu")) and not wording.near.endswith("# %")
    ):
        return True
    aims = [m.end() for m in _TARGET.finditer(before[-110:])]
    done = [m.end() for m in _DONE.finditer(before[-110:])]
    if aims or done:
        return max(aims, default=-1) > max(done, default=-1)
    section = _section_of(context, entry.block)
    if context.kind == "ke_hoach":
        # grounds, state of things and money of a plan are no aims
        said = re.search(r"căn cứ|đặc điểm|tình hình|kinh phí|kết quả", fold(section.title)) if section else None
        past = re.search(r"(?<!\w)(?:hiện có|hiện nay|hiện|đang có|dân số|tiếp nhận)(?!\w)", wording.sentence)
        return not said and not past and unit_kind(wording.near.rpartition("# ")[2]) != "money"
    mixed = section is not None and re.search(r"hạn chế|tồn tại|kết quả|đánh giá", fold(section.title))
    return section is not None and section.kind == "plan" and not mixed


def _in_plan_bracket(context: Context, entry: Entry) -> bool:
    """Whether a figure stands in a bracket after "dự toán năm" or "so với kế hoạch"."""
    if entry.group is None:
        return False
    group = context.ledger.groups[entry.group]
    before = context.folded[max(0, group.span.start - 40) : group.span.start]
    return group.kind == "bracket" and not group.parents and bool(re.search(r"(?:kế hoạch|dự toán|chỉ tiêu)[^,;.(%]*$", before))


def _section_of(context: Context, block: int) -> Section | None:
    """Return the outermost plan section around a block, else its innermost section."""
    inside = [section for section in context.sections if section.block <= block]
    if not inside:
        return None
    by_id = {section.id: section for section in context.sections}
    current: Section | None = inside[-1]
    innermost = current
    while current is not None:
        if current.kind == "plan":
            return current
        current = by_id.get(current.parent) if current.parent else None
    return innermost


__all__ = ["Context", "Measure", "metrics", "read_measures"]
