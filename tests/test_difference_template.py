"""Differences are marked for sighted readers and for screen readers, at the desk and in public."""

from django.template.loader import render_to_string

from edition.document.changes.parts import Change, Difference, What


def printed(before, after):
    difference = Difference("text", before, after)
    return render_to_string("_difference.html", {"difference": difference})


def test_removed_and_added_words_are_distinguished_and_escaped():
    html = printed("the <old> words", "the <new> words")
    assert "&lt;<del>" in html and ">old<" in html and ">new<" in html
    assert "[removed: " in html and "[added: " in html


def test_no_line_break_is_put_into_the_text():
    html = printed("the old words", "the new words")
    begin = html.index(">the ")
    assert "\n" not in html[begin : html.rindex("</div>")]


def test_changes_are_grouped_and_each_is_named():
    changes = [Change("note", "n7", "Note 7", What.CHANGED, (Difference("text", "a", "b"),))]
    html = render_to_string("_changes.html", {"changes": changes})
    assert "<h2>Notes</h2>" in html and "Note 7" in html and "changed" in html
