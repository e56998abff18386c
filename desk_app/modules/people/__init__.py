"""People (人员): owners, family, tenants, authorised persons, what they hold and what they drive."""
