"""Who receives reports of violations: named people, their keys, the signed roster."""
