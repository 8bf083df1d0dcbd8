"""The public face: the reading page and its kin, written from a release. No models."""
