#!/bin/sh
# Trains on from the weights that ship, on a machine with an NVIDIA GPU that is lent by the minute and needs no network.
#
#   gpu.sh RUN MINUTES PHOTOS...     PHOTOS: folders, or packs of dynet.curate
#
# MINUTES are all that the command takes: a look at the GPU, reading, compiling, training, saving. RUN gets ema.pt and log.csv, and
# checkpoint.pt, with which the same line goes on; SIGTERM and Ctrl+C save and end. Steps are replayed (replay.py) where that
# teaches the same. PYTHON names the interpreter; what is in TRAIN are further options of dynet.train, which overrule those here.
set -u
begun=$(date +%s)
if [ $# -lt 3 ]; then
    sed -n 's/^#   //p' "$0" >&2
    exit 2
fi
run=$1 minutes=$2
shift 2
models=$(dirname "$0")
python=${PYTHON:-python3}
export PYTHONPATH="$models${PYTHONPATH:+:$PYTHONPATH}"
trap : INT TERM # the training beside it is told as well, and is waited for

# What earlier runs on a GPU were trained with, and the loss that PSNR asks for.
train() {
    left=$(awk "BEGIN { print $minutes - ($(date +%s) - $begun) / 60 }")
    # shellcheck disable=SC2086
    "$python" -m dynet.train "$run" --photos "$@" --start "$models/release/afterrain/ema.pt" --within "$left" --loss rms \
        --crops 0:128x96 0.6:128x96+256x16 --lr-matrix 0.01 --lr 0.0015 $replay ${TRAIN-}
}

replay=
if nvidia-smi -L && "$python" -m pytest -q -p no:cacheprovider "$models/tests/test_learning.py" -k replayed_steps; then
    replay=--replay
fi
train "$@"
code=$?
if [ $code -ne 0 ] && [ $code -lt 128 ] && [ -n "$replay" ]; then
    echo "gpu.sh: again without --replay" >&2
    replay=
    train "$@"
    code=$?
fi
exit $code
