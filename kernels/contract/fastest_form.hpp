// SPDX-License-Identifier: Apache-2.0
// Of several forms of one body, which a processor runs fastest is measured: a kernel
// has that one, and a form of a ceiling that it runs slowly bounds nothing.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "kernel.hpp"

namespace assay {

/// Enough samples to tell forms apart, for any number of ranks and threads.
constexpr std::uint64_t samples_of_a_trial = 1U << 20U;

/// Of which one at least is not disturbed.
constexpr int rounds_of_a_trial = 16;

/// Seconds of one run.
inline double seconds_of(Repetition const& repetition, Tally& tally) {
  auto const start = std::chrono::steady_clock::now();
  repetition(tally);
  std::chrono::duration<double> const time = std::chrono::steady_clock::now() - start;
  return time.count();
}

/// Sets up the form that takes least time over a part of the work. `prepare(form,
/// work)` sets up any of them; there is one at least, and one is not tried. They take
/// turns: a processor that has just been woken is slow for longer than one takes.
template <class Form, class Prepare>
Repetition prepare_fastest(std::span<Form const> forms, Work const& work,
                           Prepare const& prepare) {
  if (forms.size() == 1) return prepare(forms.front(), work);
  Work few = work;
  few.range.end = std::min(work.range.end, work.range.begin + samples_of_a_trial);
  std::vector<Repetition> trials;
  for (Form const& form : forms) trials.push_back(prepare(form, few));
  Tally tally(16);
  std::vector<double> least_s(forms.size(), std::numeric_limits<double>::infinity());
  for (int round = 0; round < rounds_of_a_trial; ++round) {
    for (std::size_t i = 0; i < forms.size(); ++i)
      least_s[i] = std::min(least_s[i], seconds_of(trials[i], tally));
  }
  auto const fastest = std::min_element(least_s.begin(), least_s.end());
  return prepare(forms[static_cast<std::size_t>(fastest - least_s.begin())], work);
}

}  // namespace assay
