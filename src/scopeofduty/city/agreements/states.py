"""States by their two letters and their names, as the United States Postal Service writes them."""

from __future__ import annotations

_LISTED = (
    "AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,"
    "DC District of Columbia,FL Florida,GA Georgia,GU Guam,HI Hawaii,ID Idaho,IL Illinois,"
    "IN Indiana,"
    "IA Iowa,"
    "KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,"
    "MS Mississippi,MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,"
    "NM New Mexico,"
    "NY New York,NC North Carolina,ND North Dakota,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,"
    "PR Puerto Rico,"
    "RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,"
    "VI Virgin Islands,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming"
)
_CODES = {part[:2]: part[3:] for part in _LISTED.split(",")}
_BY_NAME = {name.casefold(): code for code, name in _CODES.items()} | {
    code.casefold(): code for code in _CODES
}


def state_of(text: str) -> str | None:
    """Return a state's two letters, from these or from its name in any case; None when it is none."""
    return _BY_NAME.get(text.strip().casefold())
