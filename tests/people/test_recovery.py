"""Recovery codes: for whoever lost their telephone, each once."""

import threading

import pytest

from participation import clock, db
from participation.errors import Refused
from participation.people import recovery
from participation.people.models import RecoveryCode
from tests.apps import app_of, set_up
from tests.visitors import Visitor, text_of


@pytest.fixture
def codes(towns):
    """The ten codes of our citizen, who has an app."""
    town = towns[0]
    app_of(town, town.citizen.person_id)
    with db.write() as session:
        return recovery.make(session, town.id, town.citizen.person_id)


def use(town, typed):
    with db.write() as session:
        return recovery.use(session, town.id, town.citizen.person_id, typed, at=clock.now())


def test_each_code_works_once_and_the_rest_stay(towns, codes):
    assert use(towns[0], codes[0]) == 9
    with pytest.raises(Refused, match="recovery_code_wrong"):
        use(towns[0], codes[0])
    assert use(towns[0], codes[1]) == 8


def test_a_code_may_be_typed_as_people_type(towns, codes):
    typed = codes[0].upper().replace(" ", "-").replace("0", "O").replace("1", "l")
    assert use(towns[0], f"  {typed} ") == 9


def test_a_code_has_eighty_bits(codes):
    assert len({sign for code in codes for sign in code} - set(recovery.SIGNS) - {" "}) == 0
    assert {len(recovery.as_code(code)) for code in codes} == {16}
    assert len(recovery.SIGNS) == 32


def test_a_code_opens_nothing_for_anybody_else(towns, codes):
    town, neighbour = towns
    for place, person in ((town, town.first), (neighbour, neighbour.citizen)):
        with pytest.raises(Refused), db.write() as session:
            recovery.use(session, place.id, person.person_id, codes[0], at=clock.now())


def test_a_code_sent_twice_at_the_same_time_works_once(towns, codes):
    outcomes, both = [], threading.Barrier(2)

    def show():
        both.wait()
        try:
            outcomes.append(str(use(towns[0], codes[0])))
        except Refused as refusal:
            outcomes.append(refusal.code)

    threads = [threading.Thread(target=show) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["9", "recovery_code_wrong"]


def test_new_codes_end_the_old_ones(app, towns, codes):
    visitor = Visitor(app, towns[0], towns[0].citizen)
    visitor.post("/account/recovery", status=200)
    with pytest.raises(Refused):
        use(towns[0], codes[0])
    assert "10 recovery codes left" in text_of(visitor.get("/account/recovery"))


def test_codes_come_with_a_factor_and_not_before(app, towns):
    visitor = Visitor(app, towns[0], towns[0].citizen)
    assert visitor.get("/account/recovery", 303).location.endswith("/account/second-factor")
    visitor.post("/account/recovery", status=409)


def test_the_codes_can_be_kept_as_a_file(app, towns):
    visitor = Visitor(app, towns[0], towns[0].citizen)
    own = set_up(visitor)
    page = visitor.post("/account/recovery", status=200)
    assert 'href="data:text/plain;charset=utf-8,' in page.text
    assert 'download="samenspraak-ourtown.txt"' in page.text
    assert not any(code in page.text for code in own.codes)


def test_who_uses_a_code_to_come_in_hears_how_many_are_left(app, towns, codes):
    town = towns[0]
    visitor = Visitor(app, town, town.citizen)
    weaken(visitor, town)
    came = visitor.post("/sign-in/second", {"recovery": codes[3]})
    assert "You have 9 recovery codes left" in text_of(visitor.get(came.location))


def test_the_last_code_says_so(app, towns, codes):
    town = towns[0]
    with db.write() as session:
        for kept in session.query(RecoveryCode).filter_by(person_id=town.citizen.person_id):
            kept.used_at = clock.now()
    with db.write() as session:
        code = recovery.make(session, town.id, town.citizen.person_id)[0]
        session.query(RecoveryCode).filter(
            RecoveryCode.digest != recovery._digest(town.id, town.citizen.person_id, recovery.as_code(code))
        ).update({"used_at": clock.now()})
    visitor = Visitor(app, town, town.citizen)
    weaken(visitor, town)
    came = visitor.post("/sign-in/second", {"recovery": code})
    assert "That was your last recovery code" in text_of(visitor.get(came.location))
    weaken(visitor, town)
    assert "You have no recovery codes left" in text_of(visitor.get("/sign-in/second"))


def test_a_wrong_code_is_refused_at_its_field(app, towns, codes):
    visitor = Visitor(app, towns[0], towns[0].citizen)
    weaken(visitor, towns[0])
    page = visitor.post("/sign-in/second", {"recovery": "k7mq 3xwp 9hdt 2vbn"}, 422)
    assert 'href="#recovery"' in page.text
    assert "<details open>" in page.text


def weaken(visitor, town):
    """As after the first step of signing in."""
    from participation.people import queries, sessions

    with db.write() as session:
        person = queries.person(session, town.id, town.citizen.person_id)
        secret = sessions.open_session(session, person, device="", at=clock.now())
    with visitor.client.session_transaction() as kept:
        kept.update(secret=secret, seen=clock.now().isoformat())
