// SPDX-License-Identifier: Apache-2.0
// The body of transport: follows a range of histories, for every target.
#pragma once

#include <cstddef>
#include <cstdint>

#include "lanes/counts.hpp"
#include "lanes/draws.hpp"
#include "lanes/reproducible_math.hpp"
#include "lanes/targets.hpp"

namespace assay::transport {

constexpr std::uint32_t stream = 5;

/// Vectors of particles that move at once.
constexpr std::size_t groups = 4;

enum Fate : std::size_t { absorbed, transmitted, reflected, events, fates };

struct Slab {
  std::int64_t thickness;    ///< in 2^-40 mean free paths
  std::uint64_t absorption;  ///< in 2^-32
};

/// Particles before an event, one in each lane.
template <class Wide, class Real>
struct Particles {
  Wide sample, event;
  Wide depth;  ///< in 2^-40 mean free paths, two's complement
  Real cosine;
};

template <class Target>
using ParticlesOf = Particles<typename Target::Wide, typename Target::Real>;

/// -1 in each lane where that is so after an event, else 0.
template <class Wide>
struct Outcome {
  Wide is_reflected, is_transmitted, is_absorbed;
};

/// One flight of the particles of each entry and, within the slab, its event. Function
/// by function, so that the chains of the entries run side by side.
template <class Target, class Generator, std::size_t count>
ASSAY_INLINE void advance(ParticlesOf<Target> (&p)[count], Slab slab, Key key,
                          Outcome<typename Target::Wide> (&after)[count]) {
  using Wide = typename Target::Wide;
  using Word = typename Target::Word;
  Words<Word> w[count];
  typename Target::Real length[count];
  ASSAY_UNROLL
  for (std::size_t g = 0; g < count; ++g) {
    w[g] = {word_of(p[g].sample), word_of(p[g].sample >> 32U), word_of(p[g].event),
            Word{} + stream};
  }
  Generator::encrypt(w, key);
  ASSAY_UNROLL
  for (std::size_t g = 0; g < count; ++g) {
    length[g] = reproducible_math::log(reproducible_math::unit(w[g].w0, w[g].w1));
  }
  ASSAY_UNROLL
  for (std::size_t g = 0; g < count; ++g) {
    auto const way = length[g] * -p[g].cosine;
    auto const units = way * 0x1p40 + reproducible_math::shift_to_integer;
    p[g].depth += bits_of(units) - bits_of(reproducible_math::shift_to_integer);
    p[g].event += 1U;
    // Exact: an odd integer below 2^33, less 2^32.
    auto const odd = from_bits((wide(w[g].w3) * 2U + 1U) | 0x4330000000000000U);
    p[g].cosine = (odd - (0x1p52 + 0x1p32)) * 0x1p-32;
    Wide const far = Wide{} + static_cast<std::uint64_t>(slab.thickness);
    Wide const reflected = minus_less(p[g].depth, Wide{});
    Wide const inside = minus_less(p[g].depth, far);
    Wide const stopped = minus_less(wide(w[g].w2), Wide{} + slab.absorption);
    after[g] = {reflected, ~inside, inside & ~reflected & stopped};
  }
}

/// Follows one particle from its start to its end.
template <class Generator>
ASSAY_INLINE void follow(std::uint64_t sample, Slab slab, Key key,
                         Counts<fates>& counts) {
  ParticlesOf<Plain> p[] = {{sample, 0, 0, 1.0}};
  for (;;) {
    Outcome<std::uint64_t> ended[1];
    advance<Plain, Generator>(p, slab, key, ended);
    auto const& after = ended[0];
    counts.at[reflected] += after.is_reflected & 1U;
    counts.at[transmitted] += after.is_transmitted & 1U;
    counts.at[absorbed] += after.is_absorbed & 1U;
    bool const has_left = (after.is_reflected | after.is_transmitted) != 0;
    counts.at[events] += has_left ? 0 : 1;
    if (has_left || after.is_absorbed != 0) return;
  }
}

/// The particles under way: some vectors of them make one event each, then those that
/// live move together, and new ones fill up. So lanes stay busy, however long a history
/// is.
template <class Target, class Generator>
class Pool {
 public:
  ASSAY_INLINE Pool(Slab slab, Key key) : slab_(slab), key_(key) {}

