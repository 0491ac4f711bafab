#!/bin/sh
# Copies of a study worked on at random and joined in every order, and undo at random. ESP_ROUNDS and ESP_UNDO_STEPS: how many;
# ESP_SEED: the seed, to see a failure again.
# SPDX-License-Identifier: GPL-3.0-or-later
export LC_ALL=C.UTF-8 TZ=UTC G_DEBUG=fatal-criticals G_SLICE=always-malloc
exec "${top_builddir:-.}/tests/random/rounds" --rounds "${ESP_ROUNDS:-25}" --undo-steps "${ESP_UNDO_STEPS:-500}" --seed "${ESP_SEED:-$(date +%s)}"
