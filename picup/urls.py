"""All addresses. Each app has its own urls.py; the site's own are for machines."""

from django.contrib import admin
from django.urls import include, path

from picup.ops import health_views, metrics
from picup.web import errors

urlpatterns = [
    path("", include("albums.urls")),
    path("", include("accounts.urls")),
    path("", include("storage.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health_views.healthz, name="healthz"),
    path("readyz", health_views.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
