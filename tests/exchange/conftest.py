import pytest

from tests.exchange.articles import SOURCE, reading_of


@pytest.fixture(scope="session")
def reading():
    return reading_of(SOURCE.read_bytes())


@pytest.fixture(scope="session")
def document(reading):
    return reading.document
