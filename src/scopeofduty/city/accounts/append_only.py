"""Tables to which rows are only added."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class AppendOnlyError(TypeError):
    """Code tried to change or delete a row that is written once."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(
            f"rows of {model._meta.label} are written once: add another row that says what changed"
        )


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that can be read and added to."""

    def update(self, **_values: Any) -> NoReturn:
        """Refuse.

        Raises:
            AppendOnlyError: always.
        """
        raise AppendOnlyError(self.model)

    def delete(self) -> NoReturn:
        """Refuse.

        Raises:
            AppendOnlyError: always.
        """
        raise AppendOnlyError(self.model)

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse.

        Raises:
            AppendOnlyError: always.
        """
        raise AppendOnlyError(self.model)


class AppendOnly(models.Model):
    """A row that is written once: saving it again or deleting it is an error in the code that tries."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        """Only a base."""

        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row for the first time.

        Raises:
            AppendOnlyError: the row was written before.
        """
        if self.pk is not None:
            raise AppendOnlyError(type(self))
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse.

        Raises:
            AppendOnlyError: always.
        """
        raise AppendOnlyError(type(self))
