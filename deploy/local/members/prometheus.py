"""Prometheus, which collects the metrics of the site and the broker, with the rules of deploy/monitoring/rules.yml."""

import json

from deploy.local.members.base import Member, program
from deploy.local.stack_dir import REPOSITORY, answers

RULES = REPOSITORY / "deploy" / "monitoring" / "rules.yml"

CONFIGURATION = """\
global: {{scrape_interval: 5s, scrape_timeout: 4s}}
rule_files: [{rules}]
scrape_configs:
  - job_name: picup
    static_configs: [{{targets: ["127.0.0.1:{web}"]}}]
  - job_name: rabbitmq
    static_configs: [{{targets: ["127.0.0.1:{rabbitmq}"]}}]
  - job_name: prometheus
    static_configs: [{{targets: ["127.0.0.1:{own}"]}}]
"""


class Prometheus(Member):
    name = "prometheus"
    package = "prometheus"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def command(self) -> list[str]:
        return [
            program("prometheus", self.package),
            f"--config.file={self.directory / 'prometheus.yml'}",
            f"--storage.tsdb.path={self.directory / 'data'}",
            "--storage.tsdb.retention.time=1d",
            f"--web.listen-address=127.0.0.1:{self.port}",
        ]

    def prepare(self) -> None:
        ports = {"web": self.stack_dir.port("web"), "rabbitmq": self.stack_dir.port("rabbitmq metrics")}
        # A JSON string is one of YAML too, whatever the path holds.
        text = CONFIGURATION.format(**ports, own=self.port, rules=json.dumps(str(RULES)))
        (self.directory / "prometheus.yml").write_text(text)

    def is_ready(self) -> bool:
        return b" 200 " in answers(self.port, b"GET /-/ready HTTP/1.0\r\n\r\n")
