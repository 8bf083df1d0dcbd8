"""What this machine lacks, said in one line instead of a failure."""


class Missing(Exception):
    """Something cannot be tested here.

    `what` goes untested, because of `why`; `remedy` makes it testable.
    """

    def __init__(self, what: str, why: str, remedy: str) -> None:
        super().__init__(f"NOT TESTED: {what}, because {why}; to test it, {remedy}.")
