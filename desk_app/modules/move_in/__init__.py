"""Moving in (入住): what tenants and owners are given and sign, and who is told (domain.md 2.2)."""
