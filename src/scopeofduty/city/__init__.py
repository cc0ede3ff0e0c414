"""The city: the Django project that joins the pure packages."""
