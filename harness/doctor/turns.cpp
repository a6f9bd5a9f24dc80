// SPDX-License-Identifier: Apache-2.0
// The lock by which the launches on this host take turns.
#include "doctor.hpp"
#include "os/errors.hpp"
#include "os/host_lock.hpp"
#include "os/lock.hpp"

namespace assay::doctor {

Lines check_turns(Patient const&) {
  HostLockRule rule;
  rule.file = host_lock_file();
  rule.limit_s = 0;
  if (rule.file.empty()) {
    return {{"host lock", Level::warning, "ASSAY_HOST_LOCK is off",
             "two studies on this host would disturb each other: unset it"}};
  }
  try {
    if (take_turn(rule).held())
      return {{"host lock", Level::ok, "launches take turns by " + rule.file.string()}};
  } catch (LockedError const&) {
    return {{"host lock", Level::ok, "another launch is timed on this host now"}};
  }
  return {
      {"host lock", Level::warning, rule.file.string() + " cannot be locked",
       "two studies on this host would disturb each other: remove the file, or name "
       "one on a local disk in ASSAY_HOST_LOCK"}};
}

}  // namespace assay::doctor
