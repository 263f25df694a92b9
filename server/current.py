"""The settings of the application that answers."""

from flask import Flask, current_app

from kg.config import Settings

_KEY = "araz.settings"


def register_settings(app: Flask, settings: Settings) -> None:
    """Give an application its settings."""
    app.extensions[_KEY] = settings


def current_settings() -> Settings:
    """Return the settings of the application that answers this request."""
    settings: Settings = current_app.extensions[_KEY]
    return settings
