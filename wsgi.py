"""The handle a web server holds."""

from participation.app import create_app

app = create_app()
