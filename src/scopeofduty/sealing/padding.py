"""Sizes that say little: texts in steps of 4 KiB, files to a power of two up to 32 MiB, PADMÉ above."""

from __future__ import annotations

from scopeofduty.sealing.errors import MalformedError

STEP = 4096
POWERS_UP_TO = 32 * 1024 * 1024


def text_size(size: int) -> int:
    """The padded size of a text of `size` bytes: the next whole number of 4 KiB steps, at least one."""
    return max(1, -(-size // STEP)) * STEP


def file_size(size: int) -> int:
    """The padded size of a file of `size` bytes.

    PADMÉ (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", PETS 2019) adds at most 12 %.
    """
    if size < 0:
        raise MalformedError(f"a file can't have {size} bytes")
    if size <= STEP:
        return STEP
    if size <= POWERS_UP_TO:
        return 1 << (size - 1).bit_length()
    exponent = size.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (size + mask) & ~mask


def pad_text(text: bytes) -> bytes:
    """Fill JSON up with spaces, which JSON ignores: the ``age`` command's output stays readable."""
    return text.ljust(text_size(len(text)))


def pad_file(content: bytes) -> bytes:
    """Fill a file up with zero bytes. Its true size stands in the message that names it."""
    return content.ljust(file_size(len(content)), b"\0")


def unpad_file(padded: bytes, size: int) -> bytes:
    """The file of `size` bytes. Raises `MalformedError` if that isn't how it was padded."""
    if size < 0 or len(padded) != file_size(size) or padded[size:].strip(b"\0"):
        raise MalformedError(f"{len(padded)} bytes aren't a padded file of {size} bytes")
    return padded[:size]
