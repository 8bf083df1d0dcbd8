"""Who may do what: a table, each cell of which is tried."""

import hashlib

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, resolve

from edition.apparatus.models import Emendation, Entity, Mention
from edition.polls.models import Choice, Poll
from edition.releases.publish import publish
from edition.staff.appoint import appoint
from edition.staff.roles import Role
from edition.texts.models import Edition
from edition.timeline.models import Event, Passage
from tests.conftest import insert, rows_written_by
from tests.desk.acts import ACTS
from tests.desk.conftest import Desk
from tests.releases.builders import make_edition

# "nobody" is of the staff but has no role; "elsewhere" is an annotator of another edition.
TABLE = """
                                    nobody annotator editor publisher administrator elsewhere superuser
look at editions                      -        x        x       x           x           -         x
look at sections                      -        x        x       x           x           -         x
look at paragraphs                    -        x        x       x           x           -         x
look at notes                         -        x        x       x           x           -         x
look at annotations                   -        x        x       x           x           -         x
look at emendations                   -        x        x       x           x           -         x
look at entities                      -        x        x       x           x           -         x
look at events                        -        x        x       x           x           -         x
look at polls                         -        x        x       x           x           -         x
look at revisions                     -        x        x       x           x           -         x
look at witnesses                     -        x        x       x           x           -         x
look at colleagues                    -        -        -       -           x           -         x
look at workspace                     -        x        x       x           x           -         x
look at what lost its place           -        x        x       x           x           -         x
look at what would be published       -        x        x       x           x           -         x
look at what was deleted              -        x        x       x           x           -         x
download a revision                   -        x        x       x           x           -         x
download a witness                    -        x        x       x           x           -         x
find texts while typing               -        x        x       x           x           -         x
see Markdown as the page will show it -        x        x       x           x           -         x
download the votes of a poll          -        x        x       x           x           -         x
add annotations                       -        x        x       x           x           -         x
change annotations                    -        x        x       x           x           -         x
delete annotations                    -        x        x       x           x           -         x
add entities                          -        x        x       x           x           -         x
change entities                       -        x        x       x           x           -         x
delete entities                       -        x        x       x           x           -         x
add events                            -        x        x       x           x           -         x
change events                         -        x        x       x           x           -         x
delete events                         -        x        x       x           x           -         x
name somebody on words                -        x        x       x           x           -         x
lay an event on words                 -        x        x       x           x           -         x
put an annotation back in its place   -        x        x       x           x           -         x
put an emendation back in its place   -        -        x       x           x           -         x
add emendations                       -        -        x       x           x           -         x
change emendations                    -        -        x       x           x           -         x
delete emendations                    -        -        x       x           x           -         x
add sections                          -        -        x       x           x           -         x
change sections                       -        -        x       x           x           -         x
delete sections                       -        -        x       x           x           -         x
add paragraphs                        -        -        x       x           x           -         x
change paragraphs                     -        -        x       x           x           -         x
delete paragraphs                     -        -        x       x           x           -         x
add notes                             -        -        x       x           x           -         x
change notes                          -        -        x       x           x           -         x
delete notes                          -        -        x       x           x           -         x
put it in order                       -        -        x       x           x           -         x
give notes new numbers                -        -        x       x           x           -         x
cite a work in a note                 -        -        x       x           x           -         x
add polls                             -        -        x       x           x           -         x
change polls                          -        -        x       x           x           -         x
delete polls                          -        -        x       x           x           -         x
open a poll                           -        -        x       x           x           -         x
close a poll                          -        -        x       x           x           -         x
count a burst of votes                -        -        x       x           x           -         x
send a text of it                     -        -        x       x           x           -         x
bring in another text of it           -        -        x       x           x           -         x
change the edition's own fields       -        -        x       x           x           -         x
change who is named on it             -        -        x       x           x           -         x
let it gather changes in its form     -        -        -       x           x           -         x
publish by saving a note              -        -        -       x           x           -         x
publish by saving an annotation       -        -        -       x           x           -         x
publish                               -        -        -       x           x           -         x
plan a release                        -        -        -       x           x           -         x
cancel a plan                         -        -        -       x           x           -         x
let it gather changes                 -        -        -       x           x           -         x
withdraw it from readers              -        -        -       x           x           -         x
give it back to readers               -        -        -       x           x           -         x
restore a part                        -        -        -       x           x           -         x
restore the edition                   -        -        -       x           x           -         x
bring in a new edition                -        -        -       -           x           -         x
add editions                          -        -        -       -           x           -         x
appoint colleagues                    -        -        -       -           x           -         x
change a colleague's role             -        -        -       -           x           -         x
dismiss colleagues                    -        -        -       -           x           -         x
give oneself a role on every edition  -        -        -       -           -           -         x
look at accounts                      -        -        -       -           -           -         x
make accounts and groups              -        -        -       -           -           -         x
make somebody a superuser             -        -        -       -           -           -         x
change somebody's password            -        -        -       -           -           -         x
delete accounts and groups            -        -        -       -           -           -         x
alter what is kept as it is           -        -        -       -           -           -         -
"""  # noqa: E501 – a table is read across
_HEAD, *_ROWS = TABLE.strip("\n").splitlines()
PEOPLE = _HEAD.split()
_CELLS = [(row.split()[: -len(PEOPLE)], row.split()[-len(PEOPLE) :]) for row in _ROWS]
MAY = {" ".join(name): dict(zip(PEOPLE, cells, strict=True)) for name, cells in _CELLS}
# What everybody of the staff may open: the doors, and what belongs to one's own account.
OPEN = {
    "index", "login", "logout", "password_change", "password_change_done", "jsi18n", "app_list",
}  # fmt: skip


