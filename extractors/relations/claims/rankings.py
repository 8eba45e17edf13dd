"""Who is called first or last of a list, against its figures ("cao nhất là thôn 2 (thôn 1: 12; thôn 2: 14; …)")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.document import Span
from extractors.lexicon import unit_at
from extractors.lexicon.amounts import alike
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import Said, claim
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation, Verdict
from extractors.relations.repeats.same_words import naming
from extractors.relations.world import World

_MOST = (
    r"dẫn đầu|đứng đầu|cao nhất|nhiều nhất|lớn nhất|đông nhất|về nhất|nhất bảng|vượt trội nhất|quán quân|đi đầu"
    r"|đầu bảng|xếp đầu|vô địch|dày nhất|nặng nhất|trội nhất|phức tạp nhất|dồi dào nhất|mạnh nhất|đắt nhất|dài nhất"
    r"|rộng nhất|hơn cả|hơn hết"
)
_LEAST = (
    r"thấp nhất|ít nhất|nhỏ nhất|đứng cuối|xếp cuối|chót bảng|kém nhất|đội sổ|về cuối|bét bảng|đứng bét|xếp bét"
    r"|cuối bảng|hạng chót|xếp chót|thưa nhất|vắng nhất|yếu nhất|rẻ nhất|ngắn nhất|hẹp nhất|nhẹ nhất|khiêm tốn nhất"
)
_NAMES = r"(?:[^\W\d_]+ ){1,4}?"
_NAMED = re.compile(
    rf"(?<!\w)(?:(?P<most>{_MOST}|(?:nhiều|đông|cao|lớn) {_NAMES}nhất)"
    rf""
    rf"|(?P<least>{_LEAST}|(?:ít|thấp|nhỏ) {_NAMES}nhất))"
    r"(?P<of>(?: [^\W\d_]+){0,6}?) (?:là|thuộc về|vẫn là|có)"
    r" (?P<name>[^\W_]+(?: [^\W_]+){0,4}?)(?= ?[,;:(]| với| có| đạt| được|$|\.(?= |$))"
)
_LED = re.compile(
    rf"(?:^|[.;,:] )(?P<name>[^\W_]+(?: [^\W_]+){{0,4}}?) (?:đang |vẫn |đã )?"
    r"(?:là (?:[^\W\d_]+ ){1,3}?)?"
    r"(?P<what>có (?:số|kết quả|tổng|lượng|tỷ lệ|tỉ lệ|mức|sản lượng|diện tích|doanh thu) [^,;.:()]{1,30} |đạt )?"
    r"(?:(?:chiếm|đạt|có|là|giữ|với|thu|trồng|nuôi|bán|nộp|góp|huy động|vận động|xảy ra)(?: được)?"
    r"(?: (?:số|lượng|tỷ|tỉ|lệ|phần|mức|vị|trí|số lượng))* )?"
    rf"(?:(?P<most>{_MOST}|(?:nhiều|đông|cao|lớn) {_NAMES}nhất)"
    rf"|(?P<least>{_LEAST}|(?:ít|thấp|nhỏ) {_NAMES}nhất))(?P<of>(?: [^\W\d_]+){{0,6}}?)"
    r"(?= ?[,;:(.]|$| với \d)"
)
#: the same anywhere in a clause that names just one of the list behind it
_ANYHOW = re.compile(
    rf"(?<!\w)(?:(?P<most>{_MOST}|(?:nhiều|đông|cao|lớn) {_NAMES}nhất)"
    rf"|(?P<least>{_LEAST}|(?:ít|thấp|nhỏ) {_NAMES}nhất))(?!\w)(?! trong (?:năm|tháng|lịch))"
)
#: figures of the whole, of other times or plans are in no list
_ASIDE = re.compile(
    r"(?<!\w)(?:toàn|tổng|cộng|chung|bình quân|kế hoạch|chỉ tiêu|cùng kỳ|năm trước|so với|giao|mục tiêu|cả"
    r"|trung bình)(?!\w)"
)
#: what is ranked, between the word for much or little and that for most
_WHAT = re.compile(rf"(?<!\w)(?:nhiều|đông|cao|lớn|ít|thấp|nhỏ) (?P<what>{_NAMES})nhất(?!\w)")
#: a figure that leads elsewhere ("xã đứng đầu tỉnh đạt 98,1 điểm")
_OF_ANOTHER = re.compile(rf"(?<!\w)(?:{_MOST}|{_LEAST}) (?:toàn |cả )?(?:tỉnh|huyện|vùng|nước|khu vực)(?!\w)")
_ADVERB = re.compile(r"^(?:trong đó|trong số đó|như vậy|riêng|theo đó) ")
#: what is ranked is counted, no rate of it
_RATE = re.compile(r"(?<!\w)(?:tỷ lệ|tỉ lệ|bình quân|tốc độ|mức tăng|tăng|giảm)(?!\w)")
_KIND = frozenset(("kết", "quả", "lượng", "thu", "đơn", "vị"))
#: the last words before a figure, which name what it is told of
_NEXT = re.compile(
    r"^\s*(?:rồi |và )?(?:(?:kế|tiếp) (?:đến|theo|sau)|sau đó|xếp (?:sau|thứ \w+)|thứ \w+|rồi đến|đến|tới|cùng|và)"
    r"(?: là)?\s+"
)
_LABEL = re.compile(r"([^,;:().–—]+?)\s*(?:[:(]|(?<!\w)(?:là|có|đạt|được|với|thu|còn|nộp|trồng)(?: được)?)?\s*$")


def read_rankings(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield a relation for each thing that is called first or last of a list of three or more."""
    for block, figures in passages.by_block.items():
        span = world.document.blocks[block].span
        text = world.folded[span.start : span.end]
        if not any(word in text for word in ("nhất", "đầu", "cuối", "bét", "chót", "hơn cả", "hơn hết")):
            continue
        ranked = [
            _ranked(world, figures, found, found["name"], span.start)
            for pattern in (_NAMED, _LED)
            for found in pattern.finditer(text)
        ]
        yield from filter(None, ranked)
        if not any(ranked):
            yield from filter(None, (_listed(world, figures, found, span.start) for found in _ANYHOW.finditer(text)))


