// SPDX-License-Identifier: Apache-2.0
// What the control group leaves of the host.
#include "common/cgroup.hpp"

#include <fmt/format.h>

#include <cmath>

#include "common/cpu_list.hpp"
#include "doctor.hpp"

namespace assay::doctor {

Lines check_cgroup(Patient const& patient) {
  auto const own = patient.root / "proc/self/cgroup";
  auto const groups = patient.root / "sys/fs/cgroup";
  auto const online = patient.root / "sys/devices/system/cpu/online";
  auto const offered = offered_cpus(own, groups, online).size();
  auto const all =
      parse_cpu_list(first_line_of(online)).value_or(std::set<int>{}).size();
  Lines lines;
  if (offered < all) {
    lines.push_back({"control group", Level::ok,
                     fmt::format("{} of {} CPUs may be used", offered, all)});
  }
  auto const quota = cpu_quota(own, groups);
  if (quota && *quota < static_cast<double>(offered)) {
    lines.push_back(
        {"control group", Level::warning,
         fmt::format("a quota of {:g} CPUs on {} CPUs", *quota, offered),
         "threads are stopped when it is used up: ask for whole CPUs without a quota"});
  }
  if (lines.empty()) lines.push_back({"control group", Level::ok, "no limit on CPUs"});
  return lines;
}

}  // namespace assay::doctor
