"""A poll printed after the text, and the furniture around it."""

from tests.exchange.articles import SMALL, document_of, doubts_of

POLL = """
Poll conducted

  1. Do engines think?
    Yes \u00a0
   \u00a0 2 (67%)
    1. No
   1 (33 %)
"""


def test_labels_votes_and_percentages_are_read():
    (poll,) = document_of(SMALL + POLL).polls
    assert poll.question == "Do engines think?"
    assert [(c.label, c.printed_votes, c.printed_percent) for c in poll.choices] == [
        ("Yes", 2, 67),
        ("1. No", 1, 33),
    ]


def test_a_percentage_that_is_not_the_votes_share_is_doubted():
    assert (
        doubts_of((SMALL + POLL).replace("67%", "66%"))[13] == "“Yes”: 2 of 3 votes are not 66 %."
    )


def test_a_half_may_be_rounded_either_way():
    poll = POLL.replace("2 (67%)", "1 (12%)").replace("1 (33 %)", "7 (88%)")
    assert doubts_of(SMALL + poll) == {}


def test_two_questions_are_two_polls():
    second = "2. Do they weave?\nYes\n1 (50%)\nNo\n1 (50%)\n"
    assert [poll.key for poll in document_of(SMALL + POLL + second).polls] == ["poll-1", "poll-2"]


def test_a_poll_of_one_choice_is_left_out_and_doubted():
    text = SMALL + POLL[: POLL.index("    1. No")]
    assert document_of(text).polls == ()
    assert "fewer than two choices" in doubts_of(text)[13]


def test_an_unknown_line_after_the_text_is_left_out_and_doubted():
    text = SMALL + "\nShare this article\n\nSome banner\n"
    assert "Follows the text" in doubts_of(text)[13]
    assert document_of(text).notes[0].text == "Menabrea, p. 3."


def test_without_notes_for_students_may_be_a_heading():
    text = "Ada Lovelace: Engines\n\n1843\n\nOne.\n\nFor students\n\nTwo.\n\nFor business\n"
    assert len(document_of(text).sections) == 2
    assert [p.text for p in document_of(text).paragraphs] == ["One.", "Two."]
