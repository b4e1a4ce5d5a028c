"""Prometheus's rules: rules.yml, and rules_test.yml, which proves that each alert fires and stays silent."""
