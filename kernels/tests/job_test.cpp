// SPDX-License-Identifier: Apache-2.0
// Job files: a sound one, and what each kind of mistake is answered with.
#include "worker/job.hpp"

#include <gmock/gmock.h>

#include <ostream>
#include <stdexcept>

#include "common/json.hpp"

namespace assay {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

Json sound_job() {
  return {{"schema", 1},
          {"nonce", "9f0c"},
          {"ranks", 4},
          {"nodes", 1},
          {"threads", 2},
          {"seed", "0x548c9decbce65297"},
          {"result", "/tmp/result.json"},
          {"measurements",
           {{{"kernel", "pi"},
             {"samples", "18446744073709551615"},
             {"repetitions", 7},
             {"parameters", {{"bins", 256}, {"tau", 1.5}, {"table", "rank"}}}}}}};
}

TEST(Job, IsReadWhole) {
  Job const job = parse_job(to_text(sound_job()));
  EXPECT_EQ(job.nonce, "9f0c");
  EXPECT_EQ(job.ranks, 4);
  EXPECT_EQ(job.nodes, 1);
  EXPECT_EQ(job.threads, 2);
  EXPECT_EQ(job.seed, 0x548c9decbce65297U);
  EXPECT_EQ(job.result, "/tmp/result.json");
  ASSERT_EQ(job.measurements.size(), 1U);
  MeasurementOrder const& order = job.measurements[0];
  EXPECT_EQ(order.kernel, "pi");
  EXPECT_EQ(order.samples, 18446744073709551615U);
  EXPECT_EQ(order.repetitions, 7U);
  EXPECT_EQ(order.ceiling_repetitions, 0U);
  EXPECT_EQ(order.parameters.at("bins"), ParameterValue(std::int64_t{256}));
  EXPECT_EQ(order.parameters.at("tau"), ParameterValue(1.5));
  EXPECT_EQ(order.parameters.at("table"), ParameterValue("rank"));
}

TEST(Job, MayAskForCeilings) {
  Json job = sound_job();
  job["measurements"][0]["ceiling_repetitions"] = 3;
  EXPECT_EQ(parse_job(to_text(job)).measurements[0].ceiling_repetitions, 3U);
}

struct Mistake {
  char const* pointer;
  char const* value;  ///< JSON text; null removes the key
  char const* message;
};

void PrintTo(Mistake const& mistake, std::ostream* out) { *out << mistake.message; }

class JobMistake : public testing::TestWithParam<Mistake> {};

TEST_P(JobMistake, IsNamedWithItsPlace) {
  auto const [pointer, value, message] = GetParam();
  Json job = sound_job();
  Json::json_pointer const place(pointer);
  if (value == nullptr) {
    job.at(place.parent_pointer()).erase(place.back());
  } else {
    job[place] = parse_json(value);
  }
  EXPECT_THAT([&] { parse_job(to_text(job)); },
              ThrowsMessage<std::runtime_error>(HasSubstr(message)));
}

INSTANTIATE_TEST_SUITE_P(
    All, JobMistake,
    testing::Values(
        Mistake{"/schema", "2", "schema: is 2, this worker knows 1"},
        Mistake{"/nonce", nullptr, "nonce: is missing"},
        Mistake{"/nonce", "\"\"", "nonce: is empty"},
        Mistake{"/ranks", "0", "ranks: is outside 1 ... 2147483647"},
        Mistake{"/ranks", "-1", "ranks: is not a positive integer"},
        Mistake{"/ranks", "1.9", "ranks: is not a positive integer"},
        Mistake{"/ranks", "4294967297", "ranks: is outside"},
        Mistake{"/ranks", "18446744073709551616", "ranks: is not a positive integer"},
        Mistake{"/threads", "\"2\"", "threads: is not a positive integer"},
        Mistake{"/threads", "null", "threads: is not a positive integer"},
        Mistake{"/seed", "\"12\"", "seed: does not start with 0x"},
        Mistake{"/seed", "\"0x\"", "seed: 0x is not a number of base 16"},
        Mistake{"/seed", "\"0x1g\"", "seed: 0x1g is not a number of base 16"},
        Mistake{"/seed", "\"0x10000000000000000\"", "seed: exceeds 2^64 - 1"},
        Mistake{"/part", "3", "part: is not an object"},
        Mistake{"/part", R"({"index": 2, "of": 2})", "part.index: is outside 0 ... 1"},
        Mistake{"/part", R"({"index": 0})", "part.of: is missing"},
        Mistake{"/measurements", "{}", "measurements: is not a list"},
        Mistake{"/measurements/0", "7", "measurements[0]: is not an object"},
        Mistake{"/measurements/0/samples", "200",
                "measurements[0].samples: is not a string"},
        Mistake{"/measurements/0/samples", "\"0\"", "samples: is zero"},
        Mistake{"/measurements/0/samples", "\"-5\"", "samples: -5 is not a number"},
        Mistake{"/measurements/0/samples", "\"1e6\"", "samples: 1e6 is not a number"},
        Mistake{"/measurements/0/samples", "\"18446744073709551616\"",
                "samples: exceeds 2^64 - 1"},
        Mistake{"/measurements/0/repetitions", "0", "repetitions: is outside"},
        Mistake{"/measurements/0/parameters", "[]", "parameters: is not an object"},
        Mistake{"/measurements/0/parameters/x", "true", "parameters.x: is neither"},
        Mistake{"/measurements/0/parameters/x", "18446744073709551615",
                "parameters.x: is neither"}));

TEST(Job, ThatIsNoJsonIsRefused) {
  for (char const* const text : {"", "{", "[1", "{\"schema\": 1} {}", "\xff"}) {
    EXPECT_THAT([&] { parse_job(text); },
                ThrowsMessage<std::runtime_error>(HasSubstr("is not JSON")));
  }
  EXPECT_THAT([] { parse_job("[1]"); },
              ThrowsMessage<std::runtime_error>(HasSubstr("is not an object")));
}

}  // namespace
}  // namespace assay
