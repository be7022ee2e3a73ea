// Catalogue: what a server says of the objects that a statement names, asked by their ids, many at a time.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "domain/postgres/live_query/node_tree.h"
#include "world/pg.h"

namespace assay::postgres::live {

inline constexpr Oid first_of_users = 16'384;  // ids below were there when the cluster was made (FirstNormalObjectId)

struct Function {
    Oid id = 0;
    std::string schema, name, signature, source, language, extension;
    char volatility = 'v', kind = 'f';
    bool as_owner = false, has_settings = false;
    std::vector<Oid> argument_types = {};
    std::vector<std::string> argument_names = {};
    std::optional<std::string> tree = {};      // of a body that was parsed when it was made
    std::optional<std::string> defaults = {};  // trees of arguments that a call may leave out
};

struct Relation {
    Oid id = 0;
    std::string schema, name, signature;
    char kind = 'r';
    bool has_policies = false;
};

// Objects of one kind, and what each of them calls, is made of or leads to.
struct Beside {
    Oid id = 0;
    std::string signature;
    std::vector<Oid> functions, operators, types, relations, handlers;
    std::vector<Oid> casts = {};  // functions that make JSON of values of this type, wherever JSON is made
};
template <class Object>
struct Known {
    Object object;
    Beside beside;
};

// A tree that the server keeps, and where it stands: "the index books_title_idx".
struct KeptTree {
    std::string place, tree;
};

class Catalogue {
public:
    explicit Catalogue(pg::Connection& session) : session_{session} {}

    Result<std::vector<Known<Function>>> functions(const std::set<Oid>& ids);
    Result<std::vector<Beside>> operators(const std::set<Oid>& ids);
    Result<std::vector<Beside>> types(const std::set<Oid>& ids);
    Result<std::vector<Known<Relation>>> relations(const std::set<Oid>& ids);
    // Of relations and domains: expressions of indexes, partitions, statistics; checks.
    Result<std::vector<KeptTree>> trees(const std::set<Oid>& relations, const std::set<Oid>& types);
    // Of relations that no rewriting went through: views' queries, and policies.
    Result<std::vector<KeptTree>> rules(const std::set<Oid>& relations);
    // Names through which a statement would reach code that nobody judged while it is only read: facts/unjudged.sql.
    Result<std::set<std::string>> unjudged();
    // "relation.column" of these.
    Result<std::vector<std::string>> columns(const std::map<Oid, std::set<int>>& read);

private:
    Result<pg::Rows> ask(std::string_view file, const std::vector<std::pair<std::string, std::string>>& values);
    pg::Connection& session_;
};

}  // namespace assay::postgres::live
