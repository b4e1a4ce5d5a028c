"""What browsers may do with our pages: keep none of them, and give them no device."""

# Photos of a family on a screen that others use too. `bfcache` and "back" load the page again.
NEVER = "no-store"
# The next page of an album is fetched ahead, and would be fetched again if it could not be kept until it is opened.
AHEAD = "private, max-age=60"
PERMISSIONS = (
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)


class PrivateMiddleware:
    """Set Cache-Control on every answer that says nothing of it, and Permissions-Policy on every answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        is_ahead = "prefetch" in request.headers.get("Sec-Purpose", "") and response.status_code == 200
        response.headers.setdefault("Cache-Control", AHEAD if is_ahead else NEVER)
        return response


def clear_cache(response) -> None:
    """Tell the browser to forget the photos that it has kept. Browsers do so over HTTPS, and on this machine."""
    response["Clear-Site-Data"] = '"cache"'
