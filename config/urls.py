"""The includes: accounts, delegate and review pages, the auditor's pages, read-only admin."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("log/", include("audits.web.urls")),
    path("admin/", admin.site.urls),
    path("", include("participation.web.urls")),
]
