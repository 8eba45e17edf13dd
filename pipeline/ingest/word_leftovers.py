"""What of a Word file is not in the text: left out since it is no longer said, or since it cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from extractors.document import Notice, Origin
from pipeline.ingest.laid_out import Found
from pipeline.ingest.word_package import Package, Relationship
from pipeline.ingest.word_styles import W

_GONE = tuple(f"{W}{name}" for name in ("del", "moveFrom"))
_OBJECT, _OTHER_FILE = f"{W}object", f"{W}altChunk"
_DELETED, _TEXT = f"{W}delText", f"{W}t"
_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_SMART_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_SMART_POINT = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}pt"
#: a picture as large as this may be a page or a table that was photographed; in EMU, 360,000 a centimetre
_WIDE, _HIGH = 14 * 360_000, 12 * 360_000


def notices(root: etree._Element) -> Iterator[Notice]:
    """Yield what is to be told of a body: changes that were deleted, pictures and objects that are not read."""
    if next(root.iter(*_GONE, _PICTURE, _OBJECT, _CHART, _OTHER_FILE), None) is None:
        return
    gone = sum(1 for element in root.iter(*_GONE) if _words(element))
    if gone:
        yield deletions(gone)
    pages = sum(1 for picture in root.iter(_PICTURE) if _is_page(picture))
    if pages:
        yield Notice("text_in_image", f"Có {pages} ảnh lớn trong tệp; chữ trong ảnh chưa được đọc.")
    objects = [
        (sum(1 for _ in root.iter(_OBJECT)), "đối tượng nhúng"),
        (sum(1 for _ in root.iter(_CHART)), "biểu đồ"),
        (sum(1 for _ in root.iter(_OTHER_FILE)), "tệp chèn nguyên"),
    ]
    named = [f"{count} {what}" for count, what in objects if count]
    if named:
        yield Notice("partial_pages", f"Chưa đọc được {', '.join(named)} trong tệp Word.")


def deletions(count: int) -> Notice:
    """Return what is told of places that were deleted while changes were tracked."""
    return Notice("deleted_text", f"Đã bỏ {count} chỗ bị xóa theo chế độ theo dõi thay đổi; chữ chèn thêm được giữ.")


def _words(element: etree._Element) -> bool:
    return any((one.text or "").strip() for one in element.iter(_DELETED, _TEXT))


def _is_page(picture: etree._Element) -> bool:
    above = next((one for one in picture.iterancestors() if one.find(_EXTENT) is not None), None)
    extent = None if above is None else above.find(_EXTENT)
    return extent is not None and _long(extent.get("cx")) >= _WIDE and _long(extent.get("cy")) >= _HIGH


def _long(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else 0


def diagrams(package: Package, parts: Sequence[Relationship]) -> list[Found]:
    """Return the texts in the boxes of diagrams (SmartArt), each box a paragraph, after the text that shows them."""
    found: list[Found] = []
    for name in dict.fromkeys(one.target for one in parts if one.kind == "diagramData"):
        root = package.root(name)
        boxes = (
            []
            if root is None
            else ["".join(t.text or "" for t in pt.iter(_SMART_TEXT)) for pt in root.iter(_SMART_POINT)]
        )
        part = name.rpartition("/")[2].removesuffix(".xml")
        texts = [" ".join(box.split()) for box in boxes]
        found += [Found(text, "paragraph", "", Origin(part, at)) for at, text in enumerate(texts) if text]
    return found
