"""Small parts (部件) every page is put together from."""
