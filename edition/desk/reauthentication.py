"""Re-authentication without losing a submitted form: the log-in page carries its fields.

With the right password the page posts the fields to the URL of the form. A form with a stale CSRF
token can be submitted again in the same way, but only if it came from this site.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.decorators.debug import sensitive_post_parameters

NAME, PASSWORD = "_log_in_name", "_log_in_password"
NEVER_CARRIED = ("csrfmiddlewaretoken", NAME, PASSWORD)  # nor any other password
View = Callable[..., HttpResponse]


def log_in_and_save(view: View, may_enter: Callable[[HttpRequest], bool]) -> View:
    """Ask a user who posts to `view` after the session has ended to log in, and then run it."""

    @wraps(view)
    @sensitive_post_parameters(PASSWORD)
    def logged_in(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or request.resolver_match.url_name == "logout":
            return view(request, *args, **kwargs)
        name, password = request.POST.get(NAME), request.POST.get(PASSWORD, "")
        if name is None:
            if may_enter(request):
                return view(request, *args, **kwargs)
            if "application/json" in request.headers.get("accept", ""):
                return JsonResponse({"error": "You are not logged in any more."}, status=401)
            return ask_for_log_in(request)
        request.POST = without(request.POST, NEVER_CARRIED)
        form = AdminAuthenticationForm(request, {"username": name, "password": password})
        if not form.is_valid():
            return ask_for_log_in(request, name, form.non_field_errors())
        login(request, form.get_user())
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied:
            refusal = f"{name} may not do this. Log in with an account that may; nothing is lost."
            return ask_for_log_in(request, "", [refusal])

    return logged_in


def ask_for_log_in(request: HttpRequest, name: str = "", errors: Any = ()) -> HttpResponse:
    context = {
        "site_header": admin.site.site_header,
        "site_title": admin.site.site_title,
        "carried": carried_fields(request),
        "files": [file.name for file in request.FILES.values()],
        "errors": errors,
        "name": name,
        "name_field": NAME,
        "password_field": PASSWORD,
        "address": request.get_full_path(),
    }
    return render(request, "admin/desk/log_in_and_save.html", context)


def refuse_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Respond to a form with a wrong CSRF token; Django's CSRF_FAILURE_VIEW."""
    context = {"address": request.get_full_path()}
    if is_from_here(request) and is_carried_to(request.path_info):
        context["carried"] = carried_fields(request)
    return render(request, "403_csrf.html", context, status=403)


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of this site sent the form, according to the browser."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(request.headers.get("origin", ""))
    return (origin.scheme, origin.netloc) == (request.scheme, request.get_host())


def is_carried_to(path: str) -> bool:
    """Whether this path belongs to a form of the desk; a log-in is never repeated."""
    try:
        found = resolve(path)
    except Resolver404:
        return False
    return found.app_name == "admin" and found.url_name not in ("login", "logout")


def carried_fields(request: HttpRequest) -> list[tuple[str, str]]:
    sent = without(request.POST, NEVER_CARRIED)
    return [
        (name, value) for name, values in sent.lists() for value in values if "password" not in name
    ]


def without(sent: Any, names: tuple[str, ...]) -> Any:
    remaining = sent.copy()
    for name in names:
        remaining.pop(name, None)
    remaining._mutable = False
    return remaining
