// SPDX-License-Identifier: Apache-2.0
// Names of the classes, in one table.
#include "verdict.hpp"

#include <array>
#include <utility>

namespace assay {
namespace {

constexpr std::array<std::pair<VerdictClass, char const*>, 17> names_of_classes{{
    {VerdictClass::ok, "ok"},
    {VerdictClass::config, "config"},
    {VerdictClass::launcher, "launcher"},
    {VerdictClass::binding, "binding"},
    {VerdictClass::oversubscribed, "oversubscribed"},
    {VerdictClass::world, "world"},
    {VerdictClass::device, "device"},
    {VerdictClass::crash, "crash"},
    {VerdictClass::hang, "hang"},
    {VerdictClass::no_result, "no_result"},
    {VerdictClass::wrong_answer, "wrong_answer"},
    {VerdictClass::storage, "storage"},
    {VerdictClass::scheduler, "scheduler"},
    {VerdictClass::node, "node"},
    {VerdictClass::interrupted, "interrupted"},
    {VerdictClass::unproven, "unproven"},
    {VerdictClass::disturbed, "disturbed"},
}};

}  // namespace

std::string to_string(VerdictClass verdict) {
  for (auto const& [value, name] : names_of_classes) {
    if (value == verdict) return name;
  }
  return "";
}

std::optional<VerdictClass> verdict_from(std::string const& text) {
  for (auto const& [value, name] : names_of_classes) {
    if (text == name) return value;
  }
  return std::nullopt;
}

}  // namespace assay
