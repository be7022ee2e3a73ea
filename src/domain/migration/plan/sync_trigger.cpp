#include "domain/migration/plan/sync_trigger.h"

#include <fmt/core.h>

#include "core/text.h"
#include "domain/migration/model/site.h"
#include "sql/names.h"

namespace assay::migration {

std::string SyncTrigger::create() const {
    const auto function = sql::quote_relation(name_in(relation, name));
    return fmt::format("create function {0}() returns trigger language plpgsql as $sync$\nbegin\n{1}\n  return new;\nend\n$sync$;\n"
                       "create trigger {2} before insert or update on {3} for each row execute function {0}();",
                       function, body, sql::quote_identifier("zz_" + name.substr(0, 60)), sql::quote_relation(relation));
}

std::string SyncTrigger::drop() const {
    return fmt::format("drop trigger {} on {};\ndrop function {}();", sql::quote_identifier("zz_" + name.substr(0, 60)), sql::quote_relation(relation),
        sql::quote_relation(name_in(relation, name)));
}

std::string computed(const std::string& relation, const std::vector<std::string>& columns, const std::vector<std::string>& expressions) {
    std::vector<std::string> targets;
    for (const auto& column : columns) targets.push_back("new." + sql::quote_identifier(column));
    return fmt::format("  select {} into {} from (select new.*) as {};", joined(expressions, ", "), joined(targets, ", "), sql::quote_identifier(sql::last_part(relation)));
}

}  // namespace assay::migration
