"""The page that withdraws an edition from its readers, or restores it to them."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from edition.desk.pages import desk_page, get_viewable, log_change
from edition.desk.permissions import PUBLISH, colleague, may
from edition.releases.models import Revision, Withdrawal
from edition.releases.withdraw import restore_to_readers, withdraw
from edition.texts.models import Edition


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        max_length=500,
        label="Reason",
        help_text="Readers see it at every address of the edition.",
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )
    is_meant = forms.BooleanField(
        label="Withdraw every version of this edition from its readers",
        error_messages={"required": "Tick this too: it withdraws every version from its readers."},
    )


def withdraw_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an edition from its readers, or restore it to them."""
    edition = get_viewable(request, Edition, pk)
    if not may(request.user, PUBLISH, edition):
        raise PermissionDenied
    here = HttpResponseRedirect(reverse("admin:withdraw_edition", args=[pk]))
    if request.method != "POST":
        return _show(request, edition, WithdrawForm())
    if "_restore" in request.POST:
        restore_to_readers(edition, colleague(request))
        log_change(request, edition, "Restored to readers.")
        messages.success(request, "Readers have the edition again, at every address.")
        return here
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            withdrawal = withdraw(edition, colleague(request), form.cleaned_data["reason"])
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            log_change(request, edition, f"Withdrawn from readers: {withdrawal.reason}")
            messages.success(request, "Withdrawn. Every address of the edition says so now.")
            return here
    return _show(request, edition, form)


def _show(request: HttpRequest, edition: Edition, form: WithdrawForm) -> HttpResponse:
    return desk_page(
        request,
        "admin/desk/publishing/withdraw.html",
        f"Withdraw: {edition.title}",
        edition,
        withdrawal=Withdrawal.objects.filter(edition=edition)
        .select_related("withdrawn_by")
        .first(),
        latest=Revision.objects.latest_release(edition.slug),
        form=form,
    )
