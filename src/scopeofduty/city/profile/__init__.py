"""The city itself: name, zone, counsel, departments, services, and the law it has in force."""
