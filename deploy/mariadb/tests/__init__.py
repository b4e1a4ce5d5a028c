"""On real servers, started with the configuration files that operators are given."""
