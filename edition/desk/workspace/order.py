"""The order of an edition's sections, paragraphs and notes, on one page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import Truncator

from edition.desk.concurrency.digests import digests_match, keyed_digest
from edition.desk.concurrency.messages import last_change
from edition.desk.forms.ordering import arrange
from edition.desk.links import form_url, link_problems, name_of
from edition.desk.pages import desk_page, get_viewable, log_change
from edition.desk.permissions import may
from edition.desk.publishing.transaction import Changes, one_release
from edition.releases.working_copy import read_working_copy
from edition.texts.models import Edition, Section
from edition.texts.numbers import number_or_none

MAX_PLACE = 100_000


@dataclass
class Row:
    part: Model
    place: int
    submitted: str  # the place as typed
    error: str = ""

    @property
    def name(self) -> str:
        return name_of(self.part)

    @property
    def words(self) -> str:
        if self.is_section:
            return Truncator(self.part.text or "(without a heading)").words(9, truncate=" …")
        return Truncator(self.part.text).words(9, truncate=" …")

    @property
    def is_section(self) -> bool:
        return isinstance(self.part, Section)

    @property
    def url(self) -> str:
        return form_url(self.part)

    @property
    def field(self) -> str:
        return field_name(self.part)


@dataclass
class Group:
    """Parts that are ordered among each other."""

    name: str
    parts: QuerySet
    may_change: bool
    heading: str = ""
    rows: list[Row] = field(default_factory=list)


def field_name(part: Model) -> str:
    return f"place-{part._meta.model_name}-{part.pk}"


def arrange_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the order of all parts, and save the places that an editor enters."""
    edition = get_viewable(request, Edition, pk)
    if request.method != "POST":
        return _show(request, edition, _groups(request, edition))
    with one_release(request, edition.pk) as changes:
        groups = _groups(request, edition)
        if not digests_match(request.POST.get("seen", ""), digest_of_order(groups)):
            why = f"Not saved, because {last_change(edition)} after you opened it."
            return _show(request, edition, groups, f"{why} {_SAVE_AGAIN}")
        if any(row.error for group in groups for row in group.rows):
            return _show(request, edition, groups, "Not saved. A place is a number from 1 upwards.")
        _save(request, edition, groups, changes)
    return HttpResponseRedirect(request.get_full_path())


_SAVE_AGAIN = (
    "The order is shown as it is now, with the places that you gave: change what is wrong, and "
    "save again."
)


def _save(
    request: HttpRequest, edition: Edition, groups: Iterable[Group], changes: Changes
) -> None:
    for group in groups:
        places = {
            row.part: int(row.submitted) for row in group.rows if int(row.submitted) != row.place
        }
        if not places:
            continue
        if not group.may_change:
            raise PermissionDenied
        arrange(group.parts, places)
        what = f"Order of {group.name.lower()} changed"
        changes.add(edition, what)
        log_change(request, edition, what)


def _groups(request: HttpRequest, edition: Edition) -> list[Group]:
    sections = edition.sections.all()
    may_move = {
        name: may(request.user, f"texts.change_{name}", edition)
        for name in ("section", "paragraph", "note")
    }
    groups = [Group("Sections", sections, may_move["section"])]
    for section in sections.prefetch_related("paragraphs"):
        name = f"Paragraphs of section {section.key}"
        groups.append(Group(name, section.paragraphs.all(), may_move["paragraph"], section.text))
    groups.append(Group("Notes", edition.notes.all(), may_move["note"]))
    for group in groups:
        group.rows = [_row(request, part, n) for n, part in enumerate(group.parts, start=1)]
    return groups


def _row(request: HttpRequest, part: Model, place: int) -> Row:
    submitted = request.POST.get(field_name(part), str(place))
    error = "" if number_or_none(submitted, MAX_PLACE) else "Write a number from 1 upwards."
    return Row(part, place, submitted, error)


def digest_of_order(groups: Iterable[Group]) -> str:
    order = [[row.field for row in group.rows] for group in groups]
    return keyed_digest("edition.desk.workspace.order", repr(order))


def _show(
    request: HttpRequest, edition: Edition, groups: list[Group], error: str = ""
) -> HttpResponse:
    return desk_page(
        request,
        "admin/desk/workspace/order.html",
        "Order",
        edition,
        unreadable=link_problems(edition, read_working_copy(edition).unreadable),
        groups=[group for group in groups if group.rows],
        may_save=any(group.may_change for group in groups),
        seen=digest_of_order(groups),
        error=error,
    )
