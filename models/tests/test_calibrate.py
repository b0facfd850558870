"""The calibration of what the network saw."""

import json

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
    path.write_text(json.dumps({"id": "x", "sense": {"accuracy": 0.99}}))
    calibrate.write({"accuracy": 0.6}, tmp_path)
    assert json.loads(path.read_text()) == {"id": "x"}
    calibrate.write({"accuracy": 0.9}, tmp_path)
    assert json.loads(path.read_text()) == {"id": "x", "sense": {"accuracy": 0.9}}


def test_looks_where_the_app_looks():
    """The same places as engine/decision.go takes."""
    probe = object.__new__(calibrate.Probe)
    probe.tile = 128
    assert probe.spread(128) == ([0], 128) and probe.spread(100) == ([2], 96)
    assert probe.spread(256) == ([0, 128], 128)
    assert probe.spread(6000) == ([936, 2936, 4936], 128)
