"""Tests on real servers. Without the stack's own packages these files cannot even be read: they skip."""

from deploy.local.fixtures import need_packages

need_packages()
