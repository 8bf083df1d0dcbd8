"""Scenes for screenshots of the reading page: all layouts and states, and texts of every kind."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from playwright.sync_api import Page, ViewportSize

from edition.document.markdown.parse import parse_blocks
from edition.document.values import Choice, Document, Note, Poll
from tests.reader.builders import annotate, make_document

Act = Callable[[Page], Any]

WINDOWS = {360: 740, 768: 900, 1280: 800, 1680: 900}
THEMES = ("light", "sepia", "dark")


@dataclass(frozen=True)
class Scene:
    """A screenshot: the window's width, the browser's options, and the reader's actions."""

    name: str
    width: int
    acts: tuple[Act, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    path: str = ""  # relative to the article's address, or absolute
    document: Document | None = None
    template: str = ""
    height: int = 0

    @property
    def window(self) -> ViewportSize:
        return {"width": self.width, "height": self.height or WINDOWS.get(self.width, 700)}


def at(selector: str, above: int = 90) -> Act:
    """Scroll until an element is `above` pixels below the window's top."""
    script = "([s, y]) => scrollBy(0, document.querySelector(s).getBoundingClientRect().top - y)"

    def act(page: Page) -> None:
        page.locator(selector).first.scroll_into_view_if_needed()  # also lays out its surroundings
        page.evaluate(script, [selector, above])

    return act


def click(selector: str) -> Act:
    return lambda page: page.locator(selector).first.click()


def hover(selector: str) -> Act:
    return lambda page: page.locator(selector).first.hover(position={"x": 4, "y": 4})


def focus(selector: str) -> Act:
    def act(page: Page) -> None:
        page.keyboard.press("Tab")  # switches to focus by keyboard
        page.locator(selector).focus()

    return act


def choose(**choices: str) -> Act:
    """Set some of the options under "Aa", as stored in an earlier visit."""

    def act(page: Page) -> None:
        page.evaluate("(chosen) => { localStorage.reading = JSON.stringify(chosen); }", choices)
        page.reload()

    return act


def on_paper(page: Page) -> None:
    page.emulate_media(media="print")
    # A window has no page margins; add those of print.css around the text.
    page.evaluate("() => { document.documentElement.style.padding = '30mm 30mm 26mm 26mm'; }")


def offline(page: Page) -> None:
    page.context.set_offline(True)


def refused(page: Page) -> None:
    """Answer votes as the server does after the poll was closed."""
    answer = '{"message": "This poll is closed. Your vote was not counted."}'
    page.route(
        "**/polls/*/",
        lambda route: route.fulfill(status=409, body=answer, content_type="application/json"),
    )


def without_typeface(page: Page) -> None:
    """Block the web fonts, for browsers that do not load them, or not yet."""
    page.route("**/*.woff2", lambda route: route.abort())
    page.reload()


PHONE = {"has_touch": True, "is_mobile": True}
DARK = {"color_scheme": "dark"}
FINE = {"device_scale_factor": 2}
FORCED = {"color_scheme": "dark", "forced_colors": "active"}
PLAIN = {"java_script_enabled": False}

READING = [
    Scene(f"reading-{width}-{theme}", width, (choose(theme=theme), at("#s2", 40)))
    for width, theme in product(WINDOWS, THEMES)
]

VOTE = (
    at("#poll-us-goals", 40),
    click("#poll-us-goals .option label"),
    click("#poll-us-goals button"),
    at("#poll-us-goals", 40),
)

NAME = "#p13 [data-entity=yan-xuetong]:not(.annotated *)"

STATES = [
    Scene("first-360", 360),
    Scene("first-1280", 1280),
    Scene("first-1680-dark", 1680, options=DARK),
    Scene("text-360-dark", 360, (at("#p2", 30),), DARK),
    Scene("sheet-360", 360, (at("#p4"), click("#fnref3")), DARK | PHONE | FINE),
    Scene("sheet-annotation-360", 360, (at("#p2"), click("#p2 .annotated")), PHONE),
    Scene("box-768", 768, (at("#p10", 260), click("#fnref11"))),
    Scene("box-1000", 1000, (at("#p13", 120), click("#fnref17")), DARK),
    Scene("box-sepia-1000", 1000, (choose(theme="sepia"), at("#p16", 120), click("#fnref19"))),
    Scene("box-chosen-1680", 1680, (choose(notes="box"), at("#p10", 260), click("#fnref11"))),
    Scene("annotation-1000", 1000, (at("#p2", 120), click("#p2 .annotated"))),
    Scene("annotation-1280", 1280, (at("#p2", 120), click("#p2 .annotated"))),
    Scene("name-1280", 1280, (at("#p13", 120), click(NAME))),
    Scene("name-360-dark", 360, (at("#p13", 120), click(NAME)), DARK | PHONE),
    Scene(
        "names-of-a-paragraph-768",
        768,
        (at("#p11", 300), hover("#p11"), click(".pilcrow"), click("text=Show people and places")),
    ),
    Scene("emendation-768", 768, (at("#p8", 300), click("#m1ref"))),
    Scene("as-printed-1000", 1000, (choose(form="printed"), at("#p8", 200))),
    Scene("no-annotations-1280", 1280, (choose(annotations="none"), at("#p2", 120))),
    Scene("paragraph-menu-1000", 1000, (at("#p5", 160), hover("#p5"), click(".pilcrow"))),
    Scene("paragraph-menu-360", 360, (at("#p5", 160), click("#p5"), click(".pilcrow"))),
    Scene("options-1000", 1000, (at("#p6", 60), click(".preferences-button"))),
    Scene("options-360", 360, (click(".preferences-button"),)),
    Scene("larger-1280", 1280, (choose(size="larger"), at("#p10", 60))),
    Scene("small-1680", 1680, (choose(size="small"), at("#p10", 60))),
    Scene("keyboard-1280", 1280, (at("#p5", 160), focus("#p5 .number"))),
    Scene("keyboard-box-1000", 1000, (at("#fnref7", 300), focus("#fnref7"))),
    Scene("timeline-1280", 1280, (at("#e14-p18", 200),)),
    Scene("timeline-768", 768, (click("summary"), at(".timeline", 20))),
    Scene("timeline-360", 360, (click("summary"), at(".timeline", 20)), PHONE),
    Scene("timeline-found-360", 360, (at("#e14-p18", 300), click("#e14-p18")), PHONE),
    Scene("notes-768", 768, (at("#notes", 40),)),
    Scene("notes-360", 360, (at("#notes", 20),)),
    Scene("notes-chinese-1000", 1000, (at("#fn13", 60),)),
    Scene("annotations-768", 768, (at("#annotations", 40),)),
    Scene("annotations-360", 360, (at("#annotations", 20),)),
    Scene("emendations-768", 768, (at("#emendations", 40),)),
    Scene("index-768", 768, (at("#index", 40),)),
    Scene("index-360-dark", 360, (at("#index", 20),), DARK),
    Scene("poll-768", 768, (at("#poll-us-goals", 40),)),
    Scene("poll-360-dark", 360, (at("#poll-us-goals", 20),), DARK),
    Scene("poll-voted-768", 768, VOTE),
    Scene("poll-refused-360", 360, (refused, *VOTE)),
    Scene("poll-offline-768", 768, (offline, *VOTE)),
    Scene("poll-1280-dark", 1280, (at("#poll-us-goals", 40),), DARK),
    Scene("notes-1280", 1280, (at("#notes", 40),)),
    Scene("annotations-1680", 1680, (at("#annotations", 40),)),
    Scene("emendations-360", 360, (at("#emendations", 20),)),
    Scene("emendations-1280", 1280, (at("#emendations", 40),)),
    Scene("index-1280-sepia", 1280, (choose(theme="sepia"), at("#index", 40))),
    Scene("cite-360", 360, (at("#cite", 20),)),
    Scene("end-1280", 1280, (at("#about", 40),)),
    Scene("cite-768", 768, (at("#cite", 30), click("#cite summary"))),
    Scene("forced-colours-768", 768, (at("#p4"), click("#fnref3")), FORCED),
    Scene("forced-colours-1280", 1280, (at("#p13", 60),), FORCED),
    Scene("forced-colours-poll-360", 360, (at("#poll-us-goals", 20),), FORCED),
    Scene("no-typeface-768", 768, (without_typeface, at("#p2", 40))),
    Scene("plain-768", 768, options=PLAIN),
    Scene("plain-1280", 1280, (at("#s2", 40),), PLAIN),
    Scene("zoomed-400", 320, (at("#p4", 20),), {"device_scale_factor": 4}, height=256),
    Scene("zoomed-400-sheet", 320, (click("#fnref7"),), {"device_scale_factor": 4}, height=256),
    Scene("paper", 794, (on_paper,), height=1123),
    Scene("paper-notes", 794, (on_paper, at("#notes", 40)), height=1123),
    Scene("paper-timeline", 794, (on_paper, at(".timeline", 40)), height=1123),
    Scene("paragraph-768", 768, path="p14/"),
    Scene("note-360", 360, path="n15/"),
    Scene("event-768-dark", 768, options=DARK, path="e5/"),
    Scene("event-1280", 1280, path="e14/"),
    Scene("annotation-page-360", 360, path="a3/"),
    Scene("annotation-page-1280", 1280, path="a3/"),
    Scene("emendation-page-768", 768, path="m3/"),
    Scene("versions-768", 768, path="versions/"),
    Scene("poll-page-360", 360, path="polls/us-goals/"),
    Scene("poll-page-1280", 1280, path="polls/us-goals/"),
    Scene("missing-768", 768, path="nothing-here"),
]

PROSE = "Arms and the man I sing, who first from Troy came to the Lavinian shores, driven by fate. "
LONG = make_document(PROSE * 3 + "[^n1]", PROSE * 9, notes=["A word of many. " * 500])
THREE = make_document(
    PROSE * 2 + "[^n1] " + PROSE,
    notes=["The first. " * 9 + "\n\nThe second. " * 1 + "\n\nThe third."],
)
TWICE = make_document(
    PROSE + "[^n1] " + PROSE * 2 + "[^n1]", notes=["A note that is called twice."]
)
CHINESE = make_document(
    PROSE,
    "俄罗斯可靠吗？中俄战略协作伙伴关系在亚太地区面临新的考验，“学者”们看法不一。[^n1]" * 4,
    notes=["阎学通：《俄罗斯可靠吗？》，《国际经济评论》2012年第3期。"],
)


def right_to_left() -> Document:
    bare = make_document(PROSE + "[^n1] " + PROSE, notes=["A note."])
    arabic = parse_blocks("هذه ملاحظة قصيرة عن السلاح والرجل الذي جاء من طروادة أولا (1912).")
    return replace(bare, notes=(Note("n1", "1", arabic, language="ar"),))


def overlapping() -> Document:
    bare = make_document(PROSE * 2)
    words = ("man I sing, who first", "who first from Troy came")
    made = [
        annotate(make_document(PROSE), f"a{number}", "p1", each)
        for number, each in enumerate(words, 1)
    ]
    return replace(bare, annotations=tuple(made))


KINDS = {
    "long-note": (LONG, (click("#fnref1"),)),
    "three-paragraphs": (THREE, (click("#fnref1"),)),
    "called-twice": (TWICE, (at("#notes", 400),)),
    "chinese": (CHINESE, (click("#fnref1"),)),
    "right-to-left": (right_to_left(), (click("#fnref1"),)),
    "overlapping": (overlapping(), (click("[data-annotation=a2]"),)),
}
TEXTS = [
    Scene(f"{name}-{width}", width, acts, document=document)
    for (name, (document, acts)), width in product(KINDS.items(), (360, 1000, 1280))
]

SCENES = [*READING, *STATES, *TEXTS]

# After the desk's pictures: a site with several editions.
SHELF = [
    Scene("editions-360", 360, path="/"),
    Scene("editions-1280", 1280, path="/"),
    Scene("versions-two-360", 360, path="/editions/arms/versions/"),
    Scene("versions-two-1280-dark", 1280, options=DARK, path="/editions/arms/versions/"),
    Scene("comparison-360-dark", 360, options=DARK, path="/editions/arms/versions/1/2/"),
    Scene("comparison-1280", 1280, path="/editions/arms/versions/1/2/"),
    Scene("superseded-768", 768, path="/editions/arms/v/1/"),
    Scene("poll-closed-768", 768, (at("#poll-agree", 40),), path="/editions/arms/"),
    Scene("withdrawn-360", 360, path="/editions/georgics/"),
    Scene("withdrawn-1280", 1280, path="/editions/georgics/"),
    Scene("busy-768", 768, template="reader/versions/busy.html"),
    Scene("failed-768", 768, template="500.html"),
]


def fill_shelf() -> None:
    """Publish an edition in two versions, its poll closed, and another that is withdrawn."""
    from django.utils import timezone

    from edition.polls.models import Poll as PollRow
    from edition.releases.publish import publish
    from edition.releases.withdraw import withdraw
    from edition.releases.working_copy import store

    poll = Poll("agree", "Was Aeneas right to leave?", (Choice("yes", "Yes"), Choice("no", "No")))
    parts = {"series": "Of arms and men", "polls": (poll,)}
    notes = ["On the *shield* of Vulcan, see book VIII."]
    arms = make_document(PROSE + "[^n1]", PROSE * 3, notes=notes, **parts)
    publish(store(replace(arms, annotations=(annotate(arms, "a1", "p1", "Lavinian shores"),))))
    changed = make_document(PROSE + "[^n1]", PROSE * 2 + "So.", notes=notes, **parts)
    publish(store(changed), note="The end of the second paragraph was corrected.")
    PollRow.objects.filter(edition__slug="arms").update(closes_at=timezone.now())
    georgics = store(make_document(PROSE, slug="georgics", title="The Georgics, Book the First"))
    publish(georgics)
    withdraw(georgics, None, "The text rested on a scan from which two leaves were missing.")
