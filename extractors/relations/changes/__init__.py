"""Rises and falls: the figures that they lead from and to."""
