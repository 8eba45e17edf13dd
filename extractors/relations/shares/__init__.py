"""Percentages and rates against the figures that they are told of."""
