"""Single paragraphs with one planted error each, and right ones, by many authors: what is found in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.analysis import analyse_bytes
from pipeline.checks.finding import Finding

CORPUS = Path(__file__).parent.parent / "corpus"
CLEAN = CORPUS / "passages" / "clean.txt"
WRONG = CORPUS / "passages" / "wrong.txt"
UNREAD = CORPUS / "evaluate" / "passages" / "wrong.txt"
#: what makes a paragraph a report of the year after those that the paragraphs tell of
HEAD = (
    "UBND HUYỆN AN BÌNH\nUBND XÃ AN LẠC\nSố: 12/BC-UBND\nAn Lạc, ngày 20 tháng 12 năm 2026\n\n"
    "BÁO CÁO\nKết quả công tác năm 2026\n\n"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, kind and size of its error (empty for a right one), what is printed and what it should be."""

    text: str
    kind: str = ""
    size: str = ""
    wrong: str = ""
    right: str = ""

    @property
    def mended(self) -> str | None:
        """The paragraph with its error put right, None where the words do not say how."""
        plain = self.right and self.text.count(self.wrong) == 1 and "(" not in self.right
        return self.text.replace(self.wrong, self.right) if plain else None


def passages(path: Path) -> Iterator[Passage]:
    """Yield the paragraphs of a file: they are parted by "===", their remark begins with "#!"."""
    for part in path.read_text("utf-8").split("\n===\n"):
        lines = part.strip("\n").split("\n")
        remarks = [line[2:].split("|") for line in lines if line.startswith("#!")]
        told = [word.strip() for word in remarks[-1][:4]] if remarks else []
        yield Passage("\n".join(line for line in lines if not line.startswith("#!")), *told)


def alarms(text: str) -> list[tuple[Finding, list[str]]]:
    """Return the errors and warnings on a paragraph, each with the printed figures that it shows."""
    analysis = analyse_bytes((HEAD + text + "\n").encode(), "passage.txt")
    document = analysis.document
    start = document.text.index("năm 2026") + len("năm 2026")  # the end of the head, blank lines joined
    return [
        (finding, [document.quote(e.span) for e in finding.evidence])
        for finding in analysis.findings
        if finding.severity in ("error", "warning") and finding.evidence[0].span.start >= start
    ]


def is_found(passage: Passage) -> bool:
    """Whether some alarm shows the figure or the words that are wrong."""
    return any(passage.wrong in shown or shown in passage.wrong for _, told in alarms(passage.text) for shown in told)
