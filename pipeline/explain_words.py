"""What the codes of the stages of reading are called in Vietnamese."""

from __future__ import annotations

UNIT_FROM = {
    "printed": "in ngay sau số",
    "noun": "danh từ đứng sau số",
    "label": "theo chữ của mục",
    "parent": "theo tổng ở trên",
    "sibling": "theo mục bên cạnh",
    "same figures": "theo các số như vậy ở chỗ khác",
    "sum": "theo tổng mà các số này cộng thành",
    "before": "theo số đứng trước trong cùng phần",
    "lead": "theo câu dẫn",
    "table": "theo đầu bảng",
    "column": "theo các số khác trong cột",
    "row": "theo các số khác trong hàng",
    "metric": "theo chỉ tiêu",
    "caption": "theo tên bảng",
    "section": "theo tên phần",
    "below": "theo dòng tổng ở dưới danh sách",
    "none": "chưa rõ",
}

GROUPS = {
    "cue": "nhóm mở bằng từ",
    "bracket": "nhóm trong ngoặc",
    "colon": "nhóm sau dấu",
    "bullets": "nhóm gạch đầu dòng sau dấu",
    "row": "nhóm trên một hàng của bảng, theo",
    "column": "nhóm trên một cột của bảng, theo",
}

OPENNESS = {
    "closed": "kể đủ các phần",
    "listed": "được xem là kể đủ",
    "open": "chỉ kể một số phần",
    "some": "kể một số phần, có thể trùng nhau",
    "unknown": "chưa rõ có kể đủ không",
    "hinted": "chỉ do đề mục hoặc câu dẫn gợi ý",
}

_RULES = {
    # quantities
    "bare numeral": "số viết bằng chữ số",
    "misread digit": "số có chữ quét nhầm",
    "glued figure": "số viết liền chữ đứng trước",
    "k of n": "số đạt trên tổng số",
    "lower end of a range": "đầu dưới của một khoảng",
    "upper end of a range": "đầu trên của một khoảng",
    "stars": "số sao xếp hạng",
    # numbering
    "heading": "số của đề mục",
    "list number": "số thứ tự trong danh sách",
    "list mark": "số thứ tự trong ngoặc",
    "page number": "số trang",
    "row number": "số thứ tự của hàng",
    "column number": "số thứ tự của cột",
    "running head": "dòng lặp lại ở đầu, cuối trang",
    "road": "tên đường",
    "footnote mark": "dấu chú thích",
    "row or column number": "số thứ tự hàng, cột của bảng",
    # names, slogans, the rest
    "slogan": "khẩu hiệu tự đếm nội dung",
    "series of slogans": "khẩu hiệu trong một chuỗi",
    "quote that counts its items": "câu trong ngoặc kép tự đếm nội dung",
    "named by its noun": "số thuộc tên gọi",
    "named by its noun, further": "số tiếp theo của tên gọi",
    "letter and digits": "chữ cái đi liền số",
    "digits and a letter": "số đi liền chữ cái",
    "end of a proper name": "cuối tên riêng",
    "street named by a date": "tên đường theo ngày",
    "address or file name": "địa chỉ mạng, thư điện tử hoặc tên tệp",
    "phone": "số điện thoại",
    "grade of pupils": "khối, lớp của học sinh",
    "levels of a body": "số cấp của cơ quan",
    "levels side by side": "các mức độ liền nhau",
    "number of a body": "số hiệu của cơ quan",
    "number of a brand": "số trong nhãn hiệu",
    "number of a portal": "đầu số, cổng tiếp nhận",
    "clock": "giờ trong ngày",
    "age": "tuổi",
    "table head": "chữ trong đầu bảng",
    "no reading": "chưa có cách đọc",
    # papers
    "symbol": "số, ký hiệu văn bản",
    "number before its date": "số văn bản đứng trước ngày",
    "noun of a paper": "số sau tên loại văn bản",
    "year of a law": "năm của luật",
    # dates and periods
    "full date in words": "ngày tháng năm viết bằng chữ",
    "date with a blank day": "ngày để trống",
    "date with blank day and month": "ngày và tháng để trống",
    "date with slashes": "ngày tháng năm viết tắt",
    "day and month in words": "ngày và tháng viết bằng chữ",
    "day and month after ngày": "ngày và tháng sau chữ “ngày”",
    "day and month": "ngày và tháng viết tắt",
    "day above its figure": "ngày và tháng đứng trước dấu hai chấm và số của ngày ấy",
    "week by its number": "tuần gọi theo số",
    "day of a feast": "ngày lễ, ngày kỷ niệm",
    "day that no rate is": "ngày và tháng không thể là “số đạt trên tổng số”",
    "further day and month": "ngày và tháng tiếp theo",
    "named day": "ngày có tên gọi",
    "day that stands out": "ngày nổi bật",
    "days of a month": "ngày trong tháng",
    "day above its month": "ngày và tháng sau “đến”, “từ”",
    "day behind its part": "ngày sau buổi",
    "day of a list": "ngày trong danh sách ngày",
    "day of a survey": "ngày điều tra",
    "time of a day and month": "ngày và tháng sau buổi",
    "first of two days in brackets": "ngày đầu của khoảng trong ngoặc",
    "second of two days in brackets": "ngày cuối của khoảng trong ngoặc",
    "first of two days of a week": "ngày đầu của tuần, đợt",
    "last of two days of a week": "ngày cuối của tuần, đợt",
    "first of two days with a dash": "ngày đầu của khoảng",
    "last of two days": "ngày cuối của khoảng",
    "last of two days with a dash": "ngày cuối của khoảng",
    "month and year in words": "tháng và năm viết bằng chữ",
    "month and year": "tháng và năm",
    "month and year in brackets": "tháng và năm trong ngoặc",
    "year before a place": "năm đứng trước tên địa phương",
    "years before an amount": "số năm đứng trước một số khác",
    "first of two spans": "đầu của một khoảng năm, tháng",
    "quarter and year": "quý và năm",
    "roman quarter and year": "quý (số La Mã) và năm",
    "quarter": "quý",
    "years from to": "từ năm đến năm",
    "month in short": "tháng và năm viết tắt",
    "two years": "hai năm liền nhau",
    "years of a plan": "số năm của kế hoạch",
    "school year": "năm học",
    "months of the year": "số tháng của kỳ",
    "months added up": "số tháng của lũy kế",
    "month": "tháng",
    "span of years or months": "khoảng năm, tháng",
    "span of days": "khoảng ngày, giờ",
    "year": "năm",
    "further year": "năm không có chữ “năm” đứng trước",
}


def rule_words(rule: str) -> str:
    """Return what the rule that gave a number its role looks for.

    >>> rule_words("k of n"), rule_words("a rule of tomorrow")
    ('số đạt trên tổng số', 'quy tắc “a rule of tomorrow”')
    """
    return _RULES.get(rule, f"quy tắc “{rule}”")
