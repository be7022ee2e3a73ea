#include "domain/postgres/live_query/judge.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "domain/postgres/live_query/body.h"
#include "domain/postgres/live_query/lists.h"

namespace assay::postgres::live {

namespace {

constexpr std::string_view search = "(search)", conversion = "(conversion)", partitions = "(partitions)";  // of facts/unjudged.sql
constexpr Oid any_array = 2277;  // what it holds is known only when it is there

std::string reached(const std::string& way) { return way.empty() ? std::string{} : " (" + way + " leads there)"; }

tl::unexpected<Error> refuse(const std::string& what, const std::string& why) { return fail(fmt::format("not run: {}: {}", what, why)); }

tl::unexpected<Error> refuse_function(const Function& function, const std::string& way, const std::string& why) {
    return refuse("it would call " + function.signature + reached(way), why);
}

// Where somebody may answer for it.
std::string unless_allowed(const Function& function) {
    return fmt::format("; whoever owns the database and knows that it only reads may say so: --allow '{}'", function.signature);
}

}  // namespace

Judge::Judge(Catalogue& catalogue, std::set<std::string> unjudged, std::vector<std::string> allowed, Resolve resolve)
    : catalogue_{catalogue}, unjudged_{std::move(unjudged)}, allowed_{std::move(allowed)}, resolve_{std::move(resolve)} {}

Result<void> Judge::before_reading(const std::set<std::string>& words) const {
    if (unjudged_.count(std::string{partitions}))
        return refuse("the statement", "this database has tables partitioned by functions of unknown making, which PostgreSQL 12 runs when it merely opens them");
    for (const auto& name : unjudged_)
        if (words.count(name) || (words.count("") && name.front() != '('))
            return refuse("it names " + name, "a type of neither PostgreSQL nor a known extension stands behind that name, and its functions run while a statement is only read");
    return {};
}

Result<Verdict> Judge::judge(const std::string& tree) {
    if (auto added = add_tree(tree, "", true); !added) return tl::unexpected(added.error());
    while (!pending_.empty()) {
        if (auto done = round(); !done) return tl::unexpected(done.error());
        if (!makes_json_) continue;
        for (const auto& [id, way] : std::exchange(casts_, {})) add(pending_.functions, seen_functions_, id, way);
    }
    return std::move(verdict_);
}

void Judge::add(Ways& pending, std::set<Oid>& seen, Oid id, const std::string& way) {
    if (seen.insert(id).second) pending.emplace(id, way);
}

Result<void> Judge::add_tree(const std::string& tree, const std::string& way, bool rewritten) {
    const auto objects = named_objects(tree);
    if (!objects) return refuse(way.empty() ? "the statement" : way, objects.error().message);
    return add(*objects, way, rewritten);
}

Result<void> Judge::add(const NamedObjects& objects, const std::string& way, bool rewritten) {
    for (const Oid id : objects.functions) add(pending_.functions, seen_functions_, id, way);
    for (const Oid id : objects.operators) add(pending_.operators, seen_operators_, id, way);
    for (const Oid id : objects.types) add(pending_.types, seen_types_, id, way);
    for (const Oid id : objects.samplers) add(pending_.handlers, seen_handlers_, id, way);
    for (const Oid id : objects.relations) {
        if (!rewritten && seen_unrewritten_.insert(id).second) pending_.unrewritten.insert(id);
        add(pending_.relations, seen_relations_, id, way);
    }
    for (const auto& name : objects.settings)
        if (!lists::is_harmless_setting(name)) verdict_.confided.push_back(name.empty() ? "settings" : "the setting " + name);
    makes_json_ = makes_json_ || objects.makes_json;
    return judge_columns(objects);
}

void Judge::add(const Beside& beside, const std::string& way) {
    for (const Oid id : beside.functions) add(pending_.functions, seen_functions_, id, way);
    for (const Oid id : beside.operators) add(pending_.operators, seen_operators_, id, way);
    for (const Oid id : beside.types) add(pending_.types, seen_types_, id, way);
    for (const Oid id : beside.relations) add(pending_.relations, seen_relations_, id, way);
    for (const Oid id : beside.handlers) add(pending_.handlers, seen_handlers_, id, way);
    for (const Oid id : beside.casts) casts_.emplace(id, way);
}

Result<void> Judge::round() {
    const Pending now = std::exchange(pending_, {});
    std::set<Oid> relations, types;
    for (const auto& [id, way] : now.relations) relations.insert(id);
    for (const auto& [id, way] : now.types) types.insert(id);
    if (auto done = judge_functions(now.functions); !done) return done;
    if (auto done = judge_handlers(now.handlers); !done) return done;
    if (auto done = follow_operators(now.operators); !done) return done;
    if (auto done = follow_types(now.types); !done) return done;
    if (auto done = judge_relations(now.relations); !done) return done;
    if (auto done = follow_rules(now.unrewritten); !done) return done;
    if (relations.empty() && types.empty()) return {};
    const auto trees = catalogue_.trees(relations, types);
    if (!trees) return tl::unexpected(trees.error());
    for (const auto& [place, tree] : *trees)
        if (auto added = add_tree(tree, place, false); !added) return added;
    return {};
}

namespace {

template <class Map>
std::set<Oid> keys_of(const Map& map) {
    std::set<Oid> keys;
    for (const auto& [key, value] : map) keys.insert(key);
    return keys;
}

// What the catalogue does not know any more is no reason to run it.
template <class Rows>
Result<void> all_found(const Rows& rows, std::size_t wanted, std::string_view kind) {
    if (rows.size() >= wanted) return {};
    return refuse("the statement", fmt::format("{} {} that it names are not in the catalogue", wanted - rows.size(), kind));
}

}  // namespace

Result<void> Judge::judge_functions(const Ways& functions) {
    if (functions.empty()) return {};
    const auto known = catalogue_.functions(keys_of(functions));
    if (!known) return tl::unexpected(known.error());
    if (auto all = all_found(*known, functions.size(), "functions"); !all) return all;
    for (const auto& [function, beside] : *known) {
        const auto& way = functions.at(function.id);
        makes_json_ = makes_json_ || function.source.find("json") != std::string::npos;
        if (function.defaults)  // which planning puts in
            if (auto added = add_tree(*function.defaults, "a default of " + function.signature, false); !added) return added;
        if (is_allowed(function)) continue;
        if (auto good = judge_function(function, way); !good) return good;
        add(beside, function.id < first_of_users ? way : function.signature);
    }
    return {};
}

bool Judge::is_allowed(const Function& function) const {
    const auto without_blanks = [](std::string_view text) { return replaced(text, " ", ""); };
    const auto signature = without_blanks(function.signature);
    return std::any_of(allowed_.begin(), allowed_.end(), [&](const std::string& each) { return without_blanks(each) == signature; });
}

Result<void> Judge::judge_function(const Function& function, const std::string& way) {
    if (function.language == "sql") return judge_body(function, way);
    if (function.id < first_of_users && function.language == "internal") return judge_own(function, way);
    if (function.kind == 'a' && function.language == "internal" && function.source == "aggregate_dummy") return {};  // its parts are judged
    const bool is_native = function.language == "c" || function.language == "internal";
    if (is_native && lists::is_known_extension(function.extension)) return judge_extensions(function, way);
    const auto why = function.extension.empty() ? fmt::format("it is written in {}, and nobody can tell what that does", function.language)
                                                : fmt::format("the extension {} is not among those that are known to only compute", function.extension);
    return refuse_function(function, way, why + unless_allowed(function));
}

Result<void> Judge::judge_own(const Function& function, const std::string& way) {
    if (lists::is_harmful(function.source) || lists::is_harmful(function.name))
        return refuse_function(function, way, "it runs a text as SQL, takes a transaction id, or tells of files");
    if (function.volatility == 'v' && !lists::is_harmless_volatile(function.source))
        return refuse_function(function, way, "PostgreSQL labels it VOLATILE, and it is not among those that change and reveal nothing");
    if (!unjudged_.empty() && lists::reaches_any_type(function.source)) return refuse_function(function, way, "this database has types of unknown making, whose functions it could call");
    if (unjudged_.count(std::string{search}) && lists::searches_text(function.source)) return refuse_function(function, way, "this database has dictionaries or parsers of unknown making");
    if (unjudged_.count(std::string{conversion}) && lists::converts(function.source)) return refuse_function(function, way, "this database has conversions of unknown making");
    const bool is_setting = starts_with(function.source, "show_config_by_name");  // judged by the name that is asked for
    if (lists::tells_secrets(function.source) && !is_setting) verdict_.confided.push_back(function.signature);
    return {};
}

Result<void> Judge::judge_extensions(const Function& function, const std::string& way) {
    const auto name = function.extension + "." + function.name;
    if (lists::is_harmful_of_extension(name) || (function.volatility == 'v' && !lists::is_harmless_of_extension(name)))
        return refuse_function(function, way, "it is not among the extension's functions that only compute" + unless_allowed(function));
    if (lists::tells_secrets(function.source)) verdict_.confided.push_back(function.signature);
    return {};
}

// A function in SQL may do what its body may.
Result<void> Judge::judge_body(const Function& function, const std::string& way) {
    if (function.as_owner || function.has_settings)
        return refuse_function(function, way, "it runs as its owner, or with settings of its own" + unless_allowed(function));
    if (function.tree) return add_tree(*function.tree, function.signature, false);
    const auto query = query_of(function);
    if (!query) return refuse_function(function, way, query.error().message + unless_allowed(function));
    if (auto good = before_reading(query->words); !good) return refuse_function(function, way, good.error().message);
    const auto tree = resolve_(query->text, query->parameter_types);
    if (!tree) return refuse_function(function, way, "its body cannot be judged alone: " + tree.error().message + unless_allowed(function));
    return add_tree(*tree, function.signature, true);
}

Result<void> Judge::judge_handlers(const Ways& handlers) {
    if (handlers.empty()) return {};
    const auto known = catalogue_.functions(keys_of(handlers));
    if (!known) return tl::unexpected(known.error());
    if (auto all = all_found(*known, handlers.size(), "methods"); !all) return all;
    for (const auto& [function, beside] : *known)
        if (!is_allowed(function))
            if (auto good = judge_function(function, handlers.at(function.id)); !good) return good;
    return {};
}

Result<void> Judge::follow_operators(const Ways& operators) {
    if (operators.empty()) return {};
    const auto known = catalogue_.operators(keys_of(operators));
    if (!known) return tl::unexpected(known.error());
    if (auto all = all_found(*known, operators.size(), "operators"); !all) return all;
    for (const auto& each : *known) add(each, each.id < first_of_users ? operators.at(each.id) : "the operator " + each.signature);
    return {};
}

Result<void> Judge::follow_types(const Ways& types) {
    if (types.empty()) return {};
    if (!unjudged_.empty() && types.count(any_array)) return refuse("it reads a value of type anyarray", "this database has types of unknown making, which it may hold");
    const auto known = catalogue_.types(keys_of(types));
    if (!known) return tl::unexpected(known.error());
    if (auto all = all_found(*known, types.size(), "types"); !all) return all;
    for (const auto& each : *known) add(each, each.id < first_of_users ? types.at(each.id) : "the type " + each.signature);
    return {};
}

Result<void> Judge::judge_relations(const Ways& relations) {
    if (relations.empty()) return {};
    const auto known = catalogue_.relations(keys_of(relations));
    if (!known) return tl::unexpected(known.error());
    if (auto all = all_found(*known, relations.size(), "relations"); !all) return all;
    for (const auto& [relation, beside] : *known) {
        if (relation.kind == 'f')
            return refuse("it reads the foreign table " + relation.signature + reached(relations.at(relation.id)), "that is another server, a file or a program");
        verdict_.has_policies = verdict_.has_policies || relation.has_policies;
        add(beside, relation.id < first_of_users ? relations.at(relation.id) : relation.signature);
    }
    return {};
}

Result<void> Judge::follow_rules(const std::set<Oid>& unrewritten) {
    if (unrewritten.empty()) return {};
    const auto rules = catalogue_.rules(unrewritten);
    if (!rules) return tl::unexpected(rules.error());
    for (const auto& [place, tree] : *rules)
        if (auto added = add_tree(tree, place, false); !added) return added;
    return {};
}

Result<void> Judge::judge_columns(const NamedObjects& objects) {
    std::map<Oid, std::set<int>> own;
    for (const auto& [relation, numbers] : objects.columns)
        if (relation < first_of_users) own.emplace(relation, numbers);
    const auto names = catalogue_.columns(own);
    if (!names) return tl::unexpected(names.error());
    for (const auto& name : *names)
        if (lists::is_secret_column(name)) return refuse("it reads " + name, "that holds passwords or the content of large objects");
    return {};
}

}  // namespace assay::postgres::live
