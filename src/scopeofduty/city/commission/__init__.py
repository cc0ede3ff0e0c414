"""The commission: sessions, agendas, readings, votes, and the law that they put in force."""
