// Proof: what an experiment showed. Only a Lab, which provers are handed, makes one.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace assay {

class Lab;

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

}  // namespace assay
