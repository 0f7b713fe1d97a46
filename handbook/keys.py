"""Names for addresses that open nothing by themselves, and may be read aloud."""

from django.utils.crypto import get_random_string

# Without letters and digits that are taken for one another (0 O, 1 I L).
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
KEY_LENGTH = 12


def new_key() -> str:
    return get_random_string(KEY_LENGTH, ALPHABET)
