"""Guards for a city's own code: a form, a model or a schema refuses to ask where somebody comes from.

Unless the field is declared with the law it rests on and a day on which that is looked at again. The rules
are the sweep's own. ``django_forms`` needs Django, ``pydantic_models`` Pydantic, ``json_schemas`` neither.
"""

from scopeofduty.guard.declared import Declared, Undeclared, UndeclaredCollectionError

__all__ = ["Declared", "Undeclared", "UndeclaredCollectionError"]
