// assay fix: writes the fixes of findings as new migrations, or at the end of a schema file; never to a server.
#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "core/text.h"
#include "domain/postgres/read/fix_writer.h"
#include "face/cli/edits.h"
#include "face/cli/fix.h"
#include "face/cli/request.h"
#include "face/cli/since.h"
#include "world/files.h"

namespace assay::cli {

bool fix_is_wanted(const Finding& finding, const std::vector<std::string>& keys, bool safe) {
    if (!finding.fix || (finding.fix->statement.empty() && finding.fix->edits.empty()) || !finding.suppressed.empty()) return false;
    if (finding.proof_state == ProofState::refuted) return false;
    if (std::find(keys.begin(), keys.end(), finding.key) != keys.end()) return true;
    return keys.empty() && safe && finding.fix->safety == Safety::safe;
}

bool is_file_source(const std::string& source) {
    return !is_url(source) && source != "-";
}

bool is_about_plan(const Finding& finding) { return finding.rule->domain() == "query"; }

Result<std::string> fix_target(const Request& request, const Finding& finding) {
    if (!is_about_plan(finding)) return request.sources.empty() ? std::string{"."} : request.sources.front();
    if (request.base.empty()) return fail(finding.key + ": --base names the schema that the fix is written to");
    return request.base;
}

std::vector<std::string> rules_of(const std::vector<std::string>& keys) {
    std::vector<std::string> rules;
    for (const auto& key : keys) rules.push_back(key.substr(0, key.find('@')));
    return rules;
}

namespace {

void print_difference(const postgres::WrittenFix& written) {
    fmt::print("--- {}\n+++ {}\n", written.is_new ? "/dev/null" : written.file, written.file);
    for (auto line : lines_of(trimmed(written.added))) fmt::print("+{}\n", line);
}

// An edit goes only to files whose present text git can bring back.
Result<void> check_committed(const std::string& file) {
    auto committed = is_committed(file);
    if (committed && !*committed) return fail("it has uncommitted changes: commit or stash them first", {file});
    return {};
}

Result<std::vector<std::string>> apply(const std::vector<const Finding*>& findings, Run& run, bool dry_run) {
    std::vector<std::string> keys;
    std::vector<const Finding*> edits;
    int ahead = 0;  // fixes that were shown and not written
    for (const Finding* finding : findings) {
        if (!finding->fix->edits.empty()) {
            edits.push_back(finding);
            keys.push_back(finding->key);
            fmt::print("{}: {}\n", finding->key, finding->fix->title);
            continue;
        }
        const auto target = fix_target(run.request, *finding);
        if (!target) return tl::unexpected(target.error());
        auto planned = postgres::plan_fix(*target, *finding, dry_run ? ahead++ : 0);
        if (!planned) return tl::unexpected(planned.error());
        fmt::print("{}: {}\n", finding->key, finding->fix->title);
        for (const auto& written : *planned) {
            print_difference(written);
            if (dry_run) continue;
            if (!written.is_new)
                if (auto committed = check_committed(written.file); !committed) return tl::unexpected(committed.error());
            if (auto done = postgres::write_fix(written); !done) return tl::unexpected(done.error());
        }
        if (is_about_plan(*finding))
            fmt::print("{}: once it is applied, take the plan again and explain that\n", finding->key);
        else
            keys.push_back(finding->key);
    }
    if (auto done = apply_edits(edits, dry_run); !done) return tl::unexpected(done.error());
    return keys;
}

// The same check once more: what was fixed must be gone.
int check_again(const Arguments& arguments, const std::vector<std::string>& keys) {
    auto again = prepare_run(arguments);
    if (!again) return give_up(again.error().text());
    choose_reader((*again)->request, keys);
    if (auto done = find_findings(**again); !done) return give_up(done.error().text());
    int left = 0;
    for (const auto& finding : (*again)->session->report().findings())
        if (std::find(keys.begin(), keys.end(), finding.key) != keys.end()) {
            fmt::print("still there: {} {}\n", finding.key, finding.object);
            ++left;
        }
    fmt::print("checked again: {} of {} findings are gone\n", keys.size() - static_cast<std::size_t>(left), keys.size());
    return left == 0 ? clean : found;
}

int run(const Arguments& arguments) {
    const auto keys = arguments.list("KEY");
    const bool safe = arguments.has("--safe"), dry_run = arguments.has("--dry-run");
    if (keys.empty() && !safe) return give_up("name the keys of findings, or --safe for every safe fix");
    // Keys and sources share the command line: a key has an '@' and a rule's id.
    auto narrowed = arguments;
    std::vector<std::string> wanted, sources;
    for (const auto& word : keys) (word.find('@') != word.npos && word.find("://") == word.npos ? wanted : sources).push_back(word);
    if (!sources.empty()) narrowed.values["SOURCE"] = sources;
    if (!wanted.empty()) narrowed.values["--rule"] = rules_of(wanted);
    auto run = prepare_run(narrowed);
    if (!run) return give_up(run.error().text());
    choose_reader((*run)->request, wanted);
    if (auto done = find_findings(**run); !done) return give_up(done.error().text());
    (*run)->session->prove();

    std::vector<const Finding*> chosen_findings;
    for (const auto& finding : (*run)->session->report().findings())
        if (fix_is_wanted(finding, wanted, safe)) chosen_findings.push_back(&finding);
    for (const auto& key : wanted)
        if (std::none_of(chosen_findings.begin(), chosen_findings.end(), [&](const Finding* f) { return f->key == key; }))
            return give_up(fmt::format("{}: no such finding here, or it has no fix that can be written", key));
    if (chosen_findings.empty()) {
        fmt::print("nothing to fix\n");
        return clean;
    }
    const auto target = fix_target((*run)->request, *chosen_findings.front());
    if (!target) return give_up(target.error().text());
    if (!is_file_source(*target)) {
        fmt::print("-- Assay never writes to a live system. To be run by whoever may:\n");
        for (const Finding* finding : chosen_findings) fmt::print("-- {}\n{}\n", finding->key, finding->fix->statement);
        return clean;
    }
    auto done = apply(chosen_findings, **run, dry_run);
    if (!done) return give_up(done.error().text());
    return dry_run || done->empty() ? clean : check_again(narrowed, *done);
}

// Keys and sources are one list of words: two lists could not be told apart.
std::vector<OptionSpec> keys_and_sources(std::vector<OptionSpec> own) {
    auto all = with_source_options(std::move(own));
    std::erase_if(all, [](const OptionSpec& option) { return option.name == "SOURCE"; });
    return all;
}

}  // namespace

extern const Command fix;
const Command fix{"fix", "Write the fixes as migrations, and check again",
                  "assay fix --safe --dry-run",
                  keys_and_sources({{"--safe", "Every fix that is safe", OptionKind::flag},
                                       {"--dry-run", "Only show what would be written", OptionKind::flag},
                                       {"--prove", "Which findings to prove first", OptionKind::value, "top", {"none", "top", "all"}},
                                       {"--time", "How long to prove", OptionKind::value, "5s"},
                                       {"KEY", "Keys of findings (and sources, when there are any)", OptionKind::positional_list}}),
                  run};

}  // namespace assay::cli
