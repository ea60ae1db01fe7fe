"""How well the tests of a core hold it: every small change of its code must break one of them."""
