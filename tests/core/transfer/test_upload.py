from seawall.core.transfer.checksum import Algorithm, checksum_of
from seawall.core.transfer.upload import SourceDigest, upload_headers


def test_an_upload_states_its_length_and_its_digest_whatever_is_given() -> None:
    source = SourceDigest(0, checksum_of(b"", Algorithm.SHA256))
    given = {"Content-Type": "text/csv", "Content-Length": "7", "Accept": "text/xml"}
    digest = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"
    assert upload_headers(source, "ua", given) == {
        "user-agent": "ua",
        "accept": "text/xml",
        "content-type": "text/csv",
        "content-length": "0",
        "content-digest": digest,
        "repr-digest": digest,
    }
