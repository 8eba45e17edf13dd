"""Reports by a second producer: LibreOffice prints our Word files and writes old forms; we check what they say."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from corpus.layout import Part
from corpus.printed import difference, same_letters
from corpus.word import write_docx

#: the name of LibreOffice's command
COMMAND = "soffice"
_MOST_SECONDS = 600
#: old forms, each in the folder of its name, and the reports that are kept in them: with tables, notes, lists of
#: several depths. LibreOffice loses the starts of lists in some others, and shows so itself
OLD_FORMS = ("doc", "rtf", "odt")
IN_OLD_FORMS = (
    "bentre-nong-thon-moi-huyen", "ea-kueh", "krong-son-dan-chu-2023", "quangbinh-ktxh-9-thang",
    "thach-luong-quy3-2025", "vinh-hai", "yen-dong-ha-than-thien-2024",
)  # fmt: skip


def print_office(reports: Mapping[str, Sequence[Part]], folder: Path, form: str = "pdf") -> Iterator[str]:
    """Print reports, by their names, into a folder, or write them in an old form; yields what went wrong.

    What LibreOffice writes is not the same from run to run, so every file is new.
    """
    if shutil.which(COMMAND) is None:
        yield f"{COMMAND} is not here: it makes the files of {folder}"
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        files = [Path(scratch, f"{name}.docx") for name in reports]
        for file, parts in zip(files, reports.values(), strict=True):
            file.write_bytes(write_docx(parts, beside=form == "pdf"))
        # a profile of its own, or it would wait for one that is open
        profile = f"-env:UserInstallation={Path(scratch, 'profile').as_uri()}"
        done = subprocess.run(
            [COMMAND, profile, "--headless", "--convert-to", form, "--outdir", scratch, *files],
            capture_output=True,
            text=True,
            timeout=_MOST_SECONDS,
            check=False,
        )
        for file in files:
            printed = file.with_suffix(f".{form}")
            if printed.is_file():
                shutil.copyfile(printed, folder / printed.name)
            else:
                yield f"{COMMAND} did not write {printed.name}: {done.stderr.strip()}"


def office_fault(file: Path, parts: Sequence[Part]) -> str | None:
    """Return what is wrong with a printed report: it is not there, or says something else; None where it is right."""
    if not file.is_file():
        return f"{file.name} of {file.parent.name} is missing: --office makes it"
    pdf = file.read_bytes()
    found = None if same_letters(pdf, parts) else difference(pdf, parts)
    return f"{file.name} of {file.parent.name} differs from its source: {found}" if found else None
