// SPDX-License-Identifier: Apache-2.0
#include "json.hpp"

#include <istream>
#include <iterator>

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

std::string to_text(Json const& value, int indent) {
  return value.dump(indent, ' ', false, Json::error_handler_t::replace);
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
