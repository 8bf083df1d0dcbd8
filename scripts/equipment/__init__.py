"""Find what the tests need besides Python packages, or install it where that is allowed."""
