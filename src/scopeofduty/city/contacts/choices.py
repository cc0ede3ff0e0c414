"""The words that a contact's fields choose from, each with its label.

The values are frozen: reports, imports and the sealed record name them. A value may be added, never
renamed. Sources: design/domain.md C (the merged field list of published state and city forms).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scopeofduty.city.accounts.roles import Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Choices = tuple[tuple[str, _StrPromise], ...]

CHANNEL: Choices = (
    ("dispatch", _("911 or dispatch")),
    ("phone", _("Telephone")),
    ("radio", _("Radio")),
    ("fax", _("Fax")),
    ("email", _("E-mail")),
    ("in_person", _("In person")),
    ("portal", _("Web portal")),
    ("mail", _("Mail")),
    ("ncic_hit", _("NCIC hit")),
    ("data_query", _("Data query")),
    ("vendor_system", _("Vendor's system")),
)
AGENCY: Choices = (
    ("ice", _("ICE (Immigration and Customs Enforcement)")),
    ("cbp", _("CBP (Customs and Border Protection)")),
    ("uscis", _("USCIS (Citizenship and Immigration Services)")),
    ("dhs", _("Homeland Security, component not stated")),
    ("us_marshals", _("U.S. Marshals Service")),
    ("fbi", _("FBI")),
    ("other_federal", _("Another federal agency")),
    ("claimed_unverified", _("Says federal, not verified")),
)
COMPONENT: Choices = (
    ("ero", _("ERO (Enforcement and Removal Operations)")),
    ("hsi", _("HSI (Homeland Security Investigations)")),
    ("ofo", _("OFO (Office of Field Operations)")),
    ("usbp", _("Border Patrol")),
    ("opla", _("OPLA (ICE's lawyers)")),
    ("contractor", _("A contractor")),
    ("other", _("Another")),
    ("not_stated", _("Not stated")),
)
ID_SHOWN: Choices = (
    ("yes", _("Yes")),
    ("no", _("No")),
    ("refused", _("Asked for, and refused")),
    ("not_applicable", _("Doesn't apply (by telephone, by fax …)")),
)
TASK_FORCE: Choices = (
    ("none", _("No task force")),
    ("immigration_purpose", _("Task force mainly for immigration enforcement")),
    ("other_purpose", _("Task force mainly for something else")),
    ("not_known", _("Not known")),
)
REQUEST_TYPE: Choices = (
    ("backup", _("Backup")),
    ("perimeter", _("Perimeter or traffic control")),
    ("hold", _("Hold a person (detainer)")),
    ("release_notice", _("Notice of a release")),
    ("transfer", _("Transfer of a person")),
    ("interview", _("Interview in custody")),
    ("facility_access", _("Access to a building or area")),
    ("records", _("Records or information")),
    ("plate_reader", _("Plate reader or camera search")),
    ("transport", _("Transport")),
    ("interpreter", _("Interpreter")),
    ("property", _("Space or equipment")),
    ("joint_operation", _("Joint operation")),
    ("deconfliction", _("Deconfliction (“we will be there”)")),
    ("agreement", _("An agreement")),
    ("warrant_service", _("Serving a warrant")),
    ("information_only", _("Nothing: they only told us something")),
)
INSTRUMENT: Choices = (
    ("none", _("No paper")),
    ("i247a", _("Detainer (form I-247A)")),
    ("i200", _("Warrant for arrest of alien (form I-200)")),
    ("i203", _("Order to detain or release (form I-203)")),
    ("i205", _("Warrant of removal (form I-205)")),
    ("i138", _("Administrative subpoena (form I-138)")),
    ("judicial_warrant", _("Warrant signed by a judge")),
    ("criminal_warrant", _("Criminal warrant signed by a judge")),
    ("judicial_subpoena", _("Subpoena from a court")),
    ("court_order", _("Court order")),
    ("ncic_hit", _("NCIC hit only")),
    ("other", _("Another paper")),
)
SIGNER: Choices = (
    ("nobody", _("Nobody")),
    ("immigration_officer", _("An immigration officer")),
    ("immigration_judge", _("An immigration judge")),
    ("judge", _("A state or federal judge or magistrate")),
    ("cannot_tell", _("Can't tell")),
)
VERDICT: Choices = (
    ("judicial", _("Judicial")),
    ("administrative", _("Administrative")),
    ("none", _("No paper")),
    ("unclear", _("Unclear: counsel to say")),
)
DOMAIN: Choices = (
    ("civil", _("Civil immigration matter")),
    ("criminal", _("Criminal matter")),
    ("mixed", _("Both")),
    ("unknown", _("Not known")),
)
END_CONFIRMED_BY: Choices = (
    ("federal_officer", _("The federal officers")),
    ("supervisor", _("A supervisor of ours")),
    ("officer", _("An officer of ours on scene")),
    ("dispatcher", _("Dispatch")),
    ("nobody", _("Nobody yet")),
)
DECISION: Choices = (
    ("comply", _("We did what they asked")),
    ("partly", _("We did part of it")),
    ("decline", _("We declined")),
    ("refer", _("We passed it on, and did nothing until we hear")),
    ("no_action", _("Nothing needed doing")),
)
DECIDED_BY: Choices = tuple(Role.choices)
DISCLOSED: Choices = (
    ("none", _("Nothing")),
    ("immigration_status", _("Citizenship or immigration status")),
    ("place_of_birth", _("Place of birth or country of origin")),
    ("nationality", _("Nationality")),
    ("release_date", _("Release date or time")),
    ("court_date", _("Court date")),
    ("appointment", _("Appointment or reporting time")),
    ("home_address", _("Home address")),
    ("personal_identifiers", _("Name, telephone or other identifying detail")),
    ("location", _("Where a person is, or their habits")),
    ("custody_information", _("Whether and why a person is in custody")),
    ("criminal_history", _("Criminal history")),
    ("investigation_information", _("Information from a criminal investigation")),
    ("safety_information", _("Dangers at a place")),
    ("complainant_identity", _("Who complained")),
    ("pupil_records", _("School records")),
    ("other_record", _("Another record")),
    ("general_inquiry", _("Anything known about a person")),
)
CONSENT_LANGUAGE: Choices = (
    ("not_given", _("No form was given")),
    ("en", _("English")),
    ("es", _("Spanish")),
    ("other", _("Another language")),
)
OUTCOME: Choices = (
    ("no_contact", _("They did not meet the person")),
    ("released", _("Released")),
    ("transferred", _("Transferred")),
    ("still_in_custody", _("Still in custody")),
    ("pending", _("Still open")),
    ("not_applicable", pgettext_lazy("outcome", "Doesn't apply")),
)
