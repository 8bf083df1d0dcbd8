"""Preview of Markdown, by the renderer of the reading page; nothing is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.views.decorators.http import require_POST, require_safe

from edition.desk.markdown import TEXT_KINDS, render_blocks
from edition.desk.pages import desk_page
from edition.desk.permissions import may
from edition.document.inline import Blocks
from edition.document.markdown.dialect import REFERENCE, Refusal, to_refusals
from edition.document.markdown.parse import DialectError, parse, parse_blocks
from edition.texts.models import Edition, Section
from edition.texts.numbers import number_or_none
from edition.texts.references import unknown_notes


@dataclass(frozen=True, slots=True)
class Preview:
    html: SafeString
    refusals: tuple[Refusal, ...]


def preview(edition: Edition | None, source: str, kind: str) -> Preview:
    """Render `source` and list its refusals; `kind` is one of TEXT_KINDS."""
    source = source.replace("\r\n", "\n")
    try:
        blocks = parse_blocks(source) if TEXT_KINDS[kind] else (parse(source),)
    except DialectError as error:
        return Preview(SafeString(""), tuple(error.refusals))
    missing = _missing(source, unknown_notes(edition, blocks)) if edition else []
    return Preview(mark_safe("".join(_paragraphs(edition, blocks, kind))), tuple(missing))


def _paragraphs(edition: Edition | None, blocks: Blocks, kind: str) -> list[str]:
    return [f"<p>{html}</p>" for html in render_blocks(edition, blocks, kind)]


def _missing(source: str, keys: Sequence[str]) -> list[Refusal]:
    """Return a refusal at the first call of each of these notes, in reading order."""
    first: dict[str, int] = {}
    for call in REFERENCE.finditer(source):
        first.setdefault(call[1], call.start())
    reasons = {first[key]: f"[^{key}] calls a note that does not exist." for key in keys}
    return to_refusals(source, reasons.items())


@require_POST
def show_preview(request: HttpRequest) -> HttpResponse:
    """Preview the fields in the query, each with its kind: `?edition=1&source=note`."""
    edition = _edition(request, request.GET.get("edition") or _sent(request, "edition"))
    shown = {
        name: preview(edition, request.POST.get(name, ""), kind)
        for name, kind in request.GET.items()
        if kind in TEXT_KINDS
    }
    if "application/json" in request.headers.get("accept", ""):
        return JsonResponse({name: _as_json(each) for name, each in shown.items()})
    return desk_page(
        request,
        "admin/desk/preview.html",
        "Preview",
        edition,
        is_nav_sidebar_enabled=False,
        shown=list(shown.items()),
    )


def _as_json(shown: Preview) -> Mapping[str, Any]:
    refusals = [
        {"line": each.line, "column": each.column, "reason": each.reason} for each in shown.refusals
    ]
    return {"html": shown.html, "refusals": refusals}


@require_safe
def list_notes(request: HttpRequest) -> JsonResponse:
    """List the notes of an edition as JSON, for choosing the one to call."""
    edition = _edition(request, request.GET.get("edition"))
    if edition is None:
        raise Http404
    notes = [
        {"key": note.key, "label": note.label, "words": Truncator(note.text).words(12)}
        for note in edition.notes.all()
    ]
    return JsonResponse({"notes": notes})


def _sent(request: HttpRequest, name: str) -> str | None:
    if section := request.POST.get("section", ""):
        found = Section.objects.filter(pk=number_or_none(section)).first()
        return str(found.edition_id) if found else None
    return request.POST.get(name)


def _edition(request: HttpRequest, pk: str | None) -> Edition | None:
    if not pk:
        return None
    edition = Edition.objects.filter(pk=number_or_none(pk)).first()
    if edition is None:
        raise Http404
    if not may(request.user, "texts.view_edition", edition):
        raise PermissionDenied
    return edition