@pytest.fixture(scope="module")
def rows_of_the_people(django_db_setup, django_db_blocker):
    """The rows of all people of the table and of the editions, and the keys of their sessions."""
    keys = {}
    with django_db_blocker.unblock():
        return rows_written_by(lambda: keys.update(make_people())), keys


def make_people():
    """Create the people, and log them in; return the session key of each."""
    here = make_edition()
    elsewhere = make_edition(slug="elsewhere", title="Elsewhere")
    paragraph, by = here.paragraphs.get(), here.contributors.get()
    words = {"paragraph": paragraph, "start": 5, "end": 8, "exact": "vir", "prefix": "Arma "}
    words["suffix"] = "umque cano."
    layer = {
        "edition": here,
        "by": by,
        "key": here.allocate_key("m"),
        "emended": "uir",
        "reason": "Older.",
    }
    Emendation.objects.create(**words, **layer)
    man = Entity.objects.create(edition=here, key="man", name="The man", kind="person")
    Mention.objects.create(entity=man, **words)
    Passage.objects.create(
        event=Event.objects.create(
            edition=here, key=here.allocate_key("e"), edtf="2013", label="He sings"
        ),
        **words,
    )
    poll = Poll.objects.create(edition=here, key="who", question="Who?")
    for key in ("he", "she"):
        Choice.objects.create(poll=poll, key=key, label=key)
    scan = {"name": "a.png", "media_type": "image/png", "size": 1, "data": b"a"}
    here.witnesses.create(**scan, sha256=hashlib.sha256(b"a").hexdigest())
    publish(here)
    users = get_user_model().objects
    clients = {}
    for name in PEOPLE:
        user = users.create(username=name, is_staff=True, is_superuser=name == "superuser")
        if name in list(Role):
            appoint(user, here, Role(name))
        clients[name] = Client()
        clients[name].force_login(user)
    appoint(users.get(username="elsewhere"), elsewhere, Role.ANNOTATOR)
    return {name: client.session.session_key for name, client in clients.items()}


@pytest.fixture
def people(db, rows_of_the_people):
    """All people of the table, logged in at the desk of one small published edition."""
    rows, keys = rows_of_the_people
    insert(rows)
    here = Edition.objects.get(slug="arma")
    desks = {name: Desk(here, Client()) for name in PEOPLE}
    for name, desk in desks.items():
        desk.client.cookies[settings.SESSION_COOKIE_NAME] = keys[name]
    return desks


def everything():
    """Return all stored rows, except sessions and the admin's log."""
    tables = [
        model._meta.db_table
        for app in apps.get_app_configs()
        if app.name.startswith("edition.") or app.label == "auth"
        for model in app.get_models(include_auto_created=True)
        if model._meta.label != "auth.Permission"
    ]
    with connection.cursor() as cursor:
        return {name: cursor.execute(f"SELECT * FROM {name}").fetchall() for name in tables}


def send(client, address, request):
    """Return the text of the response; None if it is refused."""
    for value in (request.data or {}).values():
        if hasattr(value, "seek"):
            value.seek(0)  # a file that others have sent already
    ask = client.get if request.data is None else client.post
    response = ask(address, request.data)
    assert response.status_code in (200, 302, 403, 404, 409, 410)
    content = b"".join(response) if response.streaming else response.content
    return content.decode() if response.status_code == 200 else None


def written():
    """Return how many rows SQLite has written since the connection was opened."""
    return connection.connection.total_changes


def tried(person, client, request, counts, before):
    """Whether a person may do an act, given what is stored `before`; the act is rolled back."""
    counted = counts and counts()
    with transaction.atomic():
        writes = written()
        shown = send(client, request.own.get(person, request.address), request)
        # Reading every table takes long; what is written may also be the session or the log.
        is_same = written() == writes or everything() == before
        is_done = not is_same if counts is None else counts() != counted
        transaction.set_rollback(True)
    if request.data is None or request.expected:
        assert is_same, "Looking changes nothing."
        return shown is not None and request.expected in shown
    return is_done


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", MAY)
def test_everybody_may_do_what_the_table_says_and_nothing_else(people, name):
    act = ACTS[name]
    requests = act.prepare(people["superuser"])
    before = everything()
    for person, desk in people.items():
        for request in requests:
            may = tried(person, desk.client, request, act.counts, before)
            assert may == (MAY[name][person] == "x"), f"{person}: {name}, {request.address}"


def test_every_act_is_in_the_table():
    assert MAY.keys() == ACTS.keys()


def names_of(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name, str(pattern.pattern)
        else:
            yield from names_of(pattern.url_patterns)


@pytest.mark.exhaustive
def test_every_page_of_the_desk_is_part_of_an_act_in_the_table(people):
    opened = set()
    for act in ACTS.values():
        with transaction.atomic():
            for request in act.prepare(people["superuser"]):
                opened.add(resolve(request.address.partition("?")[0]).url_name)
            transaction.set_rollback(True)
    pages = {name or pattern for name, pattern in names_of(admin.site.get_urls())}
    # Unnamed: the address without "change/", and what leads any other to the start page. The
    # admin's own history of editions stands behind ours, at the same address.
    pages -= {"<path:object_id>/", "(?P<url>.*)$", "texts_edition_history"}
    assert sorted(pages - opened - OPEN) == []
