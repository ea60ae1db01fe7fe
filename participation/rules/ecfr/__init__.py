"""The official XML of three supplements -> the tables that ship; only `compile_reference` uses it."""
