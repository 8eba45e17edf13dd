"""What a table looks like before its numbers are read."""

from extractors.grids.layout import Layout, read_layouts
from extractors.grids.texts import cell_text
from extractors.grids.unit_lines import unit_line

__all__ = ["Layout", "cell_text", "read_layouts", "unit_line"]
