"""URLs of the public pages."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from edition.reader import views
from edition.reader.poll import views as poll_views
from edition.reader.versions import views as version_views


class KeyConverter(StringConverter):
    """A key such as p14, n7, a3, m1 or e5."""

    regex = "[pname][1-9][0-9]{0,5}"


register_converter(KeyConverter, "key")

app_name = "reader"
urlpatterns = [
    path("", views.list_editions, name="editions"),
    path("editions/<slug:slug>/", views.show_edition, name="edition"),
    path("editions/<slug:slug>/v/<int:number>/", views.show_release, name="release"),
    path(
        "editions/<slug:slug>/v/<int:number>/<key:key>/",
        views.show_released_item,
        name="released_item",
    ),
    path("editions/<slug:slug>/<key:key>/", views.show_item, name="item"),
    path("editions/<slug:slug>/versions/", version_views.list_versions, name="versions"),
    path(
        "editions/<slug:slug>/versions/compare/",
        version_views.choose_versions,
        name="choose_versions",
    ),
    path(
        "editions/<slug:slug>/versions/<int:before>/<int:after>/",
        version_views.compare_versions,
        name="compare",
    ),
    path(
        "editions/<slug:slug>/download/edition.json",
        version_views.download_document,
        name="document",
    ),
    path(
        "editions/<slug:slug>/v/<int:number>/download/edition.json",
        version_views.download_document,
        name="released_document",
    ),
    path("editions/<slug:slug>/polls/<slug:key>/", poll_views.poll, name="poll"),
    path("editions/<slug:slug>/polls/<slug:key>/state", poll_views.poll_state, name="poll_state"),
    # StreamApp answers streams before Django; only one of an unknown poll gets here.
    path("editions/<slug:slug>/polls/<slug:key>/stream", poll_views.poll_is_not_shown),
]
