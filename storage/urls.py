from django.urls import path

from storage import views

urlpatterns = [
    # family/…: owners
    path("family/limit/", views.family_limit, name="family_limit"),
]
