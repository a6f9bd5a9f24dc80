// SPDX-License-Identifier: Apache-2.0
// Reads strictly: a result file is input from another program.
#include "cpu_list.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace assay {
namespace {

constexpr int cpu_limit = 1 << 16;  // Linux has at most 8,192

std::optional<int> cpu_number(std::string_view text) {
  int value = 0;
  auto const [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  bool const whole = error == std::errc{} && end == text.data() + text.size();
  if (!whole || value < 0 || value >= cpu_limit) return std::nullopt;
  return value;
}

}  // namespace

std::string cpu_list(CpuSet const& cpus) {
  std::string list;
  for (auto first = cpus.begin(); first != cpus.end();) {
    auto last = first;
    auto next = std::next(first);
    while (next != cpus.end() && *next == *last + 1) last = next++;
    if (!list.empty()) list += ',';
    list += std::to_string(*first);
    if (last != first) list.append("-").append(std::to_string(*last));
    first = next;
  }
  return list;
}

std::optional<CpuSet> parse_cpu_list(std::string const& text) {
  CpuSet cpus;
  int listed = 0;
  std::string_view rest = text;
  while (!rest.empty()) {
    auto const comma = std::min(rest.find(','), rest.size());
    auto const item = rest.substr(0, comma);
    auto const dash = item.find('-');
    auto const first = cpu_number(item.substr(0, dash));
    auto const last =
        dash == std::string_view::npos ? first : cpu_number(item.substr(dash + 1));
    if (!first || !last || *last < *first) return std::nullopt;
    listed += *last - *first + 1;
    if (listed > cpu_limit) return std::nullopt;
    for (int cpu = *first; cpu <= *last; ++cpu) cpus.insert(cpu);
    if (comma + 1 == rest.size()) return std::nullopt;  // nothing behind the comma
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return cpus;
}

CpuSet cpus_in(std::string const& text) {
  auto cpus = parse_cpu_list(text);
  if (!cpus) throw std::runtime_error("unreadable CPU list '" + text + "'");
  return std::move(*cpus);
}

}  // namespace assay
