"""The settings of a served edition under test: production's, with a fast hash and plain file names.

A secure hash takes a third of a second. No environment variable turns it off, so that no operator
can: it needs this module, which is not installed. Pages that a test renders itself name static
files without fingerprints.
"""

from edition.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
