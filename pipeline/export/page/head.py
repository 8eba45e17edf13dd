"""The head of a report's page: whose report it is, how much of it was understood, what was not read, the legend."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.export.page.marks import Marks
from pipeline.export.page.markup import NOTHING, Html, element, text
from pipeline.export.page.words import SHEETS
from pipeline.export.record_types import HeaderRecord
from pipeline.export.words import STATUSES, period_words

_KINDS = {
    "bao_cao": "Báo cáo",
    "ke_hoach": "Kế hoạch",
    "thong_bao": "Thông báo",
    "cong_van": "Công văn",
    "quyet_dinh": "Quyết định",
    "tin_bai": "Tin, bài",
}
#: class of a sign in the text, the sign, what it says
_LEGEND = (
    ("m v", "12", "số liệu đã gắn chỉ tiêu, có phép tính khớp"),
    ("m", "12", "số liệu đã gắn chỉ tiêu"),
    ("m u", "12", "số liệu chưa gắn chỉ tiêu"),
    ("m q", "12", "số chưa chắc đọc đúng"),
    ("m e1", "12", "sai số liệu"),
    ("m e2", "12", "cần giải trình"),
    ("m e3", "12", "lưu ý"),
    ("m e4", "12", "phát hiện đã bỏ qua"),
    ("d", "14/6", "ngày tháng"),
    ("p", "2024", "thời kỳ"),
    ("c", "12/BC-UBND", "số, ký hiệu văn bản"),
    ("t", "1.", "đánh số"),
    ("s", "5 biết", "khẩu hiệu"),
    ("a", "1A", "tên riêng"),
    ("o", "0123", "khác"),
)


def head(marks: Marks, back: str | None) -> Html:
    """Return the head of a page; `back` leads to the index."""
    source, header = marks.record.source, marks.record.header
    unit = (header.unit or header.issuer if header else None) or "chưa rõ đơn vị"
    title = (header.title if header else None) or source.name
    kind = f"{_KINDS[header.kind]}: " if header and header.kind in _KINDS else ""
    notices = list(_notices(marks))
    return element(
        "header",
        element("a", text("← Danh sách báo cáo"), href=back, cls="back") if back else NOTHING,
        element("a", text("Đến phát hiện ↓"), href="#phat-hien", cls="down"),
        element("p", text(" · ".join([unit, *_about(header)])), cls="unit") if header else NOTHING,
        element("h1", text(f"{kind}{title}")),
        element("p", text(source.path), cls="file"),
        element("p", text(_coverage(marks)), cls="cov"),
        element("ul", *(element("li", text(notice)) for notice in notices), cls="warn") if notices else NOTHING,
        _legend(marks),
    )


def _about(header: HeaderRecord) -> Iterator[str]:
    """Number, date and period as far as the report says them."""
    paper = "/".join(part for part in (header.number, header.symbol) if part)
    yield f"số {paper}" if paper else "chưa rõ số"
    yield _day(header.date) if header.date else "chưa rõ ngày"
    yield f"kỳ: {period_words(header.period)}" if header.period else "chưa rõ kỳ báo cáo"


def _day(text: str) -> str:
    """A day as it is printed; of one left open month or year alone.

    >>> _day("2024-11-28"), _day("2024-09")
    ('ngày 28/11/2024', 'tháng 9 năm 2024')
    """
    parts = text.split("-")
    return f"ngày {'/'.join(reversed(parts))}" if len(parts) > 2 else period_words(text) or text


def _coverage(marks: Marks) -> str:
    seen = marks.record.coverage
    return (
        f"Số trong báo cáo: {seen.numbers} · hiểu là số liệu: {seen.measures} · gắn chỉ tiêu: {seen.linked}"
        f" · có quan hệ với số khác: {seen.in_relations} · đã đối chiếu khớp: {seen.verified}"
        f" · mâu thuẫn: {seen.contradicted}"
    )


def _notices(marks: Marks) -> Iterator[str]:
    """What of the file was not read, or not in its usual place."""
    record = marks.record
    if record.status != "ok":
        yield f"{STATUSES[record.status]}: số liệu của phần chưa đọc không có ở đây."
    for notice in record.source.warnings:
        yield f"Về tệp: {notice.message}{f' ({notice.place})' if notice.place else ''}"
    if marks.links.large:
        yield "Báo cáo rất dài nên trang này mở chậm; nên xem bằng máy tính."
    if record.source.ocr:
        yield "Bản quét: chữ và số do máy nhận dạng, cần so với bản gốc."
    taken = record.header.taken_from if record.header else {}
    names = {"unit": "đơn vị", "level": "cấp", "period": "kỳ báo cáo", "kind": "loại văn bản"}
    if guessed := [names[field] for field, where in taken.items() if where == "file name" and field in names]:
        yield f"Lấy theo tên tệp, không phải theo văn bản: {', '.join(guessed)}."


def _legend(marks: Marks) -> Html:
    form = marks.record.source.format
    margin = "ô của trang tính" if form in SHEETS else "dòng của tệp" if form == "txt" else "thứ tự đoạn có chữ"
    signs = [element("li", element("span", text(sign), cls=cls), text(f" {words}")) for cls, sign, words in _LEGEND]
    more = f"Số ở lề là {margin}. Bấm vào một số để đến phát hiện, phép tính hoặc chi tiết của nó."
    inside = [element("summary", text("Chú giải")), element("ul", *signs), element("p", text(more))]
    return element("details", *inside, cls="leg")
