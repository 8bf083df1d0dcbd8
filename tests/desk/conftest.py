import pytest
from django.urls import reverse

from edition.releases.models import Revision
from tests.desk.html import read_page


@pytest.fixture
def desk(edition, client, django_user_model):
    # Without a password, which would take half a second to hash.
    ada = django_user_model.objects.create(username="ada", is_staff=True, is_superuser=True)
    client.force_login(ada)
    return Desk(edition, client)


class Desk:
    """An editor in front of the forms, who changes a field or two and saves."""

    def __init__(self, edition, client):
        self.edition = edition
        self.client = client

    def page(self, part, act="change"):
        """Return the address of a form, or of the confirmation of a deletion."""
        return reverse(
            f"admin:{part._meta.app_label}_{part._meta.model_name}_{act}", args=[part.pk]
        )

    def list(self, model, act="changelist"):
        return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_{act}")

    def open(self, address):
        return form_in(self.client.get(address))

    def save(self, part, **changed):
        """Open the form of `part`, change it, save it, and follow the redirect."""
        address = self.page(part)
        return self.client.post(address, self.open(address) | changed, follow=True)

    def add(self, model, **written):
        address = self.list(model, "add")
        return self.client.post(address, self.open(address) | written, follow=True)

    def delete(self, part):
        """Delete `part`, with the confirmation if there is one."""
        address = self.page(part, "delete")
        asked = self.client.get(address)
        if parsed(asked).find(".//main//form") is None:
            return asked
        return self.client.post(address, form_in(asked), follow=True)

    def select(self, parts, action):
        """Choose `parts` in their list, and an action."""
        parts = list(parts)
        address = self.list(type(parts[0]))
        page = parsed(self.client.get(address))
        sent = {
            field.get("name"): field.get("value")
            for field in page.iter("input")
            if field.get("name", "").startswith("seen-")
        }
        sent |= {"action": action, "_selected_action": [part.pk for part in parts]}
        return self.client.post(address, sent, follow=True)

    def confirmed(self, part):
        """Return what a browser sends to confirm the deletion of `part`, selected in its list."""
        return form_in(self.select([part], "delete_selected"))

    @property
    def release(self):
        """The latest release."""
        return Revision.objects.latest_release(self.edition.slug)


def parsed(response):
    """Return the root element of a page; a response is read once."""
    if not hasattr(response, "page"):
        response.page = read_page(response.content)
    return response.page


def form_in(response):
    """Return the fields that a browser would send if the editor changed nothing."""
    form = parsed(response).find(".//main//form")
    values = {}
    for field in form.iter("input"):
        is_unset = field.get("type") in ("checkbox", "radio") and "checked" not in field.attrib
        if field.get("name") and field.get("type") != "submit" and not is_unset:
            is_set = field.get("type") == "checkbox"
            values[field.get("name")] = field.get("value", "on" if is_set else "")
    for area in form.iter("textarea"):
        # Browsers ignore a line break at the beginning.
        values[area.get("name")] = (area.text or "").removeprefix("\n")
    for select in form.iter("select"):
        chosen = [each.get("value") for each in select.iter("option") if "selected" in each.attrib]
        values[select.get("name")] = chosen if "multiple" in select.attrib else (chosen or [""])[0]
    return values


def messages(response):
    """Return the messages at the top of the page, as text."""
    page = parsed(response)
    lines = page.findall(".//ul[@class='messagelist']/li")
    return [" ".join("".join(line.itertext()).split()) for line in lines]


def form_errors(response):
    """Return the errors of a form that was not saved."""
    page = parsed(response)
    lists = [each for each in page.iter("ul") if "errorlist" in each.get("class", "")]
    return ["".join(line.itertext()) for each in lists for line in each]


def words(element):
    """Return the text of an element, as one line."""
    return " ".join("".join(element.itertext()).split())
