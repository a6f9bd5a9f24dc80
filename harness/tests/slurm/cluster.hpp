// SPDX-License-Identifier: Apache-2.0
// A real Slurm cluster for one test, with a project directory that its nodes share.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "common/json.hpp"
#include "os/process.hpp"

namespace assay {

/// Who owns the daemons and submits the jobs.
enum class Owner { ourselves, ordinary_user };

/// Whether sacct answers; accounts other than `project` are then refused.
enum class Accounting { none, sacct };

/// Why its owner can have no cluster here, which is asked once; empty where he can.
std::string why_no_cluster(Owner owner);

struct ClusterShape {
  int nodes = 2;
  int cpus_per_node = 2;
  std::vector<std::string> lines{};  ///< more of slurm.conf
  Owner owner = Owner::ourselves;    ///< as root, the ordinary user is nobody
  int gpus_per_node = 0;  ///< that are none: CUDA_VISIBLE_DEVICES is all there is
  Accounting accounting = Accounting::none;
  std::vector<std::string> node_shapes{};  ///< of each node in turn, as in slurm.conf
};

/// Up when constructed, gone when destroyed. The project holds the jobscripts and
/// configurations of the source tree and the built assay, under their own names.
class Cluster {
 public:
  explicit Cluster(ClusterShape const& shape = {});
  ~Cluster();
  Cluster(Cluster const&) = delete;
  Cluster& operator=(Cluster const&) = delete;

  /// "crash node1", "boot node1", "pause" or "resume".
  void tell(std::string const& order);

  /// Runs a command in the project directory; standard output and error are mixed.
  ProcessResult run(Argv const& words, double timeout_s = 120) const;

  /// sbatch with these words; the id of the job.
  std::string submit(Argv const& words) const;

  std::string state_of(std::string const& job) const;
  /// Waits until the job is in one of Slurm's final states, and returns it.
  std::string wait_for_end(std::string const& job, double timeout_s = 120) const;

  std::filesystem::path project() const { return directory_ / "project"; }
  void write(std::string const& name, std::string const& text) const;

  /// Puts a script before a command of Slurm; "$@" are its words, and `real` is the one
  /// that it stands for. Each call is a line of the file `NAME.calls`.
  void stand_before(std::string const& name, std::string const& script);
  std::string read(std::string const& name) const;

  std::vector<Json> lines(std::string const& study, std::string const& kind) const;
  /// (point, launch) -> how many good records it has.
  std::map<std::pair<std::string, int>, int> good_launches(
      std::string const& study) const;

  /// With the Python that the test was started with; else jobs make none, since the
  /// report has tests of its own, and takes longer than all launches of a test here.
  void make_reports();

  void set(std::string const& name, std::string const& value) {
    environment_[name] = value;
  }

 private:
  void make_project() const;
  void hand_over();
  void start(ClusterShape const& shape);
  void expect(std::string const& answer);

  std::filesystem::path directory_;
  Argv as_owner_;  ///< what commands are prefixed with
  Environment environment_;
  pid_t process_ = 0;
  int orders_ = -1;
  int answers_ = -1;
};

/// Whether the Slurm of this machine is of a release such as 22.05.
bool is_slurm(std::string const& release);

/// Process ids, here and inside the nodes, whose command line holds both texts.
std::vector<pid_t> processes_with(std::string const& text, std::string const& other);

/// Asks every 50 ms until it is so; false once the time has passed.
bool until(double timeout_s, std::function<bool()> const& is_so);

}  // namespace assay
