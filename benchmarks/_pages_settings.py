"""The settings of the demonstration, with one more address: an empty view to compare pages with."""

from config.settings.local import *  # noqa: F403

ROOT_URLCONF = "benchmarks._pages_urls"
