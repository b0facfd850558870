"""Ways to train are compared at equal steps, and nothing is trained in vain."""

import json

import pytest

from dynet import ablate


@pytest.fixture
def compared(tmp_path, monkeypatch):
    """Runs dynet.ablate on one arm; trained collects what it trained."""
    trained = []
    monkeypatch.setattr(ablate, "train", lambda arm, run, options: trained.append(arm.title) or 1.0)

    def go(*more) -> int:
        return ablate.main([str(tmp_path), "--photos", "photos", "--tests", str(tmp_path / "nowhere"), "--arms", "joint", *more])

    go.folder, go.trained = tmp_path, trained
    return go


def test_test_sets_that_are_missing_are_told_before_the_training(compared, capsys):
    assert compared() == 1 and compared.trained == []
    assert "nowhere" in capsys.readouterr().err


@pytest.mark.parametrize("steps, code", [("600", 0), ("1200", 1)])
def test_arms_of_one_table_have_the_same_steps(compared, capsys, steps, code):
    """An arm that is there already is not trained again, and does not stand beside longer ones."""
    kept = compared.folder / "joint" / "result.json"
    kept.parent.mkdir()
    kept.write_text(json.dumps({"seconds": 9, "steps": 600, "rain s": 27.0, "rain l": 28.0}))
    assert compared("--steps", steps) == code and compared.trained == []
    assert ("27.00 / 28.00" in capsys.readouterr().out) == (code == 0)
