#include "face/settings.h"

#include <fmt/core.h>

#include <algorithm>
#include <stdexcept>

// The library asserts where it should refuse (a file that begins with "[#"): here that is an error like any other.
static constexpr void toml_must(bool holds) {
    if (!holds) throw std::invalid_argument{"expected a key: letters, digits, '-' and '_', or a text in quotes"};
}
#define TOML_ASSERT(expression) toml_must(static_cast<bool>(expression))
#include <toml++/toml.h>

#include "core/catalogue.h"
#include "core/text.h"
#include "world/files.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

Location place_of(const toml::node& node, const fs::path& file) {
    const auto& begin = node.source().begin;
    return {file.string(), static_cast<int>(begin.line), static_cast<int>(begin.column)};
}

Result<void> take_rule(const std::string& id, const toml::node& value, const fs::path& file, Settings& settings) {
    const auto text = value.value<std::string>();
    if (!text) return fail(fmt::format("rules.\"{}\": expected \"on\", \"off\", \"note\", \"warning\" or \"error\"", id), place_of(value, file));
    if (*text == "on") {
        settings.on.insert(id);
    } else if (*text == "off") {
        settings.off.insert(id);
    } else if (const auto severity = severity_from(*text)) {
        settings.on.insert(id);
        settings.severities[id] = *severity;
    } else {
        return fail(fmt::format("rules.\"{}\" = \"{}\": expected \"on\", \"off\", \"note\", \"warning\" or \"error\"", id, *text),
                    place_of(value, file));
    }
    return {};
}

Result<void> take_ignore(const toml::node& node, const fs::path& file, Settings& settings) {
    const auto* table = node.as_table();
    if (!table) return fail("ignore: expected [[ignore]] tables", place_of(node, file));
    Ignore ignore{(*table)["rule"].value_or(std::string{}), (*table)["object"].value_or(std::string{}),
                  std::string{trimmed((*table)["reason"].value_or(std::string{}))}};
    if (ignore.rule.empty()) return fail("ignore: expected rule = \"domain/name\"", place_of(node, file));
    if (ignore.reason.empty()) return fail("ignore: expected reason = \"why this is right here\"", place_of(node, file));
    settings.ignores.push_back(std::move(ignore));
    return {};
}

Result<void> take_check(const toml::table& table, const fs::path& file, Settings& settings) {
    for (const auto& [key, value] : table) {
        const auto name = std::string{key.str()};
        if (name == "sources" && value.is_array()) {
            for (const auto& source : *value.as_array()) settings.sources.push_back(source.value_or(std::string{}));
        } else if (const auto text = value.value<std::string>()) {
            if (name == "base") settings.base = *text;
            else if (name == "workload") settings.workload = *text;
            else if (name == "fail-on") settings.fail_on = *text;
            else if (name == "prove") settings.prove = *text;
            else if (name == "time") settings.time = *text;
            else return fail(fmt::format("check.{}: expected sources, base, workload, fail-on, prove or time", name), place_of(value, file));
        } else {
            return fail(fmt::format("check.{}: expected a text, or a list of texts for sources", name), place_of(value, file));
        }
    }
    return {};
}

// '*' stands for any characters.
bool fits(std::string_view pattern, std::string_view text) {
    // Where a part does not fit, only the last '*' may take one character more: no two need to be tried together.
    std::size_t p = 0, t = 0, star = pattern.npos, taken = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            taken = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p, ++t;
        } else if (star != pattern.npos) {
            p = star + 1;
            t = ++taken;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == pattern.npos;
}

bool is_comment(std::string_view line) {
    line = trimmed(line);
    return starts_with(line, "--") || starts_with(line, "/*") || starts_with(line, "*") || starts_with(line, "#") || starts_with(line, "//");
}

// Comments that suppress, file by file.
class Comments {
public:
    // The reason given for this rule at this place; nothing when there is none.
    std::optional<std::string> reason(const Location& place, std::string_view rule) {
        const auto& lines = lines_in(place.file);
        auto line = static_cast<std::size_t>(place.line);
        if (line == 0 || line > lines.size()) return {};
        if (auto found = on_line(lines[line - 1], rule)) return found;
        for (--line; line > 0 && is_comment(lines[line - 1]); --line)
            if (auto found = on_line(lines[line - 1], rule)) return found;
        return {};
    }

private:
    const std::vector<std::string>& lines_in(const std::string& file) {
        const auto [at, is_new] = files_.try_emplace(file);
        if (is_new)
            if (const auto text = read_file(file))
                for (auto line : lines_of(*text)) at->second.emplace_back(line);
        return at->second;
    }

    // "assay:ignore rule-id reason": without a reason it does not count.
    static std::optional<std::string> on_line(std::string_view line, std::string_view rule) {
        constexpr std::string_view mark = "assay:ignore ";
        const auto at = line.find(mark);
        if (at == line.npos) return {};
        auto rest = trimmed(line.substr(at + mark.size()));
        const auto end = std::min(rest.find_first_of(" \t"), rest.size());
        const auto named = rest.substr(0, end);
        if (named != rule && named != rule.substr(rule.find('/') + 1)) return {};
        auto reason = std::string{trimmed(rest.substr(end))};
        if (ends_with(reason, "*/")) reason = std::string{trimmed(reason.substr(0, reason.size() - 2))};
        if (reason.empty()) return {};
        return reason;
    }

