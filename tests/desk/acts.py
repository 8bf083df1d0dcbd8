"""Every act of the desk, as the requests that a browser would send.

`tests/desk/test_matrix.py` has the table of who may do what; this module defines each line of
that table. Both name an act by the same words, such as "change notes": an act without a line, or a
line without an act, fails `test_every_act_is_in_the_table`, and a page of the desk that
no act opens fails `test_every_page_of_the_desk_is_part_of_an_act_in_the_table`.

An act is a function. It gets the `Desk` of a superuser, brings the edition into the state that the
act needs, and returns the requests, a list of `Request`:

    @act("close a poll")
    def _(desk):
        return [Request(f"/admin/polls/poll/{first(Poll, desk.edition).pk}/close", {})]

The test then sends each request as every person in the table, rolls back, and checks:

- A request without `data` reads (GET). It is allowed if the response is a page that contains
  `expected`, any page if `expected` is empty. Reading may change nothing in the database.
- A request with `data` is posted. It is allowed if the database is different afterwards. With
  `expected` it still only reads: the preview of Markdown is posted, and stores nothing.
- `counts`, a function that returns a number or a list, can define "different":
  `@act("publish", counts=released)` is allowed only if there is one more release.
- `own` is for objects of one person, such as an uploaded file: the address for each person.

A form sent by another person must be filled in: `desk.open(address)` returns the fields as a
browser displays them to the superuser, with digests; `| {...}` fills them in.

Acts that are the same for many models are made by functions: `looking_at(Note)`, `adding(Note)`,
`changing(Note, source="Otherwise.")` and `deleting(Note)` each return an act.

To add an act: write it here, in the section it belongs to, and add its line to the table there.
"""

from dataclasses import dataclass, field

from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from edition.apparatus.models import Annotation, Emendation, Entity
from edition.polls.models import Poll
from edition.releases.models import Revision, Upload
from edition.releases.publish import save_revision
from edition.releases.schedule import plan_release
from edition.releases.withdraw import withdraw
from edition.staff.appoint import appoint
from edition.staff.models import Appointment
from edition.staff.roles import Role
from edition.texts.models import Edition, Note, Paragraph, Section, Witness
from edition.timeline.models import Event
from tests.desk.conftest import parsed
from tests.exchange.articles import SMALL

ACTS = {}


@dataclass
class Request:
    """A request; with `data`, a POST. A person who may read finds `expected` in the response.

    For objects of one person, `own` has the address for each.
    """

    address: str
    data: dict | None = None
    expected: str = ""
    own: dict = field(default_factory=dict)


@dataclass
class Act:
    """An act; reading is allowed if every response has what is expected, writing if data changed.

    `counts` defines what must change: by default, anything stored.
    """

    prepare: object
    counts: object = None


def act(name, counts=None):
    def register(prepare):
        ACTS[name] = Act(prepare, counts)
        return prepare

    return register


def first(model, edition):
    return edition if model is Edition else model.objects.filter(edition=edition).first()


# Reading


def looking_at(model):
    def prepare(desk):
        part = first(model, desk.edition)
        return [
            Request(desk.list(model), expected=desk.page(part)),
            Request(desk.page(part)),
            Request(desk.page(part, "history")),
        ]

    return prepare


for model in (
    Edition, Section, Paragraph, Note, Annotation, Emendation, Entity, Event, Poll, Revision,
    Witness, Appointment,
):  # fmt: skip
    act(f"look at {model._meta.verbose_name_plural}")(looking_at(model))


def page_of_edition(name):
    def prepare(desk):
        return [Request(f"/admin/texts/edition/{desk.edition.pk}/{name}/")]

    return prepare


for name, page in {
    "workspace": "workspace",
    "what lost its place": "repair",
    "what would be published": "review",
    "what was deleted": "deleted",
}.items():
    act(f"look at {name}")(page_of_edition(page))


@act("download a revision")
def _(desk):
    return [Request(f"/admin/releases/revision/{first(Revision, desk.edition).pk}/json/")]


@act("download a witness")
def _(desk):
    return [Request(f"/admin/texts/witness/{first(Witness, desk.edition).pk}/file/")]


