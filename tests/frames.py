"""Sentences made of frames: one that is right, and the same with one figure grossly wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random
from typing import Any

FRAMES: Mapping[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
#: by how much a figure is wrong
_FACTORS = tuple(map(Decimal, ("0.45", "0.6", "1.5", "1.8", "2.4")))
Values = dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Pair:
    """A right sentence, its twin with one wrong figure, and the frame of both."""

    right: str
    wrong: str
    frame: str


def printed(value: Decimal) -> str:
    """Return a figure as reports print it: "1.234,5"."""
    return f"{value:,}".replace(",", "_").replace(".", ",").replace("_", ".")


def _share(part: Decimal, whole: Decimal, places: int = 1) -> Decimal:
    return (part * 100 / whole).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _shares(random: Random) -> Values:
    whole = Decimal(random.randint(120, 9000))
    part = Decimal(random.randint(int(whole * 15 / 100), int(whole * 93 / 100)))
    return {"W": whole, "P": part, "x": _share(part, whole, random.choice((1, 1, 2)))}


def _changes(random: Random) -> Values:
    old = Decimal(random.randint(120, 9000))
    by = Decimal(random.randint(int(old * 4 / 100) + 1, int(old * 40 / 100)))
    return {"O": old, "D": by, "x": _share(by, old), "N": old + by * random.choice((1, -1))}


def _accounts(random: Random) -> Values:
    there, came = Decimal(random.randint(11, 300)), Decimal(random.randint(200, 4000))
    every = there + came
    closed = Decimal(random.randint(int(every * 6 / 10), int(every) - 5))
    return {"a": there, "b": came, "s": every, "c": closed, "o": every - closed}


def _means(random: Random) -> Values:
    count, mean = Decimal(random.randint(6, 90)), Decimal(random.randint(12, 120))
    return {"c": count, "m": mean, "t": count * mean}


def _yields(random: Random) -> Values:
    area, rate = Decimal(random.randint(20, 900)), Decimal(random.randint(18, 70))
    return {"A": area, "Y": rate, "S": _plain(area * rate / 10)}


def _prices(random: Random) -> Values:
    count, each = Decimal(random.randint(12, 900)), Decimal(random.choice((150, 200, 300, 500, 1000, 1200)))
    return {"q": count, "e": each, "T": _plain(count * each / 1000)}


def _orders(random: Random) -> Values:
    whole = Decimal(random.randint(60, 3000))
    return {"W": whole, "P": Decimal(random.randint(int(whole * 2 / 10), int(whole * 9 / 10)))}


def _plain(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


VALUES: Mapping[str, Callable[[Random], Values]] = {
    "share": _shares, "growth": _changes, "balance": _accounts, "mean": _means, "yield": _yields, "price": _prices,
    "order": _orders,
}  # fmt: skip


def pair_of(kind: str, random: Random) -> Pair:
    """Return a right sentence of a kind and its wrong twin: a list, or one of the frames."""
    return _list_pair(random) if kind == "list" else _frame_pair(kind, random)


def _frame_pair(kind: str, random: Random) -> Pair:
    frame, values = random.choice(FRAMES["frames"][kind]), VALUES[kind](random)
    words = _words(random, values)
    name = "P" if kind == "order" else random.choice([name for name in values if f"{{{name}}}" in frame])
    wrong = {**values, name: _wrong(kind, name, values, random)}
    return Pair(*(frame.format(**words, **{k: printed(v) for k, v in each.items()}) for each in (values, wrong)), frame)


def _wrong(kind: str, name: str, values: Values, random: Random) -> Decimal:
    if kind == "order":
        return values["W"] + random.randint(5, 400)
    right = values[name]
    other = [(right * factor).quantize(right) for factor in _FACTORS]
    return random.choice([value for value in other if value != right and (name != "x" or value <= 100)])


def _words(random: Random, values: Values) -> dict[str, str]:
    subject = random.choice(FRAMES["subject"])
    case, settle = random.choice(
        (("hồ sơ", "giải quyết"), ("đơn", "giải quyết"), ("việc", "thi hành"), ("vụ", "hòa giải"))
    )
    group, member = random.choice(
        (("lớp", "học viên"), ("cuộc", "lượt người"), ("hội nghị", "lượt người"), ("tổ", "thành viên"))
    )
    rises = values.get("N", Decimal(0)) > values.get("O", Decimal(0))
    return {
        "unit": subject["unit"], "did": random.choice(subject["did"]), "some": subject["some"], "case": case,
        "settle": settle, "group": group, "member": member, "crop": random.choice(("lúa", "ngô", "lạc", "khoai lang")),
        "moved": "tăng" if rises else "giảm", "to": "lên" if rises else "còn",
    }  # fmt: skip


def _list_pair(random: Random) -> Pair:
    told, subject = FRAMES["list"], random.choice(FRAMES["subject"])
    kinds = random.sample(subject["kinds"], random.randint(2, 5))
    values = [Decimal(random.randint(11, 980)) for _ in kinds]
    whole, at = sum(values, Decimal(0)), random.randrange(len(values))
    far = [v for v in range(11, 2000) if abs(v - values[at]) * 100 > whole * 15]
    twin = [*values[:at], Decimal(random.choice(far)), *values[at + 1 :]]
    opens, item, beside = random.choice(told["opens"]), random.choice(told["items"]), random.choice(told["beside"])
    if "(" in opens:  # no bracket stands in another or behind one
        item, beside = (
            item.split(" (")[0] if "{A}" in item.split(" (")[0] else "{kind} {A} {unit}",
            beside.split(" (")[0],
        )
    if subject["unit"] == "triệu đồng" and "kinh phí" in beside:
        beside = ""
    marks, end = random.choice(told["marks"]), random.choice(told["ends"])
    head = f"{random.choice(subject['did'])} {{W}} {{unit}}{beside}{opens}"

    def sentence(shown: list[Decimal]) -> str:
        rows = [
            item.format(kind=k, A=printed(v), unit=subject["unit"], x=printed(_share(own, whole)))
            for k, v, own in zip(kinds, shown, values, strict=True)
        ]
        body = marks[0].join(rows[:-1]) + marks[1] + rows[-1] + (")" if "(" in opens else "")
        return head.format(W=printed(whole), unit=subject["unit"], count=f"{len(kinds):02d}") + body + end

    return Pair(sentence(values), sentence(twin), f"{beside}|{opens}|{item}|{marks}|{end}")
