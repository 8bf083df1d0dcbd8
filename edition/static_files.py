from whitenoise.storage import CompressedManifestStaticFilesStorage


class FingerprintedStorage(CompressedManifestStaticFilesStorage):
    """Names each file after its content, the modules that a script imports too."""

    support_js_module_import_aggregation = True
