"""One fact told with two figures close by, a slip of the pen apart: "tổng mức đầu tư 14,6 tỷ …, theo đó là 41,6 tỷ"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from extractors.catalogue.measures import Measure
from extractors.lexicon.amounts import alike
from extractors.numbers.slips import one_slip, significant
from extractors.relations.amounts import ratio
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import two_tellings
from extractors.relations.doers import of_two_doers
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation, Verdict
from extractors.relations.repeats.restated import made_of
from extractors.relations.repeats.same_words import naming, said_by, setting_apart
from extractors.relations.shares.wholes_named import told_under
from extractors.relations.tellings import Telling, read_telling
from extractors.relations.world import World

#: how many figures before one what it tells again may stand
_BACK = 14
#: shorter figures are met by chance; those of two digits need more words that agree
_DIGITS, _WORDS, _MANY = 3, 2, 3
#: words that make another figure of one where only one of the two has them
_MARKS = re.compile(
    r"(?<!\w)(?:tăng|giảm|lên|xuống|thêm|hụt|ước|dự kiến|kế hoạch|chỉ tiêu|dự toán|giao|mới|đầu|cuối|sau|trước|ngoài"
    r"|dưới|riêng|mỗi|từng|l[uũ]y kế|điều chỉnh|bổ sung|cũ|trong đó|so với|còn lại|gần|hơn|vượt|bình quân"
    r"|(?<!tính )(?<!nhìn )(?<!nói )chung|đợt|cùng kỳ|hoàn thành|quyết toán|thực hiện|phê duyệt|đề nghị|đăng ký"
    r"|thẩm định|trúng thầu|hợp đồng|quy đổi)(?!\w)"
)
_PLANNED = re.compile(r"(?<!\w)(?:phấn đấu|kế hoạch|chỉ tiêu|dự kiến|mục tiêu|giao|dự toán|sẽ|đến năm)(?!\w)")
_LEVEL = re.compile(r"(?<!\w)(?:trung ương|tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|thôn|ấp|bản|tổ)(?!\w)")
_ALL_OF = re.compile(r"(?<!\w)toàn (?!bộ|thể)")
#: what is told again is compared with at the head of its clause
_FROM = re.compile(r"^so với ")
#: whose a figure is, said the first time only
_OWNER = re.compile(r"(?<!\w)của (?:trường|đơn vị|cơ quan|hội|trung tâm|công ty|dự án|công trình|hợp tác xã)$")
#: a bullet or number that opens an item
_ITEM = re.compile(r"\s*(?:[-+*•]|\d+[.)]|[a-zđ]\))")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMERAL = re.compile(r"\d+")
#: nouns that name nothing
_EMPTY = frozenset(("nguồn", "kết", "quả", "quy", "mô", "trị", "giá", "nội", "dung", "hiện", "ngay", "rồi", "cơ", "sở"))


def read_nearby(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield figures of one block, or the next, told in the same words: equal ones hold, those a slip apart fail."""
    proven = {o.number for r in known if r.verdict == "holds" for o in r.operands}
    headings = frozenset(section.block for section in world.sections)
    plain = [figure for figure in passages.figures if _is_plain(world, figure)]
    for at, figure in enumerate(plain):
        least = figure.block - 1
        around = [f for f in plain[max(0, at - _BACK) : at] if f.block >= least]
        like = [f for f in around if _may_be_alike(world, f, figure, headings)]
        near = [f for f in like if f.value == figure.value or one_slip(f.value, figure.value)]
        if near:
            one = read_telling(world, passages.by_block[figure.block], figure)
            before = (read_telling(world, passages.by_block[f.block], f) for f in reversed(near))
            first = next((other for other in before if _is_told_alike(world, other, one)), None)
            if first is not None and not of_two_doers(world, first.figure, figure):
                yield from _again(world, one, first, like, proven)


def _may_be_alike(world: World, first: Figure, one: Figure, headings: frozenset[int]) -> bool:
    """Whether figures of like units stand in one block, or in two that follow each other and are no items of a list."""
    if first.block == one.block:
        return ratio(first.unit, one.unit) == 1
    apart = one.block - first.block > 1 or one.block in headings or _ITEM.match(_opening(world, one))
    return not apart and (ratio(first.unit, one.unit) == 1 or alike(first.unit, one.unit))


def _opening(world: World, figure: Figure) -> str:
    start = world.document.blocks[figure.block].span.start
    return world.folded[start : start + 4]


def _is_plain(world: World, figure: Figure) -> bool:
    measure = world.measures[figure.number]
    plain = world.is_exact(figure.number) and not (measure.change or measure.plan)
    return plain and bool(figure.unit) and len(significant(figure.value)) > 1


def _again(
    world: World, one: Telling, first: Telling, like: Sequence[Figure], proven: set[int | None]
) -> Iterator[Relation]:
    """Yield that a figure is the one told before, or a slip of it that nothing else explains."""
    a, b = one.figure, first.figure
    if a.value == b.value:
        yield _relation(world, a, b, "holds")
        return
    least = _DIGITS if len(one.label) < _MANY or a.block != b.block else _DIGITS - 1
    told = any(f.value == a.value for f in like) or made_of(a, like) or {a.number, b.number} <= proven
    if min(len(significant(a.value)), len(significant(b.value))) >= least and not told:
        yield _relation(world, a, b, "fails")


