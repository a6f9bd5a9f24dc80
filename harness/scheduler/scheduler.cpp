// SPDX-License-Identifier: Apache-2.0
// The registry of schedulers.
#include "scheduler.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace assay {
namespace {

std::vector<Scheduler>& registry() {
  static std::vector<Scheduler> all;
  return all;
}

}  // namespace

RegisterScheduler::RegisterScheduler(Scheduler scheduler) {
  auto& all = registry();
  auto const after = std::find_if(all.begin(), all.end(), [&](Scheduler const& one) {
    return one.place > scheduler.place;
  });
  all.insert(after, std::move(scheduler));
}

std::vector<Scheduler> const& schedulers() { return registry(); }

Scheduler const& scheduler_named(std::string const& name) {
  auto const& all = schedulers();
  auto const found = std::find_if(
      all.begin(), all.end(), [&](Scheduler const& one) { return one.name == name; });
  if (found == all.end())
    throw std::logic_error("no scheduler of the name '" + name + "'");
  return *found;
}

Scheduler const* scheduler_of_job(Environment const& environment) {
  auto const& all = schedulers();
  auto const found = std::find_if(all.begin(), all.end(), [&](Scheduler const& one) {
    return !one.job.named(environment).empty();
  });
  return found == all.end() ? nullptr : &*found;
}

Scheduler const& scheduler_here(Environment const& environment) {
  Scheduler const* first = nullptr;
  for (auto const& one : schedulers()) {
    if (!one.queue) continue;
    if (one.queue->is_here(environment)) return one;
    if (first == nullptr) first = &one;  // its words say what is missing
  }
  if (first == nullptr) throw std::logic_error("no scheduler has a queue");
  return *first;
}

}  // namespace assay
