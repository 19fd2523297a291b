"""`requests.packages`: the way to urllib3."""

import urllib3  # noqa: F401
