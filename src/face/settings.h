// Settings: assay.toml, the user's own rules, suppressions and baselines: what the user decided.
#pragma once

#include <deque>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/report.h"
#include "core/result.h"
#include "core/rule.h"

namespace assay {

// One [[ignore]] of assay.toml.
struct Ignore {
    std::string rule;
    std::string object;  // empty: every object; '*' stands for any characters
    std::string reason;
};

struct Settings {
    std::filesystem::path file;  // empty when there is none
    std::vector<std::string> sources;
    std::string base;
    std::string workload;
    std::string fail_on, prove, time;
    std::set<std::string, std::less<>> on, off;           // rules
    std::map<std::string, Severity, std::less<>> severities;
    std::vector<Ignore> ignores;
};

// assay.toml of this folder or the nearest above it; empty settings when there is none. An Error names the
// line of what it cannot understand.
Result<Settings> read_settings(const std::filesystem::path& folder);
// The text of an assay.toml; `file` is named in errors.
Result<Settings> parse_settings(std::string_view text, const std::filesystem::path& file);

// The user's own rules: .assay/rules/*.sql below the folder, each with its page beside it.
class OwnRules {
public:
    static Result<OwnRules> read(const std::filesystem::path& folder);
    const std::vector<Rule>& rules() const { return rules_; }

private:
    std::deque<std::string> texts_;  // the rules hold views into these
    std::vector<Rule> rules_;
};

// Hides what the user said should be hidden, each with the reason: ignores of assay.toml, comments
// "assay:ignore rule-id reason" on the finding's line or in the comment right above it, keys of a baseline.
// Sets severities. Call after the rules ran and before proving.
void apply_settings(const Settings& settings, const std::set<std::string>& baseline, Report& report);

// A baseline: a key a line; what follows a blank is for people.
Result<std::set<std::string>> read_baseline(const std::filesystem::path& file);
Result<std::set<std::string>> parse_baseline(std::string_view text, const std::filesystem::path& file);
std::string baseline_text(const Report& report);

}  // namespace assay
