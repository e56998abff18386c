"""Which version of the program this is (版本); pyproject.toml says the same."""

VERSION = "0.1.0"