@act("find texts while typing")
def _(desk):
    asked = "app_label=apparatus&model_name=annotation&field_name=paragraph&term=virum"
    paragraph = first(Paragraph, desk.edition).pk
    return [Request(f"/admin/autocomplete/?{asked}", expected=f'"id": "{paragraph}"')]


@act("see Markdown as the page will show it")
def _(desk):
    return [
        Request(
            f"/admin/preview/?edition={desk.edition.pk}&source=note",
            {"source": "Seen."},
            expected="Seen",
        ),
        Request(f"/admin/preview/notes/?edition={desk.edition.pk}"),
    ]


@act("download the votes of a poll")
def _(desk):
    poll = first(Poll, desk.edition).pk
    return [Request(f"/admin/polls/poll/{poll}/{name}.csv") for name in ("votes", "hours")]


# Writing

WORDS = {"exact": "cano"}


def added(desk):
    """Return the fields of the form of a new part, for each kind."""
    edition, by = desk.edition.pk, desk.edition.contributors.first().pk
    text = {"paragraph": desk.edition.paragraphs.first().pk, **WORDS, "by": by}
    return {
        Section: {"edition": edition, "heading": "Anew"},
        Paragraph: {"section": desk.edition.sections.first().pk, "source": "Anew."},
        Note: {"edition": edition, "label": "99", "source": "Anew."},
        Annotation: {**text, "kind": "gloss", "source": "Anew."},
        Emendation: {**text, "emended": "canto", "reason": "It is so."},
        Entity: {"edition": edition, "key": "anew", "name": "Anew", "kind": "person"},
        Event: {"edition": edition, "label": "Anew", "edtf": "2013"},
        Poll: {"edition": edition, "key": "anew", "question": "Anew?"},
    }


def adding(model):
    def prepare(desk):
        address = desk.list(model, "add")
        return [Request(address, desk.open(address) | added(desk)[model])]

    return prepare


def changing(model, **changed):
    def prepare(desk):
        address = desk.page(first(model, desk.edition))
        return [Request(address, desk.open(address) | changed)]

    return prepare


def deleting(model):
    def prepare(desk):
        made = {
            Section: {"heading": "Doomed"},
            Paragraph: {"section": desk.edition.sections.first(), "source": "Doomed."},
            Note: {"label": "98", "source": "Doomed."},
            Poll: {"question": "Doomed?"},
        }.get(model)
        part = first(model, desk.edition)
        if made:
            part = model.objects.create(
                edition=desk.edition, key=f"{model._meta.model_name[0]}98", position=98, **made
            )
        alone = desk.page(part, "delete")
        listed = {"action": "delete_selected", "_selected_action": [part.pk]}
        return [
            Request(alone, desk.open(alone)),
            Request(desk.list(model), desk.confirmed(part) | listed),
        ]

    return prepare


CHANGED = {
    Section: {"heading": "Otherwise"},
    Paragraph: {"source": "Arma virumque cano, otherwise.[^n1]"},
    Note: {"source": "Otherwise."},
    Annotation: {"source": "Otherwise."},
    Emendation: {"reason": "Otherwise."},
    Entity: {"name": "Otherwise", "mentions-0-exact": "Arma"},
    Event: {"label": "Otherwise", "passages-0-exact": "Arma"},
    Poll: {"question": "Otherwise?", "choices-0-label": "Otherwise"},
}
for model, changed in CHANGED.items():
    name = model._meta.verbose_name_plural
    act(f"add {name}")(adding(model))
    act(f"change {name}")(changing(model, **changed))
    act(f"delete {name}")(deleting(model))

act("change the edition's own fields")(changing(Edition, title="Otherwise"))
act("change who is named on it")(changing(Edition, **{"contributors-0-name": "Otherwise"}))
act("let it gather changes in its form")(changing(Edition, gathers_changes="on"))


@act("cite a work in a note")
def _(desk):
    return changing(Note, **{"citations-0-kind": "book", "citations-0-title": "Aeneis"})(desk)


@act("add editions")
def _(desk):
    address = desk.list(Edition, "add")
    written = {"title": "Anew", "slug": "anew", "language": "en"}
    return [Request(address, desk.open(address) | written)]


