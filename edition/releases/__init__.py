"""Releases: documents frozen for reading and citing, and the way from the working copy."""
