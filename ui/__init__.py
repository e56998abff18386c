"""The window: Qt widgets over `desk_app.screens`."""
