"""The calibration of what the network saw."""

import json
from pathlib import Path

import pytest
import torch

from dynet import calibrate


def separable(count: int):
    """Features (4 * count, 6) whose largest of the first four is the class, and labels."""
    generator = torch.Generator().manual_seed(0)
    labels = torch.arange(4).repeat_interleave(count)
    x = 0.3 * torch.randn(len(labels), 6, generator=generator)
    x[torch.arange(len(labels)), labels] += 2
    return x - 3, labels


def test_finds_what_can_be_told_apart():
    x, labels = separable(40)
    weight, bias = calibrate.fit(x, labels)
    counts = calibrate.confusion(*separable(15), weight, bias)
    assert counts.diag().sum() == counts.sum() == 60
    found = calibrate.contract(weight, bias, counts)
    assert found["classes"] == ["clean", "noise", "rain", "haze"] and found["accuracy"] == 1
    assert len(found["weights"]) == len(found["bias"]) == 4 and {len(row) for row in found["weights"]} == {6}


def test_a_poor_calibration_takes_the_read_out_away(tmp_path):
    path = tmp_path / "model.json"
    path.write_text(json.dumps({"probe": {}, "sense": {"accuracy": 0.99}}))
    calibrate.write({"accuracy": 0.6}, tmp_path)
    assert json.loads(path.read_text()) == {"probe": {}}
    calibrate.write({"accuracy": 0.9}, tmp_path)
    assert json.loads(path.read_text()) == {"probe": {}, "sense": {"accuracy": 0.9}}


def test_a_full_disk_leaves_the_model_usable(tmp_path, monkeypatch):
    """Without model.json the app has no network."""
    path = tmp_path / "model.json"
    path.write_text('{"probe": {}}')
    kept = Path.write_text

    def fills_up(self, text):
        kept(self, text[:5])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", fills_up)
    with pytest.raises(OSError, match="No space"):
        calibrate.write({"accuracy": 0.9}, tmp_path)
    assert json.loads(path.read_text()) == {"probe": {}} and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content, message", [("half of", "is damaged"), ("{}", "names no probe")])
def test_a_model_that_cannot_be_calibrated_is_one_clear_sentence(tmp_path, capsys, content, message):
    (tmp_path / "model.json").write_text(content)
    assert calibrate.main([str(tmp_path), "--photos", str(tmp_path), "--tests", str(tmp_path)]) == 1
    assert message in capsys.readouterr().err


def test_looks_where_the_app_looks():
    """The same places as engine/decision.go takes."""
    probe = object.__new__(calibrate.Probe)
    probe.tile = 128
    assert probe.spread(128) == ([0], 128) and probe.spread(100) == ([2], 96)
    assert probe.spread(256) == ([0, 128], 128)
    assert probe.spread(6000) == ([936, 2936, 4936], 128)
