import pytest
from hypothesis import settings

from tests.exchange.articles import SOURCE, reading_of

settings.register_profile("edition", deadline=None)  # speed has tests of its own
settings.load_profile("edition")


@pytest.fixture(scope="session")
def reading():
    return reading_of(SOURCE.read_bytes())


@pytest.fixture(scope="session")
def document(reading):
    return reading.document
