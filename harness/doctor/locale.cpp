// SPDX-License-Identifier: Apache-2.0
// How programs write numbers here: files of ours do not depend on it, what a program
// prints does.
#include <langinfo.h>
#include <locale.h>

#include "doctor.hpp"

namespace assay::doctor {
namespace {

/// By the order of locale(7).
std::string name_of_numbers(Environment const& environment) {
  for (auto const* variable : {"LC_ALL", "LC_NUMERIC", "LANG"}) {
    auto const found = environment.find(variable);
    if (found != environment.end() && !found->second.empty()) return found->second;
  }
  return "C";
}

}  // namespace

Lines check_locale(Patient const& patient) {
  auto const name = name_of_numbers(patient.environment);
  auto* const locale = newlocale(LC_NUMERIC_MASK, name.c_str(), nullptr);
  if (locale == nullptr) {
    return {{"locale", Level::ok, name + " is not installed here: programs take C"}};
  }
  std::string const point = nl_langinfo_l(RADIXCHAR, locale);
  freelocale(locale);
  if (point == ".") return {{"locale", Level::ok, name}};
  return {{"locale", Level::warning, name + ": programs may write 1" + point + "5",
           "that is no number to a metric of a study: export LC_ALL=C.UTF-8"}};
}

}  // namespace assay::doctor
