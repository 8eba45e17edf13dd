"""Slips of the hand in a printed number: each form of slip gives the numbers that it can make of one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from corpus.marks import plain_values

#: figures that a scanner takes for each other
_ALIKE = {"1": "7", "7": "1", "3": "8", "8": "3", "5": "6", "6": "5", "0": "9", "9": "0"}
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")


def digit_slips(text: str) -> list[str]:
    """Return every printed number that is one changed digit away.

    >>> [new for new in digit_slips("10") if new.endswith("0")]
    ['20', '30', '40', '50', '60', '70', '80', '90']
    """
    places = [at for at, char in enumerate(text) if char.isdigit()]
    changed = (text[:at] + digit + text[at + 1 :] for at in places for digit in "0123456789")
    return [new for new in changed if slips_to(text, new)]


def transpositions(text: str) -> list[str]:
    """Return every printed number with two neighbouring digits swapped; a separator between them stays.

    >>> transpositions("1.502"), transpositions("20"), transpositions("8/12")
    (['5.102', '1.052', '1.520'], [], ['8/21'])
    """
    return [new for new in _swapped(text) if slips_to(text, new)]


def _swapped(text: str) -> Iterator[str]:
    for pair in re.finditer(r"(?=(\d)([.,]?)(\d))", text):
        first, between, second = pair.groups()
        end = pair.start() + len(between) + 2
        yield text[: pair.start()] + second + between + first + text[end:]


def misread(text: str) -> list[str]:
    """Return every printed number with one digit taken for the one that a scanner confuses with it.

    >>> misread("1.52")
    []
    >>> misread("152")
    ['752', '162']
    """
    places = [at for at, char in enumerate(text) if char in _ALIKE]
    changed = (text[:at] + _ALIKE[text[at]] + text[at + 1 :] for at in places)
    return [new for new in changed if slips_to(text, new)]


def dropped_digits(text: str) -> list[str]:
    """Return every printed number with one digit less, grouped anew where it was grouped.

    >>> dropped_digits("1.502"), dropped_digits("12,5")
    (['502', '102', '152', '150'], ['2,5', '1,5', '12'])
    """
    return _sidewise(text, _one_less)


def inserted_digits(text: str) -> list[str]:
    """Return printed numbers in which one digit stands twice or a 0 came in.

    >>> inserted_digits("52")
    ['552', '502', '522', '520']
    """
    return _sidewise(text, _one_more)


def ten_times(text: str) -> list[str]:
    """Return a printed number made ten times as great: by a 0 behind, or the comma one digit on.

    >>> ten_times("08"), ten_times("1.250"), ten_times("12,5"), ten_times("0,75")
    (['80'], ['12.500'], ['125'], ['7,5'])
    """
    return _sidewise(text, lambda side: [_scaled(side, 1)])


def tenths(text: str) -> list[str]:
    """Return a printed number made a tenth: a 0 lost behind, or the comma one digit back.

    >>> tenths("80"), tenths("1.250"), tenths("12,5"), tenths("52")
    (['8'], ['125'], ['1,25'], [])
    """
    return _sidewise(text, lambda side: [_scaled(side, -1)])


def dropped_groups(text: str) -> list[str]:
    """Return a printed number without one of its groups of three.

    >>> dropped_groups("12.345"), dropped_groups("1.234.567"), dropped_groups("52")
    (['12', '345'], ['1.234', '234.567', '1.567'], [])
    """
    if not _GROUPED.fullmatch(text):
        return []
    groups = text.split(".")
    left = [groups[:-1], groups[1:], *([[groups[0], *groups[2:]]] if len(groups) > 2 else [])]
    return [new for new in (".".join(one) for one in left) if slips_to(text, new)]


def other_separators(text: str) -> list[str]:
    """Return a printed number with the dot that groups as a comma, or the comma as a dot; its digits stay.

    >>> other_separators("1.234"), other_separators("12,5"), other_separators("52")
    (['1,234'], ['12.5'], [])
    """
    new = text.translate(str.maketrans(".,", ",."))
    return [new] if new != text and "/" not in text else []


def lost_commas(text: str) -> list[str]:
    """Return a printed number without its comma.

    >>> lost_commas("12,75"), lost_commas("0,5")
    (['1275'], [])
    """
    return [new for new in [text.replace(",", "")] if "/" not in text and new != text and slips_to(text, new)]


def off_by_little(text: str) -> list[str]:
    """Return whole numbers that are one to four off, of numbers that are so large that this is little.

    >>> off_by_little("1.502"), off_by_little("52")
    (['1.498', '1.499', '1.500', '1.501', '1.503', '1.504', '1.505', '1.506'], [])
    """
    value, of = plain_values(text)
    if value is None or of is not None or "," in text or value < 100:
        return []
    return [printed(value + by, text) for by in (-4, -3, -2, -1, 1, 2, 3, 4)]


#: every form of slip by the code of the error that it makes
SLIPS: Mapping[str, Callable[[str], list[str]]] = {
    "digit_slip": digit_slips,
    "transposition": transpositions,
    "ocr_pair": misread,
    "dropped_digit": dropped_digits,
    "inserted_digit": inserted_digits,
    "times_ten": ten_times,
    "tenth": tenths,
    "dropped_group": dropped_groups,
    "separator_slip": other_separators,
    "lost_comma": lost_commas,
    "off_by_little": off_by_little,
}


def printed(value: Decimal, like: str) -> str:
    """Return a value printed as another number is: its groups, its decimals, its leading zero.

    >>> printed(Decimal("12500"), "1.250"), printed(Decimal("7"), "08"), printed(Decimal("81.578"), "80,1")
    ('12.500', '07', '81,6')
    """
    decimals = len(like.partition(",")[2])
    grouped = "." in like or (value >= 1000 and len(like) <= 3)
    whole, _, rest = f"{value:,.{decimals}f}".partition(".")
    whole = whole.replace(",", "." if grouped else "")
    width = len(like.partition(",")[0]) if like[:1] == "0" and like[:2] != "0," else 0
    return whole.zfill(width) + (f",{rest}" if rest else "")


def slips_to(text: str, new: str) -> bool:
    """Tell whether a number printed like the old one has another value and no leading zero that the old one had not.

    >>> slips_to("08", "80"), slips_to("80", "08"), slips_to("8,0", "8,0")
    (True, False, False)
    """
    if text.count("/") != new.count("/"):
        return False
    sides = zip(text.split("/"), new.split("/"), strict=True)
    led = any(_zero_led(after) and not _zero_led(before) for before, after in sides)
    return not led and plain_values(new)[0] is not None and plain_values(new) != plain_values(text)


def _zero_led(side: str) -> bool:
    return side[:1] == "0" and side[:2] != "0," and len(side) > 1


def _sidewise(text: str, forms: Callable[[str], list[str]]) -> list[str]:
    """Every form of each side of a pair, of the number itself where it is none, each once."""
    sides = text.split("/")
    made = ("/".join([*sides[:at], new, *sides[at + 1 :]]) for at, side in enumerate(sides) for new in forms(side))
    return [new for new in dict.fromkeys(made) if slips_to(text, new)]


def _one_less(side: str) -> list[str]:
    whole, comma, rest = side.replace(".", "").partition(",")
    digits = [whole[:at] + whole[at + 1 :] + comma + rest for at in range(len(whole))] if len(whole) > 1 else []
    shorter = [rest[:at] + rest[at + 1 :] for at in range(len(rest))]
    return [_regrouped(new, side) for new in (*digits, *(f"{whole},{one}" if one else whole for one in shorter))]


def _one_more(side: str) -> list[str]:
    digits = side.replace(".", "")
    places = [at for at, char in enumerate(digits) if char.isdigit()]
    made = (digits[: at + 1] + new + digits[at + 1 :] for at in places for new in dict.fromkeys((digits[at], "0")))
    return [_regrouped(new, side) for new in made]


def _scaled(side: str, by: int) -> str:
    whole, comma, rest = side.replace(".", "").partition(",")
    if by > 0:
        moved = f"{whole}{rest[0]},{rest[1:]}" if comma else f"{whole.lstrip('0')}0"
    elif comma:
        moved = f"{whole[:-1] or '0'},{whole[-1:]}{rest}"
    else:
        moved = whole.removesuffix("0")
    moved = moved.rstrip(",")
    ahead, behind, after = moved.partition(",")
    return _regrouped((ahead.lstrip("0") or "0") + behind + after, side)


def _regrouped(digits: str, like: str) -> str:
    """The digits in groups of three where the old number has groups, or had too few digits to show them."""
    whole, comma, rest = digits.partition(",")
    if ("." in like or len(like.partition(",")[0]) == 3) and len(whole) > 3 and whole.isdigit():
        whole = f"{int(whole):,}".replace(",", ".") if whole[0] != "0" else whole
    return whole + comma + rest
