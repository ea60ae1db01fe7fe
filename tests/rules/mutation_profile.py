"""Loaded by `-p` in a mutation run: that a property fails is enough, nobody reads its smallest example."""

from hypothesis import Phase, settings

settings.register_profile("mutation", phases=[Phase.explicit, Phase.generate])
settings.load_profile("mutation")
