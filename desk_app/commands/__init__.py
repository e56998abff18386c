"""Commands of deskctl that belong to one part of the office each; `desk_app.cli` gathers them."""
