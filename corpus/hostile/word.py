"""Word files made to hurt (rows 1 to 36)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from random import Random

from corpus.hostile.packing import (
    NAMES,
    SAID,
    TYPES,
    WORD_TYPE,
    Member,
    by_hand,
    document_xml,
    mebibytes,
    member,
    packed,
    para,
    parts,
    repeated,
    run,
    word,
    word_of,
)  # fmt: skip

Files = Mapping[str, bytes]
_HEAD = document_xml("").removesuffix("</w:body></w:document>").encode() + para(run(SAID)).encode()
_TAIL = b"</w:body></w:document>"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CELL = "<w:tc><w:p/></w:tc>"


def _bomb(one: bytes, times: int, before: bytes = b"", after: bytes = b"") -> Files:
    return {"a.docx": word_of(repeated(_HEAD + before, one, times, after + _TAIL))}


def _links(*targets: tuple[str, str]) -> str:
    made = "".join(
        f'<Relationship Id="r{at}" Type="{_R}/{kind}" Target="{target}"/>' for at, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{made}</Relationships>'


def _zeros(related: bool) -> Files:
    """A picture of 2 GiB of zeros."""
    zeros = repeated(b"", bytes(mebibytes(1)), 2047, b"")
    picture = Member(b"word/media/image1.png", zeros.packed, zeros.crc, zeros.size)
    members = [member(name, str(text).encode()) for name, text in parts().items()]
    if related:
        members.append(member("word/_rels/document.xml.rels", _links(("image", "media/image1.png")).encode()))
    return {"a.docx": by_hand([*members, picture])}


def _with_dtd(dtd: str, said: str = "") -> Files:
    return {"a.docx": packed(parts() | {"word/document.xml": dtd + document_xml(para(run(SAID + said)))})}


def _laughs() -> Files:
    entities = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
    return _with_dtd(f'<!DOCTYPE d [<!ENTITY l0 "ha">{entities}]>', "&l9;")


def _two_documents() -> Files:
    members = [member(name, str(text).encode()) for name, text in parts().items()]
    return {"a.docx": by_hand([*members, members[-1]])}


def _many_entries() -> Files:
    members = [member(name, str(text).encode()) for name, text in parts().items()]
    members += [Member(b"m%d" % at, b"", 0, 0, method=0) for at in range(200_000)]
    return {"a.docx": by_hand(members)}


def _slips() -> Files:
    good = word()
    names = ("../../x.txt", "/etc/x.txt", "C:\\x.txt", "a\0b.txt")
    return {"a.zip": by_hand([member(name, SAID.encode()) for name in names] + [member("tot.docx", good)])}


def _symlink() -> Files:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        link = zipfile.ZipInfo("bao-cao.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return {"a.zip": made.getvalue()}


def _nested_zips() -> Files:
    data = word()
    for _ in range(6):
        data = packed({"trong.docx" if data[:2] != b"PK" else "trong.zip": data})
    return {"a.zip": data}


def _strict() -> Files:
    made = document_xml(para(run(SAID)))
    for old, new in (("wordprocessingml/2006", "wordprocessingml"), ("officeDocument/2006", "officeDocument")):
        made = made.replace(f"schemas.openxmlformats.org/{old}", f"purl.oclc.org/ooxml/{new}")
    links = f'<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="r1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="word/document.xml"/></Relationships>'  # noqa: E501  # one address
    return {"a.docx": packed(parts() | {"word/document.xml": made, "_rels/.rels": links})}


def _kinds() -> Files:
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    template = WORD_TYPE.replace("document.main", "template.main")
    return {"a.docm": packed(parts(main=kind)), "b.dotx": packed(parts(main=template))}


def _long_table() -> Files:
    drawn = Random(25)
    row = f"<w:tr>{'<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>' * 20}</w:tr>"
    rows = "".join(row.format(*(drawn.getrandbits(24) for _ in range(20))) for _ in range(20_000))
    return {"a.docx": word(f"<w:tbl>{rows}</w:tbl>")}


def _spans(*properties: str) -> Files:
    cells = "".join(f"<w:tr><w:tc><w:tcPr>{one}</w:tcPr><w:p/></w:tc>{_CELL}</w:tr>" for one in properties)
    return {"a.docx": word(f"<w:tbl>{cells}</w:tbl>")}


def _cycle() -> Files:
    loop = {"word/_rels/document.xml.rels": _links(("header", "document.xml"), ("footer", "header1.xml"))}
    loop |= {"word/_rels/header1.xml.rels": _links(("footer", "document.xml"))}
    header = f"<w:hdr {NAMES}>{para('')}</w:hdr>"
    chain = {f"word/_rels/p{at}.xml.rels": _links(("header", f"p{at + 1}.xml")) for at in range(3000)}
    return {
        "a.docx": packed(parts() | loop | {"word/header1.xml": header}),
        "b.docx": packed(parts() | {"word/_rels/document.xml.rels": _links(("header", "p0.xml"))} | chain),
    }


def _outside() -> Files:
    away = _links(("image", "../../../../etc/passwd"), ("footnotes", "../../../../../etc/hostname"))
    link = (
        f'<Relationship Id="t" Type="{_R}/attachedTemplate" Target="http://127.0.0.1:9/x.dotm" TargetMode="External"/>'
    )
    template = away.replace("</Relationships>", f"{link}</Relationships>")
    return {"a.docx": packed(parts() | {"word/_rels/document.xml.rels": template})}


def _wrong_sum() -> Files:
    data = packed(parts(), zipfile.ZIP_STORED)
    return {"a.docx": data.replace("trực tuyến".encode(), "trực tuyêń".encode()[: len("trực tuyến".encode())], 1)}


def _locked() -> Files:
    members = [member(name, str(text).encode()) for name, text in parts().items()]
    return {"a.docx": by_hand([Member(m.name, m.packed, m.crc, m.size, flags=1) for m in members])}


def _everywhere() -> Files:
    box = f"<w:txbxContent>{para(run('Trong khung 7 thôn.'))}</w:txbxContent>"
    body = para(f"<w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>")
    body += f"<w:sdt><w:sdtContent>{para(run('Trong ô 8 thôn.'))}</w:sdtContent></w:sdt>"
    body += para(f"<w:ins>{run('Chèn 9 thôn.')}</w:ins><w:del><w:r><w:delText>Xóa 6 thôn.</w:delText></w:r></w:del>")
    body += para('<w:r><w:footnoteReference w:id="2"/></w:r>')
    notes = f'<w:footnotes {NAMES}><w:footnote w:id="2">{para(run("Chú thích 5 thôn."))}</w:footnote></w:footnotes>'
    links = {"word/_rels/document.xml.rels": _links(("footnotes", "footnotes.xml")), "word/footnotes.xml": notes}
    return {"a.docx": packed(parts(body) | links)}


def _deep(times: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * times + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * times


#: by the names of the table
FILES: Mapping[str, Callable[[], Files]] = {
    "zip_bomb_run": lambda: _bomb(b"A" * mebibytes(1), 1024, b"<w:p><w:r><w:t>", b"</w:t></w:r></w:p>"),
    "zip_bomb_blanks": lambda: _bomb(b" " * mebibytes(1), 1024),
    "three_million_paragraphs": lambda: _bomb(b"<w:p/>" * 10_000, 300),
    "media_related": lambda: _zeros(related=True),
    "media_unrelated": lambda: _zeros(related=False),
    "many_entries": _many_entries,
    "nested_zips": _nested_zips,
    "overlapping_entries": lambda: {
        "a.zip": by_hand([member("a.txt", SAID.encode()), member("b.txt", b"b" * 99)], [0, 20])
    },
    "zip_slip": _slips,
    "zip_symlink": _symlink,
    "two_documents": _two_documents,
    "billion_laughs": _laughs,
    "quadratic_entity": lambda: _with_dtd(f'<!DOCTYPE d [<!ENTITY a "{"x" * 100_000}">]>', "&a;" * 50_000),
    "entity_of_a_file": lambda: _with_dtd('<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
    "entity_of_an_address": lambda: _with_dtd('<!DOCTYPE d SYSTEM "http://127.0.0.1:9/a.dtd">'),
    "dtd_in_content_types": lambda: {
        "a.docx": packed(parts() | {"[Content_Types].xml": f"<!DOCTYPE t>{TYPES.format(WORD_TYPE)}"})
    },
    "no_document": lambda: {"a.docx": packed({"[Content_Types].xml": TYPES.format(WORD_TYPE), "word/x.xml": "<a/>"})},
    "no_content_types": lambda: {"a.docx": packed({"word/document.xml": document_xml(para(run(SAID)))})},
    "empty_document": lambda: {
        "a.docx": packed(parts() | {"word/document.xml": ""}),
        "b.docx": packed(parts() | {"word/document.xml": "<w:document"}),
    },
    "no_body": lambda: {
        "a.docx": packed(parts() | {"word/document.xml": f"<w:document {NAMES}/>"}),
        "b.docx": packed(parts() | {"word/document.xml": "<html><body>5</body></html>"}),
    },
    "strict": _strict,
    "macro_and_template": _kinds,
    "nested_tables": lambda: {"a.docx": word(_deep(200))},
    "flat_tables": lambda: _bomb(b"<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>" * 1000, 2000),
    "long_table": _long_table,
    "huge_span": lambda: _spans('<w:gridSpan w:val="500000000"/>'),
    "odd_spans": lambda: _spans('<w:gridSpan w:val="-3"/>', "<w:vMerge/>"),
    "long_paragraph": lambda: {"a.docx": word(para(run("chữ " * mebibytes(5))))},
    "utf16_document": lambda: {
        "a.docx": packed(parts() | {"word/document.xml": document_xml(para(run(SAID))).encode("utf-16")})
    },
    "control_reference": lambda: {"a.docx": word(para(run("&#11;")))},
    "relationship_cycle": _cycle,
    "relationship_outside": _outside,
    "damaged_zip_sum": _wrong_sum,
    "damaged_zip_locked": _locked,
    "damaged_zip_cut": lambda: {"a.docx": word(para(run("chữ " * 5000)))[: -len(word()) // 2]},
    "junk_before_zip": lambda: {"a.docx": b"MZ" + bytes(range(256)) * 16 + word()},
    "missing_media": lambda: {
        "a.docx": packed(parts() | {"word/_rels/document.xml.rels": _links(("image", "media/image9.png"))})
    },
    "text_everywhere": _everywhere,
}
