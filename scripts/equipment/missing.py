"""Report in one line what this machine lacks, instead of failing."""


class Missing(Exception):
    """Something cannot be tested here.

    `what` is not tested, because of `why`; `remedy` makes it testable.
    """

    def __init__(self, what: str, why: str, remedy: str) -> None:
        super().__init__(f"NOT TESTED: {what}, because {why}; to test it, {remedy}.")
