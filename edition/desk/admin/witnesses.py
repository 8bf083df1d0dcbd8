"""Read-only admin of witnesses."""

from io import BytesIO

from django.contrib import admin
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from edition.desk.model_admin.readonly import ReadOnlyAdmin
from edition.desk.pages import get_viewable
from edition.desk.permissions import ViewableFilter
from edition.texts.models import Witness


@admin.register(Witness)
class WitnessAdmin(ReadOnlyAdmin):
    list_display = ["name", "file_size", "sha256", "download_link"]
    list_filter = [("edition", ViewableFilter)]
    search_fields = ["name", "origin", "sha256"]
    list_select_related = ["edition"]
    fields = ["edition", "name", "file_size", "media_type", "sha256", "origin", "download_link"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Witness]:
        return super().get_queryset(request).defer("data")

    @admin.display(description="size", ordering="size")
    def file_size(self, witness: Witness) -> str:
        return filesizeformat(witness.size)

    @admin.display(description="file")
    def download_link(self, witness: Witness) -> SafeString:
        url = reverse("admin:texts_witness_file", args=[witness.pk])
        return format_html('<a href="{}" aria-label="Download {}">Download</a>', url, witness.name)


def download_witness(request: HttpRequest, pk: int) -> FileResponse:
    """Send the bytes as imported, always as an attachment, never as a page."""
    witness = get_viewable(request, Witness, pk)
    if witness.data is None:
        raise Http404("The bytes of this file are not stored here.")
    return FileResponse(
        BytesIO(witness.data),
        as_attachment=True,
        filename=witness.name,
        content_type="application/octet-stream",
    )
