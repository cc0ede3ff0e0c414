"""The role as which the public pages read PostgreSQL: it may select the projection, and nothing else."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from psycopg import sql

if TYPE_CHECKING:
    from psycopg import Connection


def make_reader(connection: Connection, schema: str, role: str, *, new_password: bool = False) -> str | None:
    """Make the projection's schema and the pages' role, whatever of them is there already.

    Run it before the first migration or after: what the connection's user makes in the schema later can be
    read too.

    Args:
        connection: as the user that migrates and publishes; it may make schemas and roles.
        schema: where the projection's tables lie; never the one with the city's own tables.
        role: its name.
        new_password: give a role that is there already another password.

    Returns:
        the role's new password; None when it kept the one it has.

    Raises:
        psycopg.Error: the user may not do this.
    """
    names = {"schema": sql.Identifier(schema), "role": sql.Identifier(role)}

    def run(text: str) -> None:
        connection.execute(sql.SQL(text).format(**names))

    with connection.transaction():
        run("CREATE SCHEMA IF NOT EXISTS {schema}")
        there = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        if not there:
            run("CREATE ROLE {role} LOGIN")
        password = None if there and not new_password else secrets.token_urlsafe(24)
        if password:
            change = sql.SQL("ALTER ROLE {role} PASSWORD {password}")
            connection.execute(change.format(**names, password=sql.Literal(password)))
        run("ALTER ROLE {role} SET default_transaction_read_only = on")
        run("GRANT USAGE ON SCHEMA {schema} TO {role}")
        run("GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}")
        run("ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT ON TABLES TO {role}")
    return password
