import pytest

from edition.document.direction import direction


@pytest.mark.parametrize("language", ["en", "zh-Hans", "az-Latn", "ks-Deva", "de-1996", ""])
def test_most_languages_are_written_from_left_to_right(language):
    assert direction(language) == "ltr"


@pytest.mark.parametrize("language", ["ar", "he-IL", "FA", "az-Arab", "yi"])
def test_some_languages_and_scripts_are_written_from_right_to_left(language):
    assert direction(language) == "rtl"
