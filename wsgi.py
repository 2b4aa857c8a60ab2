"""The handle a web server holds."""

from participation import logs
from participation.app import create_app

logs.to_stderr()
app = create_app()
