"""Read-only: roles and settings have pages, and changes go through the workflow."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest

from participation.models import MeetingDraft, User


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Lists and shows rows; adds, changes and deletes nothing."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class UserAdmin(ReadOnlyAdmin):
    """Without the hash of the password, which is nobody's to see."""

    exclude = ("password",)


for model in apps.get_app_config("participation").get_models():
    if model is MeetingDraft:
        continue  # its writer's alone
    admin.site.register(model, UserAdmin if model is User else ReadOnlyAdmin)
