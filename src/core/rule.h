// Rule: a pure check of the map or of models, with the facts that every face shows of it.
#pragma once

#include <span>
#include <string_view>

#include "core/finding.h"
#include "core/needs.h"

namespace assay {

class Workspace;
class Report;
struct ModelKind;

constexpr bool is_rule_id(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == 0 || slash == text.npos || slash + 1 == text.size()) return false;
    if (text.find('/', slash + 1) != text.npos) return false;
    for (char c : text)
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '/')) return false;
    return true;
}

// "postgres/unindexed-foreign-key": domain, slash, kebab name. A bad literal does not compile.
struct RuleId {
    std::string_view text;
    consteval RuleId(const char* literal) : text{literal} {
        if (!is_rule_id(text)) throw "an id reads domain/kebab-name";
    }
    constexpr RuleId() = default;
    // For ids read from a header at run time, already checked with is_rule_id.
    static constexpr RuleId checked(std::string_view text) {
        RuleId id;
        id.text = text;
        return id;
    }
};

struct Facts {
    RuleId id;
    std::string_view title;  // completes "findings about …", lower case
    Effect effect = Effect::clarity;
    Severity severity = Severity::warning;
    bool on = true;          // runs when nobody asks for it
    Safety fix = Safety::none;
    std::string_view prover = {};
    std::string_view since = {};
    std::string_view basis = {};  // manual section, paper, RFC
    Needs needs = {};             // C++ rules only; for SQL the engine asks SQLite
    Needs optional = {};          // classes it reads but can do without
};

struct Rule {
    Facts facts;
    std::string_view sql = {};                             // the query, or empty for a C++ rule
    void (*run)(const Workspace&, Report&) = nullptr;      // a C++ rule
    std::span<const ModelKind* const> models = {};         // what a C++ rule's parameters ask for
    std::string_view page = {};                            // the Markdown twin
    std::string_view path = {};                            // src/domain/…/rules/name, no extension

    std::string_view domain() const { return facts.id.text.substr(0, facts.id.text.find('/')); }
    std::string_view short_name() const { return facts.id.text.substr(facts.id.text.find('/') + 1); }
};

}  // namespace assay
