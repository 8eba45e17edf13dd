"""A report as one page: its text at the left, what was found in it at the right, each leading to the other."""

from __future__ import annotations

from pipeline.analysis import Analysis
from pipeline.export.page.body import body
from pipeline.export.page.findings import GROUPS, findings, group_sizes
from pipeline.export.page.head import head
from pipeline.export.page.links import links
from pipeline.export.page.marks import Marks, marks
from pipeline.export.page.markup import NOTHING, Html, element, link, page, text
from pipeline.export.page.relations import figures, relations
from pipeline.export.record import record

#: bytes above which a page says that it is slow to open
LARGE = 5_000_000
_SHORT = "Báo cáo rất dài nên bảng này chỉ có các số nằm trong nhiều phép tính; đủ mọi số ở tệp ket-qua.xlsx."


def report_page(analysis: Analysis, back: str | None = None) -> bytes:
    """Return the page of a report as UTF-8; `back` is the link to the index of the folder of results, if any.

    A number has its id of the record, a finding its id, a relation and a section theirs.
    """
    told = record(analysis)
    whole = _page(marks(analysis, told, links(told)), back)
    return whole if len(whole) <= LARGE else _page(marks(analysis, told, links(told, large=True)), back)


def _page(made: Marks, back: str | None) -> bytes:
    content = element(
        "main",
        element("h2", text("Văn bản"), cls="sr"),
        body(made),
        id="van-ban",
        tabindex="0",
        aria_label="Văn bản của báo cáo",
    )
    aside = element(
        "aside",
        element("nav", *_ways(made), aria_label="Các phần của trang"),
        element("h2", text("Phát hiện"), id="phat-hien"),
        findings(made),
        element("h2", text("Phép tính"), id="phep-tinh"),
        relations(made),
        element("h2", text("Số liệu"), id="so-lieu"),
        element("p", text("Bảng từng số liệu không in ra giấy; xem trên màn hình."), cls="paper"),
        element("p", text(_SHORT)) if made.links.large else NOTHING,
        figures(made),
        tabindex="0",
        aria_label="Phát hiện, phép tính và số liệu",
    )
    source = made.record.source
    return page(
        f"Soát: {source.name}",
        ("common.css", "report.css"),
        head(made, back),
        element("div", content, aside, cls="two"),
    )


def _ways(made: Marks) -> list[Html]:
    sizes = group_sizes(made)
    found = [link(target, f"{name} {size}") for (_, name, target), size in zip(GROUPS, sizes, strict=True)]
    figure_count = sum(1 for number in made.record.numbers if made.links.told(number))
    return [
        *found,
        link("phep-tinh", f"Phép tính {len(made.record.relations)}"),
        link("so-lieu", f"Số liệu {figure_count}"),
    ]
