pytest_plugins = ["deploy.local.fixtures"]
