"""A browser that keeps nothing, as its reader has set it."""

BLOCKED = """Object.defineProperty(window, "localStorage", {
  get() { throw new Error("Storage is blocked"); } // a DOMException has no stack to report
});"""


def block_storage(page):
    """From the next page on, throw whenever a script asks for the browser's storage."""
    page.add_init_script(BLOCKED)
