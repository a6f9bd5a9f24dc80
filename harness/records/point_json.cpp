// SPDX-License-Identifier: Apache-2.0
// Counts that may exceed 2^53 become texts: JSON readers keep numbers as doubles.
#include "point_json.hpp"

#include <array>
#include <charconv>
#include <optional>

#include "members.hpp"
#include "model/axes.hpp"
#include "model/own_launcher.hpp"
#include "os/sha256.hpp"

namespace assay {
namespace {

ParameterValue parse_parameter(std::string_view value) {
  if (value.starts_with('"')) return decoded_text(value);
  std::int64_t whole = 0;
  auto const* const end = value.data() + value.size();
  auto const [stop, error] = std::from_chars(value.data(), end, whole);
  if (error == std::errc{} && stop == end) return whole;
  return decoded_double(value);
}

ParameterValues parse_parameters_of(std::string_view object) {
  ParameterValues parameters;
  for (Members members(object); auto const next = members.next();)
    parameters.emplace(next->name, parse_parameter(next->value));
  return parameters;
}

std::map<std::string, std::string> parse_env(std::string_view object) {
  std::map<std::string, std::string> env;
  for (Members members(object); auto const next = members.next();)
    env.emplace(next->name, decoded_text(next->value));
  return env;
}

std::vector<std::string> parse_words(std::string_view array) {
  std::vector<std::string> texts;
  for (Members words(array); auto const next = words.next();)
    texts.push_back(decoded_text(next->value));
  return texts;
}

std::shared_ptr<Program const> parse_program(std::string_view array) {
  Program program;
  program.argv = parse_words(array);
  return std::make_shared<Program const>(std::move(program));
}

std::optional<Proof> proof_from(std::string_view name) {
  if (name == "none") return Proof::none;
  if (name == "imported") return Proof::imported;
  return std::nullopt;
}

/// `launcher`, its name, stands before it.
void read_launcher_words(Point& point, std::string_view array) {
  point.own_launcher = std::make_shared<Launcher const>(
      own_launcher(point.launcher, parse_words(array)));
}

void read_wrap(Point& point, std::string_view array) {
  point.wrap =
      std::make_shared<CommandPrefix const>(CommandPrefix{parse_words(array), {}, {}});
}

/// `program` stands before it.
void read_working_directory(Point& point, std::string_view value) {
  if (point.program == nullptr) return;
  auto program = *point.program;
  program.working_directory = decoded_text(value);
  point.program = std::make_shared<Program const>(std::move(program));
}

/// `program` stands before it.
void read_proof(Point& point, std::string_view value) {
  auto const proof = proof_from(decoded_text(value));
  if (point.program == nullptr || !proof) return;
  auto program = *point.program;
  program.readings.proof = *proof;
  point.program = std::make_shared<Program const>(std::move(program));
}

std::vector<Scaling> parse_series(std::string_view array) {
  std::vector<Scaling> series;
  for (Members names(array); auto const next = names.next();)
    series.push_back(next->value == R"("strong")" ? Scaling::strong : Scaling::weak);
  return series;
}

/// One field of `requested`, in both directions. What is not written has its default.
struct Field {
  std::string_view name;
  void (*read)(Point& point, std::string_view value);
  Json (*write)(Point const& point);  ///< null: not written
};

template <auto member>
constexpr Field text_field(std::string_view name) {
  return {
      name,
      [](Point& point, std::string_view value) { point.*member = decoded_text(value); },
      [](Point const& point) { return Json(point.*member); }};
}

template <auto member>
constexpr Field int_field(std::string_view name) {
  return {
      name,
      [](Point& point, std::string_view value) { point.*member = decoded_int(value); },
      [](Point const& point) { return Json(point.*member); }};
}

/// Written only where it is not `usual`: points of older journals do not have it.
template <auto member, int usual>
constexpr Field later_field(std::string_view name) {
  auto field = int_field<member>(name);
  field.write = [](Point const& point) {
    return point.*member == usual ? Json() : Json(point.*member);
  };
  return field;
}

// In the order that ids are made of.
constexpr std::array fields{
    text_field<&Point::kernel>("kernel"),
    Field{"samples",
          [](Point& point, std::string_view value) {
            point.samples = decoded_count(value, 10, "");
          },
          [](Point const& point) { return Json(std::to_string(point.samples)); }},
    int_field<&Point::nodes>("nodes"),
    int_field<&Point::ranks>("ranks"),
    int_field<&Point::threads>("threads"),
    text_field<&Point::backend>("backend"),
    text_field<&Point::launcher>("launcher"),
    Field{"seed",
          [](Point& point, std::string_view value) {
            point.seed = decoded_count(value, 16, "0x");
          },
          [](Point const& point) { return Json(seed_text(point.seed)); }},
    int_field<&Point::repetitions>("repetitions"),
    Field{"parameters",
          [](Point& point, std::string_view value) {
            point.parameters = parse_parameters_of(value);
          },
          [](Point const& point) { return parameters_json(point.parameters); }},
    Field{"env",
          [](Point& point, std::string_view value) { point.env = parse_env(value); },
          [](Point const& point) { return Json(point.env); }},
    later_field<&Point::ranks_per_gpu, 1>("ranks_per_gpu"),
    later_field<&Point::ceiling_repetitions, 0>("ceiling_repetitions"),
    Field{"program",
          [](Point& point, std::string_view value) {
            point.program = parse_program(value);
          },
          [](Point const& point) {
            return point.program == nullptr ? Json() : Json(point.program->argv);
          }},
    Field{"proof",
          [](Point& point, std::string_view value) { read_proof(point, value); },
          [](Point const& point) {
            if (point.program == nullptr) return Json();
            auto const proof = point.program->readings.proof;
            if (proof == Proof::witness) return Json();
            return Json(proof == Proof::none ? "none" : "imported");
          }},
    Field{"working_directory",
          [](Point& point, std::string_view value) {
            read_working_directory(point, value);
          },
          [](Point const& point) {
            bool const is_given =
                point.program != nullptr && !point.program->working_directory.empty();
            return is_given ? Json(point.program->working_directory) : Json();
          }},
    later_field<&Point::cores_per_rank, 0>("cores_per_rank"),
    later_field<&Point::smt, 1>("smt"),
    Field{"launcher_words", read_launcher_words,
          [](Point const& point) {
            return point.own_launcher == nullptr ? Json()
                                                 : Json(point.own_launcher->own.words);
          }},
    Field{"wrap", read_wrap, [](Point const& point) {
            return point.wrap == nullptr ? Json() : Json(point.wrap->words);
          }}};

void read_member(Point& point, Member const& member) {
  if (member.name == "series") point.series = parse_series(member.value);
  for (auto const& field : fields) {
    if (field.name == member.name) return field.read(point, member.value);
  }
}

}  // namespace

Json parameters_json(ParameterValues const& parameters) {
  auto json = Json::object();
  for (auto const& [name, value] : parameters) {
    std::visit([&json, &key = name](auto const& one) { json[key] = one; }, value);
  }
  return json;
}

Json to_json(Point const& point) {
  auto json = Json::object();
  for (auto const& field : fields) {
    auto value = field.write(point);
    if (!value.is_null()) json[std::string(field.name)] = std::move(value);
  }
  return json;
}

Point parse_point(std::string_view object) {
  Point point;
  point.kernel.clear();
  for (Members members(object); auto const next = members.next();)
    read_member(point, *next);
  if (point.kernel.empty()) throw MalformedError("a point without a kernel");
  if (point.program != nullptr) {
    auto named = *point.program;
    named.name = point.kernel;
    point.program = std::make_shared<Program const>(std::move(named));
  }
  return point;
}

Json series_json(Point const& point) {
  auto list = Json::array();
  for (auto const scaling : point.series) {
    list.push_back(scaling == Scaling::strong ? "strong" : "weak");
  }
  return list;
}

std::string point_id(Point const& point, std::string const& worker_sha256) {
  return sha256(to_text(to_json(point)) + worker_sha256).substr(0, 16);
}

}  // namespace assay
