"""Factors against their products: rates times counts, yields, prices, areas."""
