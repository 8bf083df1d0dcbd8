"""What an edition is, as plain immutable values. No models, no files, no network."""
