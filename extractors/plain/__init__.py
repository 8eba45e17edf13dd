"""Plain text to a document: paragraphs out of lines, tables out of tabs, strokes and columns of blanks."""

from extractors.plain.paragraphs import UNNAMED, plain_document

__all__ = ["UNNAMED", "plain_document"]
