"""Sealing: what is stored can be read only with a key that the database does not hold.

A data key seals contents (AES-256-GCM); a link's 128-bit secret wraps the data key; only the secret's SHA-256 is kept.
Every sealed value is bound to a place, so that what belongs elsewhere cannot stand for it, and padded, so that its
length says little.
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

KEY_BYTES, NONCE_BYTES, SECRET_BYTES, LENGTH_BYTES = 32, 12, 16, 4
PADDED_TO = 256


# As the databases give it back.
type Sealed = bytes | memoryview[int]


class CannotOpen(Exception):
    """The key does not fit, or the sealed value was changed or moved."""


def new_secret() -> str:
    """128 bits as 22 characters that may stand in an address."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest(secret: str) -> str:
    """What is kept of a secret to find its row: it opens nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_key() -> bytes:
    return AESGCM.generate_key(KEY_BYTES * 8)


def seal(key: bytes, data: bytes, place: str) -> bytes:
    length = len(data).to_bytes(LENGTH_BYTES, "big")
    padding = bytes(-(LENGTH_BYTES + len(data)) % PADDED_TO)
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, length + data + padding, place.encode())


def unseal(key: bytes, sealed: Sealed, place: str) -> bytes:
    """Raises CannotOpen where the key or the place is another, or a bit has changed."""
    whole = bytes(sealed)
    try:
        padded = AESGCM(key).decrypt(whole[:NONCE_BYTES], whole[NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(place) from error
    length = int.from_bytes(padded[:LENGTH_BYTES], "big")
    return padded[LENGTH_BYTES : LENGTH_BYTES + length]


def wrapping_key(secret: str) -> bytes:
    """The key that a link's secret stands for. The secret is random, so it needs no slow derivation."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"link").derive(secret.encode())


def code_key(code: str, salt: str) -> bytes:
    """The key that a short code stands for: slow to try, and useless without the server's own key."""
    server = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"code").derive(settings.SECRET_KEY.encode())
    return Scrypt(server + salt.encode(), KEY_BYTES, n=2**15, r=8, p=1).derive(code.encode())


def server_key() -> bytes:
    """For what a holder has asked the server to be able to open (recovery by mail)."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"recovery").derive(settings.SECRET_KEY.encode())


def keyed_digest(key: bytes, text: str) -> str:
    """The same for the same text and key; without the key it says nothing of the text."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
