"""What most cities have: the departments, forms and services that a new city can start from."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max

from scopeofduty.city.profile.models import Department, Service


@dataclass(frozen=True, kw_only=True)
class Starting:
    """A usual department: names in both languages, the actor of the law, and its usual forms."""

    slug: str
    name: str
    name_es: str
    actor: str
    services: tuple[tuple[str, str, str], ...]


def _starting(slug: str, names: str, actor: str, *services: str) -> Starting:
    name, name_es = names.split(" / ")
    parts = (service.split(" / ") for service in services)
    return Starting(
        slug=slug,
        name=name,
        name_es=name_es,
        actor=actor,
        services=tuple((f"{slug}-{number}", *pair) for number, pair in enumerate(parts, start=1)),
    )


DEPARTMENTS: tuple[Starting, ...] = (
    _starting(
        "police",
        "Police / Policía",
        "police",
        "Police report / Informe policial",
        "Traffic stop or citation / Parada o multa de tránsito",
    ),
    _starting(
        "dispatch",
        "Dispatch (911) / Central de emergencias (911)",
        "dispatcher",
        "Emergency call / Llamada de emergencia",
    ),
    _starting(
        "jail",
        "Jail or lock-up / Cárcel",
        "jail",
        "Booking / Ingreso",
        "Visitor sign-in / Registro de visitantes",
    ),
    _starting("library", "Library / Biblioteca", "library", "Library card / Tarjeta de la biblioteca"),
    _starting(
        "hr",
        "Human resources / Recursos humanos",
        "human_resources",
        "Hiring (Form I-9) / Contratación (Formulario I-9)",
        "Job application / Solicitud de empleo",
    ),
    _starting("housing", "Housing / Vivienda", "housing", "Housing voucher / Vale de vivienda"),
    _starting(
        "clerk",
        "City clerk / Secretaría municipal",
        "city_clerk",
        "Business licence / Licencia comercial",
        "Public records request / Solicitud de documentos públicos",
    ),
    _starting(
        "parks",
        "Parks and recreation / Parques y recreación",
        "any_employee",
        "Programme sign-up / Inscripción",
    ),
    _starting(
        "utilities", "Utilities / Servicios públicos", "any_employee", "Opening an account / Abrir una cuenta"
    ),
)


def add_departments(slugs: list[str]) -> None:
    """Add the usual departments named by ``slugs``, with their usual forms, after those there are."""
    last = Department.objects.aggregate(last=Max("order"))["last"] or 0
    for place, one in enumerate((one for one in DEPARTMENTS if one.slug in slugs), start=1):
        department = Department.objects.create(
            slug=one.slug, name=one.name, name_es=one.name_es, actor=one.actor, order=last + 10 * place
        )
        Service.objects.bulk_create(
            Service(department=department, slug=slug, name=name, name_es=name_es)
            for slug, name, name_es in one.services
        )
