"""How tests come to another page, and to one that shows what was just saved."""

from tests.waiting import until


def follow(link):
    """Click what leads to another page, and wait until that is loaded with its scripts.

    A click returns before: what is looked at then may be half read, or still the page before.
    """
    with link.page.expect_navigation():
        link.click()


def comes(page, path, is_there):
    """Come to a page, again until `is_there` holds of the answer; give that answer."""

    def come():
        answer = page.goto(path)
        return answer if is_there(answer) else None

    return until(come, path)
