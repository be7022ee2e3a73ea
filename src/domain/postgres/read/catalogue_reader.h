// Reads a server's catalogue: the queries of read/catalogue/, in one short read-only transaction.
#pragma once

#include "core/needs.h"
#include "core/result.h"
#include "domain/postgres/model/catalogue.h"
#include "world/pg.h"

namespace assay::postgres {

struct CatalogueOptions {
    bool inside_transaction = false;  // of the caller: neither begun nor ended here
    bool is_lab = false;       // what the bootstrap superuser owns is the lab's own
    Needs classes = {"S"};     // S always; T statistics, L live
    pg::Connection* helper = nullptr;  // another session of the same role, to share the work: it reads the same snapshot
};

// Fills rows, version and availability of what was asked for. A query that the role may not run leaves its
// table empty and its class "not read" with the reason; only when nothing can be read is it an Error.
Result<void> read_catalogue(pg::Connection& connection, const CatalogueOptions& options,
                            Catalogue& catalogue);

// The query for one server version: "/*150000+*/ a /*else*/ b /*end*/" keeps a from 15 on, b before.
// ":lab" becomes true or false; ":helper" the process that serves the helper, 0 without one.
std::string query_for_version(std::string_view query, int version, bool is_lab, int helper_pid = 0);

}  // namespace assay::postgres
