"""Runs what the apps have to do by themselves: the steps of their `work` and `daily` modules."""

import datetime as dt
import logging
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

log = logging.getLogger(__name__)


def run_steps(module: str, moment: dt.datetime | dt.date) -> tuple[dict[str, int], bool]:
    """How many of each, and whether a step failed: that one is logged, and the others still run."""
    counts: dict[str, int] = {}
    failed = False
    for config in apps.get_app_configs():
        name = f"{config.name}.{module}"
        if find_spec(name) is None:
            continue
        for what, step in import_module(name).STEPS.items():
            try:
                counts[what] = counts.get(what, 0) + step(moment)
            except Exception:
                log.exception("%s: %s", config.label, what)
                failed = True
    return counts, failed
