"""A form with more in it than is taken at once: refused in words that say what to do."""

from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import bad_request


def refuse(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django shows in place of a request that it does not take."""
    match exception:
        case RequestDataTooBig():
            size = int(request.META.get("CONTENT_LENGTH") or 0) / 1e6
            most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1e6
            why = f"It has {size:.1f} MB, and {most:.0f} MB are the most at once."
        case TooManyFieldsSent():
            most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
            why = f"It has more than {most:,} fields, the most at once."
        case _:
            return bad_request(request, exception)
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return render(request, "413.html", {"why": why}, status=status)
