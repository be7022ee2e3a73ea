// Runs the statement inside a transaction of the lab, as the tool would: is it refused?
#include "core/finding.h"
#include "domain/migration/prove/pending.h"
#include "domain/migration/read/prepared.h"
#include "map/map.h"

namespace assay::migration {

Outcome refused_in_transaction(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{100})) return Outcome::out_of_budget();
    const auto statements = statements_up_to(subject.map, subject.id);
    if (statements.empty()) return Outcome::needs("the statement on the map");
    for (const auto& statement : statements) {
        const bool last = statement.id == subject.id;
        auto text = prepared_statement(statement.text, lab.database(), !last);
        if (!text) return Outcome::needs(text.error().message);
        if (text->empty() || lab.run(*text)) continue;
        if (!last || lab.last_error().sqlstate != "25001") return Outcome::needs("a statement that runs in the lab: " + lab.last_error().message);
        return Outcome::proven(lab.proof("ran it inside a transaction of the lab", "the transaction is open", lab.last_error().message));
    }
    return Outcome::refuted(lab.proof("ran it inside a transaction of the lab", "the transaction is open", "it runs there"));
}

}  // namespace assay::migration
