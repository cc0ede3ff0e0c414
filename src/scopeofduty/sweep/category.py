"""What kind of immigration-related information a hit is about."""

from __future__ import annotations

from enum import StrEnum


class Category(StrEnum):
    """The twenty-two categories of immigration-related information a sweep tells apart."""

    IMMIGRATION_STATUS = "immigration_status"
    CITIZENSHIP = "citizenship"
    NATIONALITY = "nationality"
    NATIONAL_ORIGIN = "national_origin"
    COUNTRY_OF_BIRTH = "country_of_birth"
    PLACE_OF_BIRTH = "place_of_birth"
    A_NUMBER = "a_number"
    I94 = "i94"
    VISA_TYPE = "visa_type"
    DACA_TPS = "daca_tps"
    NATURALIZATION = "naturalization"
    WORK_AUTHORIZATION = "work_authorization"
    ENTRY_DATE = "entry_date"
    REMOVAL_HISTORY = "removal_history"
    HOUSEHOLD_STATUS = "household_status"
    PASSPORT = "passport"
    CONSULAR_ID = "consular_id"
    FOREIGN_ID = "foreign_id"
    DOCUMENT_REQUEST = "document_request"
    SSN_PROXY = "ssn_proxy"
    ITIN_PROXY = "itin_proxy"
    LANGUAGE_PROXY = "language_proxy"


class Tier(StrEnum):
    """``direct`` says the thing itself; ``proxy`` lets a reader guess it."""

    DIRECT = "direct"
    PROXY = "proxy"


class Verb(StrEnum):
    """What the place that was found does with the information."""

    ASKS = "asks"
    STORES = "stores"
    MENTIONS = "mentions"
