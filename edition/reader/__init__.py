"""The public face: the reading page and its companions, rendered from a release. No models."""
