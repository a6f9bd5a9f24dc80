// SPDX-License-Identifier: Apache-2.0
// Asks Linux and the C library.
#include "processor.hpp"

#include <sys/utsname.h>

#include <cstdlib>
#include <ctime>
#include <fstream>

namespace assay {

std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    auto const colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) {
      return line.substr(colon + 2);
    }
  }
  utsname system{};
  return uname(&system) == 0 ? system.machine : "unknown";
}

std::string today_utc() {
  std::time_t const now = std::time(nullptr);
  std::tm date{};
  char text[16];
  gmtime_r(&now, &date);
  std::strftime(text, sizeof text, "%Y-%m-%d", &date);
  return text;
}

double load() {
  double of_last_minute = -1;
  return getloadavg(&of_last_minute, 1) == 1 ? of_last_minute : -1;
}

}  // namespace assay
