"""Dated events and the passages that speak of them."""
