"""Tables of reports: of one field, and the district's of its communes."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.across.figures import ABOVE, Sheet, slots, values
from corpus.across.page import Page
from corpus.across.periods import Period
from corpus.across.plan import Plan
from corpus.across.style import Style, chosen, label, style
from corpus.across.told import PRIOR, RUNNING, Told
from corpus.across.world import DISTRICT, Field, Figure, World


def table(sheet: Sheet, shown: Sequence[Figure]) -> None:
    """Write a head and one row for each figure."""
    sheet.page.add(sheet.world.says("table", "TT\tChỉ tiêu\tĐơn vị tính\tKết quả"))
    pattern = sheet.world.says("table_row", "{at}\t{label}\t{unit}\t{value}")
    for at, figure in enumerate(shown, 1):
        named, measured = label(sheet.hand, figure), _measured(sheet, figure)
        _row(sheet, pattern.format(at=at, label=named, unit=measured, value=f"{{{figure.key}}}"))


def columns(sheet: Sheet, shown: Sequence[Figure]) -> None:
    """Write a head of names with units and one row of numbers below."""
    sheet.page.add("\t".join(f"{label(sheet.hand, one)} ({_measured(sheet, one)})" for one in shown))
    _row(sheet, "\t".join(f"{{{one.key}}}" for one in shown))


def beside(field: Field, period: Period) -> str:
    """Return which other figures a wide table of the field may show: since January, of last year, or none."""
    if period.length == 1:
        return RUNNING if field.running and period.first else ""
    return PRIOR if field.prior else ""


def wide(sheet: Sheet, field: Field, shown: Sequence[Figure]) -> None:
    """Write a table with a second column of figures: those which the field tells in a sentence elsewhere."""
    other = beside(field, sheet.period)
    since = other == RUNNING
    usual = "Lũy kế từ đầu năm" if since else "Cùng kỳ năm {year}"
    second = sheet.world.says("since" if since else "then", usual).format(year=sheet.words["nam_truoc"])
    head = sheet.world.says("wide", "TT\tChỉ tiêu\tĐơn vị tính\tTrong kỳ\t{beside}\tGhi chú")
    sheet.page.add(head.format(beside=second))
    told = " ".join(field.running if since else field.prior)
    for at, figure in enumerate(shown, 1):
        more = f"{{{other}{figure.key}}}"
        named, cell = label(sheet.hand, figure), more if more in told else ""
        _row(sheet, f"{at}\t{named}\t{_measured(sheet, figure)}\t{{{figure.key}}}\t{cell}\t")


def _measured(sheet: Sheet, figure: Figure) -> str:
    return sheet.slot(figure.key)[1].strip() or figure.unit


def _row(sheet: Sheet, row: str) -> None:
    """Write cells, which have no units."""
    sheet.page.fill(row, sheet.unit, lambda key: (sheet.slot(key)[0], ""), {})


def own_fields(world: World, hand: Style) -> tuple[Field, Field]:
    """Return the two fields of which the district shows every commune in a table."""
    first = world.fields[0]
    others = [field for field in world.fields[1:] if sum(one.kind in ("flow", "stock") for one in field.figures) > 1]
    return first, others[hand.phrasing["talk"] % len(others)]


def table_of_communes(page: Page, world: World, number: int, told: Told, plan: Plan) -> None:
    """Write the district's tables of its communes, with the sum in the last row or the first one."""
    hand = style(world, DISTRICT)
    for field in own_fields(world, hand):
        figures = [one for one in field.figures if one.kind in ("open", "flow", "out", "part", "close", "stock")]
        title = world.says("communes", "Biểu chi tiết: {title} theo từng xã")
        page.add(title.format(title=chosen(hand, field.key, field.titles)))
        head = world.says("communes_head", "TT\tXã")
        page.add("\t".join((head, *(f"{label(hand, one)} ({one.unit})" for one in figures))))
        _rows(page, world, number, told, plan, "\t".join(f"{{{one.key}}}" for one in figures))
        page.add()


def _rows(page: Page, world: World, number: int, told: Told, plan: Plan, row: str) -> None:
    hand = style(world, DISTRICT)
    listed = [commune for commune in world.communes if (commune, number) not in plan.unlisted]
    whole = slots(world, hand, values(world, told, DISTRICT, number))
    total = f"\t{world.says('communes_sum', 'Cộng')}\t{row}"
    if world.sum_first:
        page.fill(total, DISTRICT, whole, {})
    for at, commune in enumerate(listed, 1):
        seen = {**values(world, told, commune, number), **values(world, told, ABOVE + commune, number)}
        page.fill(f"{at}\t{commune}\t{row}", commune, slots(world, hand, seen), {})
    if not world.sum_first:
        page.fill(total, DISTRICT, whole, {})
