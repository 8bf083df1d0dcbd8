"""Admin of roles: who works on which edition, with a new account if need be."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from edition.desk.forms.fields import without_buttons
from edition.desk.permissions import EditionScopedAdmin, ViewableFilter, may_everywhere
from edition.staff.appoint import grant_access
from edition.staff.models import Appointment
from edition.texts.models import Edition


class AppointmentForm(forms.ModelForm):
    """Appoints the owner of an account, or of a new one with an initial password."""

    username = forms.CharField(
        label="Account name",
        max_length=150,
        help_text="If there is no such account, it is created.",
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )
    password = forms.CharField(
        label="First password",
        required=False,
        strip=False,
        help_text="Only for a new account. Your colleague can change it at the desk.",
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )

    def clean_username(self) -> str:
        return get_user_model().normalize_username(self.cleaned_data["username"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if "username" in cleaned:
            self.instance.user = self.colleague(cleaned["username"], cleaned.get("password", ""))
            given = Appointment.objects.filter(
                user=self.instance.user.pk, edition=cleaned.get("edition")
            )
            if self.instance.user.pk and given.exists():
                self.add_error(
                    "username", "This colleague has a role there already; change that one."
                )
        return cleaned

    def colleague(self, username: str, password: str) -> User:
        users = get_user_model()
        user = users.objects.filter(username=username).first()
        if user and password:
            self.add_error("password", "This account exists, with a password of its own.")
        elif not user:
            user = users(username=username)
            self.check_account(user, password)
        return user

    def check_account(self, user: User, password: str) -> None:
        try:
            user.clean_fields(exclude=["password"])
        except ValidationError as error:
            self.add_error("username", error.messages)
        if not password:
            missing = "There is no such account yet. To create it, give it a password."
            self.add_error("password", missing)
            return
        try:
            validate_password(password, user)
        except ValidationError as error:
            self.add_error("password", error)
        user.set_password(password)

    def save(self, commit: bool = True) -> Appointment:
        if not self.instance.user.pk:
            self.instance.user.save()
            self.instance.user = self.instance.user  # sets user_id, which is known only now
        grant_access(self.instance.user)
        return super().save(commit)


@admin.register(Appointment)
class AppointmentAdmin(EditionScopedAdmin):
    form = AppointmentForm
    list_display = ["user", "role", "where"]
    list_filter = ["role", ("edition", ViewableFilter)]
    search_fields = ["user__username"]
    list_select_related = ["user", "edition"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appointment]:
        """List roles on every edition only for those who administer every one."""
        if may_everywhere(request.user, self.permission("view")):
            return admin.ModelAdmin.get_queryset(self, request)
        return super().get_queryset(request)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["user", "edition", "role"] if obj else ["username", "password", "edition", "role"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["user", "edition"] if obj else []

    def get_form(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> type:
        """Fix the account and the edition once saved; afterwards only the role can change."""
        return super().get_form(request, obj, **kwargs | ({"form": ModelForm} if obj else {}))

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.Field:
        editions = self.editable_editions(request)
        field = super().formfield_for_foreignkey(db_field, request, queryset=editions, **kwargs)
        field.required = not may_everywhere(request.user, self.permission("add"))
        field.initial = editions.first() if field.required and editions.count() == 1 else None
        return field

    def formfield_for_dbfield(self, *args: Any, **kwargs: Any) -> forms.Field | None:
        return without_buttons(super().formfield_for_dbfield(*args, **kwargs))

    def save_model(
        self, request: HttpRequest, obj: Appointment, form: ModelForm, change: bool
    ) -> None:
        self.check_may_save(request, obj, change)
        super().save_model(request, obj, form, change)

    @admin.display(description="on", ordering="edition")
    def where(self, appointment: Appointment) -> Edition | str:
        return appointment.edition or "every edition"
