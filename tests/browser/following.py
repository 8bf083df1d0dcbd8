"""How tests come to another page, and to one that shows what was just saved."""

import time


def follow(link):
    """Click what leads to another page, and wait until that is loaded with its scripts.

    A click returns before: what is looked at then may be half read, or still the page before.
    """
    with link.page.expect_navigation():
        link.click()


def comes(page, path, is_there):
    """Come to a page, again until `is_there` holds of the answer; give the last one.

    Readers see what was saved within a second.
    """
    saved, is_due = time.monotonic(), False
    answer = page.goto(path)
    while not is_there(answer) and not is_due:
        is_due = time.monotonic() > saved + 1
        answer = page.goto(path)
    return answer
