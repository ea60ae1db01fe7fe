"""Loaded by `-p` in a mutation run: few examples, and nobody reads the smallest one that fails."""

from hypothesis import Phase, settings

settings.register_profile("mutation", max_examples=10, phases=[Phase.explicit, Phase.generate])
settings.load_profile("mutation")
