"""Who works on which edition, and what each may do there."""
