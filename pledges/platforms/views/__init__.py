"""Pages of a platform, one module a noun."""