def _is_told_alike(world: World, first: Telling, one: Telling) -> bool:
    """Whether the label of one figure is all told with the first, and the first has no other."""
    a, b = (world.measures[t.figure.number] for t in (first, one))
    if len(one.label) < _WORDS or a.period != b.period or _moment(a) != _moment(b):
        return False
    if first.figure.unit == "%" and _are_of_two(world, first.figure.number, one.figure.number):
        return False
    if a.target != b.target and any(_PLANNED.search(t.led) for t in (first, one)):
        return False
    spare = _EMPTY | said_by(one.figure.unit)
    told = first.clause if first.figure.home == one.figure.home else first.words
    if one.label - told - spare or (_missing(first, one, spare) and not one.of_all):
        return False
    return not (one.again is None and one.words - first.words - spare) and not _is_of_another(first, one)


def _are_of_two(world: World, first: int, one: int) -> bool:
    """Whether shares hang on, or are told under, two counts."""
    return len({told_under(world, number) for number in (first, one)} - {None}) > 1


def without_apart(world: World, passages: Passages, relations: Iterable[Relation]) -> Iterator[Relation]:
    """Yield relations without those that take figures of running text for one that their words tell apart."""
    by_number = {figure.number: figure for figure in passages.figures}
    for relation in relations:
        told = [by_number.get(o.number) for o in relation.operands if o.number is not None]
        if relation.verdict != "fails" or len(told) != 2 or not _stand_apart(world, passages, told):
            yield relation


def _stand_apart(world: World, passages: Passages, told: Sequence[Figure | None]) -> bool:
    if told[0] is None or told[1] is None:
        return False
    first, one = sorted((told[0], told[1]), key=lambda f: f.number)
    return are_told_apart(world, passages, first, one)


def are_told_apart(world: World, passages: Passages, other: Figure, figure: Figure) -> bool:
    """Whether two figures of running text are told in one frame with a word of its own each ("đoàn 1 …", "đoàn 2 …").

    Behind a copula more words of the second alone make it another ("diện tích là 12", "diện tích lúa là 21").
    """
    first, one = (read_telling(world, passages.by_block[f.block], f) for f in (other, figure))
    apart = _has_word_each(first, one) or (other.block == figure.block and _is_wider(first, one))
    if apart or not one.joined:
        return apart
    return bool(one.label - first.words - _EMPTY) or _has_other_marks(first, one)


def _has_word_each(first: Telling, one: Telling) -> bool:
    """Whether two figures share half of the words before them, and each has a name, level or number of its own."""
    a, b = (set(re.findall(r"\w+", t.own)) for t in (first, one))
    if len(a & b) * 2 < max(len(a), len(b), 3):
        return False
    kinds = (lambda t: naming(t.own), lambda t: set(_LEVEL.findall(t.own)), lambda t: set(_NUMERAL.findall(t.own)))
    return any(of(first) - of(one) and of(one) - of(first) for of in kinds)


def _is_wider(first: Telling, one: Telling) -> bool:
    """Whether just one of two figures is told of all of a commune ("toàn xã trồng 154 ha")."""
    whole = [bool(_ALL_OF.search(f"{t.own} {t.behind}")) for t in (first, one)]
    levels = [set(_LEVEL.findall(t.led)) for t in (first, one)]
    return whole[0] != whole[1] and levels[0] != levels[1]


def _has_other_marks(first: Telling, one: Telling) -> bool:
    marks = [set(_MARKS.findall(f"{_FROM.sub('', t.own)} {t.behind}")) for t in (first, one)]
    return marks[0] != marks[1]


def _missing(first: Telling, one: Telling, spare: frozenset[str]) -> frozenset[str]:
    """Return the words of the first label that are not told again, those of a subject with a proper name left out."""
    behind = naming(re.split(r"[,;.]", one.figure.after)[0])
    owner = _OWNER.search(first.own)
    missing = first.label - one.words - behind - spare - first.names - naming(owner.group() if owner else "")
    subject = naming(re.split(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(one.label)))})(?!\w)", first.own)[0])
    return missing - subject if subject & first.names and len(one.label) >= _MANY else missing


def _moment(measure: Measure) -> str | None:
    """Return the part of time printed beside a figure, None where it is a year, which its period tells."""
    return None if measure.moment is None or _YEAR.search(measure.moment) else measure.moment


def _is_of_another(first: Telling, one: Telling) -> bool:
    """Whether one figure is told with a name, number, level or mark of time that the other is not told with."""
    apart = [setting_apart(f"{_FROM.sub('', t.own)} # {t.behind}") for t in (first, one)]
    levels = [set(_LEVEL.findall(t.led)) for t in (first, one)]
    if (
        _has_other_marks(first, one)
        or _is_wider(first, one)
        or apart[0] != apart[1]
        or (levels[0] and levels[1] - levels[0])
    ):
        return True
    printed = [set(re.findall(r"\w+", t.led)) for t in (first, one)]
    more = {n for n in _NUMERAL.findall(_near(one)) if not _YEAR.fullmatch(n)} - set(_NUMERAL.findall(first.led))
    fewer = {n for n in _NUMERAL.findall(first.own) if not _YEAR.fullmatch(n)} - set(_NUMERAL.findall(one.led))
    return bool(more or fewer or one.names - printed[0])


def _near(one: Telling) -> str:
    """Return the words that a number beside a figure would name it by: of a label told again its clause."""
    return one.own if one.again is not None else one.figure.before


def _relation(world: World, one: Figure, first: Figure, verdict: Verdict) -> Relation:
    text = f"{shown(one.value)} {'=' if verdict == 'holds' else '≠'} {shown(first.value)}"
    return two_tellings(world, one, first, Reading(text, "cùng một nội dung", verdict), certain=False)
