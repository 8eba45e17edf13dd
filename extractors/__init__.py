"""Text in, facts out: Vietnamese, reports and metrics; no files, stores or pages."""
