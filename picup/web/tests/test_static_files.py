"""Static files that may not be installed."""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.utils.functional import empty

from picup.web.static_files import find_static


def test_it_works(settings, tmp_path, monkeypatch):
    """By the site's own storage, after `collectstatic`."""
    own = "picup.web.static_files.StaticFiles"
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "there.js").write_text("1;")
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [tmp_path / "from"], tmp_path / "to"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": own}}
    settings.DEBUG = False
    monkeypatch.setattr(staticfiles_storage, "_wrapped", empty)
    call_command("collectstatic", interactive=False, verbosity=0)
    assert find_static("there.js").startswith("/static/there.") and find_static("missing.js") == ""
