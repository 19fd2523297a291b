"""`werkzeug.middleware`."""
