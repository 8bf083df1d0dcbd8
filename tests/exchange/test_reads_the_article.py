"""What the article of the fixtures is read as."""

from edition.document.inline import Foreign, plain_text, references


def test_masthead(document):
    assert document.series == "Russia and the Asia-Pacific Region"
    assert document.title == "The Sino-Russian Partnership in the Asia-Pacific"
    assert (document.date, document.date_printed) == ("2013-09-19", "September 19, 2013")


def test_author_has_given_and_family_name(document):
    (author,) = document.authors
    assert (author.given, author.family) == ("Gaye", "Christoffersen")


def test_affiliation_is_no_paragraph(document):
    assert document.affiliation == (
        "Gaye Christoffersen, Resident Professor of International Politics, "
        "Johns Hopkins University, Nanjing Center"
    )


def test_28_paragraphs_in_order(document):
    assert [paragraph.key for paragraph in document.paragraphs] == [f"p{n}" for n in range(1, 29)]


def test_6_sections_of_which_the_first_and_the_last_have_no_heading(document):
    assert [(section.key, plain_text(section.heading)) for section in document.sections] == [
        ("s1", ""),
        ("s2", "Russia’s response to the Diaoyu/Senkaku crisis"),
        ("s3", "Chinese Expectations"),
        ("s4", "Xi Jinping’s Visit to Moscow"),
        ("s5", "Chinese Views Divided"),
        ("s6", ""),
    ]
    assert [len(section.paragraphs) for section in document.sections] == [1, 9, 6, 4, 6, 2]


def test_29_notes_each_called_once_in_order(document):
    called = [note for p in document.paragraphs for _, note in references(p.content)]
    assert called == [f"n{n}" for n in range(1, 30)] == [note.key for note in document.notes]
    assert [note.label for note in document.notes] == [str(n) for n in range(1, 30)]


def test_note_9_goes_on_after_the_empty_line(document):
    assert list(map(plain_text, document.notes[8].blocks)) == [
        "Stephen Blank, “Russia Plays Both Sides Against the Middle on Senkaku Islands,”",
        "Eurasia Daily Monitor vol. 9 issue 209, November 14, 2012.",
    ]


def test_note_15_is_english_with_chinese_words_set_apart(document):
    note = document.notes[14]
    chinese = note.blocks[0][0]
    assert note.language == ""
    assert isinstance(chinese, Foreign)
    assert (chinese.language, plain_text(chinese.content)) == ("zh", "阎学通:俄罗斯可靠吗?")


def test_words_in_brackets_are_text(document):
    assert "its allies [Russia] would" in document.paragraphs[12].text
    assert "gbtimes [Gilgit Baltistan Times], March" in document.notes[23].text


def test_poll_has_the_printed_votes_and_percentages(document):
    (poll,) = document.polls
    assert poll.question == "In your opinion, what are the US long-term goals for Russia?"
    assert [choice.printed_votes for choice in poll.choices] == [33, 30, 24, 21]
    assert [choice.printed_percent for choice in poll.choices] == [31, 28, 22, 19]
    assert poll.choices[2].label == "U.S. wants to dissolve Russia"


def test_doubts_are_the_three_places_to_look_at(reading):
    assert [entry.line for entry in reading.doubts] == [101, 128, 140]


def test_witness_is_the_file(document):
    (witness,) = document.witnesses
    assert witness.sha256.startswith("fd8252cd")
    assert witness.size == len(witness.data) == 17560


def test_slug_is_the_title_unless_given(document):
    assert document.slug == "the-sino-russian-partnership-in-the-asia-pacific"
