// SPDX-License-Identifier: Apache-2.0
#include "passed_options.hpp"

namespace assay {

void add_passed(CLI::App& command, std::span<PassedOption const> options,
                PassedValues& values) {
  values.resize(options.size());
  for (std::size_t i = 0; i < options.size(); ++i)
    command.add_option(options[i].name, values[i], options[i].help)
        ->expected(1)
        ->take_all();
}

// Values are joined to their options: one may begin with a dash.
void pass(std::span<PassedOption const> options, PassedValues const& values,
          std::vector<std::string>& words) {
  for (std::size_t i = 0; i < options.size(); ++i)
    for (auto const& value : values[i])
      words.push_back(std::string(options[i].name) + "=" + value);
}

}  // namespace assay
