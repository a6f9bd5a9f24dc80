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

/// Where none is here the first: its commands say what is missing.
template <class Candidate>
Scheduler const& surest(Environment const& environment, Candidate const& is_candidate) {
  Scheduler const* best = nullptr;
  int most = -1;
  for (auto const& one : schedulers()) {
    if (!one.queue || !is_candidate(one)) continue;
    int const preference = one.queue->preference(environment);
    if (preference > most) best = &one;
    most = std::max(most, preference);
  }
  if (best == nullptr) throw std::logic_error("no scheduler has a queue");
  return *best;
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
  return surest(environment, [](Scheduler const&) { return true; });
}

Scheduler const& scheduler_for(Study const& study, Environment const& environment) {
  auto const& all = schedulers();
  auto const is_told = [&](Scheduler const& one) {
    return one.queue && (study.*one.section).is_given;
  };
  if (std::none_of(all.begin(), all.end(), is_told)) return scheduler_here(environment);
  return surest(environment, is_told);
}

}  // namespace assay
