"""A commune's or the district's report of a period as text, in the style of its author."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.across.figures import Sheet, slots, values
from corpus.across.page import Page, Written
from corpus.across.periods import Period
from corpus.across.plan import Plan
from corpus.across.style import Style, chosen, label, style
from corpus.across.tables import beside, columns, table, table_of_communes, wide
from corpus.across.told import Told
from corpus.across.world import Field, Figure, World

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
#: in the names of files, which have no marks but those of places
_FILED = {"xã": "xa", "thị trấn": "thi tran"}


def path_of(world: World, period: Period, unit: str) -> str:
    """Return the path of a report in its folder."""
    name = f"{_FILED[world.kind(unit)]} {unit}" if unit else f"huyen {world.district}"
    return f"{period.code}/{world.says('file', 'BC {place}').format(place=name)}.txt"


def written(world: World, periods: Sequence[Period], unit: str, number: int, told: Told, plan: Plan) -> Written:
    """Return the report of a unit for period `number` with the figures told, as the plan has it."""
    page, hand = Page(), style(world, unit)
    period = periods[plan.period.get((unit, number), number)]
    words = {"ky": named(world, period), "noi": _place(world, unit), "nam_truoc": str(period.year - 1)}
    own = slots(world, hand, values(world, told, unit, number), plan.money.get((unit, number)))
    sheet = Sheet(page, world, unit, periods[number], hand, own, words)
    _head(page, world, unit, periods[number], hand, words)
    kept = [field for field in _in_order(world, hand) if (unit, number, field.key) not in plan.left_out]
    for at, field in enumerate(kept):
        page.add(f"{_numbered(world, hand, at)} {chosen(hand, field.key, field.titles)}")
        _field(sheet, field)
        page.add()
    if not unit:
        table_of_communes(page, world, number, told, plan)
    for whose, which, sentence in plan.notes:
        if (whose, which) == (unit, number):
            page.fill(sentence, unit, own, words)
    _foot(page, world, unit, hand, words)
    path = path_of(world, periods[number], unit)
    text = "\n".join(page.lines) + "\n"
    for where, old, new in plan.words:
        text = text.replace(old, new) if where == path else text
    return Written(path, unit, number, text, tuple(page.marks))


def _in_order(world: World, hand: Style) -> list[Field]:
    fields = {field.key: field for field in world.fields}
    return [fields[key] for key in hand.order]


def named(world: World, period: Period) -> str:
    """Return how a world's reports name a period.

    A quarter has its year after the word (`quý I năm 2024`) or after a stroke (`quý I/2024`); a world may have names
    of its own by the number of quarters.
    """
    if own := world.named.get(str(period.length)):
        return own.format(n=period.first + 1, year=period.year)
    return period.words.replace(" năm ", world.before_year) if period.length == 1 else period.words


def _place(world: World, unit: str) -> str:
    return f"{world.kind(unit)} {unit}" if unit else f"huyện {world.district}"


def _numbered(world: World, hand: Style, at: int) -> str:
    return world.headings[hand.heading].format(n=at + 1, roman=_ROMAN[at])


def _head(page: Page, world: World, unit: str, period: Period, hand: Style, words: Mapping[str, str]) -> None:
    day, month, year = period.day
    above = f"HUYỆN {world.district.upper()}" if unit else f"TỈNH {world.province.upper()}"
    page.add("ỦY BAN NHÂN DÂN" if hand.wide else above)
    page.add(_place(world, unit).upper())
    page.add("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    page.add("Độc lập - Tự do - Hạnh phúc")
    page.add()
    page.add(f"Số: {hand.phrasing['title'] * 7 + month * 11 + 5}/BC-UBND")
    page.add(f"{unit or world.district}, ngày {day:02d} tháng {month:02d} năm {year}")
    page.add()
    page.add("BÁO CÁO")
    page.fill(chosen(hand, "title", world.titles), unit, _nothing, words)
    page.add()
    if unit:
        page.add(world.says("to", "Kính gửi: Ủy ban nhân dân huyện {district}").format(district=world.district))
        page.add()
    page.fill(chosen(hand, "opening", world.openings), unit, _nothing, words)
    page.add()


def _nothing(key: str) -> tuple[str, str]:
    raise KeyError(key)


def _foot(page: Page, world: World, unit: str, hand: Style, words: Mapping[str, str]) -> None:
    page.add(chosen(hand, "talk", world.talk))
    page.fill(chosen(hand, "ending", world.endings), unit, _nothing, words)
    page.add()
    page.add("Nơi nhận:")
    page.add(f"- UBND huyện {world.district};" if unit else f"- UBND tỉnh {world.province};")
    page.add("- Lưu: VT.")
    for line in world.says("signed", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH").split("\n"):
        page.add(line)


def _field(sheet: Sheet, field: Field) -> None:
    unit, hand = sheet.unit, sheet.hand
    shown = [one for one in field.figures if one.kind != ("level" if not unit else "reached")]
    layout = "prose" if len(shown) == 1 else hand.layout[field.key]
    if layout == "wide" and beside(field, sheet.period):
        wide(sheet, field, shown)
        return
    if layout == "prose":
        sheet.fill(chosen(hand, field.key, field.prose if unit or not field.upper else field.upper))
    elif layout == "bullets":
        _list(sheet, shown)
    elif layout == "run":
        items = "; ".join(f"{_lower(label(hand, one))} {_valued(one)}" for one in shown)
        sheet.fill(f"{sheet.world.says('run', 'Cụ thể')}: {items}.")
    elif layout == "columns":
        columns(sheet, shown)
    else:
        table(sheet, shown)
    for sentence in _further(field, sheet.period, hand):
        sheet.fill(sentence)


def _list(sheet: Sheet, shown: Sequence[Figure]) -> None:
    pattern = chosen(sheet.hand, "opening", sheet.world.bullets)
    for figure in shown:
        item = pattern.format(label=label(sheet.hand, figure), value=_valued(figure))
        sheet.fill(f"{item}{'.' if figure is shown[-1] else ';'}")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _valued(figure: Figure) -> str:
    return f"{{{figure.key}}}{_after(figure)}"


def _after(figure: Figure) -> str:
    return "" if figure.money else "%" if figure.unit == "%" else f" {figure.unit}"


def _further(field: Field, period: Period, hand: Style) -> list[str]:
    made = []
    if field.running and period.length == 1 and period.first:
        made.append(chosen(hand, field.key, field.running))
    if field.prior and period.length > 1:
        made.append(chosen(hand, field.key, field.prior))
    return made
