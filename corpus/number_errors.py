"""Errors in one figure of a report, and figures that stand where others belong."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from corpus.injector import Edit, Report, edited, is_plain, printed_anew, restated
from corpus.slips import SLIPS, digit_slips, printed, slips_to
from corpus.truths import Number, Relation

Maker = Callable[[Report, Number, random.Random], Edit | None]
_SCALE = re.compile(r"\s(triệu|tỷ|tỉ|nghìn)(?= đồng)")
_OTHER_SCALE = {"triệu": ("tỷ", 3), "tỷ": ("triệu", -3), "tỉ": ("triệu", -3), "nghìn": ("triệu", 3)}
_WAY = re.compile(r"(?<!\w)(tăng|giảm|Tăng|Giảm)(?= (?:thêm |được |khoảng )?$)")
_OTHER_WAY = {"tăng": "giảm", "giảm": "tăng", "Tăng": "Giảm", "Giảm": "Tăng"}


def _slip(code: str, source: Report, number: Number, chance: random.Random) -> Edit | None:
    forms = SLIPS[code](number.text) if is_plain(number) else []
    if not forms or (code == "digit_slip" and number.unit == "%"):
        return None
    # the other separator may always be read as the writer meant it
    return printed_anew(source, code, number, {number: chance.choice(forms)}, must=code != "separator_slip")


def _percent_slip(source: Report, number: Number, chance: random.Random) -> Edit | None:
    forms = digit_slips(number.text) if is_plain(number) and number.unit == "%" else []
    return printed_anew(source, "percent_slip", number, {number: chance.choice(forms)}) if forms else None


def _roles(source: Report, number: Number, kind: str, role: str) -> Iterator[Relation]:
    """The relations of a kind in which a number has a role."""
    return (one for one in source.relations if one.kind == kind and role in one.roles(number))


def _copied_neighbour(source: Report, number: Number, chance: random.Random) -> Edit | None:
    """The figure before or behind it in the same unit, of the same line or the next."""
    alike = [n for n in source.measures if n.unit == number.unit and is_plain(n)]
    near = [n for n in alike if abs(n.line - number.line) <= 1 and n.value != number.value and n.of is None]
    nearest = sorted(near, key=lambda n: abs(n.start - number.start))[:2]
    if not nearest or number.of is not None:
        return None
    return printed_anew(source, "copied_neighbour", number, {number: chance.choice(nearest).text})


def _swapped_parts(source: Report, number: Number, chance: random.Random) -> Edit | None:
    """Two parts of one sum change places; only shares or other sums can tell."""
    others = [
        part
        for relation in _roles(source, number, "sum", "part")
        for part in relation.all("part")
        if part.value != number.value
    ]
    if not others:
        return None
    other = chance.choice(others)
    return printed_anew(source, "swapped_parts", number, {number: other.text, other: number.text})


def _other_total(source: Report, number: Number, chance: random.Random) -> Edit | None:
    """The total of another sum in the same unit."""
    if not any(_roles(source, number, "sum", "total")):
        return None
    totals = [total for one in source.relations if one.kind == "sum" and (total := one.one("total"))]
    others = [n for n in totals if n.unit == number.unit and n.value != number.value and n.of is None]
    return printed_anew(source, "other_level_total", number, {number: chance.choice(others).text}) if others else None


def _wrong_base(source: Report, number: Number, chance: random.Random) -> Edit | None:
    """A share reckoned of another figure of the unit of its whole, which stands elsewhere in the report."""
    for relation in _roles(source, number, "percent", "share"):
        part, whole = relation.one("part"), relation.one("whole")
        if part is None or whole is None:
            continue
        bases = [n for n in source.measures if n.unit == whole.unit and n.value > part.value and n.line != number.line]
        shares = {printed(part.value * relation.scale * 100 / base.value, number.text) for base in bases}
        wrong = sorted(text for text in shares if slips_to(number.text, text))
        if wrong:
            return printed_anew(source, "wrong_base", number, {number: chance.choice(wrong)})
    return None


def _rest(source: Report, number: Number, chance: random.Random) -> Edit | None:
    """What is left over does not fit what was done."""
    fits = any(r.roles(number) == ("rest",) for r in source.relations if r.kind in ("ratio", "difference"))
    return _moved(source, "rest_slip", number, chance, (1, 2, 3, -1, -2)) if fits else None


def _moved(source: Report, code: str, number: Number, chance: random.Random, steps: tuple[int, ...]) -> Edit | None:
    """The edit by which a whole number, or the first of a pair, is a few more or fewer."""
    if not is_plain(number) or "," in number.text:
        return None
    first, slash, second = number.text.partition("/")
    value = number.value + chance.choice([step for step in steps if number.value + step > 0])
    text = printed(value, first) + slash + second
    return printed_anew(source, code, number, {number: text}) if slips_to(number.text, text) else None


def _above(source: Report, number: Number, chance: random.Random) -> Edit | None:
    """More than there are."""
    if number.of is None or "," in number.text or not is_plain(number):
        return None
    first, _, second = number.text.partition("/")
    text = f"{printed(number.of + chance.randint(1, 3), first)}/{second}"
    return printed_anew(source, "k_above_n", number, {number: text})


def _count(source: Report, number: Number, chance: random.Random) -> Edit | None:
    """A list is said to be one longer or shorter than it is."""
    known = any(_roles(source, number, "enumeration", "count"))
    return _moved(source, "count_off_by_one", number, chance, (1, -1)) if known else None


def _repeat(source: Report, number: Number, chance: random.Random) -> Edit | None:
    """A figure said before is another one here."""
    known = any(r.all("item")[0].start != number.start for r in _roles(source, number, "repeat", "item"))
    forms = digit_slips(number.text) if known and is_plain(number) else []
    return printed_anew(source, "repeat_changed", number, {number: chance.choice(forms)}) if forms else None


def _scale(source: Report, number: Number, _: random.Random) -> Edit | None:
    """Millions for billions, and the other way round."""
    found = _SCALE.match(source.text, number.end)
    if found is None or not is_plain(number):
        return None
    word, by = _OTHER_SCALE[found[1]]
    changed = restated(number, number.text)
    moved = Number(*number.place, number.start, changed.text, number.role, number.value.scaleb(by), None, number.unit)
    return edited(source, "scale_slip", number, [(found.start(1), found.end(1), word)], {number.start: moved})


def _way(source: Report, number: Number, _: random.Random) -> Edit | None:
    """A rise called a fall, and the other way round."""
    grown = [one for one in source.relations if one.kind == "growth" and {"share", "delta"} & {*one.roles(number)}]
    since = max(0, number.start - 24)
    found = _WAY.search(source.text[since : number.start].rstrip("0123456789") + "")
    if not grown or found is None or all(one.sign == 0 for one in grown):
        return None
    start = since + found.start(1)
    made = edited(source, "direction_slip", number, [(start, start + len(found[1]), _OTHER_WAY[found[1]])], {})
    return Edit(made.code, number, made.changes, made.variant, tuple(grown), must=True)


def _blank(source: Report, number: Number, _: random.Random) -> Edit | None:
    """A figure left out, as in a form that nobody filled in."""
    cell = "\t" in source.line(number)
    change = (number.start, number.end, "" if cell else "....")
    return edited(source, "blanked_number", number, [change], {number.start: None}, must=False)


#: each error of a figure by its code
NUMBER_ERRORS: Mapping[str, Maker] = {
    **{code: partial(_slip, code) for code in SLIPS},
    "percent_slip": _percent_slip,
    "copied_neighbour": _copied_neighbour,
    "swapped_parts": _swapped_parts,
    "other_level_total": _other_total,
    "wrong_base": _wrong_base,
    "rest_slip": _rest,
    "k_above_n": _above,
    "count_off_by_one": _count,
    "repeat_changed": _repeat,
    "scale_slip": _scale,
    "direction_slip": _way,
    "blanked_number": _blank,
}
