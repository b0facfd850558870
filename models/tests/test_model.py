"""The network is the paper's, and its depth is a dial on one set of weights."""

import dataclasses

import pytest
import torch

from dynet.config import AFTERRAIN, LARGE, MIDDLE, PAPER, PRESETS, SMALL, DyNetConfig
from dynet.model import DyNet
from dynet.size import macs, parameters


@pytest.fixture(scope="module")
def paper():
    return DyNet(PAPER).eval()


def test_paper_parameters(paper):
    assert parameters(paper) == 16_613_135  # 16.613 M: the published 16.7 M less the 0.113 M that are never used


@pytest.mark.parametrize("reuse, expected", [(SMALL, 90.8), (LARGE, 132.2)])
def test_paper_multiply_accumulates(paper, reuse, expected):
    assert macs(paper, 224, reuse) / 1e9 == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_every_depth_uses_every_parameter(preset):
    """S and L have one state dict: no parameter belongs to one depth alone."""
    torch.manual_seed(0)
    model = DyNet(dataclasses.replace(PRESETS[preset], width=8, heads=(1, 1, 1, 2)))
    for reuse in (SMALL, MIDDLE, LARGE):
        model.zero_grad()
        control = torch.ones(1, 3) if model.config.controls else None
        model(torch.rand(1, 3, 16, 16), reuse, control).square().mean().backward()
        assert [name for name, p in model.named_parameters() if p.grad is None] == []


@pytest.mark.parametrize("preset", ["afterrain", "paper"])
@pytest.mark.parametrize("height, width", [(8, 8), (24, 72), (136, 40)])
def test_size_is_kept(preset, height, width):
    model = DyNet(dataclasses.replace(PRESETS[preset], width=8, heads=(1, 1, 1, 2))).eval()
    with torch.no_grad():
        assert model(torch.rand(2, 3, height, width), SMALL).shape == (2, 3, height, width)


def test_inverse_steps_make_depths_agree():
    """With steps of 1/f an untrained net gives nearly the same picture at S and L; with unit steps it does not."""

    def gap(config: DyNetConfig) -> float:
        torch.manual_seed(1)
        model = DyNet(dataclasses.replace(config, width=16, heads=(1, 1, 2, 2))).eval()
        image = torch.rand(1, 3, 32, 32)
        with torch.no_grad():
            small, large = model(image, SMALL) - image, model(image, LARGE) - image
        return float((small - large).norm() / small.norm())

    assert gap(AFTERRAIN) < 0.5 * gap(dataclasses.replace(AFTERRAIN, step="unit"))


def test_upper_levels_look_only_nearby():
    """No pooling at levels 1 and 2: their blocks' outputs do not change far from a changed pixel."""
    torch.manual_seed(0)
    model = DyNet(dataclasses.replace(AFTERRAIN, width=8, heads=(1, 1, 1, 2))).eval()
    for level in (0, 1):
        x = torch.rand(1, 32, 32, 8 << level)
        changed = x.clone()
        changed[0, 0, 0] += 1
        with torch.no_grad():
            gap = (model.encoder[level](x) - model.encoder[level](changed)).abs().amax(-1)[0]
        assert gap[:2, :2].max() > 0 and gap[2:, 2:].max() == 0


def test_a_control_of_zeros_is_blind():
    torch.manual_seed(0)
    model = DyNet(PRESETS["tiny"]).eval()
    image = torch.rand(1, 3, 32, 32)
    for name, parameter in model.named_parameters():
        if name.endswith("emphasis"):
            torch.nn.init.normal_(parameter)
    with torch.no_grad():
        blind = model(image, SMALL)
        assert torch.equal(model(image, SMALL, torch.zeros(1, 3)), blind)
        assert not torch.equal(model(image, SMALL, torch.tensor([[1.0, 0, 0]])), blind)


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_its_own_decision_changes_nothing(preset):
    """What decide finds, forward under it gives what it gives by itself; another picture's decision gives something else."""
    torch.manual_seed(0)
    model = DyNet(dataclasses.replace(PRESETS[preset], width=8, heads=(1, 1, 1, 2))).eval()
    image, other = torch.rand(1, 3, 32, 40), torch.rand(1, 3, 32, 40) ** 4
    with torch.no_grad():
        expected = model(image, SMALL)
        assert (model(image, SMALL, decision=model.decide(image, SMALL)) - expected).abs().max() < 1e-4
        assert (model(image, SMALL, decision=model.decide(other, SMALL)) - expected).abs().max() > 1e-4


def test_under_one_decision_far_pixels_do_not_matter():
    """Given the decision, the network looks only nearby: so tiles agree where they meet."""
    torch.manual_seed(0)
    model = DyNet(dataclasses.replace(AFTERRAIN, width=8, heads=(1, 1, 1, 2))).eval()
    image = torch.rand(1, 3, 16, 264)
    changed = image.clone()
    changed[..., :8] = 0
    with torch.no_grad():
        decision = model.decide(image, (1, 1, 1, 1))
        gap = lambda **given: (model(image, (1, 1, 1, 1), **given) - model(changed, (1, 1, 1, 1), **given)).abs()[..., 200:].max()
        assert gap(decision=decision) == 0 and gap() > 1e-6
