"""Reports by a second producer: LibreOffice makes files of our Word files, and we only check what they say."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.layout import Part
from corpus.printed import difference, same_letters
from corpus.said import lacking
from corpus.word import Numbers, write_docx

#: the name of LibreOffice's command
COMMAND = "soffice"
_MOST_SECONDS = 600


@dataclass(frozen=True, slots=True)
class OfficeForm:
    """A folder of forms: the ending of its files, how our Word file is made, and of how many reports one is kept."""

    folder: str
    ending: str
    beside: bool = False
    numbers: Numbers = "lists"
    every: int = 1

    def kept(self, names: Sequence[str]) -> list[str]:
        """Return the reports, of all in order, that are kept in this form."""
        return sorted(names)[:: self.every]


#: LibreOffice loses starts of lists in .doc and .odt, and all but the first of a list in pages, and shows so itself
OFFICE_FORMS = (
    OfficeForm("office", "pdf", beside=True),
    OfficeForm("office-word", "docx"),
    OfficeForm("doc", "doc", numbers="unbroken"),
    OfficeForm("rtf", "rtf"),
    OfficeForm("odt", "odt", numbers="unbroken"),
    OfficeForm("office-web", "html", numbers="typed", every=2),
)


def print_office(reports: Mapping[str, Sequence[Part]], form: OfficeForm, folder: Path) -> Iterator[str]:
    """Write the kept ones of reports, by their names, into a folder; yields what went wrong.

    What LibreOffice writes is not the same from run to run, so every file is new.
    """
    if shutil.which(COMMAND) is None:
        yield f"{COMMAND} is not here: it makes the files of {folder}"
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        files = [Path(scratch, f"{name}.docx") for name in form.kept(list(reports))]
        made = Path(scratch, "made")
        for file in files:
            file.write_bytes(write_docx(reports[file.stem], beside=form.beside, numbers=form.numbers))
        # a profile of its own, or it would wait for one that is open
        profile = f"-env:UserInstallation={Path(scratch, 'profile').as_uri()}"
        done = subprocess.run(
            [COMMAND, profile, "--headless", "--convert-to", form.ending, "--outdir", made, *files],
            capture_output=True,
            text=True,
            timeout=_MOST_SECONDS,
            check=False,
        )
        for file in files:
            printed = made / f"{file.stem}.{form.ending}"
            if printed.is_file():
                shutil.copyfile(printed, folder / printed.name)
            else:
                yield f"{COMMAND} did not write {printed.name}: {done.stderr.strip()}"


def office_fault(file: Path, parts: Sequence[Part]) -> str | None:
    """Return what is wrong with a file made elsewhere: it is not there, or says something else; None where right."""
    if not file.is_file():
        return f"{file.name} of {file.parent.name} is missing: --office makes it"
    data, ending = file.read_bytes(), file.suffix[1:]
    if ending == "pdf":
        found = None if same_letters(data, parts) else difference(data, parts)
    else:
        lost = lacking(data, ending, parts)
        found = f"it does not say {lost!r} in its place" if lost else None
    return f"{file.name} of {file.parent.name} differs from its source: {found}" if found else None
