"""The club in the admin: what the book prints, and the secretariat's applications, members and dues."""

from . import applications, dues, memberships, people, printed, renewals

__all__ = ["applications", "dues", "memberships", "people", "printed", "renewals"]
