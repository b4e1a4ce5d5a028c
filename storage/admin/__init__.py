"""Files and copies in the admin: looking, and the buttons that verify and heal."""
