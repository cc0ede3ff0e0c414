"""Several processes record at once: ``writers.py HOW_MANY CONTACTS_EACH``."""

import os
import sys
from uuid import uuid4

import django
from person import AT, VALUES, dispatcher

from scopeofduty.city.contacts.record import record_contact


def main(many, each):
    person = dispatcher()
    django.db.connections.close_all()
    children = []
    for _writer in range(many):
        child = os.fork()
        if child == 0:
            for _contact in range(each):
                record_contact(VALUES, key=uuid4(), by=person, at=AT)
            os._exit(0)
        children.append(child)
    sys.exit(any(os.waitpid(child, 0)[1] for child in children))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
