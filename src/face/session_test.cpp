// What domains say of themselves and the session relies on.
#include "face/session.h"

#include <doctest/doctest.h>

#include "core/catalogue.h"

namespace assay {

TEST_CASE("every query of a domain with a central class reads facts of it") {
    const auto map = build_map(Workspace{});
    for (const Domain* domain : catalogue::domains()) {
        if (domain->central_class == '\0') continue;
        int queries = 0;
        for (const Rule& rule : catalogue::rules()) {
            if (rule.sql.empty() || rule.domain() != domain->name) continue;
            const auto judged = map->judge(rule.sql);
            CAPTURE(rule.facts.id.text);
            REQUIRE(judged.has_value());
            CHECK(judged->needs.without(rule.facts.optional).has(domain->central_class));
            ++queries;
        }
        CHECK(queries > 0);
    }
}

}  // namespace assay
