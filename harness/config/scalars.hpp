// SPDX-License-Identifier: Apache-2.0
// One value of the YAML tree -> a text or a number within its bounds, or a diagnostic.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/yaml/yaml_node.hpp"
#include "problems.hpp"
#include "text/integer.hpp"

namespace assay {

/// The text of a scalar, quoted or not. `what` is the key, `wanted` completes "Give
/// ...".
std::optional<std::string> read_text(YamlNode const& node, std::string const& what,
                                     std::string const& wanted, Problems& problems);

/// The text of a scalar that is not quoted, as numbers must be.
std::optional<std::string> read_plain(YamlNode const& node, std::string const& what,
                                      std::string const& wanted, Problems& problems);

struct Bounds {
  std::uint64_t minimum = 0, maximum = 0;  ///< closed
};

/// A whole number by parse_integer().
std::optional<std::uint64_t> read_integer(YamlNode const& node, std::string const& what,
                                          Bounds bounds, Problems& problems);

/// A closed range of a quantity, and how it is written.
struct Quantity {
  Parsed<double> (*parse)(std::string_view);
  std::string_view wanted;  ///< completes "Give ..."
  double minimum = -std::numeric_limits<double>::infinity();
  double maximum = std::numeric_limits<double>::infinity();
};

/// A real number, a duration or a share, in its base unit.
std::optional<double> read_quantity(YamlNode const& node, std::string const& what,
                                    Quantity const& quantity, Problems& problems);

/// A whole number or 0x..., any 64 bits.
std::optional<std::uint64_t> read_seed(YamlNode const& node, std::string const& what,
                                       Problems& problems);

/// One of the known words.
std::optional<std::string> read_choice(YamlNode const& node, std::string const& what,
                                       std::vector<std::string> const& known,
                                       Problems& problems);

/// Reports that something else is wanted here than what stands here.
void report_kind(YamlNode const& node, std::string const& what,
                 std::string const& wanted, Problems& problems);

/// Reports a list without items.
void report_empty(YamlNode const& list, std::string const& what, Problems& problems);

}  // namespace assay
