"""`soat template`: the template of the audit sheet, for an office to make its own."""

from __future__ import annotations

from pathlib import Path

from pipeline.console import UNREADABLE, output, tell
from pipeline.export.audit.own_template import own_template
from pipeline.ingest.folder import escape
from pipeline.results import unwritable
from pipeline.terminal import clean


def write_template(file: Path) -> int:
    """Write the template to a new file; return the exit status."""
    try:
        with file.open("xb") as opened:
            opened.write(own_template())
    except FileExistsError:
        tell(f"Đã có “{escape(file.as_posix())}”: mẫu phiếu không ghi đè tệp nào, hãy chọn tên khác.")
        return UNREADABLE
    except (OSError, ValueError) as error:
        tell(clean(str(unwritable(file, error))))
        return UNREADABLE
    with output() as write:
        write(f"Đã ghi mẫu phiếu rà soát vào {escape(file.as_posix())}; sửa bằng Word rồi dùng --template.\n".encode())
    return 0