def placing(page, **written):
    def prepare(desk):
        address = f"/admin/texts/edition/{desk.edition.pk}/{page}/"
        opened = desk.open(f"{address}?where=p1&exact=cano")
        return [Request(address, opened | written)]

    return prepare


act("name somebody on words")(placing("mention", name="Vergil", kind="person"))
act("lay an event on words")(placing("event", label="He sings", edtf="2013"))


def lost(part):
    """Return the request that puts an anchor back that has lost its place."""
    type(part).objects.filter(pk=part.pk).update(is_lost=True)
    data = {"kind": part._meta.model_name, "pk": part.pk, "key": "p1"}
    data["start"] = part.paragraph.text.index(part.exact)
    return Request(f"/admin/texts/edition/{part.edition.pk}/repair/", data)


@act("put an annotation back in its place")
def _(desk):
    return [lost(first(Annotation, desk.edition))]


@act("put an emendation back in its place")
def _(desk):
    return [lost(first(Emendation, desk.edition))]


@act("put it in order")
def _(desk):
    section = Section.objects.create(edition=desk.edition, key="s98", position=98)
    address = f"/admin/texts/edition/{desk.edition.pk}/order/"
    return [Request(address, desk.open(address) | {f"place-section-{section.pk}": "1"})]


@act("give notes new numbers")
def _(desk):
    Note.objects.create(edition=desk.edition, key="n98", label="98", source="So.", position=98)
    address = f"/admin/texts/edition/{desk.edition.pk}/renumber/?from=n1"
    return [Request(address, desk.open(address))]


# Importing


def uploads(desk, slug):
    """Return the addresses at which each person decides about an upload of their own."""
    return {
        user.username: f"/admin/texts/edition/import/{made.pk}/"
        for user in User.objects.all()
        for made in [
            Upload.objects.create(
                name="article.txt", data=SMALL.encode(), slug=slug, uploaded_by=user
            )
        ]
    }


def deciding(slug):
    def prepare(desk):
        addresses = uploads(desk, slug)
        address = addresses["superuser"]
        return [Request(address, desk.open(address) | {"_take_in": "yes"}, own=addresses)]

    return prepare


act("bring in another text of it")(deciding("arma"))
act("bring in a new edition")(deciding("engines"))


@act("send a text of it")
def _(desk):
    file = SimpleUploadedFile("article.txt", SMALL.encode())
    address = "/admin/texts/edition/import/"
    return [Request(address, {"file": file, "edition": desk.edition.pk})]


# Polls


@act("open a poll")
def _(desk):
    poll = first(Poll, desk.edition)
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now())
    return [Request(f"/admin/polls/poll/{poll.pk}/open", {})]


@act("close a poll")
def _(desk):
    return [Request(f"/admin/polls/poll/{first(Poll, desk.edition).pk}/close", {})]


@act("count a burst of votes")
def _(desk):
    poll = first(Poll, desk.edition)
    burst = poll.bursts.create()
    poll.ballots.create(choice=poll.choices.first(), voter="x", burst=burst)
    Poll.objects.filter(pk=poll.pk).update(set_apart=1)
    return [Request(f"/admin/polls/poll/{poll.pk}/bursts/{burst.pk}/restore", {})]


# Publishing


def released():
    return Revision.objects.released().count()


def unpublished(desk):
    """Save a change that is not published yet."""
    desk.edition.notes.update(source="Not public yet.")
    save_revision(desk.edition, None, "Not public yet")


act("publish by saving a note", counts=released)(changing(Note, source="Otherwise."))
act("publish by saving an annotation", counts=released)(changing(Annotation, source="Otherwise."))


def reviewed(desk, **pressed):
    unpublished(desk)
    address = f"/admin/texts/edition/{desk.edition.pk}/review/"
    shown = parsed(desk.client.get(address)).find(".//input[@name='shown']").get("value")
    return [Request(address, {"shown": shown} | pressed)]


@act("publish", counts=released)
def _(desk):
    return reviewed(desk, _publish="on")


