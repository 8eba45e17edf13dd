"""Items of a list that say by themselves where each ends: numbers of papers, a noun before each, a figure behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from extractors.lexicon import unit_at
from extractors.lexicon.amounts import alike
from extractors.relations.lists.listed_names import listed_names
from extractors.relations.sums.closed_sum_words import closing

_LABELLED = re.compile(
    r"^(?P<label>[^\d,;:()]*[^\W\d_][^\d,;:()]*?)\s*(?:là|có|được|:|\()?\s*(?P<figure>\d[\d.,]*)\s*(?P<unit>[^\d()]*)\)?$"
)
_PAPER = re.compile(r"(?:số )?\d{1,4}/(?:\d{4}/)?[a-zđ]{1,6}(?:-[a-zđ]+)*$")
#: a paper of a list, right behind a mark; one that another carries out stands behind a word
_CITED = re.compile(
    r"(?:^|[,;:] ?|(?<!\w)(?:và|các) )"
    r"(?:(?:nghị quyết|chỉ thị|chương trình|kế hoạch|quyết định|quy chế|quy định|thông báo"
    r"|công văn|hướng dẫn|báo cáo|tờ trình|đề án|phương án|kết luận|thông tri|văn bản|công điện)(?: liên tịch)? )?"
    r"(?:số )?(?P<symbol>\d{1,4} ?[/-] ?(?:\d{4}/)?[a-zđ]{2,8}(?:[-/][a-zđ]+)*)"
)
_PAPERS = re.compile(
    r"(?:nghị quyết|chỉ thị|chương trình|kế hoạch|quyết định|quy chế|quy định|thông báo|công văn|hướng dẫn|báo cáo"
    r"|tờ trình|đề án|phương án|kết luận|văn bản|công điện)(?!\w)"
)
#: what is counted of things that a second noun names ("5 tuyến kênh gồm kênh Ông Hai, …")
_CLASSIFIERS = frozenset(("tuyến", "con", "cây", "chiếc", "ngôi", "điểm", "đoạn", "căn", "cánh", "dòng", "bến", "loại"))
#: figures of one thing, or of all of them together, and no things ("04 gói thầu: giá dự toán …, giá trúng thầu …")
_OF_ALL = re.compile(
    r"(?:giá|đơn giá|tổng|kinh phí|số tiền|vốn|dự toán|chi phí|doanh thu|doanh số|thu nhập|lợi nhuận|tiết kiệm"
    r"|giải ngân|diện tích|năng suất|sản lượng|công suất|chiều dài|thời gian|bình quân|mức)(?!\w)"
)
_SLASHED = re.compile(r"\s/\s")
_DASHED = re.compile(r"\s[-–—]\s")
_BRACKET = re.compile(r"\([^()]*\)")
_AND = re.compile(r"\s+và\s+")


def short(body: str) -> list[str]:
    """Return items of a few words each, without figures; commas and "và" inside one would only make them fewer."""
    pieces = _pieces(body)
    plain = ";" not in body and all(1 <= len(piece.split()) <= 6 and not re.search(r"\d", piece) for piece in pieces)
    return pieces if plain and not re.search(r"(?:khác|v\.? ?v|…|\.\.)\W*$", body) else []


def capitalised(printed: str) -> list[str]:
    """Return the proper names of a bracket, none where one of its pieces is no name.

    >>> capitalised("Trạm Y tế, Quỹ tín dụng và Ban quản lý chợ"), capitalised("Trạm Y tế, trường học")
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


def papers(body: str, _noun: str) -> list[str]:
    """Return the numbers of papers at the beginning of a list."""
    return list(takewhile(_PAPER.match, _pieces(body)))


def named(body: str, noun: str) -> list[str]:
    """Return the items that the counted noun opens, none where an item without it may go on with the one before."""
    words = noun.split()
    first = body.split(" ", maxsplit=1)[0]
    second = words[1] if words[0] in _CLASSIFIERS and len(words) > 1 else ""
    opener = first if first in (words[0], second) else ""
    pieces = [_BRACKET.sub("", piece).strip() for piece in _pieces(body)]
    items = list(takewhile(lambda piece: bool(opener) and piece.startswith(f"{opener} "), pieces))
    rest = pieces[len(items) :]
    ends = not rest or bool(re.search(r"\d", rest[0]))
    plain = all(2 <= len(item.split()) <= 12 and not re.search(r"\d", item) for item in items)
    return items if ends and plain and not any(piece.startswith(f"{opener} ") for piece in rest) else []


