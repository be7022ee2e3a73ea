// Report: the findings of one run, what was not run and not read, ranked by what they cost the user.
#pragma once

#include <string>
#include <vector>

#include "core/finding.h"

namespace assay {

// A rule that did not run, and the facts that it lacks: "statistics", "a live server".
struct NotRun {
    const Rule* rule;
    std::string needs;
};

struct Unread {
    std::string source;
    std::string reason;
};

// One source that was read: what the user named, and in a phrase what it turned out to be.
struct Read {
    std::string source;
    std::string what;  // "38 tables, 12 views, 61 indexes; PostgreSQL 15.18"
};

class Report {
public:
    // Findings that rules add from here on belong to this rule.
    void begin(const Rule& rule) { current_ = &rule; }
    void add(Finding finding);

    void not_run(const Rule& rule, std::string needs) { not_run_.push_back({&rule, std::move(needs)}); }
    void unread(Unread unread) { unread_.push_back(std::move(unread)); }
    void read(Read read) { read_.push_back(std::move(read)); }
    // Takes what rules found and what was not run in a report of its own.
    void append(Report part);

    // Merges equal causes, gives keys, and ranks. Called once, after the rules and before proving.
    void finish();
    // Ranks again: proving moves what is proven before what is not.
    void rank();

    std::vector<Finding>& findings() { return findings_; }
    const std::vector<Finding>& findings() const { return findings_; }
    const std::vector<NotRun>& not_run() const { return not_run_; }
    const std::vector<Unread>& unread() const { return unread_; }
    const std::vector<Read>& read() const { return read_; }

    double seconds = 0;          // of the whole run
    double proof_seconds = 0;    // of it, in the lab
    std::string command = {};    // the command line that would print this again
    bool show_all = false;       // refuted and suppressed findings too
    int suppressed = 0;          // hidden by a comment, assay.toml or the baseline
    int refuted = 0;             // hidden because an experiment showed them false

private:
    const Rule* current_ = nullptr;
    std::vector<Finding> findings_;
    std::vector<NotRun> not_run_;
    std::vector<Unread> unread_;
    std::vector<Read> read_;
};

// The stable key of a finding: "postgres/unindexed-foreign-key@0123456789".
std::string finding_key(std::string_view rule_id, std::string_view object_path);

}  // namespace assay
