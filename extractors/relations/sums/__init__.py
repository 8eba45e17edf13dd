"""Sums of parts to totals, told by cues, by place or by arithmetic alone."""
