// assay ask: the passage that answers a question, what of it is to be seen here, and what to read next.
#include "face/cli/ask.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>

#include "core/catalogue.h"
#include "core/text.h"
#include "face/cli/guide_source.h"
#include "render/json_writer.h"
#include "render/page_text.h"
#include "render/plain.h"
#include "world/terminal.h"

namespace assay::cli {

namespace {

constexpr std::size_t findings_shown = 3;

std::string command_for(const teach::Document& document) { return fmt::format("assay {} {}", document.is_rule ? "explain" : "guide", document.id); }

void print_passage(const Answer& answer) {
    const bool colour = colour_wanted();
    const auto& page = *answer.best.document;
    fmt::print("{}{}{}  ·  {}\n", colour ? "\x1b[1m" : "", page.title, colour ? "\x1b[0m" : "", answer.passage.heading);
    fmt::print("{}  {}\n\n", rendering::page_text(answer.passage.text, {std::min(terminal_width(), 100), colour, false}), command_for(page));
    std::fflush(stdout);
}

std::string place_of(const Finding& finding) {
    if (!finding.location || finding.location->file.empty()) return {};
    return fmt::format("  {}:{}", finding.location->file, finding.location->line);
}

std::map<std::string, std::vector<const Finding*>> by_rule(const Report& report) {
    std::map<std::string, std::vector<const Finding*>> found;
    for (const auto& finding : report.findings())
        if (finding.suppressed.empty()) found[std::string{finding.rule->facts.id.text}].push_back(&finding);
    return found;
}

// "You have 3 of these: …"; of what could not be looked for, what that needs.
void print_here(const Report& report, const std::vector<std::string>& rules) {
    const auto found = by_rule(report);
    fmt::print("Here\n");
    for (const auto& rule : rules) {
        const auto of_rule = found.find(rule);
        const auto lacks = std::find_if(report.not_run().begin(), report.not_run().end(), [&](const NotRun& each) { return each.rule->facts.id.text == rule; });
        if (of_rule != found.end()) {
            const auto& findings = of_rule->second;
            fmt::print("  you have {} of {}: assay check --rule {}\n", findings.size(), rule, rule);
            for (std::size_t i = 0; i < std::min(findings.size(), findings_shown); ++i)
                fmt::print("    {}{}\n", rendering::one_line(findings[i]->object), place_of(*findings[i]));
        } else if (lacks != report.not_run().end()) {
            fmt::print("  {} needs {}\n", rule, lacks->needs);
        } else {
            fmt::print("  nothing of {}\n", rule);
        }
    }
    fmt::print("\n");
}

void print_next(const Answer& answer) {
    if (!answer.commands.empty()) fmt::print("Commands\n");
    for (const auto& command : answer.commands) fmt::print("  assay {} --help\n", command);
    if (answer.next.empty()) return;
    fmt::print("{}Next\n", answer.commands.empty() ? "" : "\n");
    for (const auto& hit : answer.next) fmt::print("  {:46} {}\n", command_for(*hit.document), hit.document->title);
}

void write_page(rendering::JsonWriter& json, const teach::Hit& hit) {
    json.member("id", hit.document->id);
    json.member("kind", hit.document->is_rule ? "rule" : "topic");
    json.member("title", hit.document->title);
    json.member("score", hit.score);
}

void write_here(rendering::JsonWriter& json, const Report& report) {
    json.object([&] {
        json.array("findings", [&] {
            for (const auto& finding : report.findings())
                json.object([&] {
                    json.member("rule", finding.rule->facts.id.text);
                    json.member("key", finding.key);
                    json.member("object", rendering::one_line(finding.object));
                    json.member_or_null("file", finding.location ? finding.location->file : "");
                    json.member("line", finding.location ? finding.location->line : 0);
                });
        });
        json.array("not_run", [&] {
            for (const auto& each : report.not_run())
                json.object([&] {
                    json.member("rule", each.rule->facts.id.text);
                    json.member("needs", each.needs);
                });
        });
    });
}

void print_json(const std::string& question, const Answer& answer, const Report* here) {
    rendering::JsonWriter json;
    json.object([&] {
        json.member("assay", ASSAY_VERSION);
        json.member("schema_version", 1);
        json.member("question", question);
        json.object("answer", [&] {
            write_page(json, answer.best);
            json.member("heading", answer.passage.heading);
            json.member("passage", answer.passage.text);
        });
        for (const auto& [name, items] : {std::pair{"rules", &answer.rules}, std::pair{"commands", &answer.commands}}) {
            json.array(name, [&] { for (const auto& item : *items) json.value(item); });
        }
        json.key("here");
        if (here)
            write_here(json, *here);
        else
            json.null();
        json.array("next", [&] { for (const auto& hit : answer.next) json.object([&] { write_page(json, hit); }); });
    });
    fmt::print("{}", json.take());
}

int run(const Arguments& arguments) {
    const auto guide = guide_for(arguments);
    if (!guide) return give_up(guide.error().text());
    const auto made = arguments.text("--from").empty() ? Result<std::unique_ptr<teach::AskIndex>>{} : teach::AskIndex::make(*guide);
    const auto& index = arguments.text("--from").empty() ? ask_index() : made;
    if (!index) return give_up(index.error().text());
    if (const auto file = arguments.text("--questions"); !file.empty()) return measure_questions(file, **index);
    const auto question = arguments.text("QUESTION");
    if (question.empty()) return give_up("expected a question: assay ask \"why is page 500 slow\"");
    const auto found = answer(question, **index, *guide);
    if (!found) return give_up(found.error().text());
    const bool text = arguments.text("--format") == "text";
    if (text) print_passage(*found);
    const auto here = arguments.has("--words") || found->rules.empty() ? Result<std::unique_ptr<Run>>{} : look_here(arguments, found->rules);
    const Report* report = here && *here ? &(*here)->session->report() : nullptr;
    if (!text) return print_json(question, *found, report), clean;
    if (report) print_here(*report, found->rules);
    if (!here) fmt::print("Here\n  {}\n\n", here.error().text());
    print_next(*found);
    return clean;
}

}  // namespace

extern const Command ask;
const Command ask{"ask", "Answer a question from the guide, and look for it here", "assay ask \"why is page 500 so slow\" db/",
                  {{"QUESTION", "In your own words, between quotes", OptionKind::positional},
                   {"SOURCE", "Where to look for what the answer is about; none: the current folder", OptionKind::positional_list},
                   {"--words", "Only what the guide says: look at no source", OptionKind::flag},
                   {"--format", "How to print", OptionKind::value, "text", {"text", "json"}},
                   {"--questions", "Ask each question of this file, and say how often its topic comes first", OptionKind::value},
                   from_option()},
                  run};

}  // namespace assay::cli
