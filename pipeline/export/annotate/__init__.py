"""The original with remarks at the very words: Word comments, highlights on pages."""
