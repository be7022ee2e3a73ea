// Finding: what a rule says of one object, with its evidence, proof and fix.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/fix.h"
#include "core/result.h"

namespace assay {

struct Rule;

enum class Severity : unsigned char { note, warning, error };
// In the order of what it costs the user: the first weighs most when findings are ranked.
enum class Effect : unsigned char { data_loss, security, correctness, locks, speed, cost, clarity };

struct Evidence {
    std::string where;  // "file:line", "pg_stats", a setting's name
    std::string quote;
};

struct Finding {
    // What a rule gives.
    std::string object;   // the path of what is wrong: "orders(customer_id)"; the key is made of it
    std::string message;
    std::optional<Location> location = {};
    std::vector<Evidence> evidence = {};
    std::optional<Fix> fix = {};
    std::int64_t subject = 0;  // id of a row of the map
    std::string cause = {};    // findings of one rule with an equal, non-empty cause become one
    std::optional<Severity> chosen_severity = {};  // where the data decides; else the rule's

    // What the report and the engine add.
    const Rule* rule = nullptr;
    Severity severity = Severity::warning;
    std::string key = {};               // rule id, '@', 10 hex digits
    int count = 1;                      // how many objects share the cause
    std::vector<std::string> also = {}; // the other objects of the cause
    ProofState proof_state = ProofState::no_prover;
    std::string untried = {};           // why there is no proof: completes "untried: needs …"
    std::optional<Proof> proof = {};
    std::string suppressed = {};        // the reason given where it was suppressed
};

std::string_view name(Severity);
std::string_view name(Safety);
std::string_view name(Effect);
// "proven", "refuted", "untried: budget", "untried: needs REASON", "no prover".
std::string proof_text(const Finding&);

std::optional<Severity> severity_from(std::string_view);
std::optional<Safety> safety_from(std::string_view);
std::optional<Effect> effect_from(std::string_view);

}  // namespace assay
