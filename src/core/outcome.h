// Outcome: what a prover answers about a finding.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "core/fix.h"

namespace assay {

class Budget;
class Map;
struct Finding;

// What a prover is asked about: a finding and the row of the map that it is about.
struct Subject {
    const Finding& finding;
    std::int64_t id;
    const Map& map;
};

struct Outcome {
    ProofState state = ProofState::untried_needs;
    std::string reason = {};               // why it was not tried
    std::optional<Proof> proof = {};       // of the finding, or of its refutation
    std::optional<Proof> fix = {};         // of the finding's own fix, where that was tried as well
    std::optional<Fix> better_fix = {};    // what the experiment found to help, with its proof: takes the place of the finding's own

    static Outcome proven(Proof proof, std::optional<Proof> fix = {}) { return {ProofState::proven, {}, std::move(proof), std::move(fix), {}}; }
    static Outcome proven_with(Proof proof, Fix better_fix) { return {ProofState::proven, {}, std::move(proof), {}, std::move(better_fix)}; }
    static Outcome refuted(Proof proof) { return {ProofState::refuted, {}, std::move(proof), {}, {}}; }
    // `reason` completes "untried: needs …".
    static Outcome needs(std::string reason) { return {ProofState::untried_needs, std::move(reason), {}, {}, {}}; }
    static Outcome out_of_budget() { return {ProofState::untried_budget, {}, {}, {}, {}}; }
};

using Prover = Outcome (*)(const Subject&, Lab&, Budget&);

}  // namespace assay
