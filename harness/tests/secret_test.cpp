// SPDX-License-Identifier: Apache-2.0
// Secrets by name and by shape, and what is none.
#include "os/secret.hpp"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Secret, IsKnownByItsName) {
  for (auto const* name : {"SLURM_JWT", "UCX_PWD", "OMPI_MCA_password", "FI_SECRET_x",
                           "NCCL_API_KEY", "HYDRA_KEY", "MPICH_PASS", "KEY"})
    EXPECT_TRUE(names_secret(name)) << name;
  for (auto const* name :
       {"PATH", "NCCL_IB_PKEY", "UCX_TLS", "OMPI_MCA_btl_openib_compass",
        "LMOD_KEYBOARD", "SLURM_JOB_ID"})
    EXPECT_FALSE(names_secret(name)) << name;
}

TEST(Secret, IsAPasswordInAnAddress) {
  for (auto const* value : {"https://u:SECRET@h", "postgres://user:p@host:5432/db",
                            "see http://h/ and https://:x@h/path"})
    EXPECT_TRUE(holds_password(value)) << value;
  for (auto const* value : {"https://host:80/a@b:c", "https://user@host",
                            "tcp://10.0.0.1:5", "a:b@c", "://", "https://"})
    EXPECT_FALSE(holds_password(value)) << value;
}

TEST(Secret, IsAKeyDrawnAtRandom) {
  for (auto const* value :
       {"ghp_x7Kq9Zt2LmWv4RsA", "x,3f9a1c7be204d86f5a90", "sk-4kXw82mNqLpZ7vTr"})
    EXPECT_TRUE(holds_key(value)) << value;
  for (auto const* value :
       {"rc,ud,sm,self", "mlx5_0:1,mlx5_1:1", "tcp,self,vader", "1234567890123456789",
        "hcoll_verbose_level_of_all",
        "/apps/openmpi-4.1.5-abc2kjh3x9q8w7e6r5t4y3u2/lib", "aaaaaaaaaaaaaaaaaa11", ""})
    EXPECT_FALSE(holds_key(value)) << value;
}

}  // namespace
}  // namespace assay
