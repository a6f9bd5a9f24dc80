// SPDX-License-Identifier: Apache-2.0
// Standard input and output, line by line.
#include "serve.hpp"

#include <cstdint>
#include <cstdio>
#include <iostream>
#include <stdexcept>

namespace assay {

void serve(Subject const& subject, Clock clock) {
  if (!applies(subject)) throw std::runtime_error("it knows no such processor");
  Repetition repetition;
  std::uint64_t set_up_for = 0;
  for (std::uint64_t samples = 0; std::cin >> samples;) {
    if (samples != set_up_for) {
      repetition = {};  // its memory goes before the next one's comes
      repetition = prepare(subject, samples);
      set_up_for = samples;
    }
    std::printf("%.9e\n", run_once_s(subject, repetition, samples, clock));
    std::fflush(stdout);
  }
}

}  // namespace assay