def _listed(world: World, figures: Sequence[Figure], found: re.Match[str], start: int) -> Relation | None:
    """Return the claim on the only one of a list behind a colon that the clause before it names in whatever order."""
    text = found.string
    opens = max(text.rfind(mark, 0, found.start()) for mark in (". ", "; ", "("))
    colon = text.find(":", found.end())
    if colon < 0 or re.search(r"[.;(]\s|\d{3}", text[found.end() : colon]):
        return None
    clause = f" {re.sub(r'[,:]', ' ', text[opens + 1 : colon])} "
    behind = [f for f in figures if world.numbers[f.number].span.start - start > colon]
    named = {label for f in behind if len(label := _label(f)) > 1 and _is_in(label, clause)}
    return _ranked(world, behind, found, named.pop(), start) if len(named) == 1 else None


def _label(figure: Figure) -> str:
    found = _LABEL.search(figure.before.rstrip(", "))
    said = " ".join(_NEXT.sub("", found[1]).split()) if found else ""
    return said.rpartition(" là ")[2] if re.search(r"nhất|đầu|cuối", said) else said


def _is_in(label: str, clause: str) -> bool:
    """Whether a clause has the words of a label, perhaps with more of them between ("tổ dân phố số 4": tổ số 4)."""
    words = r"(?: [^\W\d_]+){0,2} ".join(re.escape(word) for word in label.split())
    return re.search(rf"(?<!\w){words}(?!\w)", clause) is not None


def _ranked(world: World, figures: Sequence[Figure], found: re.Match[str], named: str, start: int) -> Relation | None:
    name = _ADVERB.sub("", " ".join(named.split()))
    labels = {figure.number: _label(figure) for figure in figures}
    own = [figure for figure in figures if _names(labels[figure.number], name)]
    if len({figure.value for figure in own}) != 1:
        return None
    first = own[0]
    ranked = found.group().strip(" .,;:")
    rows = [f for f in figures if f.sentence == first.sentence and alike(f.unit, first.unit)]
    rows = [f for f in rows if _is_row(world, f, f.before.replace(ranked, ""))]
    rows = [f for f in rows if f is first or not _OF_ANOTHER.search(f.before)]
    kind = name.partition(" ")[0] if world.folded.startswith(" với ", start + found.end()) else ""
    rows = [f for f in rows if labels[f.number].startswith(kind) and _is_like(labels[f.number], name)]
    behind = next(
        (f for f in figures if world.numbers[f.number].span.start >= start + found.end()), rows[:1] and rows[0]
    )
    if len(rows) < 3 or first not in rows or behind not in rows or len({labels[f.number] for f in rows}) != len(rows):
        return None
    told = " ".join(f"{f.before} {f.unit}" for f in figures if f.sentence == first.sentence)
    what = found.groupdict().get("what") or ""
    if naming(what) - naming(told) - _KIND or bool(_RATE.search(what)) > bool(_RATE.search(told)):
        return None
    if not _ranks(ranked, told.replace(ranked, " "), rows[0].unit):
        return None
    best = (max if found["most"] else min)(rows, key=lambda f: f.value)
    at = Span(start + found.start(), start + found.end())
    said = Said(f"“{' '.join(ranked.split())}”", at)
    sign = "=" if best.value == first.value else ">" if best.value > first.value else "<"
    text = f"{shown(best.value)} {sign} {shown(first.value)}"
    verdict: Verdict = "holds" if best.value == first.value else "fails"
    return claim(world, said, (first.number, best.number), text, "so các số trong danh sách", verdict)


def _ranks(ranked: str, told: str, unit: str) -> bool:
    """Whether what is ranked is what the list counts ("đông đảng viên nhất" by đồng chí, not by tấn)."""
    found = _WHAT.search(ranked)
    counted = unit_at(found["what"], 0) if found else None
    return counted is None or found is None or alike(counted.text, unit) or naming(found["what"]) <= naming(told)


def _names(label: str, name: str) -> bool:
    return (
        label == name
        or label.startswith(f"{name} ")
        or (label.endswith(f" {name}") and len(label.split()) <= len(name.split()) + 2)
    )


def _is_like(label: str, name: str) -> bool:
    """Whether two names may be of one list: the same kind of place, or both names of a few syllables."""
    kind = name.split(maxsplit=1)[0]
    return bool(label) and (kind in label.split() or len(label.split()) <= 3)


def _is_row(world: World, figure: Figure, words: str) -> bool:
    """Whether a figure told with these words is a plain one of a list."""
    measure, number = world.measures[figure.number], world.numbers[figure.number]
    asked = measure.target and words == figure.before  # "ít nhất" of a ranking asks for nothing
    plain = number.sign in ("=", ">=") and number.of is None and not (asked or measure.change)
    plain = plain and (number.sign == "=" or words != figure.before)
    return plain and not _ASIDE.search(words)
