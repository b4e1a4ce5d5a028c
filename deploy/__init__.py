"""How Pic-up runs beyond one family's machine.

`local/` runs the whole production topology on one machine, `mariadb/` has the operators' commands for replication,
`monitoring/` Prometheus's rules. It may know the product's settings; the product imports nothing of it. Start with
`local/README.md`.
"""