@act("plan a release")
def _(desk):
    return reviewed(
        desk, _plan="on", due_at_0=f"{timezone.localdate().year + 1}-01-01", due_at_1="10:00"
    )


@act("cancel a plan")
def _(desk):
    unpublished(desk)
    plan = plan_release(desk.edition, timezone.now() + timezone.timedelta(days=1))
    address = f"/admin/texts/edition/{desk.edition.pk}/review/"
    return [Request(address, {"_cancel_plan": "on", "planned_at": plan.planned_at.isoformat()})]


@act("let it gather changes")
def _(desk):
    return [Request(f"/admin/texts/edition/{desk.edition.pk}/review/", {"_gather": "yes"})]


@act("withdraw it from readers")
def _(desk):
    address = f"/admin/texts/edition/{desk.edition.pk}/withdraw/"
    return [Request(address, {"reason": "It was wrong.", "is_meant": "on"})]


@act("give it back to readers")
def _(desk):
    withdraw(desk.edition, None, "It was wrong.")
    return [Request(f"/admin/texts/edition/{desk.edition.pk}/withdraw/", {"_restore": "on"})]


def restoring(part):
    def prepare(desk):
        revision = first(Revision, desk.edition)
        unpublished(desk)
        address = f"/admin/releases/revision/{revision.pk}/restore/{part}"
        return [Request(address, desk.open(address))]

    return prepare


act("restore a part")(restoring("?part=n1"))
act("restore the edition")(restoring(""))


@act("alter what is kept as it is")
def _(desk):
    kept = [first(Revision, desk.edition), first(Witness, desk.edition)]
    doomed = [Request(desk.page(each, "delete"), {"post": "yes"}) for each in (*kept, desk.edition)]
    changed = [Request(desk.page(each), {"note": "x", "name": "x"}) for each in kept]
    return doomed + changed + [Request(desk.list(type(each), "add"), {}) for each in kept]


# Colleagues


@act("appoint colleagues")
def _(desk):
    address = desk.list(Appointment, "add")
    written = {"username": "newcomer", "password": "vnhg-2831-arma", "role": "editor"}
    return [Request(address, desk.open(address) | written | {"edition": desk.edition.pk})]


def colleague(desk):
    user, _ = User.objects.get_or_create(username="colleague")
    return appoint(user, desk.edition, Role.EDITOR)


@act("change a colleague's role")
def _(desk):
    address = desk.page(colleague(desk))
    return [Request(address, desk.open(address) | {"role": "administrator"})]


@act("dismiss colleagues")
def _(desk):
    address = desk.page(colleague(desk), "delete")
    return [Request(address, {"post": "yes"})]


@act("give oneself a role on every edition")
def _(desk):
    address = desk.list(Appointment, "add")
    written = {"username": "newcomer", "password": "vnhg-2831-arma", "role": "editor"}
    return [Request(address, desk.open(address) | written | {"edition": ""})]


@act("look at accounts")
def _(desk):
    user = User.objects.get(username="superuser")
    group = Group.objects.create(name="friends")
    return [
        Request(desk.page(each, page)) for each in (user, group) for page in ("change", "history")
    ] + [Request(desk.list(each)) for each in (User, Group)]


@act("make accounts and groups")
def _(desk):
    password = {"password1": "vnhg-2831-arma", "password2": "vnhg-2831-arma"}
    return [
        Request(desk.list(User, "add"), {"username": "newcomer", **password}),
        Request(desk.list(Group, "add"), {"name": "newcomers"}),
    ]


@act("make somebody a superuser")
def _(desk):
    address = desk.page(colleague(desk).user)
    return [Request(address, desk.open(address) | {"is_superuser": "on"})]


@act("change somebody's password")
def _(desk):
    address = f"/admin/auth/user/{colleague(desk).user.pk}/password/"
    password = {"password1": "vnhg-2831-arma", "password2": "vnhg-2831-arma"}
    return [Request(address, {**password, "usable_password": "true"})]


@act("delete accounts and groups")
def _(desk):
    user = User.objects.create(username="doomed")
    group = Group.objects.create(name="doomed")
    return [Request(desk.page(each, "delete"), {"post": "yes"}) for each in (user, group)]
