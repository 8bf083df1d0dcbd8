"""Taking an edition from its readers, who are told why, and giving it back to them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from edition.desk.permissions import PUBLISH, may
from edition.releases.models import Revision, Withdrawal
from edition.releases.withdraw import restore_to_readers, withdraw
from edition.texts.models import Edition


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        max_length=500,
        label="Reason",
        help_text="Readers are told it at every address of the edition.",
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )
    is_meant = forms.BooleanField(
        label="Take every version of this edition from its readers",
        error_messages={"required": "Tick this too: every version is taken from its readers."},
    )


class Withdrawing(admin.ModelAdmin):
    """For the admin of editions: the page where one is withdrawn or restored."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.withdraw_view)
        return [path("<int:pk>/withdraw/", view, name="withdraw_edition"), *super().get_urls()]

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = self.get_queryset(request).filter(pk=pk).first()
        if edition is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        if not may(request.user, PUBLISH, edition):
            raise PermissionDenied
        if request.method != "POST":
            return self.withdraw_page(request, edition, WithdrawForm())
        if "_restore" in request.POST:
            restore_to_readers(edition, request.user)
            self.log_change(request, edition, "Restored to readers.")
            messages.success(request, "Readers have the edition again, at every address.")
            return self.there(edition)
        form = WithdrawForm(request.POST)
        if form.is_valid():
            try:
                withdrawal = withdraw(edition, request.user, form.cleaned_data["reason"])
            except ValueError as refused:
                form.add_error(None, str(refused))
            else:
                self.log_change(request, edition, f"Withdrawn from readers: {withdrawal.reason}")
                messages.success(request, "Withdrawn. Every address of the edition says so now.")
                return self.there(edition)
        return self.withdraw_page(request, edition, form)

    def withdraw_page(
        self, request: HttpRequest, edition: Edition, form: WithdrawForm
    ) -> HttpResponse:
        found = Withdrawal.objects.filter(edition=edition).select_related("withdrawn_by")
        withdrawal = found.first()
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": f"Withdraw: {edition.title}",
            "opts": self.opts,
            "edition": edition,
            "original": edition,
            "withdrawal": withdrawal,
            "latest": Revision.objects.latest_release(edition.slug),
            "form": form,
        }
        return render(request, "admin/desk/publishing/withdraw.html", context)

    def there(self, edition: Edition) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:withdraw_edition", args=[edition.pk]))