def labelled(body: str, noun: str) -> list[str]:
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
        if (units and name not in units) or closing(match["label"], "", labels) > 1 or _is_sum(match, items):
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
    distinct = len(set(labels)) == len(labels) and not all(map(_OF_ALL.match, labels))
    return labels if units != {""} and not same and not other and not broken and distinct else []


def _is_sum(match: re.Match[str], items: Sequence[re.Match[str] | None]) -> bool:
    """Whether the last figure of a list is about as great as those before it together: it tells what they make."""
    figures = [one["figure"].rstrip(".,") for one in items if one is not None]
    if match is not items[-1] or len(figures) < 4 or not all(figure.isdigit() for figure in figures):
        return False
    *parts, whole = map(int, figures)
    return 10 * abs(sum(parts) - whole) <= 2 * whole


def adds_up_to(body: str, wanted: int, items: int) -> bool:
    """Whether the figures of a list come nearer to a count than its items do ("20 đơn: nộp 12 tờ, gửi 8 tờ")."""
    found = [_LABELLED.match(piece) for piece in _pieces(body, r"|\s[-–—]\s")]
    figures = [match["figure"].rstrip(".,") for match in found if match is not None]
    plain = [int(figure) for figure in figures if figure.isdigit()]
    return len(plain) == len(figures) and abs(sum(plain) - wanted) < abs(items - wanted)


def parted(body: str) -> list[str]:
    """Return items of a few words each between semicolons, none where the last of them may be two."""
    pieces = [piece.strip() for piece in body.split(";")]
    plain = all(1 < len(piece.split()) <= 14 and not re.search(r"\d", piece) for piece in pieces)
    return pieces if plain and len(pieces) > 1 and not _AND.search(f" {pieces[-1]}") else []


def cited(body: str, noun: str) -> list[str]:
    """Return the papers of a list by their numbers and symbols, whatever is told of each.

    >>> cited("kế hoạch số 11/kh-ubnd về an toàn, trật tự; số 14/kh-ubnd thực hiện chỉ thị số 02-ct/đu", "kế hoạch")
    ['11/kh-ubnd', '14/kh-ubnd']
    """
    return [found["symbol"] for found in _CITED.finditer(body)] if _PAPERS.match(noun) else []


def named_ones(printed: str, noun: str) -> list[str]:
    """Return the persons, places or things of a printed list that holds nothing but their names."""
    unit, printed = unit_at(noun, 0), printed.partition(";")[0] if "," in printed.partition(";")[0] else printed
    names = listed_names(printed, unit.text if unit else "")
    if names is not None and unit is not None:
        return list(names)
    pieces = _pieces(printed.strip(" .")) if "," in printed else [p.strip(" .") for p in _DASHED.split(printed)]
    proper = all(_is_proper(piece) for piece in pieces)
    return pieces if proper and len(pieces) > 2 and ";" not in printed else []


def paralleled(body: str) -> list[str]:
    """Return the items of a list each of which the same two syllables open.

    >>> paralleled("kinh phí bầu cử, kinh phí chống hạn và kinh phí rà soát hộ nghèo")
    ['kinh phí bầu cử', 'kinh phí chống hạn', 'kinh phí rà soát hộ nghèo']
    """
    pieces = _pieces(body.strip(" ."))
    opener = " ".join(body.split()[:2])
    plain = all(piece.startswith(f"{opener} ") and not re.search(r"\d", piece) for piece in pieces)
    return pieces if plain and len(pieces) > 1 else []


def _is_proper(piece: str) -> bool:
    """Whether words are a name: capitals and figures only ("Đài Thơm 8")."""
    words = piece.split()
    return 0 < len(words) <= 5 and words[0][0].isupper() and all(w[0].isupper() or w.isdigit() for w in words)


def slashed(body: str) -> list[str]:
    """Return the items of a list between strokes with blanks around them ("VNPT Money / MoMo / VietQR")."""
    pieces = [piece.strip() for piece in _SLASHED.split(body)]
    plain = all(0 < len(piece.split()) <= 6 and not re.search(r"[,;\d]", piece) for piece in pieces)
    return pieces if plain and len(pieces) > 2 else []
