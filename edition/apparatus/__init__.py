"""The editors' layers over the text: annotations, emendations, entities and their mentions."""
