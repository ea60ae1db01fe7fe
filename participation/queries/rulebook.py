"""What pages say of the rules. Reads only."""

from participation.rules.in_force import edition


def rules_edition() -> str:
    """The fingerprint of the rules in use, as hex."""
    return edition().fingerprint
