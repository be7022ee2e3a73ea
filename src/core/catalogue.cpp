#include "core/catalogue.h"

#include <fmt/core.h>

#include <algorithm>
#include <deque>

#include "core/catalogue_tables.h"
#include "core/text.h"

namespace assay::catalogue {

namespace {

// "key: value    key: value" on comment lines; values end at two spaces or the line's end.
struct HeaderEntry {
    std::string_view key, value;
};

std::vector<HeaderEntry> header_entries(std::string_view sql) {
    std::vector<HeaderEntry> entries;
    for (auto line : lines_of(sql)) {
        line = trimmed(line);
        if (!starts_with(line, "--")) break;
        line = trimmed(line.substr(2));
        while (!line.empty()) {
            const auto colon = line.find(": ");
            if (colon == line.npos) break;
            auto end = line.find("  ", colon + 2);
            end = std::min(end, line.size());
            entries.push_back({trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 2, end - colon - 2))});
            line = trimmed(line.substr(end));
        }
    }
    return entries;
}

Result<Needs> parse_classes(std::string_view names, std::string_view path) {
    Needs needs;
    for (auto word : split(names, ',')) {
        const char letter = fact_class_letter(trimmed(word));
        if (letter == '\0') return fail(fmt::format("no class of facts is called '{}'", trimmed(word)), {std::string{path}});
        needs.add(letter);
    }
    return needs;
}

Result<void> apply(const HeaderEntry& entry, Facts& facts, std::string_view path) {
    const auto unknown = [&](std::string_view expected) {
        return fail(fmt::format("{}: '{}', expected {}", entry.key, entry.value, expected), {std::string{path}});
    };
    if (entry.key == "id") {
        if (!is_rule_id(entry.value)) return unknown("domain/kebab-name");
        facts.id = RuleId::checked(entry.value);
    } else if (entry.key == "title") {
        facts.title = entry.value;
    } else if (entry.key == "since") {
        facts.since = entry.value;
    } else if (entry.key == "basis") {
        facts.basis = entry.value;
    } else if (entry.key == "prover") {
        facts.prover = entry.value;
    } else if (entry.key == "effect") {
        const auto effect = effect_from(entry.value);
        if (!effect) return unknown("data_loss, security, correctness, locks, speed, cost or clarity");
        facts.effect = *effect;
    } else if (entry.key == "severity") {
        const auto severity = severity_from(entry.value);
        if (!severity) return unknown("note, warning or error");
        facts.severity = *severity;
    } else if (entry.key == "fix") {
        const auto safety = safety_from(entry.value);
        if (!safety) return unknown("none, safe, unsafe or manual");
        facts.fix = *safety;
    } else if (entry.key == "default") {
        if (entry.value != "on" && entry.value != "off") return unknown("on or off");
        facts.on = entry.value == "on";
    } else if (entry.key == "optional") {
        const auto classes = parse_classes(entry.value, path);
        if (!classes) return tl::unexpected(classes.error());
        facts.optional = *classes;
    } else {
        return fail(fmt::format("unknown entry '{}' in the header", entry.key), {std::string{path}});
    }
    return {};
}

std::string_view without_extension(std::string_view path) { return path.substr(0, path.rfind('.')); }

// A header that cannot be read stops a release, whose rules are fixed; while rules are being written it
// only leaves the rule out.
void broken(const Error& error) {
    fmt::print(stderr, "assay: {}\n", error.text());
#ifndef ASSAY_SOURCE_FOLDER
    std::abort();
#endif
}

std::vector<Rule> all_rules() {
    std::vector<Rule> all;
    for (const auto& compiled : compiled_rules()) {
        Rule rule = *compiled.rule;
        rule.path = compiled.path;
        rule.page = text(std::string{rule.path.substr(4)} + ".md");
        all.push_back(rule);
    }
    for (const auto& embedded : texts()) {
        if (embedded.path.find("/rules/") == embedded.path.npos || !ends_with(embedded.path, ".sql")) continue;
        auto rule = parse_sql_rule(embedded.bytes, embedded.path);
        if (!rule) {
            broken(rule.error());
            continue;
        }
        rule->path = without_extension(embedded.path);
        rule->page = text(std::string{rule->path} + ".md");
        all.push_back(*rule);
    }
    std::sort(all.begin(), all.end(),
              [](const Rule& a, const Rule& b) { return a.facts.id.text < b.facts.id.text; });
    return all;
}

}  // namespace

Result<Rule> parse_sql_rule(std::string_view sql, std::string_view path) {
    Rule rule;
    rule.sql = sql;
    bool has_effect = false, has_severity = false;
    for (const auto& entry : header_entries(sql)) {
        if (auto applied = apply(entry, rule.facts, path); !applied) return tl::unexpected(applied.error());
        has_effect |= entry.key == "effect";
        has_severity |= entry.key == "severity";
    }
    if (rule.facts.id.text.empty() || rule.facts.title.empty() || !has_effect || !has_severity)
        return fail("the header must give id, title, effect and severity", {std::string{path}, 1, 1});
    return rule;
}

const std::vector<Rule>& rules() {
    static const std::vector<Rule> all = all_rules();
    return all;
}

const Rule* rule(std::string_view id) {
    for (const auto& candidate : rules())
        if (candidate.facts.id.text == id) return &candidate;
    return nullptr;
}

Prover prover(const Rule& rule) {
    if (rule.facts.prover.empty()) return nullptr;
    for (const auto& candidate : provers())
        if (candidate.domain == rule.domain() && candidate.name == rule.facts.prover) return candidate.run;
    return nullptr;
}

std::string_view text(std::string_view path) {
    for (const auto& candidate : texts())
        if (candidate.path == path) return candidate.bytes;
    return {};
}

}  // namespace assay::catalogue
