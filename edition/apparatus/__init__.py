"""What editors lay over the text: annotations, emendations, and who and what it speaks of."""