    std::map<std::string, std::vector<std::string>> files_;
};

}  // namespace

Result<Settings> parse_settings(std::string_view text, const fs::path& file) {
    Settings settings;
    settings.file = file;
    toml::table table;
    try {
        table = toml::parse(text, file.string());
    } catch (const toml::parse_error& error) {
        const auto& begin = error.source().begin;
        return fail(std::string{error.description()}, {file.string(), static_cast<int>(begin.line), static_cast<int>(begin.column)});
    } catch (const std::invalid_argument& error) {
        return fail(error.what(), {file.string()});
    }
    for (const auto& [key, value] : table) {
        Result<void> taken;
        if (key == "rules" && value.is_table()) {
            for (const auto& [id, state] : *value.as_table())
                if (taken = take_rule(std::string{id.str()}, state, file, settings); !taken) break;
        } else if (key == "check" && value.is_table()) {
            taken = take_check(*value.as_table(), file, settings);
        } else if (key == "ignore" && value.is_array()) {
            for (const auto& node : *value.as_array())
                if (taken = take_ignore(node, file, settings); !taken) break;
        } else {
            taken = fail(fmt::format("'{}': expected [check], [rules] or [[ignore]]", key.str()), place_of(value, file));
        }
        if (!taken) return tl::unexpected(taken.error());
    }
    return settings;
}

Result<Settings> read_settings(const fs::path& folder) {
    std::error_code error;
    auto at = fs::absolute(folder, error);
    for (int depth = 0; depth < 40; ++depth) {
        if (const auto file = at / "assay.toml"; fs::exists(file, error)) {
            const auto text = read_file(file);
            return text ? parse_settings(*text, file) : tl::unexpected(text.error());
        }
        if (fs::exists(at / ".git", error) || at == at.parent_path()) break;
        at = at.parent_path();
    }
    return Settings{};
}

Result<OwnRules> OwnRules::read(const fs::path& folder) {
    OwnRules own;
    const auto root = folder / ".assay" / "rules";
    std::error_code error;
    if (!fs::is_directory(root, error)) return own;
    auto files = list_files(root, [](const fs::path& path) { return path.extension() == ".sql"; });
    if (!files) return tl::unexpected(files.error());
    for (const auto& file : *files) {
        auto text = read_file(file);
        if (!text) return tl::unexpected(text.error());
        own.texts_.push_back(std::move(*text));
        const std::string_view sql = own.texts_.back();
        own.texts_.push_back((file.parent_path() / file.stem()).string());
        const std::string_view path = own.texts_.back();
        auto rule = catalogue::parse_sql_rule(sql, file.string());
        if (!rule) return tl::unexpected(rule.error());
        if (!rule->facts.prover.empty()) return fail("a rule of one's own names no prover", {file.string()});
        auto page = read_file(file.parent_path() / (file.stem().string() + ".md"));
        if (!page) return fail(fmt::format("the rule has no page: expected {}.md", file.stem().string()), {file.string()});
        own.texts_.push_back(std::move(*page));
        rule->page = own.texts_.back();
        rule->path = path;
        own.rules_.push_back(*rule);
    }
    return own;
}

void apply_settings(const Settings& settings, const std::set<std::string>& baseline, Report& report) {
    Comments comments;
    for (auto& finding : report.findings()) {
        const auto rule = finding.rule->facts.id.text;
        if (const auto chosen = settings.severities.find(rule); chosen != settings.severities.end()) finding.severity = chosen->second;
        if (baseline.contains(finding.key)) finding.suppressed = "in the baseline";
        for (const auto& ignore : settings.ignores)
            if ((ignore.rule == rule || ignore.rule == finding.rule->short_name()) &&
                (ignore.object.empty() || fits(ignore.object, finding.object)))
                finding.suppressed = ignore.reason;
        if (finding.location)
            if (auto reason = comments.reason(*finding.location, rule)) finding.suppressed = *reason;
        report.suppressed += !finding.suppressed.empty();
    }
    report.rank();
}

Result<std::set<std::string>> parse_baseline(std::string_view text, const fs::path& file) {
    std::set<std::string> keys;
    int number = 0;
    for (auto line : lines_of(text)) {
        ++number;
        line = trimmed(line);
        if (line.empty() || line.front() == '#') continue;
        const auto key = line.substr(0, line.find(' '));
        if (key.find('@') == key.npos) return fail("expected a finding's key: rule@hash", {file.string(), number, 1});
        keys.emplace(key);
    }
    return keys;
}

Result<std::set<std::string>> read_baseline(const fs::path& file) {
    const auto text = read_file(file);
    return text ? parse_baseline(*text, file) : tl::unexpected(text.error());
}

std::string baseline_text(const Report& report) {
    std::set<std::string> lines;
    for (const auto& finding : report.findings())
        if (finding.suppressed.empty()) lines.insert(finding.key + "  " + finding.object);
    std::string text = "# Findings that were there when this baseline was made; assay check --baseline leaves them out.\n";
    for (const auto& line : lines) text += line + "\n";
    return text;
}

}  // namespace assay
