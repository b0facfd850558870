"""Trains, measures and exports DyNet (../README.md)."""

import os

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # ONNX Runtime, from 1.30 on, reports its runs to Microsoft otherwise
