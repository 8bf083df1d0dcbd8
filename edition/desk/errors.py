"""Error pages with advice: requests over the limits (413), a full disk (503)."""

import errno
import sys
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import bad_request, server_error


def refuse(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Respond to a bad request (400); to one over a limit with advice (413)."""
    match exception:
        case RequestDataTooBig():
            size = int(request.META.get("CONTENT_LENGTH") or 0) / 1e6
            most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1e6
            why = f"It has {size:.1f} MB; the limit is {most:.0f} MB."
        case TooManyFieldsSent():
            most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
            why = f"It has more than {most:,} fields, which is the limit."
        case _:
            return bad_request(request, exception)
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return render(request, "413.html", {"why": why}, status=status)


def fail(request: HttpRequest) -> HttpResponse:
    """Respond to a request that raised an exception, which Django has logged."""
    if is_disk_full(sys.exc_info()[1]):
        return render(None, "503.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
    return server_error(request)


def is_disk_full(error: BaseException | None) -> bool:
    match error:
        case OperationalError():
            code = getattr(error.__cause__, "sqlstate", "")
            return code == "53100" or "disk is full" in str(error)  # PostgreSQL, SQLite
        case OSError():
            return error.errno == errno.ENOSPC
    return False
