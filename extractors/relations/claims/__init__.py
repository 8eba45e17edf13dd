"""Claims in words against the figures beside them."""
