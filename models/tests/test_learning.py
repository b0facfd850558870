"""A step teaches what it should: losses, schedule, teachers, optimisers, batches, numbers."""

from types import SimpleNamespace

import pytest
import torch
from small import steps, trainer

from dynet import blocks, config, data, feed, loss, model, optimise, precision, schedule, teachers


@pytest.mark.parametrize("taught", ["l1", "rms"])
def test_training_denoises(photos, tmp_path, monkeypatch, taught):
    """A hundred small steps take error out of noisy pictures that were not in them."""
    monkeypatch.setattr(schedule, "PORTIONS", ((0.0, (schedule.Portion(32, 8),)),))
    monkeypatch.setattr(data, "SHARES", {"gaussian": 1.0})
    t, crops = trainer(photos, tmp_path, "--steps", "100", "--no-pretrain", "--loss", taught)
    fresh = data.Crops(data.find_photos([photos]), 99).batch("gaussian", 16, 32)

    def error() -> float:
        with torch.no_grad():
            return float(loss.restoration_loss(t.model(fresh.degraded, config.SMALL), fresh.clean).mean())

    before = error()
    steps(t, crops, 100)
    assert error() < 0.9 * before


def test_schedule_ends_at_zero():
    rates = [schedule.Moment(share / 100).rate for share in range(101)]
    assert max(rates) <= 1 and rates[-1] < 1e-6 and rates[2] > 0.99
    depths = {schedule.Moment(0.9).reuse(draw / 100) for draw in range(100)}
    assert len(depths) == 3 and {schedule.Moment(0.01).reuse(d / 10) for d in range(10)} == depths and {schedule.Moment(0.1).reuse(d / 10) for d in range(10)} == {config.SMALL}


def test_a_run_from_trained_weights_keeps_the_rate_up_then_cools():
    rates = [schedule.Moment(share / 100, later=True).rate for share in range(101)]
    assert rates[25] == 1 and rates[70] == pytest.approx(0.4) and rates[-1] == 0
    assert len({schedule.Moment(0.1, later=True).reuse(draw / 100) for draw in range(100)}) == 3


def test_one_step_that_is_not_finite_teaches_nothing(photos, tmp_path):
    """The weights stay as they were, and the next step learns again."""
    t, crops = trainer(photos, tmp_path, "--steps", "8", "--no-pretrain")
    before = {key: value.clone() for key, value in t.model.state_dict().items()}
    good = crops.batch("gaussian", 2, 16)
    t.step([data.Batch("gaussian", torch.full_like(good.degraded, float("nan")), good.clean)])
    assert all(torch.equal(value, before[key]) for key, value in t.model.state_dict().items())
    t.step([good])
    assert not torch.equal(t.model.output.weight, before["output.weight"])


@pytest.mark.parametrize("later, haze", [(False, 1), (True, 0.55)])
def test_a_run_from_trained_weights_holds_haze_back(later, haze):
    """The gradients of haze would drown those of noise."""
    batches = [data.Batch(task, None, torch.zeros(count, 3, 8, 8)) for task, count in (("gaussian", 2), ("haze", 1))]
    assert loss.weights(batches, schedule.Moment(0.5, later)).tolist() == pytest.approx([1, 1, haze])


def test_teachers_say_what_they_see_in_mirrors(run, photos, tmp_path):
    """Four fifths of a target are a teacher's answer, turned back; without teachers, while pictures are masked and where nothing is to be done it is the clean picture."""
    degraded, clean = torch.rand(2, 2, 3, 16, 16)
    with_one, none = (teachers.Teachers(weights, "tiny", torch.device("cpu"), False, 1) for weights in ([run / "ema.pt"], []))
    assert none.target(degraded, clean, None, 0) is clean
    with_one.networks = [lambda x, reuse, control: x + torch.linspace(0, 1, 16)]
    with_one.networks[0].config = config.PRESETS["tiny"]
    ramps = {tuple(((with_one.target(degraded, clean, None, step) - (1 - teachers.SHARE) * clean) / teachers.SHARE - degraded)[0, 0, 0].round(decimals=2).tolist()) for step in range(40)}
    assert sorted(ramp[0] for ramp in ramps) == [0, 1]
    mixed = with_one.target(torch.stack([degraded[0], clean[1]]), clean, None, 0)
    assert torch.equal(mixed[1], clean[1]) and not torch.equal(mixed[0], clean[0])  # what needs nothing is its own target
    t, crops = trainer(photos, tmp_path, "--steps", "4", "--teachers", str(run / "ema.pt"))
    assert len(t.teachers.networks) == 1
    steps(t, crops, 2)


