import pytest

from tests.releases import builders


@pytest.fixture(scope="session")
def article():
    """The article with all its layers, as a value."""
    return builders.article()


@pytest.fixture
def url(edition):
    return edition.get_absolute_url()
