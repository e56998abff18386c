"""Pages made by hand (手工页面): the screens in a clerk's hands all day; their brains are in desk_app/screens."""
