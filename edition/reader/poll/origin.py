"""Check the origin of a posted vote, in place of a CSRF token.

The form is on a page shared by all readers, which cannot hold a token. Browsers send the origin of
a post in `Sec-Fetch-Site`, in `Origin`, or at least in `Referer`.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings


def is_from_this_site(headers: Mapping[str, str], host: str) -> bool:
    """Whether a page of this site posted; `headers` by lower-case name, `host` as requested."""
    if site := headers.get("sec-fetch-site"):
        return site == "same-origin"
    try:
        source = urlsplit(headers.get("origin") or headers.get("referer", "")).netloc
    except ValueError:
        return False
    return source in {host, urlsplit(settings.SITE_URL).netloc}
