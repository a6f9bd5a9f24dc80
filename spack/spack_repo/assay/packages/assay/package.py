# SPDX-License-Identifier: Apache-2.0
"""Spack's recipe. It builds the clone that it lies in: spack repo add CLONE/spack/spack_repo/assay."""

from pathlib import Path

from spack.package import Executable, depends_on, license, run_after, variant, version
from spack_repo.builtin.build_systems.cmake import CMakePackage, generator


class Assay(CMakePackage):
    """Measures how programs scale, and proves that every point ran as asked."""

    homepage = Path(__file__).resolve().parents[5].as_uri()
    git = homepage

    license("Apache-2.0")

    version("main", branch="main")

    variant("kernels", default=True, description="Workers, which measure the kernels")

    depends_on("c", type="build")
    depends_on("cxx", type="build")
    depends_on("cmake@3.25:", type="build")
    depends_on("ninja", type="build")
    depends_on("pkgconfig", type="build")
    depends_on("cli11", type="build")
    depends_on("nlohmann-json")
    depends_on("fmt")
    depends_on("hwloc")
    depends_on("openssl")
    depends_on("re2")
    depends_on("yaml-cpp")
    depends_on("zlib-api")
    depends_on("mpi", when="+kernels")
    # Spack's Kokkos runs one thread unless told otherwise.
    depends_on("kokkos@3.4:5+serial+openmp", when="+kernels")
    depends_on("python@3.9:", type="run")
    depends_on("py-numpy@1.22:", type="run")
    depends_on("py-scipy@1.7:", type="run")
    depends_on("py-matplotlib@3.6:", type="run")
    depends_on("py-jinja2@2.11:", type="run")

    generator("ninja")

    def cmake_args(self):
        """Returns the options: nothing is downloaded, no test is built."""
        return [
            self.define("ASSAY_FETCH", False),
            self.define("BUILD_TESTING", False),
            self.define("CMAKE_UNITY_BUILD", True),
            self.define_from_variant("ASSAY_WORKER", "kernels"),
        ]

    def setup_run_environment(self, env):
        """Names the interpreter whose packages are loaded."""
        env.set("ASSAY_PYTHON", self.spec["python"].command.path)

    @run_after("install")
    def start_once(self):
        """Fails the installation where the program does not start."""
        program = Executable(self.prefix.bin.assay)
        program("--version")
