"""The staff face: every admin class. No models."""
