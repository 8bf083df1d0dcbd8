from pathlib import Path

import pytest

from edition.exchange.files import read
from edition.releases.publish import publish
from edition.releases.working_copy import store

FIXTURE = Path(__file__).parents[2] / "fixtures" / "sino-russian-partnership"


@pytest.fixture(scope="session")
def article():
    """The article with all its layers, as a value."""
    return read(FIXTURE).document


@pytest.fixture
def edition(db, article):
    """The article imported and released once."""
    edition = store(article)
    publish(edition)
    return edition


@pytest.fixture
def url(edition):
    return edition.get_absolute_url()
