"""Departments, staff and firms (部门与员工): who does the work."""
