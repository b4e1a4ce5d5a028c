"""Collects the metrics of the site and of the broker."""

from deploy.local.member import Member, program
from deploy.local.place import answers

CONFIGURATION = """\
global: {{scrape_interval: 5s, scrape_timeout: 4s}}
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
        ports = {"web": self.place.port("web"), "rabbitmq": self.place.port("rabbitmq metrics")}
        (self.directory / "prometheus.yml").write_text(CONFIGURATION.format(**ports, own=self.port))

    def is_ready(self) -> bool:
        return b" 200 " in answers(self.port, b"GET /-/ready HTTP/1.0\r\n\r\n")
