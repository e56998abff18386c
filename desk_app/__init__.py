"""Property Desk (物业前台): the office program of a property-management service centre, without its window."""
