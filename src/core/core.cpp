#include <fmt/core.h>
#include <xxhash.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <unordered_map>

#include "core/report.h"
#include "core/result.h"
#include "core/rule.h"

namespace assay {

std::string Error::text() const {
    std::string place = location.file;
    if (location.line > 0) place += fmt::format(":{}", location.line);
    if (location.line > 0 && location.column > 0) place += fmt::format(":{}", location.column);
    return place.empty() ? message : place + ": " + message;
}

namespace {

struct ClassName {
    char letter;
    std::string_view name;
};
constexpr ClassName class_names[]{{'S', "schema"},  {'D', "rows"},    {'T', "statistics"},
                                  {'L', "live server"}, {'Q', "queries"}, {'P', "program"},
                                  {'A', "API description"}};

constexpr std::string_view severity_names[]{"note", "warning", "error"};
constexpr std::string_view safety_names[]{"none", "safe", "unsafe", "manual"};
constexpr std::string_view effect_names[]{"data_loss", "security", "correctness", "locks",
                                          "speed",     "cost",     "clarity"};

template <class Enum, std::size_t N>
std::optional<Enum> find_name(const std::string_view (&names)[N], std::string_view wanted) {
    for (std::size_t i = 0; i < N; ++i)
        if (names[i] == wanted) return static_cast<Enum>(i);
    return {};
}

// Severity first, then whether it is proven, then what it costs, then how often it was seen.
auto weight(const Finding& f) {
    return std::tuple{-static_cast<int>(f.severity), f.proof_state == ProofState::proven ? 0 : 1,
                      static_cast<int>(f.rule->facts.effect), -f.count, f.rule->facts.id.text,
                      std::string_view{f.object}};
}

}  // namespace

std::string Needs::letters() const {
    std::string text;
    for (char c = 'A'; c <= 'Z'; ++c)
        if (has(c)) text += c;
    return text;
}

std::string_view fact_class_name(char letter) {
    for (const auto& entry : class_names)
        if (entry.letter == letter) return entry.name;
    return "other facts";
}

char fact_class_letter(std::string_view name) {
    for (const auto& entry : class_names)
        if (entry.name == name) return entry.letter;
    if (name == "live") return 'L';
    return '\0';
}

std::string_view name(Severity s) { return severity_names[static_cast<int>(s)]; }
std::string_view name(Safety s) { return safety_names[static_cast<int>(s)]; }
std::string_view name(Effect e) { return effect_names[static_cast<int>(e)]; }
std::optional<Severity> severity_from(std::string_view s) { return find_name<Severity>(severity_names, s); }
std::optional<Safety> safety_from(std::string_view s) { return find_name<Safety>(safety_names, s); }
std::optional<Effect> effect_from(std::string_view s) { return find_name<Effect>(effect_names, s); }

std::string proof_text(const Finding& finding) {
    switch (finding.proof_state) {
        case ProofState::no_prover: return "no prover";
        case ProofState::untried_budget: return "untried: budget";
        case ProofState::untried_needs: return "untried: needs " + finding.untried;
        case ProofState::proven: return "proven";
        case ProofState::refuted: return "refuted";
    }
    return {};
}

std::string finding_key(std::string_view rule_id, std::string_view object_path) {
    std::string text{rule_id};
    text += '\n';
    text += object_path;
    const auto hash = XXH3_64bits(text.data(), text.size());
    return fmt::format("{}@{:010x}", rule_id, hash & 0xff'ffff'ffffULL);
}

void Report::add(Finding finding) {
    finding.rule = current_;
    finding.severity = finding.chosen_severity.value_or(current_->facts.severity);
    if (!current_->facts.prover.empty()) finding.proof_state = ProofState::untried_budget;
    findings_.push_back(std::move(finding));
}

void Report::append(Report part) {
    std::move(part.findings_.begin(), part.findings_.end(), std::back_inserter(findings_));
    not_run_.insert(not_run_.end(), part.not_run_.begin(), part.not_run_.end());
}

namespace {

// One finding for several objects is cured by the fixes of all.
void add_fix(std::optional<Fix>& all, std::optional<Fix> one) {
    if (!one || one->statement.empty()) return;
    if (!all || all->statement.empty()) {
        all = std::move(one);
    } else if (all->statement.find(one->statement) == std::string::npos) {
        all->statement += '\n';
        all->statement += one->statement;
    }
}

}  // namespace

void Report::finish() {
    std::map<std::pair<const Rule*, std::string>, std::size_t> first_of_cause;
    std::vector<Finding> kept;
    kept.reserve(findings_.size());
    for (auto& finding : findings_) {
        if (!finding.cause.empty()) {
            const auto [at, is_new] =
                first_of_cause.try_emplace({finding.rule, finding.cause}, kept.size());
            if (!is_new) {
                Finding& first = kept[at->second];
                ++first.count;
                first.severity = std::max(first.severity, finding.severity);
                first.also.push_back(std::move(finding.object));
                add_fix(first.fix, std::move(finding.fix));
                continue;
            }
        }
        kept.push_back(std::move(finding));
    }
    findings_ = std::move(kept);

    std::unordered_map<std::string, int> seen;
    for (auto& finding : findings_) {
        const auto& path = finding.cause.empty() ? finding.object : finding.cause;
        finding.key = finding_key(finding.rule->facts.id.text, path);
        if (const int earlier = seen[finding.key]++; earlier > 0)
            finding.key = finding_key(finding.rule->facts.id.text, fmt::format("{}#{}", path, earlier + 1));
    }
    rank();
}

void Report::rank() {
    // The key makes the order total: the same findings come in the same order each time.
    std::sort(findings_.begin(), findings_.end(), [](const Finding& a, const Finding& b) {
        return std::tuple_cat(weight(a), std::tie(a.key)) < std::tuple_cat(weight(b), std::tie(b.key));
    });
}

}  // namespace assay
