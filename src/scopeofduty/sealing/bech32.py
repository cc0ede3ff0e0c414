"""An age X25519 identity from 32 bytes and back: Bech32 (BIP 173) with the prefix the age format gives it."""

from __future__ import annotations

from scopeofduty.sealing.errors import MalformedError

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
PREFIX = "age-secret-key-"


def _checksum(values: list[int]) -> int:
    check = 1
    for value in values:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for bit, factor in enumerate(GENERATOR):
            check ^= factor if top >> bit & 1 else 0
    return check


def age_identity(secret: bytes) -> str:
    """Spell 32 bytes as ``AGE-SECRET-KEY-1...``, as the ``age`` command reads it."""
    if len(secret) != 32:
        raise MalformedError(f"an X25519 secret has 32 bytes, not {len(secret)}")
    # 256 bits in fives: 51 whole groups, and one bit that four zeros fill up.
    bits = int.from_bytes(secret, "big") << 4
    data = [bits >> shift & 31 for shift in range(255, -1, -5)]
    head = [ord(letter) >> 5 for letter in PREFIX] + [0] + [ord(letter) & 31 for letter in PREFIX]
    check = _checksum([*head, *data, *[0] * 6]) ^ 1
    data += [check >> shift & 31 for shift in range(25, -1, -5)]
    return (PREFIX + "1" + "".join(ALPHABET[value] for value in data)).upper()


def age_secret(identity: str) -> bytes:
    """The 32 bytes of ``AGE-SECRET-KEY-1...``. Spaces don't matter, so that it can be typed from paper.

    Raises `MalformedError` for anything else, and for a letter that was mistyped.
    """
    text = "".join(identity.split()).upper()
    letters = text.removeprefix(PREFIX.upper() + "1").lower()
    values = [ALPHABET.find(letter) for letter in letters[:52]]
    if len(letters) == 58 and -1 not in values:
        number = 0
        for value in values:
            number = number << 5 | value
        secret = (number >> 4).to_bytes(32, "big")
        if age_identity(secret) == text:
            return secret
    raise MalformedError(
        "that isn't an age identity: AGE-SECRET-KEY-1 and 58 more letters and digits; look for a mistyped one"
    )
