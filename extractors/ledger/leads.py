"""Lists that colons, dashes and a whole named first open behind a lead-in, and the aspects that divide a total."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.ledger.entries import Openness
from extractors.ledger.frames import Scan
from extractors.ledger.tokens import Token

#: leads that name an aspect by which all that was counted is divided ("theo lĩnh vực", "xét về trình độ")
_ASPECT = (
    r"(?:nếu\s+)?(?:(?:phân|chia|xét|tính|xếp|tách|nhìn|phân loại|phân tích|thống kê)\s+)?(?:theo|về)(?!\w)"
    r"|phân loại(?!\w)"
)
#: leads that open a partition of what the sentence before has counted
_PARTITION = re.compile(
    rf"(?:{_ASPECT}|(?:phân ra|chia ra|các khoản|cơ cấu|bao gồm|gồm"
    r"|(?:kết quả(?: xử lý| phân loại)?|trong đó)\s*$)(?!\w))"
)
_ASPECT_LEAD = re.compile(_ASPECT)
_ITEM_WITH_COUNT = re.compile(r"\s*(?:[^\W\d]+\s+){1,6}\d[\d.]*(?:\s+[^\W\d]+){0,4}\s*")
_COUNT_FIRST = re.compile(r"\s*(?:và\s+)?\d[\d.]*(?:\s+[^\W\d]+){2,8}\s*")
#: "…, xã A 60 ha, sau đó là các xã: B 31 ha, …" goes on with the list
_AFTER_THAT = re.compile(
    r"[,;]\s*(?:sau đó|tiếp theo|tiếp đến|kế đến|rồi đến|rồi)(?: (?:đó|là|đến|các|những|[^\W\d]+)){0,4}\s*$"
)
_VALUE = re.compile(r"\s*\d[\d.]*\s*(?:[;,.](?=\s|$)|$)")
#: a rate in the name of what is told behind a colon
_RATE, _VALUE_OF = (
    re.compile(r"[^\W\d] \d[\d.,]*\s?%\s*$"),
    re.compile(r"\s*\d[\d.,]*(?:\s[^\W\d]+){1,3}\s*(?:[;,.)](?=\s|$)|$)"),
)
_SENTENCE = re.compile(r"[^.;]*")
_DIGITS = re.compile(r"\d+")
_LABEL_GAP = re.compile(r"\s*(?:[^\W\d_]+\s+){0,3}$")
#: the next of figures with a label and a colon each ("tháng 7: 31 ca, tháng 8: 24 ca và tháng 9: 8 ca"), no list
_NEXT_LABELLED = re.compile(
    r":\s*\d[\d.,]*(?:\s[^\d:;.,()]*?)?(?:,|\s(?:và|cùng))\s"
    r"(?P<label>(?!trong|gồm|chia|cụ thể|bao|riêng)[^\d:;.,()]{1,40}(?:\d{1,4}\s?)?)$"
)
#: what the items of a list are sorts of: a count of these behind a cue only says how many follow
_SORTS = re.compile(
    r"(?:nhóm|loại|lĩnh vực|nguồn|khoản|mục|hạng mục|phần|thành phần|bậc|mức|mức độ|hạng|hình thức|đối tượng|nội dung"
    r"|ngành|khối|lứa tuổi|độ tuổi|dạng|kênh|diện|trình độ|cấp học|bậc học|bộ phận)(?!\w)"
)
_REACH = 120
_AMONG = re.compile(r"trong(?:\s+(?:tổng số|tổng|số)(?:\s[^\d,;]{3,60}\s(?:bao )?gồm)?)?")
_HAS = re.compile(r"^[^.;:()\d]*(?<!\w)có\s+\d")


def open_colon(scan: Scan, token: Token, following: Token | None) -> None:
    """Do what a colon asks for: open a list, keep a lead-in, or only stand between a label and its figure."""
    frame = scan.frames[-1]
    if scan.last is not None and scan.separator == "":
        labelled = _NEXT_LABELLED.search(scan.text[max(0, token.start - _REACH) : token.start])
        if labelled is not None:
            frame.commas += 1
            scan.separator, scan.item_start = ",", token.start - len(labelled["label"])
            return
        if frame.kind is not None and _AFTER_THAT.search(scan.text, scan.quantity_end, token.start):
            scan.separator, scan.item_start = ",", token.end
            return
        rate = _RATE.search(scan.text, max(0, token.start - _REACH), token.start)
        # "thu hưởng 100%: 1.470 triệu đồng" tells one thing, "tổng số kiến nghị qua 03 đợt tiếp xúc: 64" another
        one = (rate and _VALUE_OF.match(scan.text, token.end)) or _VALUE.match(scan.text, token.end)
        if not (one or take_back_count(scan) or frame.waits):
            scan.push("colon", ":", "listed", token.start, scan.candidates(scan.last))
        scan.item_start = token.end
        return
    if frame.waits and scan.last is None and not scan.text[scan.item_start : token.start].strip(" ,"):
        scan.item_start = token.end
        return
    near = following and following.kind == "num" and _LABEL_GAP.fullmatch(scan.text[token.end : following.start])
    if near and not _divides(scan, token):
        return  # "thư xin lỗi: 8"
    _open_lead(scan, token)


def take_back_count(scan: Scan) -> bool:
    """Take back the first item of a cue if it only says how many follow: "347 người, gồm 3 nhóm: hộ 216, …"."""
    frame = scan.frames[-1]
    if frame.kind != "cue" or frame.draft is None or scan.last is None or frame.entries != [scan.last]:
        return False
    entry = scan.entry(scan.last)
    number = scan.numbers[entry.quantities[0].number]
    wholes = (scan.entry(p) for p in frame.draft.parents[:1] if p >= scan.first_entry)
    units = {scan.numbers[q.number].unit for whole in wholes for q in whole.quantities}
    if not _SORTS.match(number.unit or "") or number.unit in units or len(entry.quantities) > 1:
        return False
    frame.entries.clear()
    scan.entries[entry.id - scan.first_entry] = replace(entry, group=None)
    scan.last = None
    return True


def _divides(scan: Scan, token: Token) -> bool:
    """Whether a lead names an aspect and several figures follow it ("theo loại: kiến nghị 13, khiếu nại 04")."""
    words = scan.text[scan.item_start : token.start].strip(" ,;-")
    listed = _SENTENCE.match(scan.text, token.end)
    return bool(_ASPECT_LEAD.match(words)) and listed is not None and len(_DIGITS.findall(listed.group())) > 1


def _open_lead(scan: Scan, token: Token) -> None:
    """Keep the words before a colon as lead-in, and open a partition where they name one."""
    lead = scan.trim(scan.item_start, token.start)
    scan.lead = lead if len(lead) else scan.lead
    words = scan.text[scan.item_start : token.start].strip(" ,;-")
    scan.item_start = token.end
    if scan.frames[-1].kind is not None or not _PARTITION.match(words):
        return
    cue = "theo" if _ASPECT_LEAD.match(words) else ":"
    if scan.last is not None:
        scan.push("colon", cue, "listed", token.start, scan.candidates(scan.last))
    elif scan.previous and scan.sentence > 0:
        scan.push("colon", cue, "listed", token.start, scan.reopened(whole=cue == "theo"))
    elif scan.previous:
        scan.push("colon", ":", "hinted", token.start, scan.previous)


def open_dash(scan: Scan, token: Token) -> None:
    """Open what may be a list behind a total ("14 văn bản – áp dụng 09, bãi bỏ 04, sửa đổi 02", "9 hộ – 5 hộ …")."""
    listed = _SENTENCE.match(scan.text, token.end)
    if scan.last is None or scan.separator or scan.frames[-1].kind is not None or listed is None:
        return
    items = re.split(r",|\s+và\s+(?=\d)|\s+[–—-]\s+.*", listed.group())
    items = [item for item in items if item.strip()]
    named = len(items) > 2 and all(_ITEM_WITH_COUNT.fullmatch(item) for item in items)
    if named or (len(items) > 1 and all(_COUNT_FIRST.fullmatch(item) for item in items)):
        scan.push("colon", "–", "unknown", token.start, scan.candidates(scan.last))
        scan.item_start = token.end


def open_whole(scan: Scan, token: Token) -> bool:
    """Open the list behind a whole that its sentence names first ("Trong 15 đơn đã xong, đúng 02 …"), if it is one."""
    if token.kind != "," or scan.last is None or not _opens_among(scan):
        return False
    # "trong 79 đơn có 41 đơn về đất đai, 26 đơn về môi trường" names some, that may overlap
    openness: Openness = "some" if _HAS.search(scan.text[token.end : token.end + 60]) else "listed"
    scan.push("cue", "trong", openness, token.start, (scan.last,))
    scan.item_start = token.end
    return True


def _opens_among(scan: Scan) -> bool:
    """Whether a sentence has begun with the whole that it divides ("Trong 15 đơn đã xong, đúng 02, sai 13")."""
    frame = scan.frames[-1]
    if scan.last is None or len(frame.entries) != 1 or frame.kind is not None:
        return False
    label = scan.entry(scan.last).label
    return bool(_AMONG.fullmatch(scan.text[label.start - scan.offset : label.end - scan.offset]))
