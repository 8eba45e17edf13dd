"""What a sheet says of a report as a whole: its name, what was checked, how much was understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from extractors.header import Header
from pipeline.analysis import Analysis
from pipeline.export.audit.letters import shortened
from pipeline.export.audit.points import Point
from pipeline.export.packing import clean
from pipeline.export.record import coverage
from pipeline.export.words import COUNTED, period_words

_KINDS = {
    "bao_cao": "Báo cáo",
    "ke_hoach": "Kế hoạch",
    "thong_bao": "Thông báo",
    "cong_van": "Công văn",
    "quyet_dinh": "Quyết định",
    "tin_bai": "Tin bài",
}
BLANK = "……"
_LONGEST = 240
_MOST_NOTICES = 3


def values(analysis: Analysis, found: Sequence[Point]) -> Mapping[str, str]:
    """Return the texts for the placeholders of a line, by name."""
    header, source = analysis.facts.header, analysis.document.source
    standing = Counter(point.severity for point in found if point.dismissed is None)
    texts = {
        "trich_yeu": _named(header),
        "ten_bao_cao": header.title or "(không đọc được trích yếu của báo cáo)",
        "don_vi": _unit(header) or f"{BLANK} (chưa đọc được tên đơn vị)",
        "so_ky_hieu": _symbol(header) or f"{BLANK} (chưa đọc được)",
        "ngay_bao_cao": day_words(header.date) or f"{BLANK} (chưa đọc được)",
        "ky_bao_cao": period_words(header.period) or "chưa rõ",
        "ten_tep": source.path,
        "so_sai_so_lieu": str(standing["error"]),
        "so_can_giai_trinh": str(standing["warning"]),
        "so_luu_y": str(standing["info"]),
        "luu_y": f"Ngoài ra có {standing['info']} lưu ý ở Phụ lục." if standing["info"] else "",
        "ket_qua": checked(analysis),
        "do_phu": covered(analysis),
        "canh_bao": _notices(analysis),
        "de_nghi": _asked(standing),
    }
    return {name: shortened(clean(text), 3 * _LONGEST) for name, text in texts.items()}


def _unit(header: Header) -> str:
    stated = dict(header.taken_from).get("unit") == "override"
    return shortened((header.unit if stated else header.issuer or header.unit) or "", _LONGEST)


def _symbol(header: Header) -> str:
    if not header.number and not header.symbol:
        return ""
    return f"{header.number or BLANK}{header.signs or '/'}{header.symbol or BLANK}"


def _named(header: Header) -> str:
    """The report by kind, number, day and issuer, as far as it says them."""
    symbol, day, unit = _symbol(header), day_words(header.date), _unit(header)
    parts = [_KINDS.get(header.kind, "Văn bản"), f"số {symbol}" if symbol else "", day, f"của {unit}" if unit else ""]
    return shortened(" ".join(part for part in parts if part), _LONGEST)


def day_words(day: str | None) -> str:
    """Return a date of the record as the decree writes it: 0 before a day below 10 and before months 1 and 2.

    >>> day_words("2024-10-03"), day_words("2024-06"), day_words("2024-02-14")
    ('ngày 03 tháng 10 năm 2024', 'ngày …… tháng 6 năm 2024', 'ngày 14 tháng 02 năm 2024')
    """
    parts = (day or "").split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return ""
    year, month, date = (*parts, "", "")[:3]
    if month:
        month = f"{int(month):02}" if int(month) < 3 else str(int(month))
    return f"ngày {date or BLANK} tháng {month or BLANK} năm {year}"


def checked(analysis: Analysis) -> str:
    """Return how many calculations were made again and what came out."""
    verdicts = Counter(relation.verdict for relation in analysis.facts.relations)
    if not verdicts:
        return "Không có phép tính nào trong báo cáo để đối chiếu."
    told = [f"{verdicts['holds']} khớp (kê ở Phụ lục)"] if verdicts["holds"] else []
    told += [f"{verdicts['fails']} không khớp"] if verdicts["fails"] else []
    told += [f"{verdicts['undecided']} chưa đủ căn cứ"] if verdicts["undecided"] else []
    return f"Đã tính lại {sum(verdicts.values())} phép tính trong báo cáo: {', '.join(told)}."


def kinds_held(analysis: Analysis) -> str:
    """Return how many calculations of each kind hold ("8 tổng, 3 tỷ lệ")."""
    kinds = Counter[str](relation.kind for relation in analysis.facts.relations if relation.verdict == "holds")
    return ", ".join(f"{kinds[kind]} {words}" for kind, words in COUNTED.items() if kinds[kind])


def covered(analysis: Analysis) -> str:
    """Return how many numbers were seen, understood, linked, verified and contradicted."""
    seen = coverage(analysis)
    return (
        f"Báo cáo có {seen.numbers} con số: {seen.measures} được hiểu là số liệu, {seen.linked} gắn với chỉ tiêu, "
        f"{seen.in_relations} có quan hệ với số khác, {seen.verified} đã đối chiếu khớp, {seen.contradicted} mâu thuẫn."
    )


def notices(analysis: Analysis) -> list[str]:
    """Return what users should know of the file, and of what could not be read of it."""
    found = analysis.document.source.warnings
    return [clean(f"{one.message}{f' ({one.place})' if one.place else ''}") for one in found]


def _notices(analysis: Analysis) -> str:
    told = notices(analysis)
    more = f" Và {len(told) - _MOST_NOTICES} điều khác ở Phụ lục." if len(told) > _MOST_NOTICES else ""
    first = " ".join(shortened(text, 160) for text in told[:_MOST_NOTICES])
    return f"Về tệp: {first}{more}" if told else ""


def _asked(standing: Counter[str]) -> str:
    if standing["error"] or standing["warning"]:
        return f"Đề nghị đơn vị sửa lại hoặc giải trình các điểm nêu trên và gửi về trước ngày {BLANK}./."
    return "Báo cáo không có điểm nào phải sửa hoặc giải trình./."


def left_over(moved: Sequence[Point]) -> str:
    """Return the line that leads to the points of the annex, "" where all stand before it."""
    if not moved:
        return ""
    errors = sum(1 for point in moved if point.severity == "error")
    parts = [f"{errors} sai số liệu"] if errors else []
    parts += [f"{len(moved) - errors} nội dung cần giải trình"] if len(moved) > errors else []
    return f"Còn {len(moved)} điểm ở Phụ lục ({', '.join(parts)})."
