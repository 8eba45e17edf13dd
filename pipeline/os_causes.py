"""Why the system refuses something, as Vietnamese clauses."""

from __future__ import annotations

import errno

FULL, READ_ONLY = "đĩa đầy", "nơi ghi chỉ cho đọc"
FORBIDDEN = "không có quyền ghi, hoặc tệp đang mở ở chương trình khác"
#: by name: not every system has them all
_CAUSES = {
    "ENOSPC": FULL,
    "EDQUOT": "hết hạn mức đĩa",
    "EFBIG": "tệp lớn quá mức hệ điều hành cho phép",
    "EROFS": READ_ONLY,
    "EACCES": FORBIDDEN,
    "EPERM": FORBIDDEN,
    "EIO": "đĩa báo lỗi đọc ghi",
    "ENOENT": "không có thư mục này",
    "ENAMETOOLONG": "tên quá dài",
    "ENOTDIR": "một phần của đường dẫn là tệp chứ không phải thư mục",
    "EEXIST": "đã có tệp trùng tên",
    "EISDIR": "đã có thư mục trùng tên",
}
_BY_NUMBER = {getattr(errno, name): cause for name, cause in _CAUSES.items() if hasattr(errno, name)}


def cause_of(error: OSError) -> str:
    """Return a clause that says why the system refuses.

    >>> cause_of(OSError(errno.ENOSPC, "")), cause_of(OSError(9999, ""))
    ('đĩa đầy', 'hệ điều hành báo lỗi số 9999')
    """
    return _BY_NUMBER.get(error.errno or 0, f"hệ điều hành báo lỗi số {error.errno}")
