"""Django alone, rendering the whole page each time: a reference of `benchmark read`."""

from edition.asgi import django_alone
from edition.reader import releases

application = django_alone

for name in ("cached_frame", "cached_page", "read_document"):
    setattr(releases, name, getattr(releases, name).__wrapped__)  # without its cache
