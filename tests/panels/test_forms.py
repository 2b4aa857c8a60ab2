"""What the official's forms ask, in which order."""

from participation.panels.forms import panel_form


def test_faults_are_told_in_the_order_in_which_the_questions_stand_on_the_page(app):
    with app.test_request_context():
        asked = [field.name for field in panel_form(["nl", "fr"])]
    assert asked[:4] == ["title_nl", "question_nl", "summary_nl", "title_fr"]
    assert asked[4:7] == ["question_fr", "summary_fr", "seats"]
