"""Words as the catalogue takes them: short forms of reports spelled out, long names of offices made short."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extractors.catalogue.tables import rows
from extractors.cues import cues
from extractors.lexicon import phrase_pattern
from extractors.vietnamese import fold

_OFFICE = re.compile(
    r"(?:tiếp nhận (?:và |& )?(?:trả|hoàn trả) (?:kết quả|kq)(?: giải quyết)?|phục vụ hành chính công)"
    r"(?: (?:tthc|thủ tục hành chính|hồ sơ|hiện đại))?"
)
#: the title of a law says nothing of what is counted ("phổ biến Luật Tiếp công dân cho 3.230 lượt người")
_LAW = re.compile(
    r"(?<!pháp )(?<!kỷ )(?<!\w)luật (?!sư|gia|lệ)(?:[^\W\d_]+ ){1,7}?"
    r"(?=năm (?:19|20)\d\d(?!\d)|(?:cho|tới|đến|và|với) )"
)


@cache
def _short_forms() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern of the short forms of reports, and what each stands for."""
    said = {fold(row["short"]): fold(row["words"]) for row in rows("abbreviations.csv")}
    return re.compile(phrase_pattern(sorted(said))), said


@lru_cache(maxsize=1 << 8)
def plain(words: str) -> str:
    """Return words with short forms spelled out ("KNTC"), and the long names of the one-stop office made short.

    The verbs of its names say nothing of a figure, nor do titles of laws.
    """
    pattern, said = _short_forms()
    spelled = words
    for short in cues(pattern.pattern):
        if short in words:
            spelled = pattern.sub(lambda found: said[found.group()], words)
            break
    spelled = _OFFICE.sub("một cửa", spelled) if "tiếp nhận" in spelled or "phục vụ" in spelled else spelled
    return _LAW.sub("luật ", spelled) if "luật " in spelled else spelled
