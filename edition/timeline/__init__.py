"""Dated events and the passages that mention them."""
