"""Where a text names persons, organisations and places."""

import pytest

from tests.exchange.folders import TEXT, folder_document, folder_problems


def entity(key, *forms, in_="p1", more=""):
    listed = ", ".join(f'"{form}"' for form in forms)
    return (
        f'[[entity]]\nkey = "{key}"\nkind = "other"\nname = "{key}"\n'
        f'forms = [{listed}]\nin = ["{in_}"]\n{more}\n'
    )


@pytest.fixture
def mentions(tmp_path):
    """The words that mention each entity in a paragraph, with their offsets."""

    def found(paragraph, *entities):
        article = TEXT.replace("The Jacquard loom and the Analytical Engine weave.", paragraph)
        document = folder_document(
            tmp_path,
            article=article,
            entities="".join(entities),
            annotations=None,
            events=None,
        )
        return {e.key: [(m.start, m.exact) for m in e.mentions] for e in document.entities}

    return found


def test_every_whole_word_is_a_mention(mentions):
    assert mentions("Yan, Yan’s, Yangon and Sino-Yan.", entity("yan", "Yan")) == {
        "yan": [(0, "Yan"), (5, "Yan"), (28, "Yan")]
    }


def test_the_longest_form_is_taken_first(mentions):
    assert mentions("Yan Xuetong and Yan.", entity("yan", "Yan", "Yan Xuetong")) == {
        "yan": [(0, "Yan Xuetong"), (16, "Yan")]
    }


def test_a_word_within_a_longer_form_of_another_is_no_mention(mentions):
    sea, japan = entity("sea", "Sea of Japan"), entity("japan", "Japan")
    assert mentions("Japan, the Sea of Japan.", japan, sea) == {
        "japan": [(0, "Japan")],
        "sea": [(11, "Sea of Japan")],
    }


def test_a_shared_form_mentions_each(mentions):
    found = mentions("The islands.", entity("diaoyu", "islands"), entity("senkaku", "islands"))
    assert found == {"diaoyu": [(4, "islands")], "senkaku": [(4, "islands")]}


def test_a_place_excepted_is_no_mention(mentions):
    excepted = 'except = [{ on = "p1", words = "Yan River" }]'
    assert mentions("Yan saw the Yan River.", entity("yan", "Yan", more=excepted)) == {
        "yan": [(0, "Yan")]
    }


def test_chinese_words_need_no_spaces_around(mentions):
    assert mentions("他是阎学通吗。", entity("yan", "阎学通")) == {"yan": [(2, "阎学通")]}


def test_only_the_texts_listed_are_searched(mentions):
    assert mentions("Menabrea.", entity("menabrea", "Menabrea", in_="n1")) == {
        "menabrea": [(0, "Menabrea")]
    }


def test_a_text_listed_in_vain_is_refused(tmp_path):
    assert folder_problems(tmp_path, entities=entity("yan", "Yan")) == [
        "entities.toml, yan: None of its forms is mentioned in p1. Check “in”."
    ]
