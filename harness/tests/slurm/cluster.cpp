// SPDX-License-Identifier: Apache-2.0
#include "cluster.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "os/environment.hpp"
#include "study_on_nodes.hpp"

namespace assay {

namespace fs = std::filesystem;

namespace {

fs::path make_directory() {
  // Not below TMPDIR: sockets have short names, and other users' daemons must get here.
  std::string name = "/tmp/assay-slurm-XXXXXX";
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no directory in /tmp");
  fs::permissions(name, fs::perms(0755));
  return name;
}

/// Open MPI 4 with libfabric.
bool has_old_libfabric(Environment const& environment) {
  auto const answer = run_process({{"ompi_info", "--parsable"}, environment, "/", ""},
                                  {.timeout_s = 30});
  auto const has = [&](char const* line) {
    return answer.output_tail.find(line) != std::string::npos;
  };
  return has("ompi:version:full:4.") && has("mca:mtl:ofi:version:");
}

/// All nodes are one machine, which MPI must not find out, and may be without network.
/// On a busy host Open MPI 4.1.4 crashes in about one of 100 MPI_Init over its own
/// shared memory and TCP: a message of a rank that is ready meets one that is not. Over
/// libfabric it does not. Open MPI 5, whose libfabric has other providers, does not
/// crash.
void add_transport(Environment& environment) {
  environment["OMPI_MCA_pml"] = "ob1";
  environment["OMPI_MCA_btl"] = "self,tcp";
  environment["OMPI_MCA_btl_tcp_if_include"] = "lo";
  environment["OMPI_MCA_oob_tcp_if_include"] = "lo";
  static bool const over_libfabric = has_old_libfabric(environment);
  if (!over_libfabric) return;
  environment["OMPI_MCA_pml"] = "cm";
  environment["OMPI_MCA_mtl"] = "ofi";
  environment["OMPI_MCA_mtl_ofi_provider_include"] = "tcp";
  environment["FI_TCP_IFACE"] = "lo";
}

Argv const become_nobody{"setpriv", "--reuid=nobody", "--regid=nogroup",
                         "--clear-groups"};

constexpr char const* cluster_script = ASSAY_SOURCE "/harness/tests/slurm/cluster.sh";

/// The script goes as text: the owner may not be let to where it lies.
std::string probe_cluster(Owner owner) {
  Argv words;
  if (owner == Owner::ordinary_user && ::geteuid() == 0) words = become_nobody;
  words.insert(words.end(),
               {"bash", "-c", test::text_of(cluster_script), "cluster.sh", "probe"});
  auto const answer =
      run_process({words, own_environment(), "/", ""}, {.timeout_s = 20});
  if (answer.exit_code == 0 && answer.ending == Ending::exited) return {};
  auto const& said = answer.output_tail.empty() ? answer.error : answer.output_tail;
  return said.substr(0, said.find_last_not_of('\n') + 1);
}

}  // namespace

std::string why_no_cluster(Owner owner) {
  static std::map<Owner, std::string> known;
  auto const [entry, is_new] = known.try_emplace(owner);
  if (is_new) entry->second = probe_cluster(owner);
  return entry->second;
}

bool is_slurm(std::string const& release) {
  auto const path = std::string("PATH=") + std::getenv("PATH") + ":/usr/sbin:/sbin";
  auto const answer = run_process(  // srun itself asks a controller first
      {{"env", path, "slurmctld", "-V"}, own_environment(), "/", ""},
      {.timeout_s = 20});
  return answer.output_tail.find(" " + release + ".") != std::string::npos;
}

Cluster::Cluster(ClusterShape const& shape)
    : directory_(make_directory()), environment_(own_environment()) {
  if (!why_no_cluster(Owner::ourselves).empty()) return;  // its test is not run
  std::signal(SIGPIPE, SIG_IGN);
  for (auto const* stale : {"SLURM_JOB_ID", "SLURM_JOBID", "TMPDIR"}) {
    environment_.erase(stale);
  }
  environment_["SLURM_CONF"] = directory_ / "slurm" / "slurm.conf";
  environment_["ASSAY_WORKER_DIR"] = ASSAY_FAULT_WORKERS;
  // Other clusters and runs on this machine are other hosts to it.
  environment_["ASSAY_HOST_LOCK"] = directory_ / "host.lock";
  environment_["ASSAY_PYTHON"] = "true";
  add_transport(environment_);
  make_project();
  if (shape.owner == Owner::ordinary_user && ::geteuid() == 0) hand_over();
  start(shape);
}

Cluster::~Cluster() {
  if (process_ > 0) {
    ::close(orders_);
    ::close(answers_);
    ::waitpid(process_, nullptr, 0);
  }
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

void Cluster::make_reports() {
  char const* const python = std::getenv("ASSAY_PYTHON");
  environment_.erase("ASSAY_PYTHON");
  if (python != nullptr) environment_["ASSAY_PYTHON"] = python;
}

void Cluster::make_project() const {
  fs::path const source = ASSAY_SOURCE;
  fs::create_directory(project());
  fs::create_symlink(ASSAY_PROGRAM, project() / "assay");
  fs::create_symlink(source / "jobscripts", project() / "jobscripts");
  fs::copy(source / "configs", project() / "configs", fs::copy_options::recursive);
}

// All that the user needs is copied to where he may read, whoever may read the sources.
void Cluster::hand_over() {
  auto const copy = fs::copy_options::recursive | fs::copy_options::overwrite_existing;
  auto const workers = directory_ / "workers";
  fs::copy(ASSAY_FAULT_WORKERS, workers, copy);
  fs::copy(cluster_script, directory_);
  for (auto const* link : {"assay", "jobscripts"}) {
    auto const target = fs::canonical(project() / link);
    fs::remove(project() / link);
    fs::copy(target, project() / link, copy);
  }
  auto const analysis = fs::path("analysis") / "scaling";  // what came with the program
  fs::create_directories((project() / analysis).parent_path());
  fs::copy(fs::path(ASSAY_SOURCE) / analysis, project() / analysis, copy);
  environment_["ASSAY_WORKER_DIR"] = workers;
  environment_["HOME"] = directory_;
  environment_["USER"] = environment_["LOGNAME"] = "nobody";
  as_owner_ = become_nobody;
  run_process({{"chown", "-R", "nobody:nogroup", directory_}, environment_, "/", ""},
              {.timeout_s = 20});
}

void Cluster::start(ClusterShape const& shape) {
  Argv words = as_owner_;
  words.insert(
      words.end(),
      {as_owner_.empty() ? cluster_script : (directory_ / "cluster.sh").string(),
       (directory_ / "slurm").string(), std::to_string(shape.nodes),
       std::to_string(shape.cpus_per_node)});
  if (shape.gpus_per_node > 0)
    words.push_back("gpus=" + std::to_string(shape.gpus_per_node));
  if (shape.accounting == Accounting::sacct) words.emplace_back("accounting");
  for (auto const& one : shape.node_shapes) words.push_back("node=" + one);
  words.insert(words.end(), shape.lines.begin(), shape.lines.end());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::array<int, 2> orders{}, answers{};
  if (::pipe2(orders.data(), O_CLOEXEC) != 0 || ::pipe2(answers.data(), O_CLOEXEC) != 0)
    throw std::runtime_error("no pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, orders[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, answers[1], STDOUT_FILENO);
  int const problem =
      posix_spawnp(&process_, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(orders[0]);
  ::close(answers[1]);
  orders_ = orders[1];
  answers_ = answers[0];
  if (problem != 0) throw std::runtime_error("cannot start " + words[0]);
  expect("ready\n");
}

void Cluster::expect(std::string const& answer) {
  std::string seen(answer.size(), '\0');
  for (std::size_t size = 0; size < answer.size();) {
    auto const more = ::read(answers_, seen.data() + size, answer.size() - size);
    if (more <= 0) throw std::runtime_error("the cluster has ended; it said why");
    size += static_cast<std::size_t>(more);
  }
  if (seen != answer) throw std::runtime_error("the cluster says " + seen);
}

void Cluster::tell(std::string const& order) {
  auto const line = order + "\n";
  if (::write(orders_, line.data(), line.size()) < 0)
    throw std::runtime_error("the cluster has ended");
  expect("done\n");
}

ProcessResult Cluster::run(Argv const& words, double timeout_s) const {
  auto argv = as_owner_;
  argv.insert(argv.end(), words.begin(), words.end());
  return run_process({argv, environment_, project(), ""}, {.timeout_s = timeout_s});
}

std::string Cluster::submit(Argv const& words) const {
  Argv argv{"sbatch", "--parsable"};
  argv.insert(argv.end(), words.begin(), words.end());
  auto const answer = run(argv);
  if (answer.exit_code != 0) throw std::runtime_error(answer.output_tail);
  return answer.output_tail.substr(0, answer.output_tail.find_first_of(";\n"));
}

std::string Cluster::state_of(std::string const& job) const {
  auto const answer = run({"squeue", "-h", "-t", "all", "-j", job, "-o", "%T"});
  return answer.output_tail.substr(0, answer.output_tail.find('\n'));
}

std::string Cluster::wait_for_end(std::string const& job, double timeout_s) const {
  std::string state;
  bool const ended = until(timeout_s, [&] {
    state = state_of(job);
    return state != "PENDING" && state != "CONFIGURING" && state != "RUNNING" &&
           state != "COMPLETING" && state != "REQUEUED";
  });
  return ended ? state : "still " + state;
}

void Cluster::write(std::string const& name, std::string const& text) const {
  std::ofstream(project() / name) << text;
}

void Cluster::stand_before(std::string const& name, std::string const& script) {
  auto const bin = project() / "bin";
  auto const path = variable_of(environment_, "PATH");
  fs::create_directories(bin);
  write("bin/" + name, "#!/bin/bash\nPATH=${PATH#*:}\nreal=$(command -v " + name +
                           ")\necho \"$*\" >>" + (project() / name).string() +
                           ".calls\n" + script);
  fs::permissions(bin / name, fs::perms(0755));
  if (!path.starts_with(bin.string())) environment_["PATH"] = bin.string() + ":" + path;
}

std::string Cluster::read(std::string const& name) const {
  return test::text_of(project() / name);
}

std::vector<Json> Cluster::lines(std::string const& study,
                                 std::string const& kind) const {
  return test::lines_of(project(), study, kind);
}

std::map<std::pair<std::string, int>, int> Cluster::good_launches(
    std::string const& study) const {
  return test::good_launches_of(lines(study, "record"));
}

std::vector<pid_t> processes_with(std::string const& text, std::string const& other) {
  std::vector<pid_t> found;
  for (auto const& entry : fs::directory_iterator("/proc")) {
    auto const name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    auto const words = test::text_of(entry.path() / "cmdline");
    if (words.find(text) != std::string::npos && words.find(other) != std::string::npos)
      found.push_back(std::stoi(name));
  }
  return found;
}

bool until(double timeout_s, std::function<bool()> const& is_so) {
  using Clock = std::chrono::steady_clock;
  auto const end = Clock::now() + std::chrono::duration<double>(timeout_s);
  while (!is_so()) {
    if (Clock::now() > end) return false;
    // Most ask Slurm, by a process that costs as much as some launches.
    std::this_thread::sleep_for(std::chrono::milliseconds(250));
  }
  return true;
}

}  // namespace assay
