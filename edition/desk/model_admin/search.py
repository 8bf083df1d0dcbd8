"""Search by number before search by words."""

from django.contrib.admin import ModelAdmin
from django.db.models import Case, Q, QuerySet, When
from django.http import HttpRequest


class NumberSearch(ModelAdmin):
    """Lists paragraph or note 14 first in a search for "14", then those with 14 in their text."""

    key_letter: str

    def is_number(self, number: str) -> Q:
        return Q(key=f"{self.key_letter}{number}")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        found, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        number = search_term.strip()
        ordering = queryset.query.order_by or self.model._meta.ordering
        if not number.isdecimal():
            return found.order_by(*ordering), may_have_duplicates
        has_number = self.is_number(number)
        both = queryset.filter(Q(pk__in=found.values("pk")) | has_number)
        return both.order_by(Case(When(has_number, then=0), default=1), *ordering), False
