"""A template into a document, and a document into bytes that depend on nothing but its content."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument

from pipeline.export.audit.placeholders import TemplateError
from pipeline.export.packing import zip_entry

#: the same input gives the same bytes, whatever the day
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
_MOST_BYTES = 20_000_000
#: also of one that opens and whose parts contradict each other
UNREADABLE = "Mẫu phiếu rà soát không phải tệp Word .docx đọc được; hãy mở bằng Word và lưu lại dạng .docx."
_TOO_BIG = "Mẫu phiếu rà soát quá lớn (trên 20 MB khi giải nén); hãy bớt ảnh trong mẫu."


def opened(template: bytes) -> WordDocument:
    """Return the document of a template; raises TemplateError for one that Word cannot have written."""
    try:
        with zipfile.ZipFile(BytesIO(template)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise TemplateError(_TOO_BIG)
        document = Document(BytesIO(template))
        whole = bool(document.sections) and document.element.body is not None
    except TemplateError:
        raise
    except Exception as error:  # python-docx raises whatever its parts raise
        raise TemplateError(UNREADABLE) from error
    if not whole:
        raise TemplateError(UNREADABLE)
    return document


def packed(document: WordDocument, title: str) -> bytes:
    """Return a document as bytes, with fixed days in its properties and in its archive."""
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title, "Soát", "Soát"
    properties.created = properties.modified = _CREATED
    properties.revision = 1
    written = BytesIO()
    document.save(written)
    result = BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        if len(set(names)) < len(names):  # parts of a damaged template under one name
            raise TemplateError(UNREADABLE)
        for name in names:
            target.writestr(zip_entry(name), source.read(name))
    return result.getvalue()
