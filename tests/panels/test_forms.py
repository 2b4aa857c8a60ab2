"""What the official's forms ask, in which order."""

from participation.panels.forms import panel_form


def test_faults_are_told_in_the_order_in_which_the_questions_stand_on_the_page(app):
    with app.test_request_context():
        asked = [field.name for field in panel_form(["nl", "fr"])]
    assert asked[:5] == ["title_nl", "question_nl", "title_fr", "question_fr", "seats"]