def test_a_weight_learns_the_same_from_groups_of_pixels():
    """--groups is another way to add up the same gradient."""
    x, plain, grouped = torch.rand(2, 8, 8, 6), blocks.Linear(6, 10), blocks.Linear(6, 10)
    grouped.load_state_dict(plain.state_dict())
    grouped.groups = 16
    for module in (plain, grouped):
        module(x).square().sum().backward()
    torch.testing.assert_close(grouped(x), plain(x))
    torch.testing.assert_close(grouped.weight.grad, plain.weight.grad)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_replayed_steps_teach_what_steps_teach(photos, tmp_path):
    states = []
    for more in ([], ["--replay"]):
        t, crops = trainer(photos, tmp_path, "--steps", "4", "--no-pretrain", "--crops", "0:32x4", *more)
        steps(t, crops, 4)
        states.append(t.model.state_dict())
    for key, value in states[0].items():
        torch.testing.assert_close(states[1][key], value, atol=2e-3, rtol=0.02, msg=key)


@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize("share", [0.0, 0.99])
def test_every_task_is_seen_in_every_size_of_crop(photos, share, later):
    """A task that comes in crops of one size only is known by that size, and gone at others."""
    crops = data.Crops(data.find_photos([photos]), 1)
    portions = schedule.Moment(share, later).portions
    batches = [b for step in range(60) for parcel in feed.Kitchen(crops)[feed.Order(step, portions, False)] for b in parcel.unpack()]
    for task in data.SHARES:
        assert {b.clean.shape[-1] for b in batches if b.task == task} == {p.size for p in portions}, task


def test_crops_of_a_run_are_said_in_words(photos, tmp_path, capsys):
    """The stages begin where they say, times the batch scale, and words that make no sense are refused."""
    t, _ = trainer(photos, tmp_path, "--steps", "10", "--crops", "0:64x4", "0.6:64x4+128x2", "--batch-scale", "0.5")
    sizes = [t.moment(step).portions for step in (0, 5, 6, 9)]
    assert sizes[0] == sizes[1] == (schedule.Portion(64, 2),) and sizes[2] == sizes[3] == (schedule.Portion(64, 2), schedule.Portion(128, 1))
    assert trainer(photos, tmp_path, "--steps", "10", "--crops", "0.6:128x2", "0:64x4")[0].moment(9).portions == (schedule.Portion(128, 2),)
    for words in ("0:60x4", "64x4", "0:64x0", "0:64", "60:64x4"):
        with pytest.raises(SystemExit):
            trainer(photos, tmp_path, "--crops", words)
        assert words in capsys.readouterr().err


def test_a_step_is_the_mean_over_its_pixels(photos, tmp_path):
    """Two portions of one size teach what one portion with all their pictures does."""
    gradients = []
    for together in (True, False):
        t, crops = trainer(photos, tmp_path, "--steps", "8", "--no-pretrain")
        first, second = crops.at(0).batch("rain", 2, 32), crops.batch("gaussian", 1, 32)
        total, now = 3 * 32 * 32, t.moment()
        for portion in [[first, second]] if together else [[first], [second]]:
            t._learn(portion, config.SMALL, now, total)
        gradients.append(t.model.output.weight.grad.clone())
    torch.testing.assert_close(*gradients, atol=1e-3, rtol=0.05)


def test_the_loss_of_a_task_counts_crops_of_every_size(photos, tmp_path):
    """The log tells the mean over all pictures of a step, not over those of its last size alone."""
    t, crops = trainer(photos, tmp_path, "--steps", "8", "--no-pretrain")
    small, large = (crops.batch("clean", count, size).clean for count, size in ((3, 16), (1, 32)))
    step = [data.Batch("rain", small, small), data.Batch("rain", large + 0.4, large)]
    alone = float(loss.restoration_loss(large + 0.4, large))  # an untrained network changes nothing
    assert float(t.step(step)["rain"]) == pytest.approx(alone / 4, rel=1e-3)


