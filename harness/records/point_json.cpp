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

std::map<std::string, std::string> parse_texts(std::string_view object) {
  std::map<std::string, std::string> texts;
  for (Members members(object); auto const next = members.next();)
    texts.emplace(next->name, decoded_text(next->value));
  return texts;
}

std::vector<std::string> parse_list(std::string_view array) {
  std::vector<std::string> texts;
  for (Members items(array); auto const next = items.next();)
    texts.push_back(decoded_text(next->value));
  return texts;
}

/// `program` stands before what else is known of it.
template <typename Change>
void change_program_of(Point& point, Change const& change) {
  if (point.program != nullptr) change_program(point.program, change);
}

std::shared_ptr<Program const> parse_program(std::string_view array) {
  Program program;
  program.argv = parse_list(array);
  return std::make_shared<Program const>(std::move(program));
}

std::optional<Proof> proof_from(std::string_view name) {
  if (name == "none") return Proof::none;
  if (name == "imported") return Proof::imported;
  return std::nullopt;
}

/// `launcher`, its name, stands before it.
void read_launcher_words(Point& point, std::string_view array) {
  point.own_launcher =
      std::make_shared<Launcher const>(own_launcher(point.launcher, parse_list(array)));
}

void read_wrap(Point& point, std::string_view array) {
  point.wrap =
      std::make_shared<CommandPrefix const>(CommandPrefix{parse_list(array), {}, {}});
}

/// `own`, where files do not say it already, or the one that the study names.
void read_working_directory(Point& point, std::string_view value) {
  change_program_of(point, [&](Program& program) {
    auto directory = decoded_text(value);
    if (directory == "own")
      program.launch_files.own_directory = true;
    else
      program.working_directory = std::move(directory);
  });
}

void read_proof(Point& point, std::string_view value) {
  auto const proof = proof_from(decoded_text(value));
  if (!proof) return;
  change_program_of(point, [&](Program& program) { program.readings.proof = *proof; });
}

/// As the study says it: {"template": "in.lj"}.
Json input_json(InputFile const& file) {
  auto json = Json::object();
  json[name_of(file.how)] = file.source;
  return json;
}

InputFile parse_input(std::string_view object) {
  using How = InputFile::How;
  InputFile file;
  for (Members members(object); auto const next = members.next();)
    for (auto const how : {How::copied, How::linked, How::filled})
      if (next->name == name_of(how)) {
        file.how = how;
        file.source = decoded_text(next->value);
      }
  return file;
}

Json files_json(Point const& point) {
  if (point.program == nullptr || point.program->launch_files.files.empty()) return {};
  auto json = Json::object();
  for (auto const& [name, file] : point.program->launch_files.files)
    json[name] = input_json(file);
  return json;
}

void read_files(Point& point, std::string_view object) {
  change_program_of(point, [&](Program& program) {
    program.launch_files.own_directory = true;
    for (Members members(object); auto const next = members.next();)
      program.launch_files.files.emplace(next->name, parse_input(next->value));
  });
}

Json stdin_json(Point const& point) {
  bool const has = point.program != nullptr && point.program->launch_files.input;
  return has ? input_json(*point.program->launch_files.input) : Json();
}

Json directory_json(Point const& point) {
  if (point.program == nullptr) return {};
  auto const& given = point.program->working_directory;
  if (!given.empty()) return given;
  auto const& files = point.program->launch_files;  // which say it already
  return files.own_directory && files.files.empty() ? Json("own") : Json();
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

/// Likewise, of a text that is usually empty.
template <auto member>
constexpr Field later_text_field(std::string_view name) {
  auto field = text_field<member>(name);
  field.write = [](Point const& point) {
    return (point.*member).empty() ? Json() : Json(point.*member);
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
          [](Point& point, std::string_view value) { point.env = parse_texts(value); },
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
          [](Point const& point) { return directory_json(point); }},
    later_field<&Point::cores_per_rank, 0>("cores_per_rank"),
    later_field<&Point::smt, 1>("smt"),
    later_field<&Point::gpus_per_rank, 0>("gpus_per_rank"),
    Field{"launcher_words", read_launcher_words,
          [](Point const& point) {
            return point.own_launcher == nullptr ? Json()
                                                 : Json(point.own_launcher->own.words);
          }},
    Field{"wrap", read_wrap,
          [](Point const& point) {
            return point.wrap == nullptr ? Json() : Json(point.wrap->words);
          }},
    Field{"derived",
          [](Point& point, std::string_view value) {
            point.derived = parse_texts(value);
          },
          [](Point const& point) {
            return point.derived.empty() ? Json() : Json(point.derived);
          }},
    Field{"files", read_files, files_json},
    Field{"stdin",
          [](Point& point, std::string_view value) {
            change_program_of(point, [&](Program& program) {
              program.launch_files.input = parse_input(value);
            });
          },
          stdin_json},
    later_text_field<&Point::side>("side"),
    later_text_field<&Point::place>("place"),
    later_field<&Point::job_nodes, 0>("job_nodes")};

void read_member(Point& point, Member const& member) {
  if (member.name == "series") point.series = parse_series(member.value);
  if (member.name == "following") point.following = parse_list(member.value);
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

void add_membership(Json& line, Point const& point) {
  line["series"] = series_json(point);
  if (!point.following.empty()) line["following"] = point.following;
}

std::string point_id(Point const& point, std::string const& worker_sha256) {
  return sha256(to_text(to_json(point)) + worker_sha256).substr(0, 16);
}

}  // namespace assay
