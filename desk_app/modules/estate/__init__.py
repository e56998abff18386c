"""The estate (小区): communities, buildings and everything in them that an owner holds."""
