"""People and places in the order of an index."""

from dataclasses import replace

from edition.document.values import Entity, EntityKind
from tests.reader.builders import make_document, make_page


def listed(*names, kind=EntityKind.PERSON):
    entities = tuple(Entity(f"name-{n}", name, kind) for n, name in enumerate(names))
    [group] = make_page(replace(make_document("Arms."), entities=entities)).index
    return [entry.name for entry in group.entries]


def test_names_are_filed_as_they_are_written():
    assert listed("Yan Xuetong", "Oki, Seima", "Larin, Victor") == [
        "Larin, Victor",
        "Oki, Seima",
        "Yan Xuetong",
    ]


def test_accents_and_capitals_do_not_count():
    assert listed("Zola", "eco", "Éluard") == ["eco", "Éluard", "Zola"]
