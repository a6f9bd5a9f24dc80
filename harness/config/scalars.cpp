// SPDX-License-Identifier: Apache-2.0
// One value of the YAML tree -> a text or a number within its bounds, or a diagnostic.
#include "scalars.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "suggest.hpp"
#include "text/integer.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

std::string_view kind_name(YamlNode const& node) {
  switch (node.kind) {
    case YamlNode::Kind::list:
      return "a list";
    case YamlNode::Kind::map:
      return "a mapping";
    default:
      return node.quoted ? "a quoted text" : "a single value";
  }
}

}  // namespace

void report_kind(YamlNode const& node, std::string const& what,
                 std::string const& wanted, Problems& problems) {
  if (node.kind == YamlNode::Kind::faulty) return;
  problems.add(node.at, node.kind == YamlNode::Kind::null
                            ? fmt::format("{}: no value. Give {}", what, wanted)
                            : fmt::format("{}: {} cannot stand here. Give {}", what,
                                          kind_name(node), wanted));
}

void report_empty(YamlNode const& list, std::string const& what, Problems& problems) {
  if (list.items.empty())
    problems.add(
        list.at,
        fmt::format("{}: the list is empty. Fill it, or remove the key", what));
}

std::optional<std::string> read_text(YamlNode const& node, std::string const& what,
                                     std::string const& wanted, Problems& problems) {
  if (node.kind == YamlNode::Kind::scalar) return node.text;
  report_kind(node, what, wanted, problems);
  return std::nullopt;
}

std::optional<std::string> read_plain(YamlNode const& node, std::string const& what,
                                      std::string const& wanted, Problems& problems) {
  if (!node.quoted) return read_text(node, what, wanted, problems);
  problems.add(
      node.at,
      fmt::format("{}: {} is in quotes, which make it a text. Give {}, without quotes",
                  what, in_quotes(node.text), wanted));
  return std::nullopt;
}

std::optional<std::uint64_t> read_integer(YamlNode const& node, std::string const& what,
                                          Bounds bounds, Problems& problems) {
  auto const wanted =
      fmt::format("a whole number from {} to {}", bounds.minimum, bounds.maximum);
  auto const text = read_plain(node, what, wanted, problems);
  if (!text) return std::nullopt;
  auto const number = parse_integer(*text);
  if (number.ok() && number.value >= bounds.minimum && number.value <= bounds.maximum)
    return number.value;
  problems.add(node.at,
               number.ok()
                   ? fmt::format("{}: {} is out of range. Give {}", what, *text, wanted)
                   : fmt::format("{}: {} {}", what, in_quotes(*text), number.fault));
  return std::nullopt;
}

std::optional<double> read_quantity(YamlNode const& node, std::string const& what,
                                    Quantity const& quantity, Problems& problems) {
  auto const text = read_plain(node, what, std::string(quantity.wanted), problems);
  if (!text) return std::nullopt;
  auto const number = quantity.parse(*text);
  if (!number.ok()) {
    problems.add(node.at,
                 fmt::format("{}: {} {}", what, in_quotes(*text), number.fault));
    return std::nullopt;
  }
  if (number.value >= quantity.minimum && number.value <= quantity.maximum)
    return number.value;
  problems.add(node.at, fmt::format("{}: {} is out of range. Give {}", what,
                                    in_quotes(*text), quantity.wanted));
  return std::nullopt;
}

std::optional<std::uint64_t> read_seed(YamlNode const& node, std::string const& what,
                                       Problems& problems) {
  auto const text = read_plain(
      node, what, "a whole number or 0x and up to 16 hexadecimal digits", problems);
  if (!text) return std::nullopt;
  auto const number = parse_seed(*text);
  if (number.ok()) return number.value;
  problems.add(node.at, fmt::format("{}: {} {}", what, in_quotes(*text), number.fault));
  return std::nullopt;
}

std::optional<std::string> read_choice(YamlNode const& node, std::string const& what,
                                       std::vector<std::string> const& known,
                                       Problems& problems) {
  auto text = read_text(node, what, "one of " + joined(known), problems);
  if (!text || std::find(known.begin(), known.end(), *text) != known.end()) return text;
  problems.add(node.at, fmt::format("{}: {} is not known.{}", what, in_quotes(*text),
                                    did_you_mean(*text, known)));
  return std::nullopt;
}

}  // namespace assay
