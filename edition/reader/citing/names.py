"""Names of authors, as the citation styles list them."""

from collections.abc import Iterable, Sequence

from edition.document.values import Contributor

Names = Sequence[Contributor]


def join_names(names: Iterable[str]) -> str:
    """Join names: "A", "A and B", "A, B and C"."""
    *first, last = [*names] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def chicago_names(authors: Names) -> str:
    """Name up to three authors, of more the first (Chicago Manual, 17th edition, 14.76)."""
    names = [person.name for person in authors]
    if len(names) > 3:
        return f"{names[0]} et al."
    return f"{names[0]}, {names[1]}, and {names[2]}" if len(names) == 3 else join_names(names)


def apa_names(authors: Names) -> str:
    """Name up to twenty authors, of more the first nineteen and the last (APA, 9.8)."""
    names = [
        ", ".join(filter(None, [person.family, initials(person.given)]))
        if person.family
        else person.name
        for person in authors
    ]
    if len(names) > 20:
        return with_full_stop(f"{', '.join(names[:19])}, . . . {names[-1]}")
    *first, last = names or [""]
    return with_full_stop(f"{', '.join(first)}, & {last}" if first else last)


def mla_names(authors: Names) -> str:
    """Name up to two authors, of more the first (MLA Handbook, 5.7–5.8)."""
    if not authors:
        return ""
    first = inverted_name(authors[0])
    if len(authors) > 2:
        return f"{first}, et al."
    return with_full_stop(f"{first}, and {authors[1].name}" if len(authors) == 2 else first)


def inverted_name(person: Contributor) -> str:
    """Put the family name first: "Byron, Ada"; a body's name as it is."""
    return ", ".join(filter(None, [person.family, person.given])) if person.family else person.name


def with_full_stop(text: str) -> str:
    """End `text` with a full stop, unless it has one or is empty."""
    return text if not text or text.endswith(".") else f"{text}."


def initials(given: str) -> str:
    return " ".join(f"{name[0]}." for name in given.split())
