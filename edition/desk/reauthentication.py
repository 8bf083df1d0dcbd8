"""Log in again without losing what a form sent: the log-in page carries it on, and saves it.

The page asks for a name and a password and carries every field that was sent; with the right
password it goes on to where the form was sent at once. A form whose token has gone stale can be
sent again likewise, but only if it came from this very site.
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
    """Let whoever posts to `view` without being logged in do so first, and lose nothing."""

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
            refusal = f"{name} may not do this. Log in as somebody who may; nothing is lost."
            return ask_for_log_in(request, "", [refusal])

    return logged_in


def ask_for_log_in(request: HttpRequest, name: str = "", errors: Any = ()) -> HttpResponse:
    context = {
        "site_header": admin.site.site_header,
        "site_title": admin.site.site_title,
        "carried": carried(request),
        "files": [file.name for file in request.FILES.values()],
        "errors": errors,
        "name": name,
        "name_field": NAME,
        "password_field": PASSWORD,
        "address": request.get_full_path(),
    }
    return render(request, "admin/desk/log_in_and_save.html", context)


def refuse_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What Django shows in place of a form that was sent with a wrong token."""
    context = {"address": request.get_full_path()}
    if is_from_here(request) and is_carried_to(request.path_info):
        context["carried"] = carried(request)
    return render(request, "403_csrf.html", context, status=403)


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this very site sent the form."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(request.headers.get("origin", ""))
    return (origin.scheme, origin.netloc) == (request.scheme, request.get_host())


def is_carried_to(path: str) -> bool:
    """Whether a form of the desk is sent there; a log-in is made anew, with its password."""
    try:
        found = resolve(path)
    except Resolver404:
        return False
    return found.app_name == "admin" and found.url_name not in ("login", "logout")


def carried(request: HttpRequest) -> list[tuple[str, str]]:
    sent = without(request.POST, NEVER_CARRIED)
    return [
        (name, value) for name, values in sent.lists() for value in values if "password" not in name
    ]


def without(sent: Any, names: tuple[str, ...]) -> Any:
    kept = sent.copy()
    for name in names:
        kept.pop(name, None)
    kept._mutable = False
    return kept
