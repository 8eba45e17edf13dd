"""The same report as a web page, in the shapes in which portals and programs write pages; with furniture around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby

from corpus.layout import Paragraph, Part, Table
from corpus.notes import anchored, pieces

_MENU = ("Trang chủ", "Giới thiệu", "Tin tức", "Văn bản", "Thủ tục hành chính", "Liên hệ")
_NEWS = ("Phường tổ chức ngày hội đọc sách 2023", "Trao 12 suất học bổng đầu năm", "Lịch tiếp dân tháng 7")


def _links(texts: Sequence[str], tag: str = "li") -> str:
    return "".join(f'<{tag}><a href="/bai-{at}">{text}</a></{tag}>' for at, text in enumerate(texts, 1))


def _line(part: Paragraph) -> str:
    """A paragraph as it is printed, on one line."""
    if part.kind == "note":
        return f"{part.number} {part.text}"
    return f"{part.number} {part.text}" if part.number else f"- {part.text}" if part.kind == "item" else part.text


def _said(parts: Iterable[Part]) -> list[Paragraph]:
    return [part for part in parts if isinstance(part, Paragraph) and (part.text or part.number)]


def _paragraphs(parts: Sequence[Part], table: Callable[[Table], str]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Table):
            yield table(part)
        elif part.text or part.number:
            level = min(2 + part.level, 6)
            tag = f"h{level}" if part.kind == "heading" and len(part.text) < 90 else "p"
            yield f"<{tag}>{escape(_line(part))}</{tag}>"


def _plain_table(table: Table) -> str:
    rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in table.rows)
    return f"<table border=1>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _headed_table(table: Table) -> str:
    """With thead, tbody and paragraphs in the cells."""

    def row(cells: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}><p>{escape(cell)}</p></{tag}>\n" for cell in cells) + "</tr>"

    head = "".join(row(cells, "th") for cells in table.rows[: table.head])
    body = "".join(row(cells, "td") for cells in table.rows[table.head :])
    return (
        f'<div class="table-responsive"><table class="table"><thead>{head}</thead><tbody>{body}</tbody></table></div>'
    )


def article(parts: Sequence[Part]) -> str:
    """A page of a news system: nav, aside and footer beside an article."""
    body = "\n".join(_paragraphs(parts, _headed_table))
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Cổng thông tin</title>'
        f"<style>p{{margin:0 5px}}</style><script>var d=2024;</script></head><body><nav><ul>{_links(_MENU)}</ul></nav>"
        f'<main><article class="post">{body}</article></main><aside><h3>Tin mới</h3><ul>{_links(_NEWS)}</ul></aside>'
        f"<footer><p>Bản quyền © 2024. Điện thoại: 0203 123 4567</p></footer></body></html>"
    )


def portal(parts: Sequence[Part]) -> str:
    """A page of an old portal: tables lay it out, lines end in <br>, names of classes tell the furniture."""
    lines = []
    for run, group in groupby(parts, key=lambda part: isinstance(part, Table)):
        if run:
            lines += [_plain_table(part) for part in group if isinstance(part, Table)]
        else:
            texts = [
                escape(_line(part)) for part in group if isinstance(part, Paragraph) and (part.text or part.number)
            ]
            lines.append(
                "<div>" + "<br />\n".join(f"<span style='font-size:14pt'>{text}</span>" for text in texts) + "</div>"
            )
    body = "".join(lines)
    return (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>'
        f'<table width="100%"><tr><td colspan="2"><div class="main-menu">{_links(_MENU, "span")}</div></td></tr>'
        f'<tr><td class="left-sidebar" width="200"><div id="thong-ke-truy-cap">Đang online: 12<br>Hôm nay: 1.204</div>'
        f'<div class="menuLeft">{_links(_MENU, "div")}</div></td><td><div class="news-content">{body}</div>'
        f'<div class="tin-lien-quan"><b>Tin liên quan</b><ul>{_links(_NEWS)}</ul></div>'
        f'<div class="comment-form">Ý kiến bạn đọc<input name=a></div></td></tr></table></body></html>'
    )


def _wrapped(text: str) -> str:
    """A paragraph as Word writes it, its source wrapped at every ninth word; marks of notes are links to them."""
    shown = "".join(_mark(one, "") if isinstance(one, int) else escape(one) for one in pieces(text))
    words = shown.split(" ")
    lines = "\n".join(" ".join(words[at : at + 9]) for at in range(0, len(words), 9))
    return f"<p class=MsoNormal style='text-align:justify'><span lang=VI style='font-size:14.0pt'>{lines}</span></p>"


def _mark(note: int, back: str) -> str:
    """The mark of a note in the text, or with `back` before the note itself."""
    here, there = ("_ftn", "_ftnref") if back else ("_ftnref", "_ftn")
    shown = f"<span class=MsoFootnoteReference>[{note + 1}]</span>"
    return f'<a href="#{there}{note + 1}"\nname="{here}{note + 1}">{shown}</a>'


def _word_table(table: Table) -> str:
    rows = ("".join(f"<td>{_wrapped(cell) if cell else '<p>&nbsp;</p>'}</td>" for cell in row) for row in table.rows)
    return f"<table class=MsoTableGrid border=1>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _word_notes(notes: Sequence[Paragraph]) -> str:
    return "".join(
        f"<div id=ftn{at}><p class=MsoFootnoteText>{_mark(at - 1, 'back')} {escape(note.text)}</p></div>"
        for at, note in enumerate(notes, 1)
    )


def filtered(parts: Sequence[Part]) -> str:
    """What Word writes as a filtered page: classes of its own, blanks that do not break, wrapped lines, notes."""
    report = anchored(parts)
    said = [part for part in report.parts if isinstance(part, Table) or part.text or part.number]
    lines = [_word_table(part) if isinstance(part, Table) else _wrapped(_line(part)) for part in said]
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
        '<meta http-equiv=Content-Type content="text/html; charset=utf-8">'
        "<!-- /* Font Definitions */ --><style><!-- p.MsoNormal {margin:0cm} --></style></head>"
        f"<body lang=EN-US><div class=WordSection1>{''.join(lines)}<p class=MsoNormal>&nbsp;</p></div>"
        f"<div><hr size=1 width='33%'>{_word_notes(report.notes)}</div></body></html>"
    )


def listed(parts: Sequence[Part]) -> str:
    """A page whose bullets are a list of the page, and whose words stand in many spans."""
    lines: list[str] = []
    for kind, group in groupby(parts, key=lambda part: "table" if isinstance(part, Table) else part.kind):
        if kind == "item":
            items = (f"<li><span>{escape(part.text)}</span></li>" for part in group if isinstance(part, Paragraph))
            lines.append(f"<ul class='c1'>{''.join(items)}</ul>")
        else:
            lines += _paragraphs(list(group), _plain_table)
    return (
        f'<html><head><meta charset="utf-8"></head><body class="doc-content"><div>{"".join(lines)}</div></body></html>'
    )


#: by name, each a function from the parts of a report to a page
PAGES: Mapping[str, Callable[[Sequence[Part]], str]] = {
    "article": article, "portal": portal, "filtered": filtered, "listed": listed,
}  # fmt: skip


def write_page(parts: Sequence[Part], shape: str) -> bytes:
    """Return a report as a web page in a shape of PAGES."""
    return PAGES[shape](parts).encode()
