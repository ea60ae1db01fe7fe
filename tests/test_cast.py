"""The people of the tests: their roles, and that each stands in the log."""

from django.utils import timezone

from participation.access import roles_of
from participation.models import User
from participation.states import Role
from tests.conftest import NOW
from tests.factories.people import PASSWORD


def test_each_person_has_one_role(delegate, officer, auditor, administrator):
    roles = {user.username: set(roles_of(user)) for user in User.objects.all()}

    assert roles == {
        "dora": {Role.DELEGATE},
        "olaf": {Role.OFFICER},
        "anna": {Role.AUDITOR},
        "adam": {Role.ADMINISTRATOR},
    }


def test_people_are_there_for_other_processes_too(committed_db, officer):
    child = committed_db.manage(
        "shell", "--no-imports", "-c", "from participation.models import User; print(User.objects.get())"
    )

    assert child.stdout.strip() == "olaf"


def test_clients_are_logged_in_as_who_they_should_be(client_of, delegate, officer):
    clients = [client_of(delegate), client_of(officer)]

    assert [int(client.session["_auth_user_id"]) for client in clients] == [delegate.pk, officer.pk]
    assert delegate.check_password(PASSWORD)


def test_clock_stands_still_until_it_is_moved(clock):
    assert timezone.now() == NOW

    clock.shift(60)

    assert (timezone.now() - NOW).total_seconds() == 60
