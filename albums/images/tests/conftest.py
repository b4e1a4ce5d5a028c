import pytest

from albums.images.decoder import Decoder


@pytest.fixture(scope="session")
def decoder():
    decoder = Decoder()
    yield decoder
    decoder.close()


@pytest.fixture
def write(tmp_path):
    """Write bytes to a file whose name says nothing."""

    def write(content: bytes):
        path = tmp_path / "upload"
        path.write_bytes(content)
        return path

    return write
