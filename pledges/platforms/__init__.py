"""Candidates' platforms (내 공약): sealed, without an account, carried away as files."""
