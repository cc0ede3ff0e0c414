from __future__ import annotations

from scopeofduty.city.accounts.roles import GRANTS, Permission, Role

PAGE = "docs/reference/roles.md"


def permission_line(permission):
    held = ", ".join(role.value for role in Role if role in GRANTS[permission])
    return f"| `{permission.value}` | {permission.label} | {held} |"


def role_line(role):
    return f"| `{role.value}` | {role.label} | {sum(role in held for held in GRANTS.values())} |"


def test_every_permission_is_documented_with_the_roles_that_hold_it(lacks):
    assert lacks(PAGE, [permission_line(permission) for permission in Permission]) == ""


def test_every_role_is_documented(lacks):
    assert lacks(PAGE, [role_line(role) for role in Role]) == ""


def test_nothing_is_documented_that_is_not_there(table_of):
    assert table_of(PAGE, "What each permission is held by") == list(Permission.values)
    assert table_of(PAGE, "The roles") == list(Role.values)
