"""Parse numbers from requests."""

LARGEST = 2**63 - 1  # the largest id a database holds


def number_or_none(text: str, most: int = LARGEST) -> int | None:
    """Parse a whole number in ASCII figures; None if `text` is anything else or exceeds `most`.

    Any text is safe: no number too large for `int` or a database is converted.
    """
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST))):
        return None
    number = int(text)
    return number if number <= most else None
