#include "domain/query/read/log_plan.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"
#include "domain/query/read/log_record.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

using std::size_t;
using std::string_view;

constexpr string_view text_key = "Query Text: ";

bool is_plan_line(string_view line) {
    for (const string_view mark : {"  (cost=", "  (actual ", " (never executed)"})
        if (line.find(mark) != line.npos) return true;
    return false;
}

// The query may have lines that look like a plan's: the first line of the plan begins outside of its quotes.
string_view before_plan(string_view text) {
    sql::Lexer lexer{text};
    sql::Token token = lexer.next();
    for (size_t end = text.find('\n'); end != text.npos; end = text.find('\n', end + 1)) {
        const string_view line = text.substr(end + 1, text.find('\n', end + 1) - end - 1);
        if (!is_plan_line(line)) continue;
        while (token.kind != sql::TokenKind::end && token.end <= end) token = lexer.next();
        if (token.begin > end || token.kind == sql::TokenKind::end || token.kind == sql::TokenKind::comment) return text.substr(0, end);
    }
    return text.substr(0, text.find('\n'));
}

// A JSON string's inside that begins here, to its closing quote.
std::string quoted(string_view text) {
    for (size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\\') ++at;
        else if (text[at] == '"') {
            std::string out;
            json_unescaped(text.substr(0, at), out);
            return out;
        }
    }
    return {};
}

std::string from_xml(string_view text) {
    constexpr std::array<std::pair<string_view, char>, 6> entities{
        {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&#x0d;", '\r'}}};
    std::string out;
    for (size_t at = 0; at < text.size();) {
        const auto entity = std::find_if(entities.begin(), entities.end(), [&](const auto& each) { return starts_with(text.substr(at), each.first); });
        out += entity == entities.end() ? text[at] : entity->second;
        at += entity == entities.end() ? 1 : entity->first.size();
    }
    return out;
}

}  // namespace

LoggedPlan::Format plan_format(string_view plan) {
    plan = trimmed(plan);
    if (plan.empty()) return LoggedPlan::Format::text;
    if (plan[0] == '{' || plan[0] == '[') return LoggedPlan::Format::json;
    if (plan[0] == '<') return LoggedPlan::Format::xml;
    const bool yaml = starts_with(plan, "Query Text: \"") && plan.find("\nPlan: ") != plan.npos;
    return yaml ? LoggedPlan::Format::yaml : LoggedPlan::Format::text;
}

std::string planned_statement(string_view plan, LoggedPlan::Format format) {
    const auto after = [&](string_view key) {
        const size_t at = plan.find(key);
        return at == plan.npos ? string_view{} : plan.substr(at + key.size());
    };
    switch (format) {
        case LoggedPlan::Format::json: return quoted(after("\"Query Text\": \""));
        case LoggedPlan::Format::yaml: return quoted(after("Query Text: \""));
        case LoggedPlan::Format::xml: {
            const string_view text = after("<Query-Text>");
            return from_xml(text.substr(0, text.find("</Query-Text>")));
        }
        case LoggedPlan::Format::text: break;
    }
    if (!starts_with(trimmed(plan), text_key)) return {};
    const string_view text = before_plan(after(text_key));
    return std::string{text.substr(0, text.rfind("\nQuery Parameters: "))};
}

}  // namespace assay::query
