"""What a request that can't be read is answered with."""

from pathways.documents import MAX_BYTES


def test_more_than_a_form_may_hold_is_told_with_what_to_do(client, db):
    answer = client.post("/login/", {"email": "x" * (MAX_BYTES + 200_000)})

    assert answer.status_code == 413
    assert "<h1>Det, du sendte, fylder for meget</h1>" in answer.content.decode()
    assert "intet er gemt. Gå tilbage, forkort teksten, og send igen." in answer.content.decode()


def test_too_many_fields_is_a_form_not_understood(client, db):
    answer = client.post("/login/", {f"f{number}": "1" for number in range(4500)})

    assert answer.status_code == 400
    assert "Siden forstod ikke forespørgslen" in answer.content.decode()
