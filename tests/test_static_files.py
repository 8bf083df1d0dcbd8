"""What is sent of our own style sheets and scripts."""

import json
import re

from django.conf import settings

from edition.static_files import SOURCES, with_imports, without_comments


def test_a_style_sheet_is_sent_with_those_it_imports():
    sent = with_imports((SOURCES / "css/edition.css").read_text("utf-8"))
    assert "@import" not in sent
    assert sent.index("@layer base") < sent.index("--paper") < sent.index(".card {")


def test_comments_and_indents_are_not_sent():
    sheet = "/* Why. */\n\n@layer a {\n  p { margin: 0; } /* none */\n}\n"
    assert without_comments(sheet) == "@layer a {\np { margin: 0; }\n}\n"


def test_scripts_are_sent_packed_and_with_the_names_their_modules_were_given(prepared):
    folder = prepared.data_dir / "static/js"
    named = json.loads((folder.parent / "staticfiles.json").read_text("utf-8"))["paths"]
    sent = (folder.parent / named["js/gestures.js"]).read_text("utf-8")
    assert "const REST=250;" in sent and "/*" not in sent and "//" not in sent
    for module in ("card", "margin", "marks", "place"):
        assert f'from "./{named[f"js/{module}.js"][3:]}"' in sent


def imported_by(name):
    source = (SOURCES / "js" / name).read_text("utf-8")
    direct = set(re.findall(r'^import .* from "\./([\w-]+\.js)";$', source, re.MULTILINE))
    return direct.union(*map(imported_by, direct))


def test_the_reading_page_asks_for_every_module_its_script_imports_and_no_other():
    head = (settings.BASE_DIR / "templates/reader/_scripts.html").read_text("utf-8")
    named = re.findall(r"modulepreload.*js/([\w-]+\.js)", head)
    assert len(named) == len(set(named))
    assert set(named) == imported_by("main.js") - {"main.js"}
