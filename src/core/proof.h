// Proof and Outcome: what an experiment showed. Only a Lab, which provers are handed, makes a Proof.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace assay {

class Lab;
class Map;
class Budget;
struct Finding;

enum class ProofState : unsigned char { no_prover, untried_budget, untried_needs, proven, refuted };

// Evidence obtained by experiment. `method` says in one line what was done, `before` and `after` what
// was seen, `transcript` holds the statements that ran, in order, so that it can be done again.
class Proof {
public:
    const std::string& method() const { return method_; }
    const std::string& before() const { return before_; }
    const std::string& after() const { return after_; }
    const std::vector<std::string>& transcript() const { return transcript_; }

private:
    friend class Lab;
    Proof(std::string method, std::string before, std::string after,
          std::vector<std::string> transcript)
        : method_{std::move(method)},
          before_{std::move(before)},
          after_{std::move(after)},
          transcript_{std::move(transcript)} {}

    std::string method_, before_, after_;
    std::vector<std::string> transcript_;
};

// What a prover is asked about: a finding and the row of the map that it is about.
struct Subject {
    const Finding& finding;
    std::int64_t id;
    const Map& map;
};

// What a prover answers. `fix` is there when the proposed fix was tried as well.
struct Outcome {
    ProofState state = ProofState::untried_needs;
    std::string reason = {};               // why it was not tried
    std::optional<Proof> proof = {};       // of the finding, or of its refutation
    std::optional<Proof> fix = {};         // of the fix

    static Outcome proven(Proof proof, std::optional<Proof> fix = {}) {
        return {ProofState::proven, {}, std::move(proof), std::move(fix)};
    }
    static Outcome refuted(Proof proof) { return {ProofState::refuted, {}, std::move(proof), {}}; }
    // `reason` completes "untried: needs …".
    static Outcome needs(std::string reason) {
        return {ProofState::untried_needs, std::move(reason), {}, {}};
    }
    static Outcome out_of_budget() { return {ProofState::untried_budget, {}, {}, {}}; }
};

using Prover = Outcome (*)(const Subject&, Lab&, Budget&);

}  // namespace assay
