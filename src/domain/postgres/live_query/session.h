// Session: one connection to a live server in which a query of somebody else's is judged and run.
#pragma once

#include <string>
#include <vector>

#include "domain/postgres/live_query/catalogue.h"
#include "domain/postgres/live_query/live_query.h"

namespace assay::postgres::live {

class Session {
public:
    // Opened read only, inside a transaction that never commits, looking at nothing but the server's own schema.
    static Result<Session> open(const LiveQuery& query);

    // What the server would do for a query, as a tree; the query stays prepared under that name.
    Result<std::string> resolve(const std::string& name, const std::string& query, const std::vector<Oid>& parameter_types);
    // Gives up the rights of a superuser for those of reading all data. False where the server has no such role, or row
    // security would then answer otherwise.
    bool lower(bool has_policies);
    // EXPLAIN of what was judged, before rights are lowered: names mean the same then.
    Result<void> prepare_explain(const std::string& name, const std::string& statement);
    // Runs what was prepared.
    Result<LiveAnswer> run(const std::string& name);

    pg::Connection& connection() { return connection_; }
    bool is_superuser() const { return is_superuser_; }
    int version() const { return connection_.server_version(); }

private:
    Session(pg::Connection connection, const LiveQuery& query) : connection_{std::move(connection)}, query_{query} {}
    Result<void> settle();
    Result<void> look_where_it_looks();
    void name_types(LiveAnswer& answer, const std::vector<std::uint32_t>& types);

    pg::Connection connection_;
    const LiveQuery& query_;
    std::string search_path_;  // the schemas themselves: "$user" would be another one after lower()
    bool is_superuser_ = false;
};

}  // namespace assay::postgres::live
