"""The table of states: what each role may do where, and that nothing else is possible."""

import pytest

from participation.states import (
    HOLDERS,
    TRANSITIONS,
    Action,
    NotAllowed,
    Role,
    State,
    actions_for,
    step,
)

PATHS = [
    ("cleared by the check", ["submit", "start_check", "clear"], State.CLEARED),
    ("released by an officer", ["submit", "start_check", "flag", "claim", "release"], State.RELEASED),
    ("refused by an officer", ["submit", "start_check", "flag", "claim", "refuse"], State.REFUSED),
    ("licence", ["submit", "start_check", "flag", "claim", "record_licence"], State.LICENCE_RECORDED),
    ("handed back", ["submit", "start_check", "flag", "claim", "hand_back"], State.FLAGGED),
    ("handed over", ["submit", "start_check", "flag", "claim", "reassign"], State.IN_REVIEW),
    ("handed to somebody", ["submit", "start_check", "flag", "reassign"], State.IN_REVIEW),
    ("asked", ["submit", "start_check", "flag", "claim", "ask"], State.ASKED),
    ("answered", ["submit", "start_check", "flag", "claim", "ask", "answer"], State.SUBMITTED),
    ("checked again", ["submit", "start_check", "clear", "recheck"], State.SUBMITTED),
    ("taken back", ["submit", "withdraw"], State.WITHDRAWN),
    ("amended", ["submit", "start_check", "clear", "amend"], State.SUPERSEDED),
]


@pytest.mark.parametrize(("actions", "end"), [path[1:] for path in PATHS], ids=[path[0] for path in PATHS])
def test_path_leads_where_the_table_says(actions: list[str], end: State) -> None:
    state = State.DRAFT

    for name in actions:
        action = Action(name)
        role = next(role for role in Role if role in _roles(state, action))
        state = step(state, action, role)

    assert state == end


def _roles(state: State, action: Action) -> frozenset[Role]:
    return next(row.roles for row in TRANSITIONS if (row.source, row.action) == (state, action))


def test_step_refuses_every_pair_outside_the_table() -> None:
    inside = {(row.source, row.action) for row in TRANSITIONS}

    for state in State:
        for action in Action:
            if (state, action) not in inside:
                with pytest.raises(NotAllowed, match=f"that is {state} cannot take the action {action}"):
                    step(state, action, Role.OFFICER)


def test_step_refuses_a_role_the_row_does_not_name() -> None:
    with pytest.raises(NotAllowed, match="by the role delegate"):
        step(State.IN_REVIEW, Action.RELEASE, Role.DELEGATE)


def test_only_the_service_clears_and_only_officers_release() -> None:
    may = {
        action: {role for row in TRANSITIONS if row.action == action for role in row.roles}
        for action in Action
    }

    assert may[Action.CLEAR] == may[Action.FLAG] == may[Action.START_CHECK] == {Role.SERVICE}
    assert may[Action.RELEASE] == may[Action.REFUSE] == may[Action.RECORD_LICENCE] == {Role.OFFICER}
    assert not any(Role.AUDITOR in roles or Role.ADMINISTRATOR in roles for roles in may.values())


def test_every_state_has_a_holder_and_finished_ones_have_none() -> None:
    assert set(HOLDERS) == set(State)
    assert {state for state, holder in HOLDERS.items() if holder == "nobody"} == {
        State.CLEARED,
        State.RELEASED,
        State.REFUSED,
        State.LICENCE_RECORDED,
        State.WITHDRAWN,
        State.SUPERSEDED,
    }


def test_actions_for_a_delegate_in_a_draft() -> None:
    assert actions_for(State.DRAFT, frozenset({Role.DELEGATE})) == (Action.SUBMIT, Action.WITHDRAW)
    assert actions_for(State.FLAGGED, frozenset({Role.AUDITOR})) == ()
