// SPDX-License-Identifier: Apache-2.0
#include "excess.hpp"

#include <fmt/format.h>

#include "text/numbers.hpp"

namespace assay {

std::string excess_of_jobs(Intent const& intent) {
  int jobs = intent.wishes().collects ? 1 : 0;
  for (auto const& group : intent.groups) jobs += group.jobs;
  auto const& most = intent.nodes.most_jobs;
  if (intent.groups.empty() || !most || jobs <= *most) return {};
  return fmt::format(
      "{0} jobs are more than {1} allows: {2}. Submit some node counts at a time (-D "
      "nodes=[...]), give each job more time ({3}.time), or let none collect "
      "({3}.collect: no)",
      jobs, intent.nodes.limit_of_jobs, *most, intent.scheduler->section_name);
}

std::string excess_of_use(Intent const& intent) {
  auto const& most = intent.nodes.most_core_hours;
  double const expected = core_hours(intent).expected;
  if (!most || expected <= *most) return {};
  return fmt::format("{} core-hours are more than {}, used ones among them: {}",
                     plain_number(expected), intent.nodes.limit_of_core_hours,
                     plain_number(*most));
}

}  // namespace assay
