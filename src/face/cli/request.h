// What the commands that read sources share: their options, assay.toml, and the run itself.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "face/cli/command.h"
#include "face/session.h"
#include "face/settings.h"
#include "render/render.h"

namespace assay::cli {

// A run as the user asked for it, with what it needs to stay alive.
struct Run {
    Settings settings;
    OwnRules own_rules;
    Request request;
    std::set<std::string> baseline;
    std::unique_ptr<Session> session;
    Result<void> (*find)(Run&) = nullptr;  // instead of find_and_prove, where a command reads more than the sources
};

std::vector<OptionSpec> with_check_options(std::vector<OptionSpec> own);

// Options over assay.toml over defaults. An Error names the option and what was expected.
Result<std::unique_ptr<Run>> prepare_run(const Arguments& arguments);
// Reads, runs the rules, applies settings. Proving is the caller's.
Result<void> find_findings(Run& run);

// Findings of a domain that reads only where it is named are looked for by that domain.
void choose_reader(Request& request, const std::vector<std::string>& keys);
// find_findings, and also proves, within the budget.
Result<void> find_and_prove(Run& run);

// A run of one area: its domain reads the sources, or standard input, as what they are said to be, and its wanted rules
// run.
Result<std::unique_ptr<Run>> prepare_area(const Arguments& arguments, std::string_view domain, std::string_view read_as,
                                          bool (*belongs)(const Rule&));
// All of it.
Result<std::unique_ptr<Run>> run_area(const Arguments& arguments, std::string_view domain, std::string_view read_as,
                                      bool (*belongs)(const Rule&));

// Whether a C++ rule asks for this kind of model.
template <class Model>
bool is_about(const Rule& rule) {
    for (const ModelKind* kind : rule.models)
        if (kind == &Model::kind) return true;
    return false;
}

// The options of printing that every command which reports findings has.
std::vector<OptionSpec> with_report_options(std::vector<OptionSpec> own, std::string_view fail_on);
// Width, colour and so on, as the options and the terminal ask.
RenderOptions render_options(const Arguments& arguments);
// To standard output or to --output. An exit status: clean, or could_not.
int print_text(std::string_view text, const Arguments& arguments);
// Prints to standard output or to --output, and gives the exit status: found from a finding of severity `fail_on` on.
int print_report(const Report& report, const Arguments& arguments, std::string_view fail_on, const RenderOptions& options,
                 std::string_view before = {});

// "5", "1.5s", "300ms", "2m".
Result<Milliseconds> duration_from(const std::string& text);
// A whole number that the option was given, or its default; 0 where it has neither. An Error says what was expected.
Result<std::int64_t> number_from(const Arguments& arguments, std::string_view option, std::int64_t least, std::int64_t most);
// What --postgres names; 0: nothing.
Result<int> server_major(const Arguments& arguments);

// The user's word for a text, or assay.toml's, or the option's default.
std::string chosen(const Arguments& arguments, std::string_view option, const std::string& from_settings);

}  // namespace assay::cli
