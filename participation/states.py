"""The whole life of a disclosure: (state, action) -> state, and which role may act.

Pure. The database knows the same words through a check constraint in models/disclosure.py.
"""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHECKING = "checking"
    CLEARED = "cleared"
    FLAGGED = "flagged"
    IN_REVIEW = "in_review"
    ASKED = "asked"
    RELEASED = "released"
    REFUSED = "refused"
    LICENCE_RECORDED = "licence_recorded"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class Action(StrEnum):
    SUBMIT = "submit"
    START_CHECK = "start_check"
    CLEAR = "clear"
    FLAG = "flag"
    CLAIM = "claim"
    HAND_BACK = "hand_back"
    REASSIGN = "reassign"
    ASK = "ask"
    ANSWER = "answer"
    RELEASE = "release"
    REFUSE = "refuse"
    RECORD_LICENCE = "record_licence"
    RECHECK = "recheck"
    WITHDRAW = "withdraw"
    AMEND = "amend"


class Role(StrEnum):
    """Who acts: the groups of people, and the service itself."""

    DELEGATE = "delegate"
    OFFICER = "officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SERVICE = "service"


class Holder(StrEnum):
    """Who has it now."""

    DELEGATE = "delegate"
    SERVICE = "service"
    COMPLIANCE = "compliance"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: from a state, by an action, to a state, by these roles."""

    source: State
    action: Action
    target: State
    roles: frozenset[Role]


def _rows(action: Action, target: State, roles: set[Role], *sources: State) -> tuple[Transition, ...]:
    return tuple(Transition(source, action, target, frozenset(roles)) for source in sources)


_S, _A, _R = State, Action, Role
TRANSITIONS: tuple[Transition, ...] = (
    *_rows(_A.SUBMIT, _S.SUBMITTED, {_R.DELEGATE, _R.OFFICER}, _S.DRAFT),
    *_rows(_A.START_CHECK, _S.CHECKING, {_R.SERVICE}, _S.SUBMITTED),
    *_rows(_A.CLEAR, _S.CLEARED, {_R.SERVICE}, _S.CHECKING),
    *_rows(_A.FLAG, _S.FLAGGED, {_R.SERVICE}, _S.CHECKING),
    *_rows(_A.CLAIM, _S.IN_REVIEW, {_R.OFFICER}, _S.FLAGGED),
    *_rows(_A.HAND_BACK, _S.FLAGGED, {_R.OFFICER}, _S.IN_REVIEW),
    *_rows(_A.REASSIGN, _S.IN_REVIEW, {_R.OFFICER}, _S.FLAGGED, _S.IN_REVIEW),
    *_rows(_A.ASK, _S.ASKED, {_R.OFFICER}, _S.IN_REVIEW),
    *_rows(_A.ANSWER, _S.SUBMITTED, {_R.DELEGATE, _R.OFFICER}, _S.ASKED),
    *_rows(_A.RELEASE, _S.RELEASED, {_R.OFFICER}, _S.IN_REVIEW),
    *_rows(_A.REFUSE, _S.REFUSED, {_R.OFFICER}, _S.IN_REVIEW),
    *_rows(_A.RECORD_LICENCE, _S.LICENCE_RECORDED, {_R.OFFICER}, _S.IN_REVIEW),
    # What an officer holds or decided, only officers have checked again.
    *_rows(_A.RECHECK, _S.SUBMITTED, {_R.SERVICE, _R.OFFICER, _R.DELEGATE}, _S.CLEARED, _S.FLAGGED),
    *_rows(_A.RECHECK, _S.SUBMITTED, {_R.SERVICE, _R.OFFICER}, _S.IN_REVIEW, _S.RELEASED, _S.REFUSED),
    *_rows(
        _A.WITHDRAW, _S.WITHDRAWN, {_R.DELEGATE, _R.OFFICER},
        _S.DRAFT, _S.SUBMITTED, _S.CHECKING, _S.CLEARED, _S.FLAGGED, _S.IN_REVIEW, _S.ASKED,
    ),
    *_rows(
        _A.AMEND, _S.SUPERSEDED, {_R.DELEGATE, _R.OFFICER},
        _S.CLEARED, _S.FLAGGED, _S.IN_REVIEW, _S.ASKED, _S.RELEASED, _S.REFUSED, _S.LICENCE_RECORDED,
    ),
)  # fmt: skip

_TABLE = {(row.source, row.action): row for row in TRANSITIONS}

HOLDERS: dict[State, Holder] = {
    State.DRAFT: Holder.DELEGATE,
    State.SUBMITTED: Holder.SERVICE,
    State.CHECKING: Holder.SERVICE,
    State.CLEARED: Holder.NOBODY,
    State.FLAGGED: Holder.COMPLIANCE,
    State.IN_REVIEW: Holder.COMPLIANCE,
    State.ASKED: Holder.DELEGATE,
    State.RELEASED: Holder.NOBODY,
    State.REFUSED: Holder.NOBODY,
    State.LICENCE_RECORDED: Holder.NOBODY,
    State.WITHDRAWN: Holder.NOBODY,
    State.SUPERSEDED: Holder.NOBODY,
}

# What the delegate may do, told in three words. A state that is not here shows "wait".
SHOWN: dict[State, str] = {
    State.CLEARED: "clear",
    State.RELEASED: "clear",
    State.LICENCE_RECORDED: "clear",
    State.REFUSED: "stop",
}

SHOWN_WORDS: dict[str, str] = {"clear": "Clear", "wait": "Wait", "stop": "Do not share"}


class BatchState(StrEnum):
    """Where a batch of names stands; it goes back to queued after each slice, and when a worker dies."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    NEEDS_ATTENTION = "needs_attention"


class NotAllowed(Exception):
    """The action does not exist in this state, or this role may not take it."""

    def __init__(self, state: State, action: Action, role: Role | None = None) -> None:
        self.state, self.action, self.role = state, action, role
        who = f" by the role {role}" if role else ""
        super().__init__(f"A disclosure that is {state} cannot take the action {action}{who}.")


def step(state: State, action: Action, role: Role) -> State:
    """The next state.

    Raises: NotAllowed when the table has no such row, or the row does not name the role.
    """
    row = _TABLE.get((state, action))
    if row is None:
        raise NotAllowed(state, action)
    if role not in row.roles:
        raise NotAllowed(state, action, role)
    return row.target


def actions_for(state: State, roles: frozenset[Role]) -> tuple[Action, ...]:
    """The actions that somebody with these roles may take in this state, in the order of the table."""
    return tuple(row.action for row in TRANSITIONS if row.source == state and row.roles & roles)
