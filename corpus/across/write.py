"""A commune's or the district's report of a period as text, in the style of its author."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from corpus.across.page import Page, Written
from corpus.across.periods import Period
from corpus.across.plan import Money, Plan
from corpus.across.style import Style, printed, style
from corpus.across.told import PRIOR, RUNNING, Told, computed
from corpus.across.world import COMPUTED, DISTRICT, Field, Figure, World

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
#: before the name of a commune: what the district says of it
ABOVE = "huyện>"
Slot = Callable[[str], tuple[str, str]]


def path_of(world: World, period: Period, unit: str) -> str:
    """Return the path of a report in its folder."""
    name = f"xa {unit}" if unit else f"huyen {world.district}"
    return f"{period.code}/BC {name}.txt"


def written(world: World, periods: Sequence[Period], unit: str, number: int, told: Told, plan: Plan) -> Written:
    """Return the report of a unit for period `number` with the figures told, as the plan has it."""
    page, hand = Page(), style(world, unit)
    period = periods[plan.period.get((unit, number), number)]
    words = {"ky": named(world, period), "noi": _place(world, unit), "nam_truoc": str(period.year - 1)}
    own = slots(world, hand, values(world, told, unit, number), plan.money.get((unit, number)))
    _head(page, world, unit, periods[number], hand, words)
    kept = [field for field in _in_order(world, hand) if (unit, number, field.key) not in plan.left_out]
    for at, field in enumerate(kept):
        page.add(f"{_numbered(hand, at)} {_chosen(hand, field.key, field.titles)}")
        _field(page, world, field, unit, hand, own, words)
        for sentence in _further(field, periods, number, hand):
            page.fill(sentence, unit, own, words)
        page.add()
    if not unit:
        _table_of_communes(page, world, number, told, plan)
    for whose, which, sentence in plan.notes:
        if (whose, which) == (unit, number):
            page.fill(sentence, unit, own, words)
    _foot(page, world, unit, hand, words)
    path = path_of(world, periods[number], unit)
    text = "\n".join(page.lines) + "\n"
    for where, old, new in plan.words:
        text = text.replace(old, new) if where == path else text
    return Written(path, unit, number, text, tuple(page.marks))


def values(world: World, told: Told, unit: str, number: int) -> dict[str, Decimal]:
    """Return all figures of a unit in a period by key, computed ones last."""
    figures = world.figures
    keys = [before + key for before in ("", RUNNING, PRIOR) for key in figures]
    made = {key: Decimal(told[unit, number, key]) for key in keys if (unit, number, key) in told}
    for figure in figures.values():
        if figure.kind in COMPUTED and figure.key not in made and all(key in made for key in figure.of):
            made[figure.key] = computed(figure, made)
    return made


def slots(world: World, hand: Style, value: Mapping[str, Decimal], money: Money | None = None) -> Slot:
    """Return what prints a figure by key: the number and, for money, the unit after it."""
    figures = world.figures
    how = money or ("tỷ" if hand.billions else "triệu")

    def slot(key: str) -> tuple[str, str]:
        figure = figures[key.removeprefix(RUNNING).removeprefix(PRIOR)]
        if figure.money:
            return _money(value[key], how)
        return printed(value[key], padded=hand.padded and figure.kind != "rate"), ""

    return slot


def _money(value: Decimal, how: Money) -> tuple[str, str]:
    if how in ("triệu", "nhầm"):
        return printed(value), " triệu đồng" if how == "triệu" else " tỷ đồng"
    return printed(round(value / 1000, 1 if how == "tỷ tròn" else 3)), " tỷ đồng"


def own_fields(world: World, hand: Style) -> tuple[Field, Field]:
    """Return the two fields of which the district shows every commune in a table."""
    first = world.fields[0]
    others = [field for field in world.fields[1:] if sum(one.kind in ("flow", "stock") for one in field.figures) > 1]
    return first, others[hand.phrasing["talk"] % len(others)]


def _in_order(world: World, hand: Style) -> list[Field]:
    fields = {field.key: field for field in world.fields}
    return [fields[key] for key in hand.order]


def named(world: World, period: Period) -> str:
    """Return how a world's reports name a period; only quarters have a way of their own.

    Year after the word (`quý I năm 2024`) or after a stroke (`quý I/2024`).
    """
    return period.words.replace(" năm ", world.before_year) if period.length == 1 else period.words


def _place(world: World, unit: str) -> str:
    return f"xã {unit}" if unit else f"huyện {world.district}"


def _chosen(hand: Style, key: str, options: Sequence[str]) -> str:
    return options[hand.phrasing[key] % len(options)]


def _numbered(hand: Style, at: int) -> str:
    return (f"{at + 1}.", f"{_ROMAN[at]}.", f"{_ROMAN[at]}.")[hand.heading]


def _head(page: Page, world: World, unit: str, period: Period, hand: Style, words: Mapping[str, str]) -> None:
    day, month, year = period.day
    above = f"HUYỆN {world.district.upper()}" if unit else f"TỈNH {world.province.upper()}"
    page.add("ỦY BAN NHÂN DÂN" if hand.wide else above)
    page.add(f"XÃ {unit.upper()}" if unit else f"HUYỆN {world.district.upper()}")
    page.add("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    page.add("Độc lập - Tự do - Hạnh phúc")
    page.add()
    page.add(f"Số: {hand.phrasing['title'] * 7 + month * 11 + 5}/BC-UBND")
    page.add(f"{unit or world.district}, ngày {day:02d} tháng {month:02d} năm {year}")
    page.add()
    page.add("BÁO CÁO")
    page.fill(_chosen(hand, "title", world.titles), unit, _nothing, words)
    page.add()
    if unit:
        page.add(world.says("to", "Kính gửi: Ủy ban nhân dân huyện {district}").format(district=world.district))
        page.add()
    page.fill(_chosen(hand, "opening", world.openings), unit, _nothing, words)
    page.add()


def _nothing(key: str) -> tuple[str, str]:
    raise KeyError(key)


def _foot(page: Page, world: World, unit: str, hand: Style, words: Mapping[str, str]) -> None:
    page.add(_chosen(hand, "talk", world.talk))
    page.fill(_chosen(hand, "ending", world.endings), unit, _nothing, words)
    page.add()
    page.add("Nơi nhận:")
    page.add(f"- UBND huyện {world.district};" if unit else f"- UBND tỉnh {world.province};")
    page.add("- Lưu: VT.")
    for line in world.says("signed", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH").split("\n"):
        page.add(line)


def _field(
    page: Page, world: World, field: Field, unit: str, hand: Style, slot: Slot, words: Mapping[str, str]
) -> None:
    shown = [one for one in field.figures if one.kind != ("level" if not unit else "reached")]
    layout = hand.layout[field.key]
    if layout == "prose" or len(shown) == 1:
        page.fill(_chosen(hand, field.key, field.prose if unit or not field.upper else field.upper), unit, slot, words)
    elif layout == "bullets":
        pattern = _chosen(hand, "opening", world.bullets)
        for figure in shown:
            item = pattern.format(label=_label(hand, figure), value=_valued(figure))
            page.fill(f"{item}{'.' if figure is shown[-1] else ';'}", unit, slot, words)
    elif layout == "run":
        items = "; ".join(f"{_lower(_label(hand, one))} {_valued(one)}" for one in shown)
        page.fill(f"{world.says('run', 'Cụ thể')}: {items}.", unit, slot, words)
    elif layout == "columns":
        _columns(page, shown, unit, hand, slot)
    else:
        page.add(world.says("table", "TT\tChỉ tiêu\tĐơn vị tính\tKết quả"))
        for at, figure in enumerate(shown, 1):
            number, after = slot(figure.key)
            measured = after.strip() or figure.unit
            cell = {figure.key: (number, "")}
            page.fill(f"{at}\t{_label(hand, figure)}\t{measured}\t{{{figure.key}}}", unit, cell.__getitem__, words)


def _columns(page: Page, shown: Sequence[Figure], unit: str, hand: Style, slot: Slot) -> None:
    """Write a head of names with units and one row of numbers below."""
    filled = {one.key: slot(one.key) for one in shown}
    page.add("\t".join(f"{_label(hand, one)} ({filled[one.key][1].strip() or one.unit})" for one in shown))
    cells = {key: (number, "") for key, (number, _) in filled.items()}
    page.fill("\t".join(f"{{{one.key}}}" for one in shown), unit, cells.__getitem__, {})


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _valued(figure: Figure) -> str:
    return f"{{{figure.key}}}{_after(figure)}"


def _label(hand: Style, figure: Figure) -> str:
    return figure.labels[(hand.phrasing["title"] + len(figure.key)) % len(figure.labels)]


def _after(figure: Figure) -> str:
    return "" if figure.money else "%" if figure.unit == "%" else f" {figure.unit}"


def _further(field: Field, periods: Sequence[Period], number: int, hand: Style) -> list[str]:
    period, made = periods[number], []
    if field.running and period.length == 1 and period.first:
        made.append(_chosen(hand, field.key, field.running))
    if field.prior and period.length > 1:
        made.append(_chosen(hand, field.key, field.prior))
    return made


def _table_of_communes(page: Page, world: World, number: int, told: Told, plan: Plan) -> None:
    hand = style(world, DISTRICT)
    listed = [commune for commune in world.communes if (commune, number) not in plan.unlisted]
    for field in own_fields(world, hand):
        figures = [one for one in field.figures if one.kind in ("open", "flow", "out", "part", "close", "stock")]
        title = world.says("communes", "Biểu chi tiết: {title} theo từng xã")
        page.add(title.format(title=_chosen(hand, field.key, field.titles)))
        head = world.says("communes_head", "TT\tXã")
        page.add("\t".join((head, *(f"{_label(hand, one)} ({one.unit})" for one in figures))))
        row = "\t".join(f"{{{one.key}}}" for one in figures)
        for at, commune in enumerate(listed, 1):
            seen = {**values(world, told, commune, number), **values(world, told, ABOVE + commune, number)}
            page.fill(f"{at}\t{commune}\t{row}", commune, slots(world, hand, seen), {})
        page.fill(
            f"\t{world.says('communes_sum', 'Cộng')}\t{row}",
            DISTRICT,
            slots(world, hand, values(world, told, DISTRICT, number)),
            {},
        )
        page.add()
