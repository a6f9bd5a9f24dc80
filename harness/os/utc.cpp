// SPDX-License-Identifier: Apache-2.0
// Milliseconds are what people compare logs by.
#include "utc.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace assay {

std::string utc_text(std::chrono::system_clock::time_point time) {
  auto const since =
      std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch();
  auto const seconds = std::chrono::floor<std::chrono::seconds>(since);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(time)),
                     (since - seconds).count());
}

std::string utc_now() { return utc_text(std::chrono::system_clock::now()); }

double epoch_s() {
  using namespace std::chrono;
  return duration<double>(system_clock::now().time_since_epoch()).count();
}

}  // namespace assay
