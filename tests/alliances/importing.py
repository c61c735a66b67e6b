"""Files that people bring, and what the site answers."""

from django.core.files.uploadedfile import SimpleUploadedFile

from maillage.alliances.models import NetworkImport
from maillage.tabular.writing import write_csv


def text_of(answer) -> str:
    """Return the text of a page, its no-break spaces made plain."""
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def csv(columns: str, *rows: str) -> bytes:
    """Write a small CSV, columns and cells separated by commas."""
    return write_csv(columns.split(","), [row.split(",") for row in rows])


def bring(client, *files: tuple[str, bytes], status: int = 302):
    """Post files to the page; return the answer, followed when it is a trial."""
    posted = dict(zip(("file", "other_file"), (SimpleUploadedFile(*each) for each in files), strict=False))
    answer = client.post("/reseau/importer/", posted)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return client.get(answer["Location"]) if status == 302 else answer


def last_import() -> NetworkImport:
    return NetworkImport.objects.latest("pk")


def act(client, action: str) -> str:
    """Post to a button of the last import; return the page that follows."""
    address = f"/reseau/importer/{last_import().public_id}/"
    answer = client.post(f"{address}{action}", follow=True)
    assert answer.status_code == 200
    return text_of(answer)


def choose(client, **fields: str):
    answer = client.post(f"/reseau/importer/{last_import().public_id}/", fields, follow=True)
    assert answer.status_code in {200, 422}
    return text_of(answer)


def outcomes(client) -> dict[str, tuple[str, str]]:
    """Return what becomes of each row, by what it says, from the downloaded report."""
    text = client.get(f"/reseau/importer/{last_import().public_id}/compte-rendu.csv").content.decode("utf-8-sig")
    text = text.replace("\u00a0", " ").replace("\u202f", " ")
    lines = [line.split(";") for line in text.splitlines()[1:]]
    return {cells[3].strip('"'): (cells[4], cells[5]) for cells in lines}
