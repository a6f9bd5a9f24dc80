// SPDX-License-Identifier: Apache-2.0
// What the system is short of for a moment is asked for again.
#pragma once

#include <chrono>
#include <thread>

#include "interrupt.hpp"
#include "spawn.hpp"

namespace assay {

/// Does `start` again and again for some seconds, until the system is no longer short
/// of something or a signal comes; then throws the ShortageError of the last try.
template <class Start>
void through_shortage(Start const& start) {
  // Of the pauses, each twice the one before: 3.1 s in all.
  constexpr std::chrono::milliseconds shortest_pause{100}, longest_pause{1600};
  for (auto pause = shortest_pause;; pause *= 2) try {
      start();
      return;
    } catch (ShortageError const&) {
      if (pause > longest_pause || signals_so_far() > 0) throw;
      std::this_thread::sleep_for(pause);
    }
}

}  // namespace assay
