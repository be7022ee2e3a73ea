// Judge: whether what a statement would run on a live server may run there.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "domain/postgres/live_query/catalogue.h"

namespace assay::postgres::live {

// What the server would do for a query with parameters of these types, as a tree: nothing of it has run.
using Resolve = std::function<Result<std::string>(const std::string& query, const std::vector<Oid>& parameter_types)>;

struct Verdict {
    bool has_policies = false;          // row security holds for a relation that is read
    std::vector<std::string> confided;  // what tells more to a superuser than to others
};

class Judge {
public:
    // `allowed` are signatures, schema.name(types), that the owner answers for.
    Judge(Catalogue& catalogue, std::set<std::string> unjudged, std::vector<std::string> allowed, Resolve resolve);

    // Before the server reads a query: an Error where reading alone could run what nobody judged.
    Result<void> before_reading(const std::set<std::string>& words) const;
    // Follows everything that the tree names, and what that calls, to the server's own functions. The first thing that may
    // not run is the Error: which object, by which way it is reached, what would be allowed.
    Result<Verdict> judge(const std::string& tree);

private:
    using Ways = std::map<Oid, std::string>;  // ids, and by which way they are reached
    struct Pending {
        Ways functions, operators, types, relations, handlers;
        std::set<Oid> unrewritten;  // of the relations, those whose views and policies are not in the tree
        bool empty() const { return functions.empty() && operators.empty() && types.empty() && relations.empty() && handlers.empty() && unrewritten.empty(); }
    };

    Result<void> add(const NamedObjects& objects, const std::string& way, bool rewritten);
    Result<void> add_tree(const std::string& tree, const std::string& way, bool rewritten);
    void add(const Beside& beside, const std::string& way);
    void add(Ways& pending, std::set<Oid>& seen, Oid id, const std::string& way);
    Result<void> round();
    Result<void> judge_functions(const Ways& functions);
    Result<void> judge_function(const Function& function, const std::string& way);
    Result<void> judge_own(const Function& function, const std::string& way);
    Result<void> judge_extensions(const Function& function, const std::string& way);
    Result<void> judge_body(const Function& function, const std::string& way);
    Result<void> judge_handlers(const Ways& handlers);
    Result<void> follow_operators(const Ways& operators);
    Result<void> follow_types(const Ways& types);
    Result<void> judge_relations(const Ways& relations);
    Result<void> follow_rules(const std::set<Oid>& unrewritten);
    Result<void> judge_columns(const NamedObjects& objects);
    bool is_allowed(const Function& function) const;

    Catalogue& catalogue_;
    std::set<std::string> unjudged_;
    std::vector<std::string> allowed_;
    Resolve resolve_;
    Pending pending_;
    std::set<Oid> seen_functions_, seen_operators_, seen_types_, seen_relations_, seen_handlers_, seen_unrewritten_;
    Ways casts_;              // that are called where JSON is made
    bool makes_json_ = false;
    Verdict verdict_;
};

}  // namespace assay::postgres::live
