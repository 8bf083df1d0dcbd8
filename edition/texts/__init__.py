"""The working copy of the printed text: what staff edit."""
