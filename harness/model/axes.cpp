// SPDX-License-Identifier: Apache-2.0
// A new axis is a member of Point, a row here, and a row of the fields in point_json.
#include "axes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

#include "launcher.hpp"
#include "placement.hpp"
#include "plan_context.hpp"

namespace assay {
namespace {

/// The seed of the golden values.
constexpr std::uint64_t default_seed = 0x548c9decbce65297;

template <auto member>
AxisValue get(Point const& point) {
  if constexpr (std::is_same_v<decltype(point.*member), int const&>)
    return static_cast<std::uint64_t>(point.*member);
  else
    return point.*member;
}

template <auto member>
void set(Point& point, AxisValue const& value, Study const&, PlanContext const&) {
  using Member = std::remove_reference_t<decltype(point.*member)>;
  if constexpr (std::is_same_v<Member, int>)
    point.*member =
        is_auto(value) ? 0 : static_cast<int>(std::get<std::uint64_t>(value));
  else
    point.*member = std::get<Member>(value);
}

void set_kernel(Point& point, AxisValue const& value, Study const& study,
                PlanContext const& context) {
  point.kernel = std::get<std::string>(value);
  point.program = nullptr;
  for (auto const& program : study.programs)
    if (program->name == point.kernel) point.program = program;
  // A program times one thing: itself.
  bool const is_program = point.program != nullptr;
  point.repetitions = is_program ? 1 : study.repetitions;
  point.ceiling_repetitions = is_program ? 0 : study.ceiling_repetitions;
  if (auto const* entry = find_kernel(context.catalogue, point.kernel))
    for (auto const& parameter : entry->parameters)
      point.parameters[parameter.name] = parameter.default_value;
}

void set_launcher(Point& point, AxisValue const& value, Study const& study,
                  PlanContext const& context) {
  point.launcher = is_auto(value) ? automatic_launcher(context.machine)
                                  : std::get<std::string>(value);
  point.own_launcher = nullptr;
  for (auto const& launcher : study.launchers)
    if (launcher->name == point.launcher) point.own_launcher = launcher;
  point.wrap = study.wrap;
}

/// What is reserved, whoever said so.
AxisValue get_cores_per_rank(Point const& point) {
  return static_cast<std::uint64_t>(point.cores_of_rank());
}

std::vector<std::string> kernel_words(Catalogue const& catalogue) {
  std::vector<std::string> names;
  for (auto const& entry : catalogue) names.push_back(entry.name);
  return names;
}

std::vector<std::string> place_words(Catalogue const&) {
  return {std::string(place_by_core), std::string(place_by_numa),
          std::string(place_by_socket), std::string(place_by_node)};
}

/// Those that a worker can be built for.
std::vector<std::string> backend_words(Catalogue const&) {
  return {"serial", "openmp", "threads", "cuda", "hip"};
}

std::vector<std::string> launcher_words(Catalogue const&) {
  std::vector<std::string> names{"auto"};
  for (auto const& launcher : launchers()) names.push_back(launcher.name);
  return names;
}

template <auto member>
AxisDefinition counted(std::string_view name, AxisKind kind, AxisShown shown,
                       std::uint64_t maximum) {
  return {.name = name,
          .kind = kind,
          .shown = shown,
          .maximum = maximum,
          .fallback = std::uint64_t{1},
          .get = get<member>,
          .set = set<member>};
}

/// `samples` first, then the others, the slowest first. ranks x threads stays below
/// 2^31, which is what a Point counts cores with; samples stay below 2^63, so that
/// signed indices hold them.
std::span<AxisDefinition const> all_axes() {
  using enum AxisKind;
  using enum AxisShown;
  static std::array const axes{
      AxisDefinition{.name = "samples",
                     .kind = count_or_auto,
                     .shown = column,
                     .maximum = (std::uint64_t{1} << 63) - 1,
                     .get = get<&Point::samples>},
      AxisDefinition{.name = "kernel",
                     .kind = word,
                     .shown = column,
                     .words = kernel_words,
                     .get = get<&Point::kernel>,
                     .set = set_kernel},
      counted<&Point::nodes>("nodes", count_or_auto, column, 1'000'000),
      counted<&Point::ranks>("ranks", count_or_auto, column, 1'000'000),
      counted<&Point::threads>("threads", count_or_auto, column, 1024),
      AxisDefinition{.name = "cores_per_rank",
                     .kind = count,
                     .maximum = 1024,
                     .get = get_cores_per_rank,
                     .set = set<&Point::cores_per_rank>},
      AxisDefinition{.name = "smt",
                     .kind = count,
                     .maximum = 8,
                     .get = get<&Point::smt>,
                     .set = set<&Point::smt>},
      AxisDefinition{.name = "place",
                     .kind = word,
                     .words = place_words,
                     .get = get<&Point::place>,
                     .set = set<&Point::place>},
      AxisDefinition{.name = "backend",
                     .kind = word,
                     .shown = words,
                     .fallback = "openmp",
                     .words = backend_words,
                     .get = get<&Point::backend>,
                     .set = set<&Point::backend>},
      AxisDefinition{.name = "gpus_per_rank",
                     .kind = count,
                     .maximum = 64,
                     .get = get<&Point::gpus_per_rank>,
                     .set = set<&Point::gpus_per_rank>},
      counted<&Point::ranks_per_gpu>("ranks_per_gpu", count, words, 1024),
      AxisDefinition{.name = "launcher",
                     .kind = word,
                     .shown = if_swept,
                     .fallback = "auto",
                     .words = launcher_words,
                     .get = get<&Point::launcher>,
                     .set = set_launcher},
      AxisDefinition{.name = "seed",
                     .kind = seed,
                     .shown = if_swept,
                     .fallback = default_seed,
                     .get = get<&Point::seed>,
                     .set = set<&Point::seed>},
  };
  return axes;
}

template <auto member>
constexpr PointNumber number(std::string_view name) {
  return {name, [](Point const& point) {
            return static_cast<std::uint64_t>(std::invoke(member, point));
          }};
}

}  // namespace

std::span<AxisDefinition const> swept_axes() { return all_axes().subspan(1); }

AxisDefinition const* axis_definition(std::string_view name) {
  auto const axes = all_axes();
  auto const found =
      std::find_if(axes.begin(), axes.end(),
                   [&](AxisDefinition const& axis) { return axis.name == name; });
  return found == axes.end() ? nullptr : &*found;
}

bool is_auto(AxisValue const& value) {
  auto const* text = std::get_if<std::string>(&value);
  return text != nullptr && *text == "auto";
}

std::string to_text(AxisValue const& value) {
  return std::visit([](auto const& held) { return fmt::format("{}", held); }, value);
}

std::string axis_text(AxisDefinition const& axis, Point const& point) {
  auto const value = axis.get(point);
  if (axis.kind == AxisKind::seed) return seed_text(std::get<std::uint64_t>(value));
  return to_text(value);
}

std::string seed_text(std::uint64_t seed) { return fmt::format("{:#x}", seed); }

std::span<PointNumber const> point_numbers() {
  static constexpr std::array numbers{number<&Point::samples>("samples"),
                                      number<&Point::ranks>("ranks"),
                                      number<&Point::threads>("threads"),
                                      number<&Point::nodes>("nodes"),
                                      number<&Point::ranks_per_node>("ranks_per_node"),
                                      number<&Point::cores_of_rank>("cores_per_rank"),
                                      number<&Point::cores>("cores"),
                                      number<&Point::gpus_per_rank>("gpus_per_rank"),
                                      number<&Point::seed>("seed")};
  return numbers;
}

}  // namespace assay
