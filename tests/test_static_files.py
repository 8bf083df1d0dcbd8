"""What is sent of our own style sheets and scripts."""

from edition.static_files import SOURCES, with_imports, without_comments


def test_a_style_sheet_is_sent_with_those_it_imports():
    sent = with_imports((SOURCES / "css/edition.css").read_text("utf-8"))
    assert "@import" not in sent
    assert sent.index("@layer base") < sent.index("--paper") < sent.index(".card {")


def test_comments_and_indents_are_not_sent():
    script = '/** Why. */\nif (a) {\n  // first\n  b("http://x"); // then\n}\n'
    assert without_comments(script, is_script=True) == 'if (a) {\nb("http://x");\n}\n'
    sheet = "/* Why. */\n\n@layer a {\n  p { margin: 0; } /* none */\n}\n"
    assert without_comments(sheet, is_script=False) == "@layer a {\np { margin: 0; }\n}\n"


def test_no_text_of_a_script_runs_over_a_line():
    for path in (SOURCES / "js").glob("*.js"):
        for line in path.read_text("utf-8").splitlines():
            assert line.count("`") % 2 == 0, (path.name, line)
