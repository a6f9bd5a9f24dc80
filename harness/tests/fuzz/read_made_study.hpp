// SPDX-License-Identifier: Apache-2.0
// Reads a made study and looks at what comes of it.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "config/read_study.hpp"
#include "model/catalogue.hpp"
#include "text/diagnostic.hpp"
#include "text/utf8.hpp"

namespace assay::fuzz {

/// One kernel, with a parameter of each type.
inline Catalogue const& catalogue() {
  static Catalogue const one{
      {.name = "lookup",
       .nominal_samples_per_second = 1e6,
       .parameters = {{.name = "table",
                       .default_value = std::int64_t{1024},
                       .minimum = 1,
                       .maximum = 1e9},
                      {.name = "rate", .default_value = 0.5, .maximum = 1},
                      {.name = "order",
                       .default_value = std::string("fixed"),
                       .choices = {"fixed", "random"}}}}};
  return one;
}

/// What is told of a text must be safe to show on a terminal.
inline void expect_shown(std::string_view told) {
  while (!told.empty()) {
    auto const size = utf8_character(told);
    if (size == 0 ||
        (told[0] != '\n' && told[0] != '\t' && is_control(told.substr(0, size))))
      std::abort();
    told.remove_prefix(size);
  }
}

/// A study, or the errors of one, which are shown as a terminal would.
inline void read_made_study(std::string const& text,
                            std::vector<std::string> const& overrides) try {
  auto const read = read_study(text, "study.yaml", catalogue(), overrides);
  read_study(text, "study.yaml", catalogue(), overrides);
} catch (ConfigError const& error) {
  if (error.diagnostics().empty()) std::abort();
  expect_shown(error.what());
}

}  // namespace assay::fuzz
