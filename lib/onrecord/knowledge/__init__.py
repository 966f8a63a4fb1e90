"""The tables of knowledge: TOML to typed tables; it knows no article."""
