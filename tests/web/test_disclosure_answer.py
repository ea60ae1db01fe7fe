"""A question to the delegate and its answer; taking a disclosure back."""

from audits.log import entries
from participation.models import Question, User
from tests.factories import work
from tests.web.disclosed import asked
from tests.web.reading import errors, field, heading


def test_an_answer_settles_the_fact_and_starts_a_check(delegate: User, officer: User, client_of) -> None:
    work.installed()
    question = asked(delegate, officer)
    address = f"/disclosures/{question.disclosure_id}/questions/{question.pk}/answer/"

    response = client_of(delegate).post(address, {"value": "yes", "text": "It is on the server."})

    question.refresh_from_db()
    assert response["Location"] == f"/disclosures/{question.disclosure_id}/"
    assert (question.answer, question.answered_by) == ("It is on the server.", delegate)
    assert (question.disclosure.state, question.disclosure.intent_to_publish) == ("submitted", True)


def test_an_answer_needs_its_ground_and_keeps_the_choice(delegate: User, officer: User, client_of) -> None:
    work.installed()
    question = asked(delegate, officer)
    address = f"/disclosures/{question.disclosure_id}/questions/{question.pk}/answer/"

    response = client_of(delegate).post(address, {"value": "no", "text": " "})

    said = "Say how you know: a link or a sentence. It is kept with the answer."
    assert (response.status_code, errors(response)) == (422, [f"How do you know? {said}"])
    assert response.context["form"]["value"].value() == "no"
    assert Question.objects.get().answered_at is None


def test_an_answer_is_chosen_and_never_assumed(delegate: User, officer: User, client_of) -> None:
    work.installed()
    question = asked(delegate, officer)
    address = f"/disclosures/{question.disclosure_id}/questions/{question.pk}/answer/"

    response = client_of(delegate).post(address, {"text": "It is on the server."})

    assert errors(response) == ["Your answer: Choose one; you may say that you cannot say."]
    assert field(response, "text") == "It is on the server."


def test_a_question_about_no_fact_is_answered_in_words(delegate: User, officer: User, client_of) -> None:
    work.installed()
    question = asked(delegate, officer, fact="")

    form = client_of(delegate).get(f"/disclosures/{question.disclosure_id}/").context["form"]

    assert (list(form.fields), form.fields["text"].label) == (["text"], "Your answer")


def test_a_second_answer_is_told_that_it_is_late(delegate: User, officer: User, client_of) -> None:
    work.installed()
    question, client = asked(delegate, officer), client_of(delegate)
    address = f"/disclosures/{question.disclosure_id}/questions/{question.pk}/answer/"
    client.post(address, {"value": "yes", "text": "First."})

    response = client.post(address, {"value": "no", "text": "Second."}, follow=True)

    assert "The question is no longer open. See below how it stands." in response.text
    assert Question.objects.get().answer == "First."


def test_withdraw_and_once_more(delegate: User, client_of) -> None:
    disclosure, client = work.disclosure(delegate), client_of(delegate)

    done = client.post(f"/disclosures/{disclosure.pk}/withdraw/", follow=True)
    again = client.post(f"/disclosures/{disclosure.pk}/withdraw/", follow=True)

    assert heading(done) == "Withdrawn: S2-2600001 r1. It was taken back."
    assert "It has moved on, so this can no longer be done." in again.text
    assert entries(kind="disclosure.withdrawn").count() == 1
