"""The demo cast: one labelled person a role, in one place, and nobody else.

Everybody is made up, and the surname says what they are there for. Tests use the same cast.
"""

from __future__ import annotations

from dataclasses import dataclass

from scopeofduty.city.accounts.roles import Role

# One password for the whole cast: it is printed beside the log-ins and guards nothing.
PASSWORD = "riverbend-demo"  # noqa: S105 — shown on the demo's own pages


@dataclass(frozen=True, kw_only=True)
class Member:
    """One person of the cast: how they log in, what they are appointed to, where they work."""

    username: str
    first_name: str
    last_name: str
    roles: tuple[Role, ...]
    department: str | None
    title: str
    title_es: str

    @property
    def name(self) -> str:
        """Return the name that pages show."""
        return f"{self.first_name} {self.last_name}"


def _member(username: str, name: str, role: Role, department: str | None, titles: str, *more: Role) -> Member:
    first, last = name.split(" ", 1)
    title, title_es = titles.split(" / ")
    return Member(
        username=username,
        first_name=first,
        last_name=last,
        roles=(role, *more),
        department=department,
        title=title,
        title_es=title_es,
    )


CAST: tuple[Member, ...] = (
    _member("officer", "Otis Officer", Role.OFFICER, "police", "patrol officer / agente de patrulla"),
    _member(
        "sergeant",
        "Lorna Lockup",
        Role.OFFICER,
        "lockup",
        "lock-up sergeant / sargenta de la cárcel municipal",
    ),
    _member(
        "dispatcher", "Dana Dispatch", Role.DISPATCHER, "dispatch", "dispatcher / operadora de emergencias"
    ),
    _member(
        "library", "Libby Library", Role.EMPLOYEE, "library", "library clerk / empleada de la biblioteca"
    ),
    _member(
        "hr",
        "Harper Hiring",
        Role.EMPLOYEE,
        "hr",
        "human resources / recursos humanos",
        Role.RECIPIENT,
    ),
    _member("housing", "Hollis Housing", Role.EMPLOYEE, "housing", "housing office / oficina de vivienda"),
    _member("towing", "Tomas Towing", Role.EMPLOYEE, "towing", "towing contractor / contratista de grúas"),
    _member(
        "summer",
        "Summer Seasonal",
        Role.EMPLOYEE,
        "parks",
        "seasonal worker at the pool / empleada de temporada",
    ),
    _member(
        "records", "Reed Records", Role.RECORDS_OFFICER, "police", "records officer / encargado de archivos"
    ),
    _member(
        "supervisor", "Sunny Supervisor", Role.SUPERVISOR, "police", "shift supervisor / supervisora de turno"
    ),
    _member(
        "supervisor2", "Sidney Second", Role.SUPERVISOR, "police", "second supervisor / segundo supervisor"
    ),
    _member("chief", "Chester Chief", Role.SUPERVISOR, "police", "chief of police / jefe de policía"),
    _member("clerk", "Cleo Clerk", Role.CLERK, "clerk", "city clerk / secretaria municipal"),
    _member("counsel", "Corey Counsel", Role.COUNSEL, "counsel", "city attorney / abogado municipal"),
    _member(
        "counsel2",
        "Casey Cocounsel",
        Role.COUNSEL,
        "counsel",
        "assistant city attorney / abogada adjunta",
        Role.RECIPIENT,
    ),
    _member("commissioner", "Comfort Commissioner", Role.COMMISSIONER, None, "commissioner / comisionada"),
    _member(
        "partner",
        "Alba Alliance",
        Role.DRAFTING_PARTNER,
        None,
        "an advocates' group that writes along / un grupo defensor que redacta también",
    ),
    _member(
        "mayor", "Mabel Mayor", Role.COMMISSIONER, None, "mayor, a commissioner / alcaldesa, comisionada"
    ),
    _member("seat", "Sandy Seat", Role.COMMISSIONER, None, "commissioner / comisionada"),
    _member("quorum", "Quinn Quorum", Role.COMMISSIONER, None, "commissioner / comisionado"),
    _member("ballot", "Bertie Ballot", Role.COMMISSIONER, None, "commissioner / comisionado"),
    _member("monitor", "Monroe Monitor", Role.MONITOR, None, "independent monitor / monitor independiente"),
    _member("custodian", "Kit Custodian", Role.CUSTODIAN, None, "key custodian / custodio de claves"),
    _member(
        "custodian2",
        "Kay Cokeeper",
        Role.CUSTODIAN,
        None,
        "second key custodian / segunda custodia de claves",
    ),
    _member(
        "inspector",
        "Indra Inspector",
        Role.RECIPIENT,
        None,
        "inspector of violations / inspectora de infracciones",
    ),
    _member("ombuds", "Opal Ombuds", Role.RECIPIENT, None, "county ombuds / defensoría del condado"),
    _member("it", "Ira Itdesk", Role.ADMINISTRATOR, "it", "administrator (IT) / administrador (informática)"),
)


def member(username: str) -> Member:
    """Return the member of the cast who logs in as ``username``.

    Raises:
        LookupError: nobody of the cast has that user name.
    """
    for person in CAST:
        if person.username == username:
            return person
    names = ", ".join(person.username for person in CAST)
    message = f"nobody of the cast logs in as {username!r}; the cast is: {names}"
    raise LookupError(message)
