"""The app's name, and what happens after its migrations."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ParticipationConfig(AppConfig):
    name = "participation"
    verbose_name = "Participation in standards bodies"

    def ready(self) -> None:
        from participation.access import grant_group_permissions

        post_migrate.connect(grant_group_permissions, dispatch_uid="participation.groups")
