"""The settings of a served edition under test: those of production, but passwords hash at once.

Hashing one well takes a third of a second. There is no variable for it, so that no operator can
set it: it needs this module, which is no part of what is installed.
"""

from edition.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
