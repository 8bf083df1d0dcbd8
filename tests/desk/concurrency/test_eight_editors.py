"""Eight editors save the same part at the same time, again and again: one succeeds each time.

The others get a conflict with what they wrote, and nothing that was saved is lost.
Twenty rounds are the full proof: `make test ARGS="-k eight --rounds 20"`.
"""

import re
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from tests.desk.conftest import form_in

pytestmark = pytest.mark.process

EIGHT = range(8)
LET_IN = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth.models import User
store = import_module(settings.SESSION_ENGINE).SessionStore
for n in range(8):
    user = User.objects.create(username=f"editor-{n}", is_staff=True, is_superuser=True)
    session = store()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()
    print("session", session.session_key)
"""


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


@dataclass
class Editor:
    url: str
    session: str
    token: str = "t" * 32

    def ask(self, path, sent=None):
        if sent is not None:
            sent = sent | {"csrfmiddlewaretoken": self.token}
        body = urllib.parse.urlencode(sent, doseq=True).encode() if sent is not None else None
        cookies = f"sessionid={self.session}; csrftoken={self.token}"
        request = urllib.request.Request(self.url + path, body, {"Cookie": cookies})
        try:
            with urllib.request.build_opener(Stay).open(request, timeout=60) as response:
                return SimpleNamespace(status=response.status, content=response.read())
        except urllib.error.HTTPError as response:
            with response:
                return SimpleNamespace(status=response.code, content=response.read())


@pytest.fixture(scope="module", params=["served", "served_on_postgresql"])
def editors(request):
    served = request.getfixturevalue(request.param)
    sessions = re.findall(r"session (\w+)", served.manage("shell", "-c", LET_IN))
    return [Editor(served.url, session) for session in sessions]


@pytest.fixture
def rounds(request):
    return range(int(request.config.getoption("--rounds")))


def all_at_once(editors, path, sent):
    """Send all requests at once; return those that succeeded and those that were refused."""
    with ThreadPoolExecutor(len(editors)) as pool:
        answers = list(
            pool.map(lambda pair: pair[0].ask(path, pair[1]), zip(editors, sent, strict=True))
        )
    assert {answer.status for answer in answers} <= {200, 302}
    return answers, [number for number in EIGHT if answers[number].status == 302]


def save_at_once(editors, path, field, texts):
    """Let all editors open the form, write in one field, and save."""
    opened = [form_in(editor.ask(path)) for editor in editors]
    sent = [form | {field: text} for form, text in zip(opened, texts, strict=True)]
    answers, taken = all_at_once(editors, path, sent)
    assert len(taken) == 1
    for number in set(EIGHT) - set(taken):
        assert form_in(answers[number])[field] == texts[number]
        assert "Not saved, because editor-" in answers[number].content.decode()
    assert form_in(editors[0].ask(path))[field] == texts[taken[0]]


def test_eight_editors_at_one_paragraph(editors, rounds):
    for number in rounds:
        texts = [f"Round {number}, editor {editor}." for editor in EIGHT]
        save_at_once(editors, "/admin/texts/paragraph/28/change/", "source", texts)


def test_eight_editors_at_one_row(editors, rounds):
    for number in rounds:
        names = [f"Name {number}, {editor}" for editor in EIGHT]
        save_at_once(editors, "/admin/texts/edition/1/change/", "contributors-0-name", names)


def test_eight_editors_delete_from_one_list(editors, rounds):
    """Half of them change what the others, who opened the list before, want to delete."""
    path = "/admin/apparatus/annotation/"
    for number in rounds:
        pk = str(number + 3)
        page = editors[0].ask(path).content.decode()
        seen = re.search(rf'name="seen-{pk}" value="(\w+)"', page)[1]
        chosen = {"action": "delete_selected", "_selected_action": pk, f"seen-{pk}": seen}
        asked = [form_in(editor.ask(path, chosen)) for editor in editors[:4]]
        change = f"{path}{pk}/change/"
        forms = [form_in(editor.ask(change)) for editor in editors[4:]]
        changes = [form | {"source": f"{n}, {number}."} for n, form in enumerate(forms)]
        with ThreadPoolExecutor(8) as pool:
            deleting = [
                pool.submit(e.ask, path, s) for e, s in zip(editors[:4], asked, strict=True)
            ]
            changing = [
                pool.submit(e.ask, change, s) for e, s in zip(editors[4:], changes, strict=True)
            ]
        wrote = [each.result() for each in changing]
        is_there = editors[0].ask(change).status == 200
        taken = [answer for answer in wrote if answer.status == 302]
        assert len(taken) == int(is_there)
        for form, answer in zip(changes, wrote, strict=True):
            assert answer.status == 302 or form["source"] in answer.content.decode()
        assert all(each.result().status == 302 for each in deleting)
