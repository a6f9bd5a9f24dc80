// SPDX-License-Identifier: Apache-2.0
#include "json.hpp"

#include <istream>
#include <iterator>
#include <map>

namespace assay {
namespace {

std::string rest_of(std::istream& in) {
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

Json parse_json(std::string_view text) { return Json::parse(text); }

Json parse_json(std::istream& text) { return parse_json(rest_of(text)); }

Json try_parse_json(std::string_view text) { return Json::parse(text, nullptr, false); }

Json try_parse_json(std::istream& text) { return try_parse_json(rest_of(text)); }

bool is_json(std::string_view text) { return Json::accept(text); }

std::string to_text(Json const& value, int indent) {
  return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

Json sorted_by_name(Json value) {
  if (value.is_structured())
    for (auto& inner : value) inner = sorted_by_name(std::move(inner));
  if (!value.is_object()) return value;
  std::map<std::string, Json> by_name;
  for (auto& [name, inner] : value.get_ref<Json::object_t&>())
    by_name.emplace(name, std::move(inner));
  auto sorted = Json::object();
  for (auto& [name, inner] : by_name) sorted[name] = std::move(inner);
  return sorted;
}

std::string to_cbor(Json const& value) {
  std::string bytes;
  Json::to_cbor(value, bytes);
  return bytes;
}

Json try_parse_cbor(std::string_view bytes) {
  return Json::from_cbor(bytes, true, false);
}

}  // namespace assay