def test_batches_have_the_size_asked_for(photos):
    crops = data.Crops(data.find_photos([photos]), 1)
    steps = [crops.mixed(6, 64) for _ in range(60)]
    assert {sum(len(b.clean) for b in batches) for batches in steps} == {6}
    haze = sum(len(b.clean) for batches in steps for b in batches if b.task == "haze")
    assert haze / 360 == pytest.approx(data.SHARES["haze"], abs=0.05)


def test_no_batch_has_a_picture_too_many(photos, monkeypatch):
    """Once in ten thousand steps one had, and a GPU compiled everything again for it, which takes minutes."""
    crops = data.Crops(data.find_photos([photos]), 1)
    drawn = torch.rand
    monkeypatch.setattr(torch, "rand", lambda *shape, **given: torch.tensor(0.99995) if shape == ((),) else drawn(*shape, **given))
    assert sum(len(b.clean) for b in crops.mixed(24, 32)) == 24


def test_crops_larger_than_every_photo_are_refused(photos):
    with pytest.raises(data.DataError, match="as large as a crop of 512"):
        data.Crops(data.find_photos([photos]), 1).batch("rain", 1, 512)


@pytest.mark.parametrize("name", ["recompile_limit", "cache_size_limit"])
def test_blocks_compile_with_an_older_pytorch(photos, tmp_path, monkeypatch, name):
    """One that calls the number of kinds of crops it compiles for by another name, and does not take the newer one."""
    t, _ = trainer(photos, tmp_path)
    limits = type("Limits", (), {"__slots__": (name,)})()
    setattr(limits, name, 8)
    monkeypatch.setattr(torch, "_dynamo", SimpleNamespace(config=limits), raising=False)
    monkeypatch.setattr(torch.nn.Module, "compile", lambda *_, **__: None, raising=False)
    t._compile()
    assert getattr(limits, name) == 64


def test_muon_update_is_orthogonal():
    for shape in ((2, 24, 40), (2, 40, 24)):
        values = torch.linalg.svdvals(optimise.orthogonal(torch.randn(shape)).float())
        assert values.min() > 0.5 and values.max() < 1.4


def test_muon_computes_in_the_numbers_of_the_machine(monkeypatch):
    """A CPU without bfloat16 takes two to three times as long with it as with float32."""
    matrices, found = torch.randn(2, 24, 40), {}
    for numbers in (torch.float64, torch.float32, torch.bfloat16):
        monkeypatch.setattr(precision, "of", lambda device: numbers)
        found[numbers] = optimise.orthogonal(matrices)
    gap = lambda numbers: (found[numbers] - found[torch.float64]).abs().max()
    assert gap(torch.float32) < 1e-4 < 1e-3 < gap(torch.bfloat16)


@pytest.mark.parametrize("preset", ["tiny", "tiny-paper"])
def test_bfloat16_teaches_what_float32_teaches(photos, tmp_path, monkeypatch, preset):
    """Nearly: a GPU trains in the one, and most machines that run these tests in the other."""
    gradients = []
    for numbers in (torch.float32, torch.bfloat16):
        monkeypatch.setattr(precision, "of", lambda device: numbers)
        t, crops = trainer(photos, tmp_path, "--no-pretrain", "--preset", preset)
        torch.nn.init.normal_(t.model.output.weight, std=0.1)
        t._learn([crops.batch("gaussian", 2, 32)], config.SMALL, t.moment(), 2 * 32 * 32)
        gradients.append(torch.cat([p.grad.flatten() for p in t.model.parameters()]))
    assert 0.98 < torch.cosine_similarity(*gradients, 0) < 1 - 1e-6


@pytest.mark.parametrize("capabilities, numbers", [({"avx512_bf16": False, "amx_bf16": True}, torch.bfloat16), ({"avx2": True, "amx_bf16": False}, torch.float32)])
def test_bfloat16_is_for_machines_that_multiply_it(monkeypatch, capabilities, numbers):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: capabilities, raising=False)
    assert precision.of(torch.device("cpu")) == numbers and precision.of(torch.device("cuda")) == torch.bfloat16
