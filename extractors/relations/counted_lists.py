"""Announced counts against lists that tell something of each item: a figure, a bracket, the number of a paper.

"Ba dịch bệnh xuất hiện: sốt xuất huyết 14 ca, thủy đậu 6 ca", "09 tổ: tổ cứu hộ (15 người), tổ y tế (6 người)",
"06 nghị quyết, mang số 21/NQ-HĐND, 22/NQ-HĐND".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from extractors.document import Span
from extractors.lexicon import unit_at
from extractors.lexicon.amounts import alike
from extractors.relations.closed_sum_words import closing
from extractors.relations.listed_bodies import listed_bodies, ordinals
from extractors.relations.relation import Operand, Reading, Relation
from extractors.relations.world import World
from extractors.vietnamese import LOWER

_WORDS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
#: a count at the beginning of a clause, what it counts, and the mark that opens the list
_ANNOUNCED = re.compile(
    rf"(?:(?<![\w.,/-])(?P<digits>\d{{1,2}})|(?:^|[.;:,] |(?:có|là|lập|hiện|mở|chức|hành|dựng|thành|tại|ở|với"
    r"|đạo|khai|chọn|nhận|thưởng|dương|định|tặng|cho) )"
    rf"(?P<word>{'|'.join(_WORDS)})) "
    r"(?P<noun>[^\W\d_]+(?: (?:[^\W\d_]+|\d{4}(?: ?[-–] ?\d{4})?|(?<=độ )\d|(?<=loại )\d|(?<=hạng )\d)){0,12}) ?"
    r"(?:(?P<cue>:|,? (?:gồm có|bao gồm|gồm|đó là|cụ thể là|lần lượt là) ?:?|là"
    r"|, (?:mang số|đánh số|có số|gồm các số)) "
    r"|(?P<bracket>\())"
)
#: what is counted so has no list of its own behind it, or only some of it
_NO_COUNT = re.compile(
    r"(?:tháng|năm|quý|ngày|giờ|tuần|lần|bên|mẹ|học|qua|trước|nay|sau|phần (?:trăm|mười|tư|ba|hai)|mươi|trăm)(?!\w)"
)
#: what names of bodies may be counted as
_MAY_BE_BODIES = re.compile(
    r"(?:tập thể|đơn vị|cơ quan|tổ chức|trường|chi bộ|địa phương|ban|ngành|phòng|sở|cơ sở|điểm|đầu mối|doanh nghiệp"
    r"|hợp tác xã|bên|đoàn thể)(?!\w)"
)
#: what is told behind the last of them, in small letters and with a figure
_TOLD_BESIDES = re.compile(rf",\s(?=[{LOWER}][^,;]*\d)")
_SOME = re.compile(r"(?<!\w)(?:trong đó|như|điển hình|tiêu biểu|nhất là|chủ yếu|ví dụ)(?!\w)")
_END = re.compile(r"[.](?=\s|$)|$")
_OPEN = re.compile(r"(?<!\w)(?:khác|còn lại|v\.? ?v|vân vân)(?!\w)|…|\.{3}")
_AND = re.compile(r"\s+và\s+")
_LABELLED = re.compile(
    r"^(?P<label>[^\d,;:()]*[^\W\d_][^\d,;:()]*?)\s*(?:là|có|được|:|\()?\s*(?P<figure>\d[\d.,]*)\s*(?P<unit>[^\d()]*)\)?$"
)
_PAPER = re.compile(r"(?:số )?\d{1,4}/(?:\d{4}/)?[a-zđ]{1,6}(?:-[a-zđ]+)*$")
_BRACKET = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class _List:
    """An announced count with the items that follow it, and whether none of them can hold another."""

    count: int
    said: Span
    items: tuple[str, ...]
    span: Span
    noun: str


def read_counted_lists(world: World, known: Set[int]) -> Iterator[Relation]:
    """Yield announced counts that their lists deny; a count among the `known` figures is told of already."""
    for block in world.document.blocks:
        if block.kind == "cell":
            continue
        text = world.folded[block.span.start : block.span.end]
        for found in _ANNOUNCED.finditer(text) if ":" in text or "ồm" in text or "số" in text or " là" in text else ():
            listed = _listed(text, found, block.span.start, world.document.text)
            number = None if listed is None else _number_at(world, listed.said)
            if listed is not None and number not in known and _is_meant(world, listed, number):
                yield _relation(world, listed, number)


def _listed(text: str, found: re.Match[str], start: int, printed: str) -> _List | None:
    noun = found["noun"]
    group = "word" if found["word"] else "digits"
    wanted = _WORDS.get(found[group]) or int(found[group])
    if not 2 <= wanted <= 20 or _NO_COUNT.match(noun) or _SOME.search(noun):
        return None
    at, behind = start + found.end(), text[found.end() :]
    stop = _END.search(behind)
    body = behind[: stop.start()] if stop else behind
    if found["bracket"]:
        body = body.partition(")")[0]
        items = _capitalised(printed[at : at + len(body)])
    else:
        items = ordinals(behind) or _bodies(noun, printed[at : at + len(body)])
        items = items or ([] if found["cue"] == "là" else _told_of(body, noun, wanted, in_words=group == "word"))
    return _listing(items, wanted, group, found, start, body) if len(items) > 1 else None


def _bodies(noun: str, printed: str) -> list[str]:
    listed = _TOLD_BESIDES.split(printed.partition(";")[0])[0]
    return listed_bodies(listed) if _MAY_BE_BODIES.match(noun) else []


def _told_of(body: str, noun: str, wanted: int, *, in_words: bool) -> list[str]:
    """Return the items of which a list tells something each; those of a few words only where they are too few."""
    if _OPEN.search(body):
        return []
    for read in (_papers, _named, _labelled):
        items = read(body, noun)
        if len(items) > 1 and not (read is _labelled and _adds_up_to(body, wanted, len(items))):
            return items
    parted = _parted(body) if in_words else []
    items = parted or (_short(body) if in_words else [])
    return items if parted or len(set(items)) < wanted else []


def _parted(body: str) -> list[str]:
    """Return items of a few words each between semicolons, none where the last of them may be two."""
    pieces = [piece.strip() for piece in body.split(";")]
    plain = all(1 < len(piece.split()) <= 14 and not re.search(r"\d", piece) for piece in pieces)
    return pieces if plain and len(pieces) > 1 and not _AND.search(f" {pieces[-1]}") else []


def _listing(items: Sequence[str], wanted: int, group: str, found: re.Match[str], start: int, body: str) -> _List:
    at = start + found.end()
    said = Span(start + found.start(group), start + found.end(group))
    return _List(wanted, said, tuple(items), Span(at, at + len(body)), found["noun"])


def _short(body: str) -> list[str]:
    """Return items of a few words each, without figures; commas and "và" inside one would only make them fewer."""
    pieces = _pieces(body)
    plain = ";" not in body and all(1 <= len(piece.split()) <= 6 and not re.search(r"\d", piece) for piece in pieces)
    return pieces if plain and not re.search(r"(?:khác|v\.? ?v|…|\.\.)\W*$", body) else []


def _capitalised(printed: str) -> list[str]:
    """Return the proper names of a bracket, none where one of its pieces is no name.

    >>> _capitalised("Trạm Y tế, Quỹ tín dụng và Ban quản lý chợ"), _capitalised("Trạm Y tế, trường học")
    (['Trạm Y tế', 'Quỹ tín dụng', 'Ban quản lý chợ'], [])
    """
    pieces = _pieces(printed)
    plain = all(piece[:1].isupper() and not re.search(r"\d", piece) for piece in pieces)
    return pieces if plain else []


def _pieces(body: str, marks: str = r"") -> list[str]:
    """Return what stands between the marks of a list, the last "và" one of them."""
    plain = _BRACKET.sub(_without_marks, body)
    first = plain.split("; ")[0]
    mark, plain = (",", first) if "," in first else (";", plain)
    *pieces, last = [piece.strip() for piece in re.split(rf"{mark}(?=\s){marks}", plain)]
    return [*pieces, *(part.strip() for part in _AND.split(last))]


def _without_marks(bracket: re.Match[str]) -> str:
    return bracket.group().replace(",", " ").replace(";", " ")


def _papers(body: str, _noun: str) -> list[str]:
    """Return the numbers of papers at the beginning of a list."""
    return list(takewhile(_PAPER.match, _pieces(body)))


def _named(body: str, noun: str) -> list[str]:
    """Return the items that the counted noun opens, none where an item without it may go on with the one before."""
    words = noun.split()
    first = body.split(" ", maxsplit=1)[0]
    opener = first if words[0] == first else ""
    pieces = [_BRACKET.sub("", piece).strip() for piece in _pieces(body)]
    items = list(takewhile(lambda piece: bool(opener) and piece.startswith(f"{opener} "), pieces))
    rest = pieces[len(items) :]
    ends = not rest or bool(re.search(r"\d", rest[0]))
    plain = all(2 <= len(item.split()) <= 12 and not re.search(r"\d", item) for item in items)
    return items if ends and plain and not any(piece.startswith(f"{opener} ") for piece in rest) else []


def _labelled(body: str, noun: str) -> list[str]:
    """Return the labels of items that give a figure each, all in one unit that is not the counted one."""
    found = [_LABELLED.match(piece) for piece in _pieces(body, r"|\s[-–—]\s")]
    items = list(takewhile(lambda match: match is not None, found))
    labels: list[str] = []
    units: set[str] = set()
    for match in items:
        if match is None:
            continue
        unit = unit_at(match["unit"].strip(), 0)
        name = unit.text if unit else ""
        if (units and name not in units) or closing(match["label"], "", labels) > 1:
            break
        units.add(name)
        labels.append(match["label"].strip())
    counted = unit_at(noun, 0)
    same = counted is not None and any(alike(counted.text, unit) for unit in units)
    heads = [head.text for name in labels if (head := unit_at(name, 0))]
    one = len(heads) == len(labels) and len(set(heads)) == 1
    other = one and (counted is None or not alike(heads[0], counted.text))  # "8 chi hội, gồm hội viên …, hội viên …"
    rest = found[len(labels) :]
    broken = any(match is not None for match in rest[1:]) and not (rest and rest[0] is not None)
    distinct = len(set(labels)) == len(labels)
    return labels if units != {""} and not same and not other and not broken and distinct else []


def _adds_up_to(body: str, wanted: int, items: int) -> bool:
    """Whether the figures of a list come nearer to a count than its items do ("20 đơn: nộp 12 tờ, gửi 8 tờ")."""
    found = [_LABELLED.match(piece) for piece in _pieces(body, r"|\s[-–—]\s")]
    figures = [match["figure"].rstrip(".,") for match in found if match is not None]
    plain = [int(figure) for figure in figures if figure.isdigit()]
    return len(plain) == len(figures) and abs(sum(plain) - wanted) < abs(items - wanted)


def _number_at(world: World, said: Span) -> int | None:
    return next((i for i, n in enumerate(world.numbers) if n.span == said), None)


def _is_meant(world: World, listed: _List, number: int | None) -> bool:
    """Whether a list of another length contradicts its count: a count in words or a plain figure."""
    if len(set(listed.items)) == listed.count or (number is None and world.folded[listed.said.start].isdigit()):
        return False
    if _semicolons(world, listed) == listed.count:
        return False
    if number is None:
        return True
    printed, measure = world.numbers[number], world.measures.get(number)
    plain = printed.role == "measure" and printed.of is None and printed.sign == "="
    return plain and measure is not None and not (measure.plan or measure.change or measure.target)


def _semicolons(world: World, listed: _List) -> int:
    """Return how many items a list has between semicolons: commas may stand inside these."""
    return len([piece for piece in world.folded[listed.span.start : listed.span.end].split(";") if piece.strip()])


def _relation(world: World, listed: _List, number: int | None) -> Relation:
    doubled = tuple(item for at, item in enumerate(listed.items) if item in listed.items[:at])
    text = f"nêu {listed.count}, kể {len(listed.items) - len(doubled)}"
    announced = Operand(number, world.document.quote(listed.said), "total", listed.said)
    items: Sequence[Operand] = [Operand(None, item, "item", listed.span) for item in listed.items]
    return Relation(
        kind="enumeration",
        source="cue",
        total=number,
        parts=(),
        operands=(announced, *items),
        unit=(world.unit(number) if number is not None else " ".join(listed.noun.split()[:2])) or None,
        exhaustive=True,
        verdict="fails",
        reading=text,
        tried=(Reading(text, f"liệt kê: {world.document.quote(listed.span)[:120]}", "fails"),),
        expected=Decimal(listed.count),
        found=Decimal(len(listed.items) - len(doubled)),
        certain=False,
        notes=doubled,
    )
