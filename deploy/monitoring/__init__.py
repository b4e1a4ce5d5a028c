"""What Prometheus watches: rules.yml, and rules_test.yml, which proves each alert and its silence."""
