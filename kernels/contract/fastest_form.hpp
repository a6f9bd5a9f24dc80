// SPDX-License-Identifier: Apache-2.0
// Of several forms of one body, which a processor runs fastest is measured: a kernel
// has that one, and a form of a ceiling that it runs slowly bounds nothing.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <span>

#include "kernel.hpp"

namespace assay {

/// Enough samples to tell forms apart, for any number of ranks and threads.
constexpr std::uint64_t samples_of_a_trial = 1U << 20U;

/// Seconds of the fastest of a few runs, after one that warms up.
inline double least_s(Repetition const& repetition, Tally& tally) {
  double least = std::numeric_limits<double>::infinity();
  repetition(tally);
  for (int run = 0; run < 5; ++run) {
    auto const start = std::chrono::steady_clock::now();
    repetition(tally);
    std::chrono::duration<double> const time = std::chrono::steady_clock::now() - start;
    least = std::min(least, time.count());
  }
  return least;
}

/// Sets up the form that takes least time over a part of the work. `prepare(form,
/// work)` sets up any of them; there is one at least, and one is not tried.
template <class Form, class Prepare>
Repetition prepare_fastest(std::span<Form const> forms, Work const& work,
                           Prepare const& prepare) {
  if (forms.size() == 1) return prepare(forms.front(), work);
  Work few = work;
  few.range.end = std::min(work.range.end, work.range.begin + samples_of_a_trial);
  Tally tally(16);
  Form const* fastest = &forms.front();
  double least = std::numeric_limits<double>::infinity();
  for (Form const& form : forms) {
    double const time_s = least_s(prepare(form, few), tally);
    if (time_s < least) fastest = &form;
    least = std::min(least, time_s);
  }
  return prepare(*fastest, work);
}

}  // namespace assay
