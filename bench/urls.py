from django.shortcuts import render
from django.urls import include, path


def bare(request):
    return render(request, "bare.html")


urlpatterns = [path("bench/bare/", bare), path("", include("picup.urls"))]
handler404 = "picup.web.errors.not_found"
