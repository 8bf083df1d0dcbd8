"""The settings of a served edition under test: those of production, but with a fast password hash.

A secure hash takes a third of a second. No environment variable turns it off, so that no operator
can: it needs this module, which is not installed.
"""

from edition.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
