"""The two storages of a test, declared as an operator would."""


def directory(path, **options) -> dict:
    """An entry of STORAGES."""
    return {
        "BACKEND": "storage.backends.directory.DirectoryBackend",
        "OPTIONS": {"directory": path, **options},
    }


def bucket(**options) -> dict:
    """An entry of STORAGES."""
    return {"BACKEND": "storage.backends.s3.S3Backend", "OPTIONS": options}


def declare(settings, **entries: dict) -> None:
    """Replace these storages by name. Django makes them anew when they are next asked for."""
    settings.STORAGES = {**settings.STORAGES, **entries}
