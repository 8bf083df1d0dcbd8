"""A folder with a source and everything editors add to it."""

import pytest

from edition.document.inline import blocks_text
from edition.document.values import Audience, Role
from edition.exchange import ImportRefused, read
from tests.exchange.folders import (
    ANNOTATION,
    CITATION,
    EDITION,
    EMENDATION,
    EVENT,
    folder_document,
    folder_problems,
    make_folder,
)


def test_edition_file_says_what_the_source_does_not(tmp_path):
    document = folder_document(tmp_path)
    assert (document.slug, document.witnesses[0].origin) == ("engines", "A copy.")
    assert blocks_text(document.note_on_the_text) == "Printed as is."


def test_a_given_slug_goes_first(tmp_path):
    assert read(make_folder(tmp_path), slug="looms").document.slug == "looms"


def test_contributors_are_the_printed_author_and_the_editors(tmp_path):
    author, editors = folder_document(tmp_path).contributors
    assert (author.key, author.name, author.role) == ("lovelace", "Ada Lovelace", Role.AUTHOR)
    assert (editors.key, editors.role) == ("editors", Role.EDITOR)


def test_poll_gets_its_keys(tmp_path):
    (poll,) = folder_document(tmp_path).polls
    assert (poll.key, [choice.key for choice in poll.choices]) == ("thinking", ["yes", "no"])


def test_annotation_stands_on_its_words(tmp_path):
    (annotation,) = folder_document(tmp_path).annotations
    assert (annotation.anchor.target, annotation.anchor.start) == ("p1", 13)
    assert (annotation.anchor.exact, annotation.audience) == ("loom", Audience.EVERYONE)
    assert (annotation.by, annotation.made_on) == ("editors", "2026-11-23")


def test_emendation_keeps_what_was_printed(tmp_path):
    (emendation,) = folder_document(tmp_path).emendations
    assert (emendation.printed, emendation.emended) == ("p. 3", "p. 4")


def test_event_rests_on_its_passages(tmp_path):
    (event,) = folder_document(tmp_path).events
    assert [(passage.target, passage.exact) for passage in event.passages] == [
        ("p1", "weave"),
        ("n1", "3"),
    ]


def test_citation_is_attached_to_its_note(tmp_path):
    (note,) = folder_document(tmp_path).notes
    assert [work.authors for work in note.citations] == [("Menabrea, L. F.",)]


def test_every_layer_may_be_absent(tmp_path):
    document = folder_document(
        tmp_path, annotations=None, emendations=None, events=None, entities=None, citations=None
    )
    assert document.annotations == document.events == document.entities == ()


def test_a_source_with_another_sha256_is_refused(tmp_path):
    make_folder(tmp_path)
    (tmp_path / "article.txt").write_text("Other\n\nText.")
    with pytest.raises(ImportRefused, match=r"edition\.toml: article\.txt is not the file"):
        read(tmp_path)


def test_problems_of_the_source_are_named_with_its_file(tmp_path):
    problems = folder_problems(tmp_path, article="On Engines\n\nIt weaves.[1]")
    assert problems[0].startswith("article.txt, line 3, column 11: The marker [1] has no note.")


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        (
            {"annotations": ANNOTATION.replace("loom", "looms")},
            "annotations.toml, a1: “looms” does not occur in p1; check the spelling.",
        ),
        (
            {"annotations": ANNOTATION.replace('"loom"', '"the"\nbefore = "a "')},
            "annotations.toml, a1: “a the” does not occur",
        ),
        (
            {"annotations": ANNOTATION.replace("loom", "oo").replace("p1", "p9")},
            "annotations.toml, a1: There is no paragraph or note p9.",
        ),
        (
            {"annotations": ANNOTATION.replace("loom", "e")},
            "annotations.toml, a1: “e” occurs 5 times in p1;",
        ),
        (
            {"annotations": ANNOTATION.replace("kind", "kin")},
            "annotations.toml, a1: “kin” is not a field of this table.",
        ),
        (
            {"annotations": ANNOTATION.replace("gloss", "glos")},
            "annotations.toml, a1: “kind” is 'glos'. Write one of: gloss, context, query.",
        ),
        (
            {"annotations": ANNOTATION.replace("*machine*", "<b>machine</b>")},
            "annotations.toml, a1, “text”, line 1, column 3: HTML",
        ),
        (
            {"annotations": ANNOTATION.replace("*machine*", "machine[^n9]")},
            "annotations.toml, a1, “text”: There is no note n9.",
        ),
        (
            {"annotations": ANNOTATION.replace("editors", "nobody")},
            "annotations.toml, a1: There is no contributor 'nobody'.",
        ),
        (
            {"annotations": ANNOTATION.replace("2026-11-23", '"yesterday"')},
            "annotations.toml, a1: “made_on” is 'yesterday', not a day.",
        ),
        (
            {"annotations": ANNOTATION + ANNOTATION},
            "annotations.toml, a1: The key occurs twice.",
        ),
        (
            {"annotations": ANNOTATION.replace("[[annotation]]", "[[anotation]]")},
            "annotations.toml: “anotation” is not a field of this table.",
        ),
        ({"annotations": "key = "}, "annotations.toml: It is not TOML:"),
        (
            {"emendations": EMENDATION.replace("p. 4", "p. 3")},
            "emendations.toml, m1: It changes nothing.",
        ),
        (
            {"events": EVENT.replace("1843~", "about 1843")},
            "events.toml, e1: “edtf” is 'about 1843', not an EDTF date.",
        ),
        (
            {"events": EVENT.replace('"n1"]', '"n2"]')},
            "events.toml, e1: There is no note n2.",
        ),
        (
            {"events": EVENT.replace('words = "3"', 'word = "3"')},
            "events.toml, e1, passages 2: “words” is missing.",
        ),
        (
            {"citations": CITATION.replace('"n1"', '"n2"')},
            "citations.toml, citation 1 (n2 1): There is no note n2.",
        ),
        ({"anotations": ""}, "anotations.toml: No layer has this file name."),
        (
            {"edition": EDITION.replace('"article.txt"', '"../article.txt"')},
            "edition.toml: “source” is '../article.txt'. Name a file in the same folder.",
        ),
        (
            {"edition": EDITION.replace('"yes", "no"', '"yes"')},
            "edition.toml, [poll]: The poll has 2 choices.",
        ),
        (
            {"edition": EDITION.replace("note.md", "notes.md")},
            "notes.md: There is no such file.",
        ),
        ({"edition": ""}, "edition.toml: It is empty."),
    ],
)
def test_a_mistake_is_refused_with_file_and_key(tmp_path, files, problem):
    assert any(said.startswith(problem) for said in folder_problems(tmp_path, **files))


def test_mistakes_of_all_files_are_found_at_once(tmp_path):
    problems = folder_problems(
        tmp_path,
        annotations=ANNOTATION.replace("loom", "looms"),
        events=EVENT.replace("1843~", "then"),
        citations=CITATION.replace("article-journal", "paper"),
    )
    assert {problem.partition(",")[0] for problem in problems} == {
        "annotations.toml",
        "events.toml",
        "citations.toml",
    }


def test_too_many_combining_marks_in_a_row_are_refused(tmp_path):
    marked = ANNOTATION.replace('"A *machine*."', '"A' + "\u0301\u0316" * 16 + '"')
    (problem,) = folder_problems(tmp_path, annotations=marked)
    assert "combining marks" in problem
