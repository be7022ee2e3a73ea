// View: what a report shows, whatever the format: cleaned, relative to the base folder, and counted.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/report.h"
#include "render/render.h"

namespace assay::rendering {

// All texts here are valid UTF-8, hold no password of a URL, and no value of a row unless it was asked
// for. They may hold control characters and markup: each format neutralises what is special to it.
struct ShownRule {
    std::string id;          // "postgres/unindexed-foreign-key"
    std::string short_name;  // "unindexed-foreign-key"
    std::string title;
    std::string basis;
    std::string page;
    Effect effect = Effect::clarity;
    Severity severity = Severity::warning;
};

struct ShownProof {
    std::string method, before, after;
};

struct ShownFix {
    std::string title;
    std::string statement;
    std::vector<Edit> edits;
    Safety safety = Safety::manual;
    std::optional<ShownProof> proof;
};

struct ShownFinding {
    std::size_t rule = 0;  // index into View::rules
    Severity severity = Severity::warning;
    std::string object, message, key;
    std::optional<Location> location;
    std::vector<Evidence> evidence;
    int count = 1;
    std::vector<std::string> also;
    ProofState proof_state = ProofState::no_prover;
    std::string proof_text;  // "untried: needs statistics"
    std::string untried;     // "statistics"
    std::optional<ShownProof> proof;
    std::optional<ShownFix> fix;
    std::string suppressed;

    // Refuted and suppressed findings are shown under --all, and never counted.
    bool counts() const { return proof_state != ProofState::refuted && suppressed.empty(); }
};

// Rules that did not run for want of the same facts.
struct Missing {
    std::string needs;  // "statistics"
    std::vector<std::size_t> rules;
    std::string command;  // that would provide it; may be empty
};

// A finding to begin with, and the command that does so.
struct Step {
    std::size_t finding;
    std::string command;
};

struct Counts {
    int errors = 0, warnings = 0, notes = 0;
    int proven = 0;
    int fixes = 0, fixes_tried = 0;
    int suppressed = 0, refuted = 0;  // hidden ones

    int all() const { return errors + warnings + notes; }
};

struct View {
    std::string version;
    std::string command;
    std::vector<ShownRule> rules;  // those named below, by id
    std::vector<ShownFinding> findings;
    std::vector<Missing> missing;  // by number of rules
    std::vector<Unread> unread;
    std::vector<Read> read;
    std::vector<Step> first;  // at most three
    Counts counts;
    double seconds = 0, proof_seconds = 0;
    bool show_all = false;

    const ShownRule& rule_of(const ShownFinding& finding) const { return rules[finding.rule]; }
};

View view_of(const Report& report, const RenderOptions& options);

// "file:line:column", leaving out what is not known; "" without a location.
std::string place_of(const ShownFinding& finding);
// "2 errors, 1 warning" of what counts, leaving out kinds without any; "no findings".
std::string counts_text(const Counts& counts);
// "3 of 4 fixes tried"; "" without fixes.
std::string tried_text(const Counts& counts);
// "2 suppressed and 1 refuted finding are hidden: --all shows them"; "" when nothing is hidden.
std::string hidden_text(const Counts& counts);
// "safe, tried", "unsafe, not tried", "to be done by hand".
std::string safety_text(const ShownFix& fix);
// "0.8 s", "12 s", "3 min 20 s".
std::string duration_text(double seconds);

// One function per file.
std::string text(const View& view, const RenderOptions& options);
std::string json(const View& view, const RenderOptions& options = {});
std::string sarif(const View& view);
std::string markdown(const View& view);
std::string html(const View& view, const RenderOptions& options = {});
std::string github(const View& view);
std::string gitlab(const View& view);
std::string junit(const View& view, const RenderOptions& options);

}  // namespace assay::rendering