  ASSAY_INLINE void follow_all(SampleRange range) {
    std::size_t alive = 0;
    while (alive > 0 || range.begin < range.end) {
      for (; alive < size && range.begin < range.end; ++alive) {
        start(alive, range.begin++);
      }
      std::size_t kept = 0;
      for (std::size_t first = 0; first < alive; first += groups * Target::lanes) {
        kept = step(first, alive, kept);
      }
      alive = kept;
    }
  }

  ASSAY_INLINE void add_to(Counts<fates>& counts) const {
    for (std::size_t i = 0; i < fates; ++i) counts.at[i] -= sum(minus_[i]);
  }

 private:
  using Wide = typename Target::Wide;
  static constexpr std::size_t size = 32 * Target::lanes;

  ASSAY_INLINE void start(std::size_t at, std::uint64_t sample) {
    sample_[at] = sample;
    event_[at] = 0;
    depth_[at] = 0;
    cosine_[at] = bits_of(1.0);
  }

  /// An event of the `alive` particles from `first` on, as many as are done at once;
  /// appends those that live to the `kept` ones and returns how many that makes.
  ASSAY_INLINE std::size_t step(std::size_t first, std::size_t alive,
                                std::size_t kept) {
    ParticlesOf<Target> p[groups];
    Outcome<Wide> after[groups];
    ASSAY_UNROLL
    for (std::size_t g = 0; g < groups; ++g)
      p[g] = particles(first + g * Target::lanes);
    advance<Target, Generator>(p, slab_, key_, after);
    ASSAY_UNROLL
    for (std::size_t g = 0; g < groups; ++g) {
      Wide const index = lanes_from(Target{}, first + g * Target::lanes);
      kept = keep(p[g], after[g], minus_less(index, Wide{} + alive), kept);
    }
    return kept;
  }

  ASSAY_INLINE ParticlesOf<Target> particles(std::size_t first) const {
    return {load(Target{}, sample_ + first), load(Target{}, event_ + first),
            load(Target{}, depth_ + first), from_bits(load(Target{}, cosine_ + first))};
  }

  /// Counts those used, and appends those of them that live.
  ASSAY_INLINE std::size_t keep(ParticlesOf<Target> const& p,
                                Outcome<Wide> const& after, Wide is_used,
                                std::size_t kept) {
    Wide const leaves = after.is_reflected | after.is_transmitted;
    minus_[reflected] += after.is_reflected & is_used;
    minus_[transmitted] += after.is_transmitted & is_used;
    minus_[absorbed] += after.is_absorbed & is_used;
    minus_[events] += ~leaves & is_used;
    Wide const lives = ~(leaves | after.is_absorbed) & is_used;
    store_packed(sample_ + kept, p.sample, lives);
    store_packed(event_ + kept, p.event, lives);
    store_packed(depth_ + kept, p.depth, lives);
    store_packed(cosine_ + kept, bits_of(p.cosine), lives);
    return kept + count(lives);
  }

  Slab slab_;
  Key key_;
  Wide minus_[fates] = {};
  std::uint64_t sample_[size], event_[size], depth_[size], cosine_[size];
};

/// Follows a range within a chunk.
template <class Target, class Generator>
ASSAY_FUNCTION void transport(SampleRange range, Slab slab, Key key,
                              Counts<fates>& counts) {
  if constexpr (Target::lanes == 1) {
    for (std::uint64_t i = range.begin; i < range.end; ++i) {
      follow<Generator>(i, slab, key, counts);
    }
  } else {
    Pool<Target, Generator> pool(slab, key);
    pool.follow_all(range);
    pool.add_to(counts);
  }
}
ASSAY_EACH_GENERATOR(void, transport, (SampleRange, Slab, Key, Counts<fates>&))

}  // namespace assay::transport
