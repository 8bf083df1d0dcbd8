"""Polls of the readers: voting and counting."""
