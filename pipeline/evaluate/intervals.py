"""How far a proportion may lie from what a few cases show."""

from __future__ import annotations

from math import sqrt

#: the normal deviate that leaves 2.5 % on each side
_Z = 1.959963984540054


def wilson(ok: int, of: int) -> tuple[float, float] | None:
    """Return the 95 % score interval of a proportion, None of nothing.

    Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of the
    American Statistical Association 22 (1927), 209–212. It takes cases as independent; numbers of one report are not
    quite, so that the macro average beside it says what another report may bring.

    >>> [round(end, 4) for end in wilson(9, 10)]
    [0.5958, 0.9821]
    >>> wilson(0, 0) is None
    True
    """
    if of <= 0:
        return None
    share, z2 = ok / of, _Z * _Z
    centre = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z / (1 + z2 / of) * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    # rounding must not push an end past the share itself
    return min(max(0.0, centre - half), share), max(min(1.0, centre + half), share)
