// Calls a function with a lone quote as an argument: a syntax error says that it was read as SQL.
#include <fmt/core.h>

#include "core/finding.h"
#include "core/text.h"
#include "domain/postgres/prove/identity.h"
#include "lab/lab.h"
#include "map/map.h"
#include "sql/names.h"

namespace assay::postgres {

Outcome quote_breaks_out(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{40})) return Outcome::out_of_budget();
    auto row = subject.map.prepare("select f.schema, f.proname, f.argument_types, f.arguments, f.kind, f.is_trigger from functions f where f.id = ?");
    row.bind(1, subject.id);
    if (!row.step() || row.integer(5) || row.text(4) == "aggregate") return Outcome::needs("a function that can be called");
    const auto name = sql::quote_identifier(row.text(0)) + "." + sql::quote_identifier(row.text(1));
    const auto types = split(row.text(2), ','), texts = split(row.text(3), ',');
    std::string tried;
    auto dynamic = subject.map.prepare("select distinct argument from dynamic_sql where function_id = ? and not is_checked");
    dynamic.bind(1, subject.id);
    while (dynamic.step()) {
        std::string arguments;
        for (std::size_t i = 0; i < types.size(); ++i) {
            const auto type = trimmed(types[i]);
            const bool this_one = dynamic.text(0) == "$" + std::to_string(i + 1) ||
                                  (types.size() == texts.size() && starts_with(trimmed(texts[i]), std::string{dynamic.text(0)} + " "));
            arguments += (i ? ", " : "") + (this_one ? "''''::" + std::string{type} : plain_argument(type));
        }
        tried = fmt::format("{} {}({})", row.text(4) == "procedure" ? "call" : "select", name, arguments);
        if (lab.run(tried)) continue;
        const auto& error = lab.last_error();
        if (error.sqlstate != "42601") continue;
        const auto message = error.message;
        return Outcome::proven(lab.proof("called it with a lone quote: " + tried, "as data it would be found nowhere", "error: " + message));
    }
    // It may have returned before the statement was reached: that shows nothing.
    return Outcome::needs("a call that reaches the statement" + (lab.last_error().message.empty() ? std::string{} : ": " + lab.last_error().message));
}

}  // namespace assay::postgres
