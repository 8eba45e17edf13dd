"""Leaves the modules for spaCy out where spaCy is not installed; it is an extra."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("spacy") else ["extractors/spacy_*.py"]
