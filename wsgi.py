"""The WSGI entry point: `app` for any server."""

from portal.app import create_app

app = create_app()
