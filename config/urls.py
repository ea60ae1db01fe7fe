"""The includes: log-in, delegate and review pages, the auditor's pages, read-only admin."""

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

# The admin's own log-in form has no limit on guesses, so it asks at the one door.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# Of allauth's pages only these: the others make accounts, change addresses or send mail, and an account
# is an administrator's business.
account_urls = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("password/change/", account.password_change, name="account_change_password"),
]

urlpatterns = [
    path("account/", include(account_urls)),
    path("log/", include("audits.web.urls")),
    # A changed password leaves an entry there, and none in the admin.
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    path("", include("participation.web.urls")),
]
