// SPDX-License-Identifier: Apache-2.0
#include "common/json.hpp"

#include <gtest/gtest.h>

#include "common/int_in.hpp"
#include "common/place.hpp"

namespace assay {
namespace {

TEST(Json, KeepsTheOrderOfItsMembers) {
  auto value = parse_json(R"({"b": 1, "a": {"d": 2, "c": 3}})");
  EXPECT_EQ(to_text(value), R"({"b":1,"a":{"d":2,"c":3}})");
  EXPECT_EQ(to_text(sorted_by_name(value)), R"({"a":{"c":3,"d":2},"b":1})");
  value.erase("b");
  value["z"] = nullptr;
  EXPECT_EQ(to_text(value), R"({"a":{"d":2,"c":3},"z":null})");
}

TEST(Json, FindsMembersOfLargeObjectsWhateverWasDoneToThem) {
  Json value = Json::object();
  for (int i = 0; i < 200; ++i) value["key" + std::to_string(i)] = i;
  EXPECT_EQ(value.at("key150"), 150);
  EXPECT_FALSE(value.contains("key200"));
  value.erase("key10");
  EXPECT_FALSE(value.contains("key10"));
  EXPECT_EQ(value.at("key11"), 11) << "which moved up";
  auto copy = value;
  copy["key10"] = -1;
  EXPECT_EQ(copy.at("key10"), -1);
  EXPECT_FALSE(value.contains("key10"));
  auto const moved = std::move(copy);
  EXPECT_EQ(moved.at("key199"), 199);
  value["key11"] = 12;
  EXPECT_EQ(value.size(), 199U);
}

// A user's program may write as many as it likes: seconds if each were looked for.
TEST(Json, ReadsAnObjectOfManyMembers) {
  std::string text = "{";
  for (int i = 0; i < 100'000; ++i) text += '"' + std::to_string(i) + "\":0,";
  text.back() = '}';
  EXPECT_EQ(parse_json(text).size(), 100'000U);
}

TEST(Json, ReplacesBytesThatAreNoText) {
  EXPECT_EQ(to_text(Json("a\xff")), "\"a\xEF\xBF\xBD\"");
  auto const packed = try_parse_cbor(to_cbor({"a\xff"}));
  EXPECT_EQ(packed.at(0).get<std::string>(), "a\xff") << "which CBOR keeps";
  EXPECT_TRUE(try_parse_cbor("\xff").is_discarded());
  EXPECT_TRUE(try_parse_json("{").is_discarded());
}

TEST(IntIn, IsAWholeNumberOfItsType) {
  EXPECT_EQ(int_in(parse_json("2147483647")), 2147483647);
  EXPECT_EQ(int_in(parse_json("-2147483648")), -2147483648);
  for (auto const* text :
       {"2147483648", "-2147483649", "1e300", "1.0", "18446744073709551615", "\"1\"",
        "null", "true", "[1]", "99999999999999999999"})
    EXPECT_THROW(int_in(parse_json(text)), std::range_error) << text;
}

TEST(IntIn, RefusesPlacesWithOthers) {
  auto place = place_json({});
  place["offered"] = {1e300};
  EXPECT_THROW(place_from(place), std::range_error);
}

}  // namespace
}  // namespace assay
