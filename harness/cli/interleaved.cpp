// SPDX-License-Identifier: Apache-2.0
#include "interleaved.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "imported_study.hpp"
#include "load_study.hpp"
#include "os/errors.hpp"
#include "plan/sides.hpp"
#include "records/point_json.hpp"
#include "records/readings_key.hpp"
#include "site/manifest.hpp"
#include "site/preflight.hpp"
#include "text/say.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(std::string const& why) {
  throw UsageError(fmt::format("A and B cannot be measured in one run: {}", why));
}

void expect_alike(Study const& a, Study const& b) {
  if (a.cluster.has_value() != b.cluster.has_value())
    refuse("one of them is simulated. Take launcher: simulate out of it");
  if (a.programs.empty() != b.programs.empty())
    refuse("one measures a program, the other a kernel. Compare two of a kind");
  if (!a.programs.empty() && readings_key(a.readings) != readings_key(b.readings))
    refuse(
        "they read their programs by other metrics, or hold them against another check."
        " Say the same metrics: and check: in both");
  if (a.hosts.names != b.hosts.names)
    refuse("they name different hosts. Say the same hosts: in both");
  for (auto const* study : {&a, &b})
    if (!study->imports.empty() || study->base.is_imported)
      refuse(
          fmt::format("{} holds imported numbers beside its own. Take beside: and "
                      "base: out of a copy of it",
                      study->name));
}

template <typename List>
void append_new(List& list, List const& more) {
  if (list != more) list.insert(list.end(), more.begin(), more.end());
}

/// The rules, the limits and the order are those of A.
Study merged(Study const& a, Study const& b, std::string const& name) {
  auto study = a;
  study.name = name.empty() ? fmt::format("{}-beside-{}", a.name, b.name) : name;
  study.file.clear();
  study.text.clear();
  study.overrides.clear();
  append_new(study.setup, b.setup);
  append_new(study.cleanup, b.cleanup);
  study.base = {};
  study.sides = {std::make_shared<Study const>(a), std::make_shared<Study const>(b)};
  return study;
}

Plan plan_of(Study const& study, PlanContext const& context) {
  return without_missing_devices(make_plan(study, context),
                                 launch_environment(context.machine));
}

/// Both are what lies there now, also where they are studies that were begun.
void say_if_same(Plan const& plan) {
  for (auto const& [one, other] : plan.pairs) {
    auto a = plan.points[one], b = plan.points[other];
    a.side = b.side = "";
    auto const files = [](Point const& point) {
      return point.program == nullptr ? "" : point.program->files_sha256;
    };
    if (point_id(a, files(a)) != point_id(b, files(b))) return;
  }
  say("note: A and B are the same here: the same words, and files that do not differ. "
      "What they differ by is the machine's noise\n");
}

}  // namespace

RunSetting interleaved(std::string const& a, std::string const& b,
                       std::string const& name, std::string const& results) {
  for (auto const& side : {a, b}) expect_none_imported(side, fs::absolute(results));
  auto const of_a = load_study(a, {}, results), of_b = load_study(b, {}, results);
  expect_alike(of_a, of_b);
  auto study = merged(of_a, of_b, name);
  auto context = load_context(of_a);
  auto plan = beside(plan_of(of_a, context),
                     plan_of(of_b, of_b.cluster ? load_context(of_b) : context));
  if (plan.pairs.empty())
    refuse(
        "no point of A has one of B with as many nodes, ranks, threads and samples "
        "beside it");
  if (!study.cluster) say_if_same(plan);
  auto machine = context.machine;
  auto directory = fs::absolute(results) / study.name;
  return {std::move(study), std::move(context), std::move(plan), std::move(directory),
          std::move(machine)};
}

}  // namespace assay
