"""Hands checkpoints to outsiders: mail, time stamps, witnesses, copies. See run.py.

Empty on purpose: the settings import `target`, which must not start Django.
"""
