"""The application factory, in reading order."""

from importlib.metadata import version
from typing import Any

import structlog
from flask import Flask, g
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import blueprints, wiring
from portal.accounts import acting
from portal.accounts import session as accounts_session
from portal.core import assets, locales, presentation, web
from portal.core.keys import Keyring
from portal.core.limits import limiter
from portal.core.orm import Database
from portal.core.settings import Settings, from_environment


def create_app(settings: Settings | None = None, **config: Any) -> Flask:
    """A portal on these settings (from the environment when none are given)."""
    settings = settings or from_environment()
    app = Flask("portal", static_folder=None)
    app.url_map.strict_slashes = False  # a slash typed at the end leads to the same page
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.max_upload,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=2_000,
        SESSION_COOKIE_NAME="__Host-portal" if settings.secure_cookies else "portal",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        RATELIMIT_ENABLED=True,
        RATELIMIT_STORAGE_URI=settings.limits_url,
    )
    app.config.update(config)
    app.extensions["portal_settings"] = settings
    app.extensions["portal_database"] = Database(
        settings.database,
        wiring.REACTIONS,
        address=settings.address,
        keys=Keyring(settings.keys),
    )
    app.extensions["portal_version"] = version("solidarity-portal")
    app.extensions["portal_pages"] = {}

    _log(settings)
    locales.init_app(app)
    accounts_session.init_app(app)  # who is asking
    app.before_request(_speak)  # in which language
    CSRFProtect(app)
    acting.init_app(app)  # in whose name
    web.init_app(app)  # the guard, headers, error pages
    assets.init_app(app)
    presentation.init_app(app)
    limiter.init_app(app)
    for blueprint in blueprints.ALL:
        app.register_blueprint(blueprint)

    app.wsgi_app = web.LocalePrefix(app.wsgi_app)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    return app


def _speak() -> None:
    locales.speak(web.choose_locale(), g.actor.time_zone if g.actor.signed_in else "UTC")


def _log(settings: Settings) -> None:
    """Plain lines on standard error; no address, name or form value is ever a key."""
    del settings
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(),
        ]
    )
