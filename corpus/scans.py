"""A report as a scanner sees it: the pages of its PDF as pictures, a little turned and grainy, the same each time.

`python -m corpus.scans` writes the few that are kept in `forms/scan`.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

FORMS = Path(__file__).parent / "forms"
_LONG_AGO = time.gmtime(0)
_INCH = 72


@dataclass(frozen=True, slots=True)
class Scanner:
    """How a scanner errs: dots an inch, degrees by which paper lies askew, grain (of 255), blur in dots."""

    dpi: int = 200
    askew: float = 0.4
    grain: float = 12.0
    blur: float = 0.0
    #: of the dark and light of paper: a scanner that knows black and white only keeps less
    grey: bool = True
    quality: int = 40


LIGHT = Scanner()
HEAVY = Scanner(askew=1.0, grain=25.0, blur=0.7)
#: what is kept: small files, of one bit a dot but for the first
KEPT = {
    "ham-yen": Scanner(quality=25, grain=6.0),
    "songcong-tin-bai-mot-cua": Scanner(grey=False),
    "vinh-hai": Scanner(grey=False, askew=-0.6),
}


def pictures(pdf: bytes, scanner: Scanner = LIGHT, seed: int = 6) -> Iterator[Image.Image]:
    """Yield the pages of a PDF as a scanner sees them, grey."""
    document = pypdfium2.PdfDocument(pdf)
    chance = np.random.RandomState(seed)
    try:
        for page in document:
            drawn = page.render(scale=scanner.dpi / _INCH, grayscale=True).to_pil().convert("L")
            yield _seen(drawn, scanner, chance)
    finally:
        document.close()


def _seen(drawn: Image.Image, scanner: Scanner, chance: np.random.RandomState) -> Image.Image:
    turned = drawn.rotate(scanner.askew, Image.Resampling.BICUBIC, fillcolor=255)
    if scanner.blur:
        turned = turned.filter(ImageFilter.GaussianBlur(scanner.blur))
    # paper is not quite white, ink not quite black
    light = np.asarray(turned, dtype=np.float32) * (205 / 255) + 30
    grained = light + chance.standard_normal(light.shape).astype(np.float32) * scanner.grain
    return Image.fromarray(np.clip(grained, 0, 255).astype(np.uint8))


def scanned(pdf: bytes, scanner: Scanner = LIGHT, seed: int = 6) -> bytes:
    """Return a PDF of pictures only, one a page of a PDF."""
    return as_pdf(list(pictures(pdf, scanner, seed)), scanner)


def as_pdf(sheets: Sequence[Image.Image], scanner: Scanner = LIGHT) -> bytes:
    """Return a PDF of pictures, one a page."""
    made = [sheet if scanner.grey else sheet.convert("1", dither=Image.Dither.NONE) for sheet in sheets]
    packed = io.BytesIO()
    packing = {"quality": scanner.quality} if scanner.grey else {}
    made[0].save(
        packed, "PDF", resolution=scanner.dpi, save_all=True, append_images=made[1:], **packing,
        creationDate=_LONG_AGO, modDate=_LONG_AGO,
    )  # fmt: skip
    return packed.getvalue()


def main() -> None:
    """Write the scans that are kept."""
    (FORMS / "scan").mkdir(exist_ok=True)
    for stem, scanner in KEPT.items():
        made = scanned((FORMS / "pdf" / f"{stem}.pdf").read_bytes(), scanner)
        (FORMS / "scan" / f"{stem}.pdf").write_bytes(made)
        print(f"{stem}: {len(made)} bytes")


if __name__ == "__main__":
    main()
