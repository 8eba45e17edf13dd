"""The index of a folder of results: a row a report, charts, and what contradicts between reports."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from pipeline.export.cross import CrossFinding, CrossPlace
from pipeline.export.jsonl import Record
from pipeline.export.metrics import MetricRow
from pipeline.export.output_paths import PAGES, name_of, output_path
from pipeline.export.page.index_charts import index_charts
from pipeline.export.page.index_rows import Row, counts, href
from pipeline.export.page.markup import NOTHING, Html, element, joined, link, page, text
from pipeline.export.page.words import SIGNS
from pipeline.export.words import RULES, SEVERITIES, STATUSES, period_words, place_words

_KINDS = (
    ("error", "Có sai số liệu"),
    ("warning", "Chỉ cần giải trình"),
    ("clear", "Chưa phát hiện mâu thuẫn"),
    ("unread", "Không đọc được"),
)
_HEADS = ("Đơn vị", "Kỳ báo cáo", "Tình trạng", "Sai số liệu", "Cần giải trình", "Lưu ý", "Đã hiểu", "Xem")


def index_page(
    records: Sequence[Record],
    cross: Sequence[CrossFinding],
    metrics: Sequence[MetricRow] | None = None,
    written: Collection[str] | None = None,
) -> bytes:
    """Return the index as UTF-8: charts, a row a report in their order, findings across reports.

    `metrics` name what charts compare, without them the catalogue's; `written` are the paths below the folder of
    results that are there, without them all that a report may have is linked.
    """
    rows = [Row(record, counts(record), written) for record in records]
    pages = {row.path: path for row in rows if (path := _page_of(row.record)) and (written is None or path in written)}
    body = [
        element("header", element("h1", text("Soát báo cáo")), element("p", text(_summary(rows)))),
        element("main", _filters(rows), *_table(rows), *_across(cross, pages), *index_charts(rows, metrics)),
    ]
    return page("Soát báo cáo: danh sách", ("common.css", "index.css"), *body)


def _summary(rows: Sequence[Row]) -> str:
    unread = sum(1 for row in rows if row.kind == "unread")
    told = ", ".join(f"{sum(row.counts[one] for row in rows)} {words.lower()}" for one, words in SEVERITIES.items())
    failed = f", {unread} tệp không đọc được" if unread else ""
    return f"Đã đọc {len(rows) - unread} báo cáo{failed}: {told}."


# -- the list ------------------------------------------------------------------------------------------------------


def _filters(rows: Sequence[Row]) -> Html:
    """Return links that leave one kind of report in the list, by the target of the page alone."""
    kinds = [row.kind for row in rows]
    ways = [link(f"loc-{kind}", f"{words} ({kinds.count(kind)})") for kind, words in _KINDS]
    targets = [element("span", id=f"loc-{kind}", cls="loc") for kind, _ in _KINDS]
    nav = element("nav", link("loc-tat-ca", f"Tất cả ({len(rows)})"), *ways, aria_label="Lọc danh sách")
    return joined([element("h2", text("Báo cáo"), id="loc-tat-ca"), *targets, nav])


def _table(rows: Sequence[Row]) -> Iterator[Html]:
    head = element("tr", *(element("th", text(name), scope="col") for name in _HEADS))
    body = [_unread(row) if row.kind == "unread" else _read(row) for row in rows]
    table = element("table", element("thead", head), element("tbody", *body))
    yield element("div", table, cls="tb list", tabindex="0", role="region", aria_label="Danh sách báo cáo")


def _read(row: Row) -> Html:
    header, seen = row.record.get("header") or {}, row.record["coverage"]
    unit = header.get("unit") or header.get("issuer") or "chưa rõ đơn vị"
    marks = [_count(row.counts[severity], severity) for severity in SEVERITIES]
    understood = f"{seen['linked']}/{seen['measures']} số liệu gắn chỉ tiêu, {seen['verified']} khớp"
    return element(
        "tr",
        element("th", text(unit), element("p", text(row.path), cls="file"), scope="row"),
        element("td", text(period_words(header.get("period")) or "chưa rõ")),
        element("td", text(STATUSES[row.record["status"]]), *_warnings(row.record)),
        *marks,
        element("td", text(understood)),
        element("td", joined(list(_ways(row)), " ")),
        cls=row.kind,
    )


def _count(count: int, severity: str) -> Html:
    told = f"{SIGNS[severity]} {count}" if count else "0"
    return element("td", text(told), cls=f"n {severity}" if count else "n")


def _warnings(record: Record) -> Iterator[Html]:
    for notice in record["source"]["warnings"]:
        yield element("p", text(notice["message"]), cls="file")


def _ways(row: Row) -> Iterator[Html]:
    """Links to what is given back of a report."""
    for words, target in (("Trang", row.page), ("Phiếu rà soát", row.sheet), ("Bản ghi chú", row.annotated)):
        if target:
            yield element("a", text(words), href=target, cls="r")


def _unread(row: Row) -> Html:
    fault = row.record["error"] or {}
    told = element("td", text(fault.get("message") or STATUSES["error"]), colspan=str(len(_HEADS) - 1))
    return element("tr", element("th", text(row.path), scope="row"), told, cls="unread")


# -- across reports ------------------------------------------------------------------------------------------------


def _across(cross: Sequence[CrossFinding], pages: Mapping[str, str]) -> Iterator[Html]:
    if not cross:
        return
    seen: set[str] = set()
    yield element("h2", text(f"Đối chiếu giữa các báo cáo ({len(cross)})"), id="doi-chieu")
    for severity, words in SEVERITIES.items():
        own = [finding for finding in cross if finding.severity == severity]
        if own:
            head = element("summary", element("h3", text(f"{SIGNS[severity]} {words} ({len(own)})")))
            told = [_crossing(finding, pages, seen) for finding in own]
            yield element("details", head, *told, open="")


def _crossing(finding: CrossFinding, pages: Mapping[str, str], seen: set[str]) -> Html:
    own = None if finding.id in seen else finding.id
    seen.add(finding.id)
    return element(
        "article",
        element("h4", text(f"{SIGNS[finding.severity]} {RULES.get(finding.rule, finding.rule)}")),
        element("p", text(finding.message)),
        element("p", text(finding.reading), cls="file") if finding.reading else NOTHING,
        element("p", text(f"→ {finding.suggestion}")) if finding.suggestion else NOTHING,
        element("ul", *(_crossed(place, pages) for place in finding.evidence)),
        element("p", text(f"mã: {finding.id}"), cls="file"),
        id=own,
        cls=f"f {finding.severity}",
    )


def _page_of(record: Record) -> str:
    return output_path(PAGES, name_of(record), ".html")


def _crossed(place: CrossPlace, pages: Mapping[str, str]) -> Html:
    """Return a place in a report as a link to it; where a sheet or page has no line, to the page."""
    form = "txt" if place.path.lower().endswith(".txt") else ""
    line = f", {place_words(place.line, place.page, form)}" if place.line is not None else ""
    told = text(f"{place.path}{line}: “{place.text}”")
    path = pages.get(place.path)
    if path is None:
        return element("li", told)
    return element("li", element("a", told, href=href(path, place.number or ""), cls="r"))
