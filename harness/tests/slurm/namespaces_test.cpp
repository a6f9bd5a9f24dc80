// SPDX-License-Identifier: Apache-2.0
// What a cluster's nodes need of the machine, and leave there.
#include <gmock/gmock.h>
#include <unistd.h>

#include "cluster.hpp"
#include "lack.hpp"
#include "os/environment.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char const* script = ASSAY_SOURCE "/harness/tests/slurm/cluster.sh";

/// Where mount namespaces share what is mounted, as on most machines: $1 is a
/// directory, $2 the script. Says `leaked` where a mount of a node stays. Nothing is
/// shared with the machine itself, whose files the test would else remove with its
/// directory.
constexpr char const* in_place = R"sh(
mount --make-rshared / || exit
before=$(</proc/self/mountinfo)
"$2" "$1/c" 1 1 </dev/null
[[ $before == "$(</proc/self/mountinfo)" ]] || echo leaked
)sh";

/// The same in a root that holds this one but is itself no mount point.
constexpr char const* in_chroot = R"sh(
mount --make-rshared / || exit
mkdir "$1/root" && cp "$2" "$1/root/script" && mkdir -m 1777 "$1/root/tmp" || exit
for entry in /*; do
  if [[ -L $entry ]]; then
    cp -P "$entry" "$1/root/"
  elif [[ -d $entry && $entry != /tmp ]]; then
    mkdir "$1/root$entry" && mount --rbind "$entry" "$1/root$entry" || exit
  fi
done
before=$(</proc/self/mountinfo)
chroot "$1/root" /script /tmp/c 1 1 </dev/null
[[ $before == "$(</proc/self/mountinfo)" ]] || echo leaked
)sh";

ProcessResult run_sharing(char const* body) {
  Scratch const scratch;
  return run_process({{"unshare", "--mount", "--propagation", "private", "bash", "-c",
                       body, "bash", scratch.path().string(), script},
                      own_environment(),
                      "/",
                      ""},
                     {.timeout_s = 100});
}

bool root_is_mount_point() {
  return run_process({{"mountpoint", "--quiet", "/"}, own_environment(), "/", ""},
                     {.timeout_s = 10})
      .succeeded();
}

class Namespaces : public testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) return lack("only root can mount and give up rights");
    if (!root_is_mount_point())
      GTEST_SKIP() << "this root is no mount point, in which all other tests run";
  }
};

TEST_F(Namespaces, OfNodesLeaveTheMountsOfTheMachineAlone) {
  auto const answer = run_sharing(in_place);
  EXPECT_THAT(answer.output_tail, HasSubstr("ready"));
  EXPECT_THAT(answer.output_tail, Not(HasSubstr("leaked")));
}

TEST_F(Namespaces, OfNodesInAPlainChrootDoSoToo) {
  auto const answer = run_sharing(in_chroot);
  EXPECT_THAT(answer.output_tail, HasSubstr("ready"));
  EXPECT_THAT(answer.output_tail, Not(HasSubstr("leaked")));
}

TEST_F(Namespaces, AreMissedAtOnceAndByName) {
  auto const answer = run_process({{"setpriv", "--bounding-set=-sys_admin",
                                    "--inh-caps=-sys_admin", script, "probe"},
                                   own_environment(),
                                   "/",
                                   ""},
                                  {.timeout_s = 30});
  EXPECT_EQ(answer.exit_code, 4);
  EXPECT_THAT(answer.output_tail, HasSubstr("no node can be made here: unshare: "));
  EXPECT_THAT(answer.output_tail, HasSubstr("Operation not permitted"));
  EXPECT_LT(answer.wall_s, 1.0);
}

}  // namespace
}  // namespace assay
