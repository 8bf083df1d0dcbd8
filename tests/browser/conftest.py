"""A real browser, and what examines the pages it shows.

Playwright's loop runs in the thread of the tests, so Django refuses queries here:
tests in this folder speak to the server by HTTP, or with `served.manage(…)`.
"""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from scripts.equipment.browser import launch
from tests.conftest import needed

# Where traces of tests that `make test` runs again are kept (scripts/unsteady.py).
TRACES = os.environ.get("EDITION_TEST_TRACE")


@pytest.fixture(scope="session")
def chromium():
    path = needed("EDITION_TEST_CHROMIUM")
    with sync_playwright() as playwright:
        browser = launch(playwright, path)
        if TRACES:
            browser.on("context", record)
        yield browser
        browser.close()


def record(context):
    context.tracing.start(screenshots=True, snapshots=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Keep, before pages are closed, a trace of every window and a picture of every page."""
    report = yield
    chromium = item.funcargs.get("chromium") if TRACES else None
    if chromium and (call.when == "call" or call.excinfo):
        name = re.sub(r"[^\w-]+", "-", item.nodeid.rpartition("/")[2])
        for number, context in enumerate(chromium.contexts, start=1):
            path = Path(TRACES) / f"{name}-{number}"
            for place, page in enumerate(context.pages, start=1):
                page.screenshot(path=f"{path}-page-{place}.png")
            context.tracing.stop(path=f"{path}.zip")
            record(context)
    return report


@pytest.fixture
def requests():
    """The addresses every page of this test has asked for, in order."""
    return []


@pytest.fixture
def problems():
    """What pages of this test complained about, the content security policy included.

    The test fails if there is anything; one that provokes a complaint clears it.
    """
    problems = []
    yield problems
    assert problems == []


@pytest.fixture
def open_page(chromium, served, requests, problems):
    """Make a page in a browser profile of its own; options are those of Playwright's contexts."""
    contexts = []

    def open_page(**options):
        context = chromium.new_context(**{"base_url": served.url, **options})
        # These tests read what follows the text as soon as the page is there.
        context.add_init_script("window.requestIdleCallback = (act) => act();")
        context.on("request", lambda request: requests.append(request.url))
        context.on("weberror", lambda error: problems.append(str(error.error)))
        context.on("console", lambda message: _note(message, problems))
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def _note(message, problems):
    if message.type == "error":
        problems.append(f"{message.text} ({message.location['url']})")


@pytest.fixture
def page(open_page):
    """A page of a reader who has never been here."""
    return open_page()


@pytest.fixture
def measure():
    """Measure something three times, in milliseconds, and show the best and the median.

    The best must be `most` at the most: a machine that is busy with something else is not the
    page. None may be under `least`: it makes nothing come early.
    """

    def measure(what, act, most, least=0):
        times = sorted(act() for _ in range(3))
        best, median = times[:2]
        print(f"{what}: best {best:.0f} ms, median {median:.0f} ms; at most {most} ms")
        assert least <= best <= most, what

    return measure


@pytest.fixture(scope="session")
def axe():
    """Find the barriers in a page: a list of sentences, empty if there are none.

    `parts` are selectors, where only those have changed; `rules` are the only ones to try.
    """
    source = Path(needed("EDITION_TEST_AXE")).read_text(encoding="utf-8")

    def axe(page, *parts, rules=()):
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        # To read style sheets axe copies them into the page, which the page does not allow.
        options = {"resultTypes": ["violations"], "preload": False} | (
            {"runOnly": list(rules)} if rules else {}
        )
        found = page.evaluate(
            "([parts, options]) => axe.run(parts, options)", [parts or ["html"], options]
        )
        return [
            f"{violation['id']}: {violation['help']} at {node['target']} ({node['failureSummary']})"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    return axe


@pytest.fixture
def vnu(tmp_path):
    """Find the errors in the HTML of pages, given by name: a list of sentences."""
    jar = needed("EDITION_TEST_VNU")
    command = ["java", "-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    command += ["-jar", jar, "--format", "json", "--stdout", "--exit-zero-always"]

    def vnu(pages):
        for name, html in pages.items():
            (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
        files = [str(tmp_path / f"{name}.html") for name in pages]
        result = subprocess.run([*command, *files], capture_output=True, check=True)
        return [
            f"{Path(message['url']).stem}, line {message.get('lastLine')}: {message['message']}"
            for message in json.loads(result.stdout)["messages"]
            if message["type"] != "info"
        ]

    return vnu
