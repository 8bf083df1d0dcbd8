from django.contrib import admin
from django.urls import include, path

handler400 = "edition.desk.errors.refuse"
handler500 = "edition.desk.errors.fail"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("edition.reader.urls")),
]
