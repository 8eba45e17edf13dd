"""What is given back of a report: its record, and the files that are made where its analysis is at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.analysis import Analysis, Failure
from pipeline.bulk import Result, public
from pipeline.compare.said import in_lines, one_report, said
from pipeline.compare.versions import versions
from pipeline.export.audit.annex import Added
from pipeline.export.jsonl import Record
from pipeline.export.output_paths import PAGES, SHEETS, annotated_path, output_path
from pipeline.ingest.errors import IngestError
from pipeline.ingest.folder import FoundFile
from pipeline.ingest.names import INDEX_NAME
from pipeline.ingest.parts import load


@dataclass(frozen=True, slots=True)
class Output:
    """A file to write: its path below the folder of results, and its bytes."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Returned:
    """What a report gives back: its public record, its text, files, and sentences on those that could not be made."""

    record: Record
    text: str
    outputs: tuple[Output, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """How things are given back: the office's own template of the audit sheet, and whether persons stay unnamed.

    `before` are the records of an earlier run by path: of a report that was sent again the sheet says what changed.
    """

    template: bytes | None = None
    anonymous: bool = False
    before: Mapping[str, Record] = field(default_factory=dict)


PLAIN = Wish()


def give_back(wish: Wish, file: FoundFile, result: Result) -> Returned:
    """Return what the result of a file gives back; what cannot be made is told, and the others are made."""
    shown = _anonymous(result) if wish.anonymous else result
    if isinstance(shown, Failure):
        return Returned(public(shown), "")
    outputs, remarks = [], []
    for what, make in _makers(wish, file, shown):
        try:
            made = make()
        except Exception as error:  # noqa: BLE001  # a sheet that fails must not cost the report; the cause is told
            cause = (
                error.cause if isinstance(error, IngestError) else f"lỗi trong chương trình ({type(error).__name__})"
            )
            remarks.append(f"{file.shown}: không làm được {what}: {cause}.")
        else:
            outputs.append(made)
    return Returned(public(shown), shown.document.text, tuple(outputs), tuple(remarks))


def _anonymous(result: Result) -> Result:
    from pipeline.export.data.anonymous import anonymous_analysis  # noqa: PLC0415  # its tables are needed by few

    return anonymous_analysis(result)


def _makers(wish: Wish, file: FoundFile, analysis: Analysis) -> Iterator[tuple[str, Callable[[], Output]]]:
    yield "trang kết quả", lambda: _page(file, analysis)
    yield "phiếu rà soát", lambda: _sheet(wish, file, analysis)
    annotated = annotated_path(_name(file), analysis.document.source.format)
    if annotated and not wish.anonymous:
        yield "bản ghi chú", lambda: Output(annotated, _annotated(file, analysis))


def _name(file: FoundFile) -> str:
    return file.named or file.shown


def _page(file: FoundFile, analysis: Analysis) -> Output:
    from pipeline.export.page.report import report_page  # noqa: PLC0415  # each is imported by whoever makes it

    path = output_path(PAGES, _name(file), ".html")
    return Output(path, report_page(analysis, "../" * path.count("/") + INDEX_NAME))


def _sheet(wish: Wish, file: FoundFile, analysis: Analysis) -> Output:
    from pipeline.export.audit.sheet import audit_sheet  # noqa: PLC0415  # as above

    added = _since(wish.before.get(file.shown), analysis)
    return Output(output_path(SHEETS, _name(file), ".docx"), audit_sheet(analysis, wish.template, added))


def _since(old: Record | None, analysis: Analysis) -> tuple[Added, ...]:
    """What became of a report since its earlier version, as a part of the annex."""
    new = public(analysis)
    if old is None or not one_report(old, new):
        return ()
    parts = said(versions(old, new))
    return (Added("So với bản gửi trước", tuple(in_lines(parts)) or ("Không có thay đổi về số liệu.",)),)


def _annotated(file: FoundFile, analysis: Analysis) -> bytes:
    data = load(file.path, file.parts)
    if analysis.document.source.format == "docx":
        from pipeline.export.annotate.word import annotated_word  # noqa: PLC0415  # as above

        return annotated_word(analysis, data)
    from pipeline.export.annotate.pdf import annotated_pdf  # noqa: PLC0415  # as above

    return annotated_pdf(analysis, data)
