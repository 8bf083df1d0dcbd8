"""Base of the admin of every part: keys, order, anchors, and one release for each save."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, Q, QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from edition.desk.concurrency.forms import DeskForm, OptimisticForm
from edition.desk.concurrency.messages import last_change
from edition.desk.forms.fields import DeskFields
from edition.desk.forms.ordering import arrange, siblings
from edition.desk.history.pages import show_history_of_part
from edition.desk.links import form_link, name_of, page_link, page_url
from edition.desk.markdown import SourceField
from edition.desk.model_admin.actions import OptimisticActions
from edition.desk.model_admin.deletion import obstacles
from edition.desk.model_admin.many_editions import ManyEditionsAdmin
from edition.desk.model_admin.save_response import SaveResponseAdmin
from edition.desk.model_admin.unreadable import unreadable_fields
from edition.desk.permissions import EditionScopedAdmin
from edition.desk.publishing.transaction import one_release
from edition.releases.anchors import settle_ahead, settle_anchors
from edition.releases.departures import texts_of
from edition.texts.locks import lock_editions
from edition.texts.markdown import refusals_in
from edition.texts.models import Edition, Note, Paragraph
from edition.texts.numbers import LARGEST, number_or_none
from edition.texts.references import index_references


class DeskAdmin(
    OptimisticActions, SaveResponseAdmin, ManyEditionsAdmin, DeskFields, EditionScopedAdmin
):
    """The admin of a part of an edition; each request publishes what it changes once."""

    form = DeskForm
    key_letter = ""
    fieldsets_once_saved: list = []
    save_on_top = False
    list_per_page = 100

    # Rendering

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list:
        fieldsets = [*super().get_fieldsets(request, obj)]
        return fieldsets + (self.fieldsets_once_saved if obj else [])

    @admin.display(description="page")
    def on_page(self, part: Model) -> SafeString:
        return page_link(part)

    def view_on_site(self, part: Model) -> str:
        return page_url(part)

    def get_deleted_objects(self, objs: Sequence[Model], request: HttpRequest) -> tuple:
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, lacking, obstacles(objs) if protected else []

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Report stored text that is not valid Markdown; a submitted form reports its own."""
        part = kwargs.get("obj")
        if part and request.method != "POST":
            for line in unreadable_fields(part):
                messages.error(request, line)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Model, inline: admin.options.InlineModelAdmin, prefix: str
    ) -> dict[str, Any]:
        page = number_or_none(request.GET.get("rows", "")) or 1
        return super().get_formset_kwargs(request, obj, inline, prefix) | {"page": page}

    # Saving. Django passes nothing but the request from a view to the methods that save, so the
    # changes are attributes of the request.

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        editions = self.editions_of(request, object_id) if object_id else editions_named(request)
        if request.method == "POST" and object_id:
            self.compute_ahead(request, object_id)
        with self.one_release_of(request, editions):
            return super().changeform_view(request, object_id, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        editions = self.editions_of(request, *request.POST.getlist(ACTION_CHECKBOX_NAME))
        with self.one_release_of(request, editions):
            return super().changelist_view(request, *args, **kwargs)

    def delete_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        with self.one_release_of(request, self.editions_of(request, object_id)):
            return super().delete_view(request, object_id, *args, **kwargs)

    @contextmanager
    def one_release_of(self, request: HttpRequest, editions: Collection[int]) -> Iterator[None]:
        """Save in one transaction that locks `editions` before it reads anything of them.

        The second of two concurrent saves waits here, and then reads what the first has saved.
        """
        with one_release(request) as request.changes:
            if request.method == "POST":
                self.lock(editions)
            yield

    @method_decorator(require_safe)
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        part = self.get_object(request, object_id)
        if part is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, part):
            raise PermissionDenied
        return show_history_of_part(request, self.edition_of(part), part)

    def lock(self, editions: Collection[int]) -> None:
        """Lock editions by their ids, before anything of them is read to be changed."""
        lock_editions(editions)

    def editions_of(self, request: HttpRequest, *parts: str) -> list[int]:
        """Return the ids of the editions that a POST may change parts of, named by their ids.

        They are found before the transaction: on SQLite every vote waits for it.
        """
        pks = [pk for part in parts if (pk := parsed_id(unquote(part)))]
        if request.method != "POST" or not pks:
            return []
        rows = self.get_queryset(request).filter(pk__in=pks)
        return list(rows.values_list(self.edition_lookup, flat=True))

    def compute_ahead(self, request: HttpRequest, part: str) -> None:
        """Parse a corrected text and follow its anchors; the save finds the results in caches.

        Nothing is computed for what the form will refuse: a long text takes long to follow.
        """
        source = SourceField().to_python(request.POST.get("source"))
        if not source or not issubclass(self.model, Paragraph | Note):
            return
        text = self.get_queryset(request).filter(pk=parsed_id(unquote(part))).first()
        if text is None or source == text.source or not self.has_change_permission(request, text):
            return
        if not refusals_in(source, blocks=isinstance(text, Note)):
            settle_ahead(text, source)

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        self.check_may_save(request, obj, change)
        if not change and self.key_letter:
            obj.key = obj.edition.allocate_key(self.key_letter)
        is_text = isinstance(obj, Paragraph | Note)
        before = type(obj)(source=form.initial["source"]).text if is_text and change else ""
        super().save_model(request, obj, form, change)
        is_placed = "order" in form.changed_data or "section" in form.changed_data
        if hasattr(obj, "position") and (is_placed or not change):
            arrange(siblings(obj), {obj: form.cleaned_data.get("order")})
        if is_text and (not change or "source" in form.changed_data):
            self.update_anchors(request, obj, before)

    def update_anchors(self, request: HttpRequest, text: Paragraph | Note, before: str) -> None:
        """Move the anchors of a text from its wording `before` to the new one; list lost ones."""
        if isinstance(text, Paragraph):
            index_references(text)
        if lost := settle_anchors(text, before):
            links = format_html_join(
                ", ", "{} (“{}”)", ((form_link(anchor), anchor.exact) for anchor in lost)
            )
            warning = "These lost their place in the text; choose other words, or delete them: {}."
            messages.warning(request, format_html(warning, links))

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list[BaseModelFormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        self.report_merged(request, [form, *(row for rows in formsets for row in rows.forms)])
        reason = request.changes.reason = form.cleaned_data.get("why", "")
        rows = {formset.model._meta.model_name for formset in formsets if formset.has_changed()}
        changed = {*form.changed_data, *rows}
        # A reason signs for all that the form contains, changed now or before.
        if changed or reason or not change:
            signed = texts_of(form.instance, None if reason or not change else changed)
            self.record_change(request, form.instance, "changed" if change else "added", signed)

    def report_merged(self, request: HttpRequest, forms: Sequence[ModelForm]) -> None:
        merged = [form.merged_labels() for form in forms if isinstance(form, OptimisticForm)]
        if names := ", ".join(filter(None, merged)):
            why = f"because {last_change(forms[0].instance)} while you wrote"
            messages.info(request, f"Merged, {why}: {names}.")

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        self.record_change(request, obj, "deleted", texts_of(obj))
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for part in queryset:
            self.record_change(request, part, "deleted", texts_of(part))
        super().delete_queryset(request, queryset)

    def record_change(
        self, request: HttpRequest, part: Model, what: str, signed: Collection[str] = ()
    ) -> None:
        request.changes.add(self.edition_of(part), f"{name_of(part)} {what}", signed)


# Fields by which the form of a new part names its edition, with the lookup from an edition.
BELONGING = {
    "edition": "pk",
    "section": "sections",
    "paragraph": "paragraphs",
    "note": "notes",
}


def editions_named(request: HttpRequest) -> list[int]:
    """Return the ids of the editions that the form of a new part names."""
    named_in = {
        lookup: pk
        for field, lookup in BELONGING.items()
        if (pk := parsed_id(request.POST.get(field, "")))
    }
    if not named_in:
        return []
    is_named = Q(*named_in.items(), _connector=Q.OR)
    return list(Edition.objects.filter(is_named).distinct().values_list("pk", flat=True))


def parsed_id(text: str) -> int | None:
    """Parse the id of a row as the fields of forms do: to them " 12" and "+12" are 12, too."""
    try:
        pk = Edition._meta.pk.to_python(text)
    except ValidationError:
        return None
    return pk if 0 < pk <= LARGEST else None
