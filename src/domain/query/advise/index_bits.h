// Sets of candidates as bits, where many thousands of them are compared.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace assay::query {

// A bit for each candidate.
using IndexBits = std::vector<std::uint64_t>;

inline void put_in(IndexBits& set, int index) { set[static_cast<std::size_t>(index) / 64] |= std::uint64_t{1} << (static_cast<std::size_t>(index) % 64); }

inline IndexBits bits_of(const std::vector<int>& indexes, std::size_t candidates) {
    IndexBits bits(candidates / 64 + 1);
    for (const int index : indexes) put_in(bits, index);
    return bits;
}

inline bool holds(const IndexBits& set, int index) {
    return set[static_cast<std::size_t>(index) / 64] >> (static_cast<std::size_t>(index) % 64) & 1;
}

inline void take_out(IndexBits& set, int index) { set[static_cast<std::size_t>(index) / 64] &= ~(std::uint64_t{1} << (static_cast<std::size_t>(index) % 64)); }

inline void put_in(IndexBits& set, const IndexBits& more) {
    for (std::size_t i = 0; i < more.size(); ++i) set[i] |= more[i];
}

inline bool is_within(const std::vector<int>& part, const IndexBits& whole) {
    return std::all_of(part.begin(), part.end(), [&](int index) { return holds(whole, index); });
}

// Ascending.
inline std::vector<int> numbers_of(const IndexBits& set) {
    std::vector<int> numbers;
    for (std::size_t word = 0; word < set.size(); ++word)
        for (std::uint64_t bits = set[word]; bits; bits &= bits - 1) numbers.push_back(static_cast<int>(word * 64) + std::countr_zero(bits));
    return numbers;
}

}  // namespace assay::query
